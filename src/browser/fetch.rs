//! Sending requests (R-041, R-042; ).
//!
//! The page's `fetch` may be patched, and what it rejects with or answers may be anything. So the
//! function is taken once, by [`init`], and called by ourselves; a rejection is never looked into; an
//! answer is judged by its shape; and one deadline of our own bounds everything from the call to the
//! last byte, whether or not the other side listens to the abort signal.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

use super::abort::Abort;
use super::clock;
use super::foreign::{self, call, invoke, property, settled};
use super::timer::{Sleep, sleep};
use crate::core::http::{Failure, Method, Request, Response};
use crate::core::secret::Secret;

#[wasm_bindgen]
extern "C" {
    // A detached buffer throws here; the binding of js-sys would let that through.
    type Bytes;
    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn copy(view: &JsValue) -> Result<Bytes, JsValue>;
}

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

fn start(request: &JsValue) -> Result<JsValue, JsValue> {
    init();
    let fetch = FETCH.with_borrow(Clone::clone).unwrap_or_default();
    call(&fetch, &JsValue::UNDEFINED, &[request])
}

/// Sends a request of the core and reads the answer, of whatever status, within deadline and cap.
///
/// No cookies, no redirects, no cache, no referrer. Dropping the future aborts the request.
pub async fn send(request: &Request) -> Result<Response, Failure> {
    let allowed = u64::try_from(request.deadline.as_millis()).unwrap_or(u64::MAX);
    let mut attempt = Attempt {
        abort: Abort::default(),
        until: clock::monotonic().saturating_add(allowed),
        sleep: sleep(allowed),
        over: false,
    };
    let built = build(request, attempt.abort.signal().as_ref()).ok_or(Failure::Blocked)?;
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
    attempt.over = true;
    Ok(Response {
        status,
        content_type: header("content-type"),
        retry_after: header("retry-after"),
        date: header("date"),
        body,
    })
}

/// Sends the app's own call, with its own options, and ours in the `Authorization` header.
///
/// `authorization` is the whole header value: a scheme, a space, a token of the bytes 0x21 to 0x7e. It
/// wins over whatever `init` has under that name, in whatever form. Cookies are left out unless `init`
/// says otherwise; everything else is as the app and the browser want it, no deadline, no cap. Whether
/// the address may have the token at all is the caller's to decide, before.
pub async fn send_raw(
    url: &str,
    init: &JsValue,
    authorization: &Secret,
) -> Result<JsValue, RawFailure> {
    // EXPOSE: into the one header that it is meant for; browsers do not show it to scripts of others.
    let value = authorization.expose();
    if !is_authorization(value) {
        return Err(RawFailure::UnusableToken);
    }
    let request = raw_request(url, init).map_err(RawFailure::Rejected)?;
    let name = JsValue::from_str("authorization");
    let headers = property(&request, "headers").unwrap_or_default();
    let value = JsValue::from_str(value);
    let _ = invoke(&headers, "set", &[&name, &value]);
    // `mode: 'no-cors'` drops the header without a word.
    if invoke(&headers, "get", &[&name]).ok() != Some(value) {
        return Err(RawFailure::HeaderRefused);
    }
    let answer = start(&request).map_err(RawFailure::Rejected)?;
    let answer = settled(&answer).map_err(RawFailure::Rejected)?;
    answer.await.map_err(RawFailure::Rejected)
}

/// Why an app's own call gave no response.
#[derive(Debug)]
pub enum RawFailure {
    /// The token has bytes that a header cannot carry; nothing was sent.
    UnusableToken,
    /// The browser does not let this request have the header (`mode: 'no-cors'`); nothing was sent.
    HeaderRefused,
    /// What the browser threw or rejected with, untouched, for the app.
    Rejected(JsValue),
}

fn is_authorization(value: &str) -> bool {
    let visible =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x21..=0x7e));
    matches!(value.split_once(' '), Some((scheme, token)) if visible(scheme) && visible(token))
}

/// The native request of the app's options, without cookies unless they say otherwise.
fn raw_request(url: &str, init: &JsValue) -> Result<JsValue, JsValue> {
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
        let omit = Object::new();
        Reflect::set(&omit, &"value".into(), &"omit".into())?;
        Reflect::define_property(
            options.unchecked_ref::<Object>(),
            &"credentials".into(),
            &omit,
        )?;
    }
    web_sys::Request::new_with_str_and_init(url, options.unchecked_ref()).map(JsValue::from)
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
        .credentials(RequestCredentials::Omit)
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

/// One request on its way, with what ends it.
struct Attempt {
    abort: Abort,
    until: u64,
    sleep: Sleep,
    over: bool,
}

impl Attempt {
    /// Waits for what a call gave, but not beyond the deadline.
    async fn wait(&mut self, started: Result<JsValue, JsValue>) -> Result<JsValue, Failure> {
        let mut step = started
            .and_then(|value| settled(&value))
            .map_err(|_| Failure::Network)?;
        // Chunks that are always there at once never let a timer run.
        if clock::monotonic() > self.until {
            return Err(Failure::Timeout);
        }
        poll_fn(|context| {
            if Pin::new(&mut self.sleep).poll(context).is_ready() {
                return Poll::Ready(Err(Failure::Timeout));
            }
            Pin::new(&mut step)
                .poll(context)
                .map(|value| value.map_err(|_| Failure::Network))
        })
        .await
    }

    /// The body as a stream; where there is none, at once.
    async fn body(
        &mut self,
        answer: &JsValue,
        announced: Option<String>,
        cap: usize,
    ) -> Result<Vec<u8>, Failure> {
        let stream = property(answer, "body");
        if let Some(reader) = stream.and_then(|stream| invoke(&stream, "getReader", &[]).ok()) {
            let body = self.read(&reader, cap).await;
            if body.is_err() {
                // Its promise counts as handled, whatever becomes of it.
                let _ = invoke(&reader, "cancel", &[]).and_then(|end| settled(&end));
            }
            return body;
        }
        if announced.and_then(|length| length.parse::<usize>().ok()) > Some(cap) {
            return Err(Failure::TooLarge);
        }
        let whole = self.wait(invoke(answer, "arrayBuffer", &[])).await?;
        let mut body = Vec::new();
        append(&mut body, &whole, cap)?;
        Ok(body)
    }

    async fn read(&mut self, reader: &JsValue, cap: usize) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        loop {
            let step = self.wait(invoke(reader, "read", &[])).await?;
            if property(&step, "done").is_some_and(|done| done.is_truthy()) {
                return Ok(body);
            }
            append(
                &mut body,
                &property(&step, "value").unwrap_or_default(),
                cap,
            )?;
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if !self.over {
            self.abort.abort();
        }
    }
}

/// Appends a chunk: a view or a buffer of any realm, of any length that it claims to have.
fn append(body: &mut Vec<u8>, chunk: &JsValue, cap: usize) -> Result<(), Failure> {
    let room = cap.saturating_sub(body.len());
    let claimed = property(chunk, "byteLength").and_then(|length| foreign::count(&length));
    match claimed {
        Some(length) if length as usize <= room => {}
        Some(_) => return Err(Failure::TooLarge),
        None => return Err(Failure::Blocked),
    }
    let view: Uint8Array = Bytes::copy(chunk)
        .map_err(|_| Failure::Blocked)?
        .unchecked_into();
    if view.length() as usize > room {
        return Err(Failure::TooLarge);
    }
    body.extend_from_slice(&view.to_vec());
    Ok(())
}
