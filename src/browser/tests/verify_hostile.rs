//! What a page puts in the place of WebCrypto: typed outcomes, in time, and never a yes (R-061, R-063; A-24).

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::verify::{digest, init, signature};
use super::rows::serves;
use super::verify::{SIGNED, checked, key_set, keys_of};
use super::{Page, breathe, rejections};

/// The verdict on a genuine signature and the digest of a text, under whatever the page has patched.
async fn outcome() -> (Option<bool>, Option<usize>) {
    let (algorithm, jwk, jws) = SIGNED[1];
    let verdict = checked(algorithm, &keys_of(algorithm, &[jwk]), jws).await;
    let digest = digest(algorithm, b"abc").await;
    (verdict, digest.map(|bytes| bytes.len()))
}

#[wasm_bindgen_test]
async fn without_webcrypto_there_is_no_verdict() {
    let page = Page::fresh();
    assert_eq!(outcome().await, (Some(true), Some(32)));
    for value in [
        "undefined",
        "null",
        "7",
        "{}",
        "{ subtle: undefined }",
        "{ subtle: {} }",
        "{ subtle: 7 }",
        "{ get subtle() { throw 1 } }",
        "{ subtle: { importKey() {}, verify() {} } }",
        "new Proxy({}, { get() { throw 1 } })",
    ] {
        let page = Page::fresh();
        page.patch("globalThis", "crypto", &["return ", value].concat());
        assert_eq!(outcome().await, (None, None), "{value}");
    }
    page.trap("globalThis", "crypto", "throw 1");
    assert_eq!(outcome().await, (None, None));
    serves(
        "R-061",
        "no WebCrypto, no verdict: nothing is taken for genuine",
    );
}

#[wasm_bindgen_test]
async fn methods_that_throw_or_lie_vouch_for_nothing() {
    for method in [
        "7",
        "() => { throw 1 }",
        "() => { throw null }",
        "() => undefined",
        "() => null",
        "() => 'true'",
        "() => 1",
        "() => ({})",
        "() => new Boolean(true)",
        "() => new ArrayBuffer(31)",
        "() => new ArrayBuffer(33)",
        "() => ({ byteLength: 32 })",
        "() => ({ byteLength: 1e9 })",
        "() => ({ get byteLength() { throw 1 } })",
        "() => ({ byteLength: 32, get length() { throw 1 } })",
        "() => Promise.resolve('true')",
        "() => Promise.reject(undefined)",
        "() => Promise.reject({ get name() { throw 1 } })",
        "() => Promise.reject(Symbol('x'))",
        "() => Promise.reject({ name: { toString() { throw 1 } } })",
        "() => ({ then() { throw 1 } })",
        "() => ({ get then() { throw 1 } })",
        "() => ({ then(a, b) { b('no'); a(true); throw 1 } })",
        "() => new Proxy({}, { get() { throw 1 } })",
        "class {}",
    ] {
        for name in ["importKey", "verify", "digest"] {
            let page = Page::fresh();
            page.patch("crypto.subtle", name, &["return ", method].concat());
            let (verdict, digest) = outcome().await;
            if name == "digest" {
                assert_eq!(verdict, Some(true));
                assert!(
                    digest.is_none() || method.contains("byteLength: 32"),
                    "{method}"
                );
                continue;
            }
            assert_eq!(digest, Some(32));
            assert_ne!(verdict, Some(true), "{name}: {method}");
        }
    }
    breathe().await;
    assert_eq!(rejections(), 0);
    serves(
        "R-061",
        "only true itself is a yes: 25 patches of importKey and of verify vouch for nothing",
    );
}

#[wasm_bindgen_test]
async fn a_method_that_never_answers_is_not_waited_for() {
    for (name, expected) in [
        ("importKey", (Some(false), Some(32))),
        ("verify", (Some(false), Some(32))),
        ("digest", (Some(true), None)),
    ] {
        let page = Page::fresh();
        let hurry = "const real = setTimeout; return (work, time) => real(work, time / 100)";
        page.patch("globalThis", "setTimeout", hurry);
        page.patch("crypto.subtle", name, "return () => new Promise(() => {})");
        assert_eq!(outcome().await, expected, "{name}");
    }
}

#[wasm_bindgen_test]
async fn an_engine_without_the_algorithm_says_so() {
    let (algorithm, jwk, jws) = SIGNED[2];
    for (thrown, verdict) in [
        ("new DOMException('x', 'NotSupportedError')", None),
        ("{ name: 'NotSupportedError' }", None),
        ("new DOMException('x', 'DataError')", Some(false)),
        ("new DOMException('x', 'OperationError')", Some(false)),
        ("new TypeError('x')", Some(false)),
        ("'NotSupportedError'", Some(false)),
        ("null", Some(false)),
    ] {
        for form in ["() => Promise.reject(V)", "() => { throw V }"] {
            let page = Page::fresh();
            let method = ["return ", &form.replace('V', thrown)].concat();
            page.patch("crypto.subtle", "importKey", &method);
            let found = checked(algorithm, &keys_of(algorithm, &[jwk]), jws).await;
            assert_eq!(found, verdict, "{method}");
        }
    }
}

#[wasm_bindgen_test]
async fn what_is_patched_later_is_not_asked() {
    let page = Page::fresh();
    init();
    for name in ["importKey", "verify", "digest"] {
        let method = "return () => { seen.asked = true; return Promise.resolve(true) }";
        page.patch("crypto.subtle", name, method);
        page.patch("SubtleCrypto.prototype", name, method);
    }
    page.patch("globalThis", "crypto", "return {}");
    assert_eq!(outcome().await, (Some(true), Some(32)));
    let (algorithm, jwk, jws) = SIGNED[1];
    let wrong = [jws, "A"].concat();
    let keys = keys_of(algorithm, &[jwk]);
    let (input, _) = jws.rsplit_once('.').unwrap();
    let found = signature(algorithm, &keys, input.as_bytes(), wrong.as_bytes()).await;
    assert_eq!(found, Some(false));
    assert!(!page.holds("seen.asked"));
    serves(
        "R-061",
        "WebCrypto is taken when the first instance is made; later patches are not asked",
    );
}

#[wasm_bindgen_test]
async fn what_is_asked_of_webcrypto_is_fixed_by_the_algorithm() {
    let page = Page::fresh();
    page.patch(
        "crypto.subtle",
        "importKey",
        "const real = SubtleCrypto.prototype.importKey; return function (...all) {
            seen.import = JSON.stringify(all); return real.apply(this, all) }",
    );
    let (algorithm, jwk, jws) = SIGNED[1];
    // The key says more than it is asked for; none of it arrives.
    let more = jwk.replace(
        '{',
        "{\"ext\":true,\"x5c\":[],\"jku\":\"https://evil.example/\",",
    );
    let keys = keys_of(algorithm, &[&more]);
    assert_eq!(checked(algorithm, &keys, jws).await, Some(true));
    let expected = [
        "[\"jwk\",",
        jwk,
        r#",{"name":"ECDSA","namedCurve":"P-256","hash":"SHA-256"},false,["verify"]]"#,
    ]
    .concat();
    assert_eq!(page.text("seen.import"), expected);
}

#[wasm_bindgen_test]
async fn a_key_that_comes_with_the_token_is_no_key() {
    let page = Page::fresh();
    let (algorithm, jwk, _) = SIGNED[1];
    // CVE-2018-0114: the forger's own key in the header, under the name of the issuer's.
    let forged = page.value(
        "(async () => {
            const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
                .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
            const text = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)));
            const kind = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
            const pair = await crypto.subtle.generateKey(kind, true, ['sign', 'verify']);
            const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
            const { kty, crv, x, y } = jwk;
            const own = { kty, crv, x, y, kid: 'k' };
            const jku = 'data:application/json,' + JSON.stringify({ keys: [own] });
            const input = text({ alg: 'ES256', kid: 'k', jwk: own, jku, x5u: jku }) + '.' + text({ sub: 'x' });
            const made = await crypto.subtle.sign(kind, pair.privateKey, new TextEncoder().encode(input));
            return [input + '.' + base64url(made), JSON.stringify(own)];
        })()",
    );
    let forged = js_sys::Array::from(&JsFuture::from(js_sys::Promise::from(forged)).await.unwrap());
    let part = |index| -> String { JsValue::as_string(&forged.get(index)).unwrap() };
    let (jws, own) = (part(0), part(1));
    // It is a good signature, by that key.
    let mine = key_set(&["{\"keys\":[", &own, "]}"].concat());
    assert_eq!(
        checked(algorithm, &mine.candidates(algorithm, Some("k")), &jws).await,
        Some(true)
    );
    let named = jwk.replace('{', "{\"kid\":\"k\",");
    let issuers = key_set(&["{\"keys\":[", &named, "]}"].concat()).candidates(algorithm, Some("k"));
    assert_eq!(issuers.len(), 1);
    assert_eq!(checked(algorithm, &issuers, &jws).await, Some(false));
    serves(
        "R-063",
        "a token that brings its own key (jwk, jku, x5u) is judged by the issuer's alone",
    );
    serves(
        "A-24",
        "jku, x5u and an embedded jwk in the header: not genuine",
    );
}

#[wasm_bindgen_test]
async fn an_rsa_key_is_no_secret_of_hs256() {
    let page = Page::fresh();
    let (_, jwk, jws) = SIGNED[0];
    page.patch(
        "crypto.subtle",
        "importKey",
        "return () => { seen.asked = true; return Promise.resolve({}) }",
    );
    let set = key_set(&["{\"keys\":[", jwk, "]}"].concat());
    for algorithm in ["HS256", "none"] {
        let keys = set.candidates(algorithm, None);
        assert!(keys.is_empty());
        assert_eq!(checked(algorithm, &keys, jws).await, None);
        // Even with a key at hand.
        assert_eq!(
            checked(algorithm, &set.candidates("RS256", None), jws).await,
            None
        );
    }
    assert!(!page.holds("seen.asked"));
    serves(
        "A-24",
        "HS256 with the RSA key as secret: no key is imported, no verdict",
    );
}
