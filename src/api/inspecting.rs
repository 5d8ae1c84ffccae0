//! The exports for `docgate/doctor`: where requests go, and whether the token endpoint answers.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::client::Client;
use super::views;
use crate::client::promise::promise;
use crate::core::inspection;

#[wasm_bindgen]
impl Client {
    /// `Description` of src/js/inspection.ts, as JSON text.
    pub fn describe(&self) -> String {
        inspection::describe(&self.desk.settings)
    }

    /// What is wrong with the token endpoint, as an `AuthError`; `null`: nothing. Never waits for `ready()`.
    pub fn probe(&self) -> Promise {
        let desk = self.desk.clone();
        promise(Box::pin(async move {
            let wrong = desk.probe().await.unwrap_or_else(Some);
            Ok(wrong.map_or(JsValue::NULL, |error| views::of(&error, &desk)))
        }))
    }
}
