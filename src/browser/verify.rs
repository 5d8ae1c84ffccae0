//! Signatures and digests, by WebCrypto alone (RFC 7515, section 5.2; RFC 7518, section 3; RFC 8037;
//! R-061, R-062).
//!
//! The algorithm chooses every parameter, never the key. A key that the browser does not import, and a
//! check that throws, vouch for nothing. Of a rejection only its name is looked at, because an engine
//! without an algorithm says so there; and only `true` itself is a yes.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use wasm_bindgen::prelude::*;

use super::attempt::append;
use super::foreign::{self, call, property, settled};
use super::timer::{Sleep, sleep};
use crate::core::keys::Key;

/// How long one check may take, in milliseconds: a patched `crypto.subtle` may never answer.
const PATIENCE: u64 = 10_000;

#[wasm_bindgen]
extern "C" {
    // A page may have replaced either, and then they throw anything.
    type Bytes;
    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn copy(bytes: &[u8]) -> Result<Bytes, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse(text: &str) -> Result<JsValue, JsValue>;
}

thread_local! {
    static SUBTLE: RefCell<Option<Subtle>> = const { RefCell::new(None) };
}

/// `crypto.subtle` and its methods, as they were when they were taken.
#[derive(Clone)]
struct Subtle {
    this: JsValue,
    import_key: JsValue,
    verify: JsValue,
    digest: JsValue,
}

/// Takes the page's WebCrypto, once, as [`fetch::init`](super::fetch::init) does and for its reasons.
pub fn init() {
    if SUBTLE.with_borrow(Option::is_none) {
        // Outside of the borrow: a getter may come back to us.
        let subtle = take();
        SUBTLE.with_borrow_mut(|place| *place = subtle);
    }
}

fn take() -> Option<Subtle> {
    let this = property(&foreign::global("crypto")?, "subtle")?;
    Some(Subtle {
        import_key: property(&this, "importKey")?,
        verify: property(&this, "verify")?,
        digest: property(&this, "digest")?,
        this,
    })
}

/// Lets a test patch WebCrypto after it has been taken.
#[cfg(test)]
pub(super) fn forget() {
    SUBTLE.with_borrow_mut(|subtle| *subtle = None);
}

/// Whether one of the keys made this signature. `None`: this engine does not know the algorithm, or has
/// no WebCrypto, as in an insecure context.
pub async fn signature(
    algorithm: &str,
    keys: &[Key],
    input: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let parameters = parse(parameters(algorithm)?).ok()?;
    let keys = keys.iter().filter(|key| key.is_in_range(signature));
    let (input, signature) = (bytes(input)?, bytes(signature)?);
    let mut work = Work::begin()?;
    for key in keys {
        let key = match work.import(key, &parameters).await {
            Ok(key) => key,
            Err(reason) if is_unknown(&reason) => return None,
            Err(_) => continue,
        };
        let verify = call(
            &work.subtle.verify,
            &work.subtle.this,
            &[&parameters, &key, &signature, &input],
        );
        if work
            .wait(verify)
            .await
            .is_ok_and(|yes| yes.as_bool() == Some(true))
        {
            return Some(true);
        }
    }
    Some(false)
}

/// The digest of a text by the hash of a JWS algorithm (OpenID Connect Core 1.0, section 3.1.3.6; for
/// EdDSA, RFC 8032 names SHA-512). `None`: it is not to be had.
pub async fn digest(algorithm: &str, text: &[u8]) -> Option<Vec<u8>> {
    let (hash, length) = match algorithm {
        "RS256" | "PS256" | "ES256" => ("SHA-256", 32),
        "ES384" => ("SHA-384", 48),
        "EdDSA" => ("SHA-512", 64),
        _ => return None,
    };
    let text = bytes(text)?;
    let mut work = Work::begin()?;
    let digest = call(
        &work.subtle.digest,
        &work.subtle.this,
        &[&JsValue::from_str(hash), &text],
    );
    let answer = work.wait(digest).await.ok()?;
    let mut digest = Vec::new();
    append(&mut digest, &answer, length).ok()?;
    (digest.len() == length).then_some(digest)
}

/// What WebCrypto calls an algorithm, for `importKey` and for `verify`.
fn parameters(algorithm: &str) -> Option<&'static str> {
    Some(match algorithm {
        "RS256" => r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}"#,
        "PS256" => r#"{"name":"RSA-PSS","hash":"SHA-256","saltLength":32}"#,
        "ES256" => r#"{"name":"ECDSA","namedCurve":"P-256","hash":"SHA-256"}"#,
        "ES384" => r#"{"name":"ECDSA","namedCurve":"P-384","hash":"SHA-384"}"#,
        "EdDSA" => r#"{"name":"Ed25519"}"#,
        _ => return None,
    })
}

/// Whether a rejection means that the engine lacks the algorithm (Web Cryptography API, section 18.4.4).
fn is_unknown(reason: &JsValue) -> bool {
    property(reason, "name").is_some_and(|name| name == "NotSupportedError")
}

fn bytes(bytes: &[u8]) -> Option<JsValue> {
    Bytes::copy(bytes).ok().map(JsValue::from)
}

/// One check, with what bounds it.
struct Work {
    subtle: Subtle,
    sleep: Sleep,
}

impl Work {
    fn begin() -> Option<Work> {
        init();
        Some(Work {
            subtle: SUBTLE.with_borrow(Clone::clone)?,
            sleep: sleep(PATIENCE),
        })
    }

    async fn import(&mut self, key: &Key, parameters: &JsValue) -> Result<JsValue, JsValue> {
        let (format, usages) = (JsValue::from_str("jwk"), parse("[\"verify\"]")?);
        let key = parse(key.jwk())?;
        let import = call(
            &self.subtle.import_key,
            &self.subtle.this,
            &[&format, &key, parameters, &JsValue::FALSE, &usages],
        );
        self.wait(import).await
    }

    async fn wait(&mut self, started: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
        let mut step = settled(&started?)?;
        poll_fn(|context| {
            if Pin::new(&mut self.sleep).poll(context).is_ready() {
                return Poll::Ready(Err(JsValue::UNDEFINED));
            }
            Pin::new(&mut step).poll(context)
        })
        .await
    }
}
