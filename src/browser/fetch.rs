//! Sending requests (R-041, R-042; ).
//!
//! The page's `fetch` may be patched, and what it rejects with or answers may be anything. So the
//! function is taken once, by [`init`], and called by ourselves; a rejection is never looked into; and
//! an answer is judged by its shape. gloo-net builds the request and sends nothing: its own `send`
//! panics on what a patched `fetch` rejects with. It also panics when a constructor of `Request`,
//! `Headers`, `URL` or `URLSearchParams` that the page has replaced throws something that is no `Error`;
//! what the real ones can refuse is therefore refused here before.

use std::cell::RefCell;

use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use wasm_bindgen::JsValue;
use web_sys::{
    AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

pub use super::app_call::{RawFailure, send_raw};

use super::attempt::Attempt;
use super::foreign::{self, call, invoke, property};
use crate::core::http::{Credentials, Failure, Method, Request, Response};

thread_local! {
    static FETCH: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Takes the page's `fetch`, once: what patches it later is not asked. Called when the first instance
/// is made; [`send`] and [`send_raw`] call it too. A script that ran before sees everything, as any
/// script of the origin does (RFC 10017, 5).
pub fn init() {
    if FETCH.with_borrow(Option::is_none) {
        // Outside of the borrow: a getter may come back to us.
        let fetch = foreign::global("fetch");
        FETCH.with_borrow_mut(|place| *place = fetch);
    }
}

/// Lets a test patch `fetch` after it has been taken.
#[cfg(test)]
pub(super) fn forget() {
    FETCH.with_borrow_mut(|fetch| *fetch = None);
}

/// Calls `fetch`.
pub(super) fn start(request: &JsValue) -> Result<JsValue, JsValue> {
    init();
    let fetch = FETCH.with_borrow(Clone::clone).unwrap_or_default();
    call(&fetch, &JsValue::UNDEFINED, &[request])
}

/// Sends a request of the core and reads the answer, of whatever status, within deadline and cap.
///
/// No redirects, no cache, no referrer; cookies to docgate-relay alone. Dropping the future aborts the request.
pub async fn send(request: &Request) -> Result<Response, Failure> {
    let allowed = u64::try_from(request.deadline.as_millis()).unwrap_or(u64::MAX);
    let mut attempt = Attempt::new(allowed);
    let built = build(request, attempt.signal().as_ref()).ok_or(Failure::Blocked)?;
    let answer = attempt.wait(start(&built)).await?;
    // `redirected`: somebody followed a redirect on our behalf, with our body.
    let status = property(&answer, "status").and_then(|status| foreign::count(&status));
    let followed = property(&answer, "redirected").is_some_and(|redirected| redirected.is_truthy());
    let status = match status {
        Some(status @ 100..=599) if !followed => status as u16,
        _ => return Err(Failure::Blocked),
    };
    let headers = property(&answer, "headers").unwrap_or_default();
    let header = |name: &str| invoke(&headers, "get", &[&name.into()]).ok()?.as_string();
    let body = attempt
        .body(&answer, header("content-length"), request.cap)
        .await?;
    attempt.finish();
    Ok(Response {
        status,
        content_type: header("content-type"),
        retry_after: header("retry-after"),
        date: header("date"),
        body,
    })
}

/// The native request of one of ours; `None` where it cannot be formed.
fn build(request: &Request, signal: Option<&AbortSignal>) -> Option<JsValue> {
    // gloo-net throws or panics on these, so they are refused before.
    let printable = |text: &str| text.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
    // EXPOSE: looked at byte by byte, kept nowhere.
    if request
        .headers
        .iter()
        .any(|(_, value)| !printable(value.expose()))
        || (request.body.is_some() && request.method == Method::Get)
        || web_sys::Request::new_with_str(&request.url).is_err()
    {
        return None;
    }
    let mut builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
        })
        .credentials(match request.credentials {
            Credentials::Omit => RequestCredentials::Omit,
            Credentials::Include => RequestCredentials::Include,
        })
        .redirect(RequestRedirect::Error)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .mode(RequestMode::Cors)
        .abort_signal(signal)
        .header("accept", request.accept);
    for (name, value) in &request.headers {
        // EXPOSE: into a header of the request that it was made for.
        builder = builder.header(name, value.expose());
    }
    let built = match &request.body {
        // EXPOSE: into the body of the request that it was made for.
        Some(body) => builder.body(body.expose()),
        None => builder.build(),
    };
    built.ok().map(|built| web_sys::Request::from(built).into())
}
