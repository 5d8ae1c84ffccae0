//! The app's own calls, with the token in their header (R-106; RFC 6750, 2.1).
//!
//! The app's options stay the app's. The native constructor reads them once, and the header is set on
//! the request that it made, so that nothing in the options can replace or drop it.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Request, RequestCredentials, RequestInit};

use super::fetch::start;
use super::foreign::{invoke, property, settled};
use crate::core::relay;
use crate::core::secret::Secret;

/// Sends the app's own call, with its own options, and ours in the `Authorization` header.
///
/// `authorization` is the whole header value: a scheme, a space, a token of the bytes 0x21 to 0x7e. It
/// wins over whatever `init` has under that name, in whatever form. Cookies are left out unless `init`
/// says otherwise, and go along to docgate-relay (`relayed`), whose own they are; everything else is as the
/// app and the browser want it, no deadline, no cap. Whether the address may have the token at all is the
/// caller's to decide, before.
pub async fn send_raw(
    url: &str,
    init: &JsValue,
    authorization: &Secret,
    relayed: bool,
    session: Option<&Secret>,
) -> Result<JsValue, RawFailure> {
    // EXPOSE: into the one header that it is meant for; browsers do not show it to scripts of others.
    let value = authorization.expose();
    if !is_authorization(value) {
        return Err(RawFailure::UnusableToken);
    }
    let request = raw_request(url, init)
        .and_then(|request| {
            if relayed {
                with_cookies(request)
            } else {
                Ok(request)
            }
        })
        .map_err(RawFailure::Rejected)?;
    let name = JsValue::from_str("authorization");
    let headers = property(&request, "headers").unwrap_or_default();
    let value = JsValue::from_str(value);
    let _ = invoke(&headers, "set", &[&name, &value]);
    // `mode: 'no-cors'` drops the header without a word.
    if invoke(&headers, "get", &[&name]).ok() != Some(value) {
        return Err(RawFailure::HeaderRefused);
    }
    if relayed {
        let set = |name: &str, value: &str| {
            let _ = invoke(&headers, "set", &[&name.into(), &value.into()]);
        };
        set(relay::HEADER, "1");
        if let Some(session) = session {
            // EXPOSE: to the relay, which knows it.
            set(relay::SESSION_HEADER, session.expose());
        }
    }
    let answer = start(&request).map_err(RawFailure::Rejected)?;
    let answer = settled(&answer).map_err(RawFailure::Rejected)?;
    answer.await.map_err(|reason| {
        // What every engine rejects with where there is no answer. Who aborts may give any reason.
        let signal = property(&request, "signal").unwrap_or_default();
        let aborted = property(&signal, "aborted").is_some_and(|aborted| aborted.is_truthy());
        if reason.is_instance_of::<js_sys::TypeError>() && !aborted {
            RawFailure::Unanswered(reason)
        } else {
            RawFailure::Rejected(reason)
        }
    })
}

/// Why an app's own call gave no response.
#[derive(Debug)]
pub enum RawFailure {
    /// The token has bytes that a header cannot carry; nothing was sent.
    UnusableToken,
    /// The browser does not let this request have the header (`mode: 'no-cors'`); nothing was sent.
    HeaderRefused,
    /// It was sent, and no answer came that the page may read; what the browser rejected with.
    Unanswered(JsValue),
    /// What the browser threw or rejected with, untouched, for the app.
    Rejected(JsValue),
}

fn is_authorization(value: &str) -> bool {
    let visible =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x21..=0x7e));
    matches!(value.split_once(' '), Some((scheme, token)) if visible(scheme) && visible(token))
}

/// The native request of the app's options, without cookies unless they say otherwise.
fn raw_request(url: &str, init: &JsValue) -> Result<Request, JsValue> {
    let options: JsValue = if init.is_undefined() || init.is_null() {
        Object::new().into()
    } else if !init.is_object() || !Reflect::get(init, &"credentials".into())?.is_undefined() {
        // A `Request` as options always has credentials; a primitive is the constructor's to refuse.
        init.clone()
    } else {
        // On top of the app's object, not a copy of it: options that this version has never heard
        // of stay.
        Object::create(init.unchecked_ref::<Object>()).into()
    };
    if !JsValue::eq(&options, init) {
        // Defined, not set: setting fails below a frozen object.
        let mode = Object::new();
        Reflect::set(&mode, &"value".into(), &"omit".into())?;
        Reflect::define_property(
            options.unchecked_ref::<Object>(),
            &"credentials".into(),
            &mode,
        )?;
    }
    Request::new_with_str_and_init(url, options.unchecked_ref())
}

/// The same request with the cookies of its address. Made of the finished one: options that are a `Request` cannot be
/// built upon.
fn with_cookies(request: Request) -> Result<Request, JsValue> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Include);
    // Any option makes the constructor forget these two (Fetch, 5.4).
    options.set_referrer(&request.referrer());
    options.set_referrer_policy(request.referrer_policy());
    Request::new_with_request_and_init(&request, &options)
}
