//! Calls through docgate-relay by somebody who is signed in elsewhere: the relay wants the guard's access token, and
//! puts one of its own in its place (docs/providers/docplanner.md). No token of the API's is ever in the page.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::calling;
use super::desk::Desk;
use super::host::Unanswered;
use crate::browser::{fetch, foreign};
use crate::core::error::{Code, Error};
use crate::core::secret::Secret;
use crate::core::{options, policy, profile};

/// One call of the app's, and at most one more after the relay refused the guard's token; then the call itself had
/// gone nowhere.
pub(crate) async fn fetch(
    desk: &Rc<Desk>,
    url: &str,
    init: &JsValue,
    wanted: &options::Call,
    replayable: bool,
) -> Result<JsValue, Unanswered> {
    // There is one API, and its token is the relay's.
    if wanted.api.is_some() || wanted.token != options::Token::default() {
        return Err(Error::at(Code::NotSupported, "options").into());
    }
    let settings = &desk.settings;
    let destination = policy::destination(url, settings.api_base(), settings)?;
    let mut again = false;
    loop {
        // What the guard rejects with is the app's to read: login_required, network, …
        let token = foreign::settled(&desk.host.token(again)).map_err(Unanswered::Foreign)?;
        let token = token.await.map_err(Unanswered::Foreign)?;
        let token = token.as_string().ok_or_else(|| desk.nobody())?;
        let authorization = profile::bearer(&Secret::new(token));
        let sent = fetch::send_raw(&destination.url, init, &authorization, true, None).await;
        let response = sent.map_err(|failure| calling::unsent(desk, failure, false))?;
        if again || !replayable || !is_refusal(&response) {
            return Ok(response);
        }
        again = true;
    }
}

/// The relay's own refusal of the guard's token (RFC 6750, section 3.1), not one of the API behind it.
fn is_refusal(response: &JsValue) -> bool {
    let status = foreign::property(response, "status").and_then(|status| status.as_f64());
    let headers = foreign::property(response, "headers").unwrap_or_default();
    let name = JsValue::from_str("www-authenticate");
    let header = foreign::invoke(&headers, "get", &[&name]).ok();
    let word = b"invalid_token";
    let says = |header: String| {
        header
            .as_bytes()
            .windows(word.len())
            .any(|part| part == word)
    };
    status == Some(401.0)
        && header
            .and_then(|header| header.as_string())
            .is_some_and(says)
}
