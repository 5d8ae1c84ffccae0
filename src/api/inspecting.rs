//! The exports for `docgate/doctor`: where requests go, and whether the token endpoint answers.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::calls::Clerk;
use super::client::Client;
use super::desk::Desk;
use super::promise::promise;
use crate::browser::driver::{self, Keeper};
use crate::core::error::{Code, Error};
use crate::core::{inspection, metadata};

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
            let wrong = probe(&desk).await.unwrap_or_else(Some);
            Ok(wrong.map_or(JsValue::NULL, |error| desk.error(&error)))
        }))
    }
}

async fn probe(desk: &Rc<Desk>) -> Result<Option<Error>, Error> {
    let keeper: Rc<dyn Keeper> = Rc::new(Clerk(desk.clone()));
    let settings = &desk.settings;
    let metadata = match metadata::derived(settings, None) {
        Some(metadata) => metadata,
        None => {
            let request = metadata::request(settings);
            metadata::judge(driver::send(request, &keeper).await, settings)?
        }
    };
    // Whose people sign in elsewhere has none.
    if metadata.token_endpoint.is_empty() {
        return Err(Error::at(Code::NotSupported, "probe"));
    }
    let answers = driver::together(inspection::requests(&metadata, settings), &keeper).await;
    Ok(inspection::judge(answers, settings))
}
