//! Logins that leave the page where it is: in a window of their own, or in a hidden frame
//! . The face opens and watches them; here is what only a client can do.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::arrival::Ending;
use super::desk::Desk;
use crate::browser::storage::{self, Area};
use crate::core::callback::Callback;
use crate::core::error::{Code, Error};
use crate::core::options::Login;
use crate::core::pending::{self, Flow};

impl Desk {
    /// The authorization URL, unless someone is signed in already. A window opens only for a click,
    /// and opening it has used the click up.
    pub(super) async fn begin(
        self: &Rc<Desk>,
        login: Login,
        clicked: bool,
        blocked: bool,
    ) -> Result<JsValue, JsValue> {
        let popup = login.wishes.flow == Flow::Popup;
        if !self.needs(&login, clicked || popup).await? {
            return Ok(JsValue::UNDEFINED);
        }
        let started = match blocked {
            true => Err(Code::PopupBlocked.into()),
            false => self.start(login).await,
        };
        let url = started.map_err(|error| self.error(&error))?;
        self.log_navigation(&url);
        Ok(JsValue::from_str(&url))
    }

    /// Finishes the callback that a window or frame forwarded, if it is the one of this state.
    pub(super) async fn answer(
        self: &Rc<Desk>,
        callback: Option<Callback>,
        state: &str,
    ) -> Result<(), Error> {
        let Some(callback) = callback.filter(|callback| callback.state() == Some(state)) else {
            return Err(Error::at(Code::CallbackInvalid, "url"));
        };
        let outcome = self.finish(callback).await;
        let error = match &outcome.end {
            Ending::SignedIn(_) => return Ok(()),
            Ending::Failed(error) => error.clone(),
            Ending::SignedOut(_) | Ending::Forwarded => Code::LoginRequired.into(),
        };
        if Flow::of(state) == Some(Flow::Frame) {
            // A question that nobody saw: its answer is this call's alone.
            let asked = error.code() == Code::InteractionRequired;
            return Err(if asked {
                error.coded(Code::LoginRequired)
            } else {
                error
            });
        }
        self.conclude(&outcome);
        Err(error)
    }
}

/// Removes the pending login of this state.
pub(super) fn discard(state: &str) {
    let _ = storage::remove(Area::Tab, &pending::key(state));
}
