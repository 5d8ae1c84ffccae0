//! Calls to the provider's API with the access token, and what a 401 means.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::calls::Clerk;
use super::desk::Desk;
use crate::browser::driver::{self, Keeper};
use crate::browser::{fetch, foreign};
use crate::core::error::{Code, Error};
use crate::core::{options, policy, profile};

/// One call of the app's, and at most one more after a 401 from the provider's own API.
pub(super) async fn fetch(
    desk: &Rc<Desk>,
    url: &str,
    init: &JsValue,
    replayable: bool,
) -> Result<JsValue, JsValue> {
    let fail = |error: Error| desk.error(&error);
    let base = desk.settings.api_base();
    let destination = policy::destination(url, base, &desk.settings).map_err(fail)?;
    let mut again = replayable;
    loop {
        let session = desk.usable(options::Token::default()).await.map_err(fail)?;
        let authorization = profile::bearer(&session.access_token);
        let sent = fetch::send_raw(&destination.url, init, &authorization).await;
        let response = sent.map_err(|failure| match failure {
            fetch::RawFailure::UnusableToken => fail(Code::TokenUnusable.into()),
            fetch::RawFailure::HeaderRefused => fail(Error::at(Code::ConfigInvalid, "mode")),
            fetch::RawFailure::Rejected(reason) => reason,
        })?;
        let status = foreign::property(&response, "status").and_then(|status| status.as_f64());
        let refused = destination.own && status == Some(401.0);
        if !refused || !desk.refused(&session).await || !again {
            return Ok(response);
        }
        again = false;
    }
}

/// The person's own record, by the same rules.
pub(super) async fn profile(desk: &Rc<Desk>) -> Result<String, Error> {
    let keeper: Rc<dyn Keeper> = Rc::new(Clerk(desk.clone()));
    let mut again = true;
    loop {
        let session = desk.usable(options::Token::default()).await?;
        let request = profile::request(&desk.settings, &session)?;
        let answer = driver::send(request, &keeper).await;
        let refused = matches!(&answer, Ok(response) if response.status == 401);
        if !refused || !desk.refused(&session).await || !again {
            return profile::judge(answer, &desk.settings, &session);
        }
        again = false;
    }
}
