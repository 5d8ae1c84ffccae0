//! One request within its deadline and byte cap.
//!
//! The deadline is ours: it bounds everything from the call to the last byte, whether or not the other
//! side listens to the abort signal. The body is read as a stream and cut at the cap. Chunks are judged
//! by their shape: `instanceof` refuses those of another realm.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::abort::Abort;
use super::clock;
use super::foreign::{count, invoke, property, settled};
use super::timer::{Sleep, sleep};
use crate::core::http::Failure;
use crate::core::names::number;

#[wasm_bindgen]
extern "C" {
    // A detached buffer throws here; the binding of js-sys would let that through.
    type Bytes;
    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn copy(view: &JsValue) -> Result<Bytes, JsValue>;
}

/// One request on its way, with what ends it. Unless it is finished, its drop aborts it.
pub(super) struct Attempt {
    abort: Abort,
    until: u64,
    sleep: Sleep,
    over: bool,
}

impl Attempt {
    /// The time runs from here.
    pub(super) fn new(milliseconds: u64) -> Self {
        Self {
            abort: Abort::default(),
            until: clock::monotonic().saturating_add(milliseconds),
            sleep: sleep(milliseconds),
            over: false,
        }
    }

    /// What tells the browser that nobody waits any more.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.abort.signal()
    }

    /// Everything is read: there is nothing left to abort.
    pub(super) fn finish(&mut self) {
        self.over = true;
    }

    /// Waits for what a call gave, but not beyond the deadline.
    pub(super) async fn wait(
        &mut self,
        started: Result<JsValue, JsValue>,
    ) -> Result<JsValue, Failure> {
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
    pub(super) async fn body(
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
        if announced.and_then(|length| number(&length)) > u64::try_from(cap).ok() {
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
pub(super) fn append(body: &mut Vec<u8>, chunk: &JsValue, cap: usize) -> Result<(), Failure> {
    let room = cap.saturating_sub(body.len());
    let claimed = property(chunk, "byteLength").and_then(|length| count(&length));
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
