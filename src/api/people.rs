//! The exports that are about who is signed in: ID token, accounts, sign-out.

use std::mem;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::client::Client;
use super::views::{self, AccountView};
use crate::client::promise::promise;
use crate::core::error::{Code, Error};

#[wasm_bindgen]
impl Client {
    /// The newest ID token, as it came.
    #[wasm_bindgen(js_name = idToken)]
    pub fn id_token(&self) -> Promise {
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let session = desk
                .present()
                .ok_or_else(|| views::of(&desk.nobody(), &desk))?;
            // To the app, whose ID token it is.
            let token = session.id_token.as_ref();
            let none = || views::of(&Error::at(Code::NotSupported, "id_token"), &desk);
            token
                .map(|token| JsValue::from_str(token.expose()))
                .ok_or_else(none)
        }))
    }

    /// See the public types.
    pub fn accounts(&self) -> JsValue {
        let (people, mut current) = self.desk.accounts();
        // The current one comes first.
        let mut views = Vec::new();
        for person in &people {
            views.extend(AccountView::of(person, mem::take(&mut current)));
        }
        views::object(&views)
    }

    /// See the public types.
    #[wasm_bindgen(js_name = switchAccount)]
    pub fn switch_account(&self, account: String) -> Promise {
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            desk.switch(&account)
                .map(|()| JsValue::UNDEFINED)
                .map_err(|error| views::of(&error, &desk))
        }))
    }

    /// See the public types.
    pub fn initiated(&self, url: &str) -> Result<String, JsValue> {
        self.desk
            .initiated(url)
            .map_err(|error| views::of(&error, &self.desk))
    }

    /// See the public types. Never waits for `ready()`, which refuses frames.
    #[wasm_bindgen(js_name = frontChannelLogout)]
    pub fn front_channel_logout(&self, url: &str) -> bool {
        self.desk.sign_out_by_frame(url)
    }

    /// See the public types. Never waits for `ready()`.
    pub fn logout(&self, options: &str) -> Promise {
        match self.desk.forget(options) {
            Ok((wanted, sessions)) => {
                let desk = self.desk.clone();
                promise(Box::pin(async move {
                    desk.part(wanted, sessions).await;
                    Ok(JsValue::UNDEFINED)
                }))
            }
            Err(error) => Promise::reject(&views::of(&error, &self.desk)),
        }
    }
}
