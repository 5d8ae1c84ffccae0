//! The exports that are about who is signed in: ID token, accounts, sign-out.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::client::Client;
use super::promise::promise;
use crate::browser::location;
use crate::core::error::{Code, Error};

#[wasm_bindgen]
impl Client {
    /// The newest ID token, as it came.
    #[wasm_bindgen(js_name = idToken)]
    pub fn id_token(&self) -> Promise {
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let session = desk.present().ok_or_else(|| desk.error(&desk.nobody()))?;
            // To the app, whose ID token it is.
            let token = session.id_token.as_ref();
            let none = || desk.error(&Error::at(Code::NotSupported, "id_token"));
            token
                .map(|token| JsValue::from_str(token.expose()))
                .ok_or_else(none)
        }))
    }

    /// See the public types.
    pub fn accounts(&self) -> JsValue {
        self.desk.accounts()
    }

    /// See the public types.
    #[wasm_bindgen(js_name = switchAccount)]
    pub fn switch_account(&self, account: String) -> Promise {
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            desk.switch(&account)
                .map(|()| JsValue::UNDEFINED)
                .map_err(|error| desk.error(&error))
        }))
    }

    /// See the public types.
    pub fn initiated(&self, url: &str) -> Result<String, JsValue> {
        self.desk
            .initiated(url)
            .map_err(|error| self.desk.error(&error))
    }

    /// See the public types. Never waits for `ready()`, which refuses frames.
    #[wasm_bindgen(js_name = frontChannelLogout)]
    pub fn front_channel_logout(&self, url: &str) -> bool {
        self.desk.sign_out_by_frame(url)
    }

    /// See the public types. Never waits for `ready()`.
    pub fn logout(&self, options: &str) -> Promise {
        let done = if self.desk.disposed.get() {
            Err(Code::Disposed.into())
        } else if self.desk.forwards.get() {
            Err(Code::PopupWindow.into())
        } else if !location::in_browser() {
            Err(Code::NotInBrowser.into())
        } else {
            self.desk.forget(options)
        };
        match done {
            Ok((wanted, sessions)) => {
                let desk = self.desk.clone();
                promise(Box::pin(async move {
                    desk.part(wanted, sessions).await;
                    Ok(JsValue::UNDEFINED)
                }))
            }
            Err(error) => Promise::reject(&self.desk.error(&error)),
        }
    }
}
