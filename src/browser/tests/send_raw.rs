//! `send_raw`: the app's own calls, with our header.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::fetch::{self, RawFailure};
use super::Page;
use super::rows::serves;
use crate::core::secret::Secret;

const URL: &str = "https://api.example/v1/rooms";

fn token(text: &str) -> Secret {
    Secret::new(String::from(text))
}

async fn call(page: &Page, init: &str) -> Result<JsValue, RawFailure> {
    call_as(page, init, false).await
}

async fn call_as(page: &Page, init: &str, relayed: bool) -> Result<JsValue, RawFailure> {
    let init = page.value(&["(", init, ")"].concat());
    fetch::send_raw(URL, &init, &token("Bearer ours"), relayed, None).await
}

fn keep(page: &Page) {
    page.fetch("seen.request = request; seen.count = (seen.count ?? 0) + 1; return seen.answer = new Response('ok')");
}

#[wasm_bindgen_test]
async fn our_header_wins_over_every_form_of_theirs() {
    let page = Page::fresh();
    keep(&page);
    for headers in [
        "{ Authorization: 'Bearer theirs', 'x-app': '1' }",
        "{ authorization: 'Bearer theirs', 'X-App': '1' }",
        "{ AUTHORIZATION: 'a', Authorization: 'b', 'x-app': '1' }",
        "[['Authorization', 'Bearer theirs'], ['authorization', 'more'], ['x-app', '1']]",
        "new Headers({ Authorization: 'Bearer theirs', 'x-app': '1' })",
        "new Map([['Authorization', 'Bearer theirs'], ['x-app', '1']])",
        "{ 'x-app': '1' }",
    ] {
        call(&page, &["{ headers: ", headers, " }"].concat())
            .await
            .unwrap();
        assert_eq!(
            page.text("seen.request.headers.get('authorization')"),
            "Bearer ours",
            "{headers}"
        );
        assert_eq!(
            page.text("seen.request.headers.get('x-app')"),
            "1",
            "{headers}"
        );
    }
}

#[wasm_bindgen_test]
async fn cookies_stay_out_unless_the_app_wants_them() {
    let page = Page::fresh();
    keep(&page);
    for (init, credentials) in [
        ("undefined", "omit"),
        ("null", "omit"),
        ("{}", "omit"),
        ("{ credentials: undefined }", "omit"),
        ("Object.freeze({ credentials: undefined })", "omit"),
        ("Object.freeze({ method: 'POST' })", "omit"),
        ("Object.create(null)", "omit"),
        ("{ credentials: 'include' }", "include"),
        ("{ credentials: 'same-origin' }", "same-origin"),
        ("{ credentials: 'omit' }", "omit"),
        ("Object.create({ credentials: 'include' })", "include"),
        (
            "new Request('https://x.example/', { credentials: 'include' })",
            "include",
        ),
    ] {
        call(&page, init).await.unwrap();
        assert_eq!(page.text("seen.request.credentials"), credentials, "{init}");
    }
}

#[wasm_bindgen_test]
async fn the_relay_gets_its_cookies_and_its_header_whatever_the_app_says() {
    let page = Page::fresh();
    keep(&page);
    for init in [
        "undefined",
        "{}",
        "{ credentials: 'omit' }",
        "{ credentials: 'same-origin' }",
        "Object.freeze({ credentials: 'omit', headers: { 'docgate-relay': '0', Authorization: 'theirs' } })",
        "Object.create({ credentials: 'omit' })",
        "{ headers: [['Docgate-Relay', '7'], ['docgate-relay', '8']] }",
        "{ get credentials() { return 'omit' } }",
        "new Request('https://x.example/', { credentials: 'omit', headers: { 'docgate-relay': '0' } })",
    ] {
        call_as(&page, init, true).await.unwrap();
        assert_eq!(
            page.text("(r => [r.credentials, r.headers.get('docgate-relay'), r.headers.get('authorization')].join())(seen.request)"),
            "include,1,Bearer ours",
            "{init}"
        );
        call_as(&page, init, false).await.unwrap();
        assert!(
            page.holds("seen.request.credentials !== 'include' && seen.request.headers.get('docgate-relay') !== '1'"),
            "{init}"
        );
    }
    serves(
        "R-106",
        "docgate-relay's header and cookies: at its own address, whatever the app says, and nowhere else",
    );
}

#[wasm_bindgen_test]
async fn the_other_options_of_the_app_arrive() {
    let page = Page::fresh();
    keep(&page);
    let init = "{ method: 'PUT', body: 'text', cache: 'reload', referrerPolicy: 'origin', redirect: 'manual',
        integrity: '', keepalive: true, signal: (seen.controller = new AbortController()).signal }";
    call(&page, init).await.unwrap();
    assert_eq!(
        page.text("(r => [r.method, r.cache, r.referrerPolicy, r.redirect, r.keepalive, r.url].join())(seen.request)"),
        "PUT,reload,origin,manual,true,https://api.example/v1/rooms"
    );
    assert!(page.holds(
        "!seen.request.signal.aborted && (seen.controller.abort(), seen.request.signal.aborted)"
    ));
}

#[wasm_bindgen_test]
async fn a_request_can_be_the_options() {
    let page = Page::fresh();
    keep(&page);
    let init = "new Request('https://evil.example/', { method: 'DELETE', headers: { authorization: 'theirs', a: 'b' } })";
    call(&page, init).await.unwrap();
    assert_eq!(
        page.text("(r => [r.method, r.url, r.headers.get('authorization'), r.headers.get('a')].join())(seen.request)"),
        "DELETE,https://api.example/v1/rooms,Bearer ours,b"
    );
}

#[wasm_bindgen_test]
async fn options_read_once_cannot_slip_another_header_in() {
    let page = Page::fresh();
    keep(&page);
    let init = "(() => { let n = 0; return { get headers() { return n++ ? { authorization: 'second' } : {} } } })()";
    call(&page, init).await.unwrap();
    assert_eq!(
        page.text("seen.request.headers.get('authorization')"),
        "Bearer ours"
    );
    assert!(page.holds("seen.count === 1"));
}

#[wasm_bindgen_test]
async fn a_token_that_no_header_can_carry_is_refused_before_anything() {
    let page = Page::fresh();
    keep(&page);
    for value in [
        "Bearer a\r\nx-evil: 1",
        "Bearer a\n",
        "Bearer a b",
        "Bearer ",
        " a",
        "Bearer",
        "",
        "Bearer \u{e9}",
        "Bearer \u{20ac}",
        "Bearer a\0",
        "Bearer a\u{7f}",
        "Bearer  a",
        "Bearer\ta",
    ] {
        let found = fetch::send_raw(URL, &JsValue::UNDEFINED, &token(value), false, None).await;
        assert!(matches!(found, Err(RawFailure::UnusableToken)), "{value:?}");
    }
    assert!(page.holds("seen.count === undefined"));
    let visible = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~AZaz09";
    fetch::send_raw(
        URL,
        &JsValue::UNDEFINED,
        &token(&["DPoP ", visible].concat()),
        false,
        None,
    )
    .await
    .unwrap();
    assert_eq!(
        page.text("seen.request.headers.get('authorization')"),
        ["DPoP ", visible].concat()
    );
}

#[wasm_bindgen_test]
async fn a_mode_that_drops_the_header_is_refused() {
    let page = Page::fresh();
    keep(&page);
    let found = call(&page, "{ mode: 'no-cors' }").await;
    assert!(matches!(found, Err(RawFailure::HeaderRefused)), "{found:?}");
    assert!(page.holds("seen.count === undefined"));
}

#[wasm_bindgen_test]
async fn the_response_is_the_native_one() {
    let page = Page::fresh();
    keep(&page);
    let answer = call(&page, "{}").await.unwrap();
    assert!(answer == page.value("seen.answer"));
}

#[wasm_bindgen_test]
async fn rejections_and_throws_come_through_untouched() {
    let page = Page::fresh();
    for value in [
        "'text'",
        "null",
        "undefined",
        "{ get name() { throw 1 } }",
        "new TypeError('x')",
    ] {
        page.value(&["seen.reason = (", value, ")"].concat());
        for code in ["return Promise.reject(seen.reason)", "throw seen.reason"] {
            page.fetch(code);
            fetch::forget();
            match call(&page, "{}").await {
                Err(RawFailure::Rejected(reason) | RawFailure::Unanswered(reason)) => {
                    assert!(reason == page.value("seen.reason"), "{value}")
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[wasm_bindgen_test]
async fn no_answer_is_told_from_an_abort_and_from_what_was_never_sent() {
    let page = Page::fresh();
    page.value("seen.reason = new TypeError('x')");
    page.fetch("return Promise.reject(seen.reason)");
    fetch::forget();
    let unanswered = |sent| matches!(sent, Err(RawFailure::Unanswered(_)));
    assert!(unanswered(call(&page, "{}").await));
    // Whoever aborts may give any reason.
    let aborted = "{ signal: AbortSignal.abort(new TypeError('x')) }";
    assert!(!unanswered(call(&page, aborted).await));
    page.fetch("throw seen.reason");
    fetch::forget();
    assert!(!unanswered(call(&page, "{}").await));
}

#[wasm_bindgen_test]
async fn options_that_throw_reject_and_send_nothing() {
    let page = Page::fresh();
    keep(&page);
    for init in [
        "{ get headers() { throw 'no' } }",
        "{ get credentials() { throw 'no' } }",
        "{ get method() { throw 'no' } }",
        "{ headers: { 'bad name': '1' } }",
        "{ headers: [['a']] }",
        "{ method: 'TRACE' }",
        "{ credentials: 'all' }",
        "{ body: 'x' }",
        "{ mode: 'navigate' }",
        "7",
        "'text'",
        "new Proxy({}, { get() { throw 'no' } })",
    ] {
        assert!(
            matches!(call(&page, init).await, Err(RawFailure::Rejected(_))),
            "{init}"
        );
    }
    assert!(page.holds("seen.count === undefined"));
    let url = "https://a:b@c/";
    let found = fetch::send_raw(url, &JsValue::UNDEFINED, &token("Bearer x"), false, None).await;
    assert!(matches!(found, Err(RawFailure::Rejected(_))));
}

#[wasm_bindgen_test]
async fn the_app_can_abort() {
    let page = Page::fresh();
    // The real one: nothing answers there, and the signal says so first.
    let found = call(&page, "{ signal: AbortSignal.abort('enough') }").await;
    match found {
        Err(RawFailure::Rejected(reason)) => {
            assert_eq!(reason.as_string().as_deref(), Some("enough"))
        }
        other => panic!("{other:?}"),
    }
}
