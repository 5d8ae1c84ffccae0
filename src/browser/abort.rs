//! Calling off what the browser is doing for us.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, AbortSignal};

use super::foreign::{invoke, property};

/// A signal and the power to give it. Where the browser has none, what was begun just runs on.
#[derive(Debug)]
pub struct Abort(Option<AbortController>);

impl Default for Abort {
    fn default() -> Self {
        Self(AbortController::new().ok())
    }
}

impl Abort {
    /// The signal to hand to the browser.
    #[must_use]
    pub fn signal(&self) -> Option<AbortSignal> {
        property(self.0.as_ref()?, "signal").map(JsCast::unchecked_into)
    }

    /// Gives the signal.
    pub fn abort(&self) {
        if let Some(controller) = &self.0 {
            let _: Result<JsValue, JsValue> = invoke(controller, "abort", &[]);
        }
    }
}
