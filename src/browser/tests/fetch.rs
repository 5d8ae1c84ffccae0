//! `send`: the call, its options, its rejections and the judging of the answer (R-041, A-22, A-29).

use std::time::Duration;

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::{fetch, location};
use super::rows::serves;
use super::{Page, breathe, rejections};
use crate::core::http::{Failure, Purpose, Request, Response};
use crate::core::relay;
use crate::core::secret::Secret;

fn secret(text: &str) -> Secret {
    Secret::new(String::from(text))
}

pub(super) fn get() -> Request {
    Request::get(Purpose::Keys, String::from("https://as.example/keys"))
}

fn post() -> Request {
    let url = String::from("https://as.example/token?tenant=1");
    Request::form(Purpose::Token, url, secret("code=a&code_verifier=b"))
}

/// What `send` makes of a `fetch` with this body.
pub(super) async fn outcome(page: &Page, code: &str) -> Result<Response, Failure> {
    page.fetch(code);
    fetch::forget();
    fetch::send(&get()).await
}

/// The same with a deadline of 200 milliseconds.
pub(super) async fn hurried(page: &Page, code: &str) -> Result<Response, Failure> {
    page.fetch(code);
    fetch::forget();
    let mut request = get();
    request.deadline = Duration::from_millis(200);
    fetch::send(&request).await
}

#[wasm_bindgen_test]
async fn a_real_answer_of_a_real_server_is_read() {
    let _page = Page::fresh();
    let mut request = Request::get(Purpose::Profile, location::href());
    request.accept = "text/html";
    let answer = fetch::send(&request).await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.content_type.unwrap().starts_with("text/html"));
    assert!(String::from_utf8(answer.body).unwrap().contains("<html"));
}

#[wasm_bindgen_test]
async fn a_real_status_is_an_answer_and_no_failure() {
    let _page = Page::fresh();
    let mut url = location::origin();
    url.push_str("/no/such/file.json");
    let answer = fetch::send(&Request::get(Purpose::Keys, url))
        .await
        .unwrap();
    assert_eq!(answer.status, 404);
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_there_is_a_network_failure() {
    let _page = Page::fresh();
    let url = String::from("http://127.0.0.1:1/token");
    let request = Request::form(Purpose::Token, url, secret("a=b"));
    assert_eq!(fetch::send(&request).await, Err(Failure::Network));
    breathe().await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn the_options_are_fixed() {
    let page = Page::fresh();
    page.fetch(
        "seen.request = request; seen.init = init; seen.that = this; return new Response('{}')",
    );
    fetch::send(&post()).await.unwrap();
    let options = "const r = seen.request; return [r.credentials, r.redirect, r.cache,
        r.referrerPolicy, r.mode, r.method, r.url].join()";
    assert_eq!(
        super::run(options).unwrap().as_string().unwrap(),
        "omit,error,no-store,no-referrer,cors,POST,https://as.example/token?tenant=1"
    );
    assert!(page.holds("seen.request instanceof Request && seen.init === undefined"));
    assert_eq!(
        page.text("[...seen.request.headers].flat().join('|')"),
        "accept|application/json|content-type|application/x-www-form-urlencoded"
    );
}

#[wasm_bindgen_test]
async fn cookies_go_along_only_where_a_request_says_so() {
    let page = Page::fresh();
    page.fetch("seen.request = request; return new Response('{}')");
    let options = "(r => [r.credentials, r.redirect, r.cache, r.referrerPolicy, r.mode, r.headers.get('docgate-relay')].join())(seen.request)";
    fetch::send(&relay::through(post())).await.unwrap();
    assert_eq!(
        page.text(options),
        "include,error,no-store,no-referrer,cors,1"
    );
    for request in [get(), post()] {
        fetch::send(&request).await.unwrap();
        assert_eq!(page.text(options), "omit,error,no-store,no-referrer,cors,");
    }
    serves(
        "R-041",
        "cookies go to docgate-relay alone; redirects, cache and referrer stay off there too",
    );
}

#[wasm_bindgen_test]
async fn the_body_is_sent_as_it_is() {
    let page = Page::fresh();
    page.fetch("return request.text().then(text => new Response(text))");
    let answer = fetch::send(&post()).await.unwrap();
    assert_eq!(answer.body, b"code=a&code_verifier=b");
}

#[wasm_bindgen_test]
async fn headers_are_sent() {
    let page = Page::fresh();
    page.fetch("return new Response(request.headers.get('authorization'))");
    let request = get().with_header("authorization", secret("Bearer abc"));
    assert_eq!(fetch::send(&request).await.unwrap().body, b"Bearer abc");
}

#[wasm_bindgen_test]
async fn what_cannot_be_a_request_is_never_sent() {
    let page = Page::fresh();
    page.fetch("seen.called = true; return new Response('')");
    for value in [
        "Bearer a\r\nx: y",
        "Bearer \u{20ac}",
        "Bearer a\0",
        "Bearer \u{e9}",
    ] {
        let request = get().with_header("authorization", secret(value));
        assert_eq!(fetch::send(&request).await, Err(Failure::Blocked));
    }
    for url in [
        "https://",
        "http://[",
        "https://user:password@as.example/",
        "http://as.example:99999/",
    ] {
        let mut request = get();
        request.url = String::from(url);
        assert_eq!(fetch::send(&request).await, Err(Failure::Blocked), "{url}");
    }
    let mut request = get();
    request.body = Some(secret("a=b"));
    assert_eq!(fetch::send(&request).await, Err(Failure::Blocked));
    assert!(!page.holds("seen.called"));
}

#[wasm_bindgen_test]
async fn every_kind_of_rejection_is_a_network_failure() {
    let page = Page::fresh();
    let hostile = "{ get name() { throw 1 }, get message() { throw 2 }, toString() { throw 3 } }";
    for value in [
        "'text'",
        "null",
        "undefined",
        "7",
        "true",
        "Symbol('x')",
        "10n",
        "() => { throw 1 }",
        "new DOMException('gone', 'AbortError')",
        "new TypeError('x')",
        "Object.create(null)",
        "new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })",
        hostile,
    ] {
        for form in [
            "return Promise.reject(V)",
            "throw V",
            "return (async () => { throw V })()",
        ] {
            let code = form.replace('V', value);
            assert_eq!(outcome(&page, &code).await, Err(Failure::Network), "{code}");
        }
    }
    breathe().await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn promises_that_lie_do_not_trap() {
    let page = Page::fresh();
    // Each settles in some way, or never.
    for code in [
        "return { then() { throw 1 } }",
        "return { get then() { throw 1 } }",
        "return { then(a, b) { b('no'); b('no'); a('yes'); throw 1 } }",
        "const p = Promise.resolve(1); p.then = () => { throw 1 }; return p",
        "const p = Promise.resolve(1); p.then = (a, b) => { b(1); b(2); a(3) }; return p",
        "const p = Promise.resolve(1); Object.defineProperty(p, 'constructor', { get() { throw 1 } }); return p",
        "const p = Promise.resolve(1); p.then = 7; return p",
        "return { then: 7 }",
        "return new Proxy(Promise.resolve(1), {})",
        "return { then() {} }",
        "return new Promise(() => {})",
    ] {
        let found = hurried(&page, code).await;
        assert!(found.is_err(), "{code}: {found:?}");
    }
    let late = "return { then(a) { a(new Response('ok')); a(1); setTimeout(a, 5, 2) } }";
    assert_eq!(outcome(&page, late).await.unwrap().body, b"ok");
    breathe().await;
}

#[wasm_bindgen_test]
async fn an_answer_that_is_none_is_blocked() {
    let page = Page::fresh();
    for value in [
        "undefined",
        "null",
        "7",
        "'text'",
        "{}",
        "[]",
        "() => 1",
        "Symbol('x')",
        "Object.create(null)",
        "{ status: '200' }",
        "{ status: 0 }",
        "{ status: 99 }",
        "{ status: 600 }",
        "{ status: 200.5 }",
        "{ status: NaN }",
        "{ status: -200 }",
        "{ status: 1e300 }",
        "{ status: {} }",
        "{ get status() { throw 1 } }",
        "{ status: { valueOf() { throw 1 } } }",
        "new Proxy({}, { get(t, k) { if (k !== 'then') throw 1 } })",
        "Response.error()",
        "Object.create(Response.prototype)",
    ] {
        let code = ["return Promise.resolve(", value, ")"].concat();
        assert_eq!(
            outcome(&page, &code).await,
            Err(Failure::Blocked),
            "{value}"
        );
    }
}

#[wasm_bindgen_test]
async fn an_answer_after_a_followed_redirect_is_blocked() {
    let page = Page::fresh();
    let code = "const r = new Response('{}');
        Object.defineProperty(r, 'redirected', { value: true }); return r";
    assert_eq!(outcome(&page, code).await, Err(Failure::Blocked));
}

#[wasm_bindgen_test]
async fn an_answer_of_another_realm_is_read() {
    let page = Page::fresh();
    page.frame(None, None).await;
    let code = "const w = frames[0]; const r = new w.Response('{\"a\":1}', { status: 418,
        headers: { 'content-type': 'application/json' } });
        if (r instanceof Response) throw 1; return w.Promise.resolve(r)";
    let answer = outcome(&page, code).await.unwrap();
    assert_eq!((answer.status, &answer.body[..]), (418, &b"{\"a\":1}"[..]));
    assert_eq!(answer.content_type.as_deref(), Some("application/json"));
}

#[wasm_bindgen_test]
async fn a_look_alike_of_an_answer_is_read() {
    let page = Page::fresh();
    let code = "const chunks = [new Uint8Array([104]), new Uint16Array([0x6968]).subarray(0, 1)];
        return { status: 200, headers: new Map([['retry-after', '7'], ['content-type', 5]]),
            body: { getReader() { return { read() {
                return chunks.length ? { done: false, value: new Uint8Array(chunks.shift().buffer) } : { done: true }
            } } } } }";
    let answer = outcome(&page, code).await.unwrap();
    assert_eq!(answer.body, b"hhi");
    assert_eq!(answer.retry_after.as_deref(), Some("7"));
    assert_eq!(answer.content_type, None);
}

#[wasm_bindgen_test]
async fn headers_that_throw_are_missing_headers() {
    let page = Page::fresh();
    for headers in [
        "value: undefined",
        "value: 7",
        "value: { get: 7 }",
        "get() { throw 1 }",
        "value: { get() { throw 1 } }",
        "value: { get() { return {} } }",
        "value: { get() { return Symbol('x') } }",
    ] {
        let code = [
            "const r = new Response('ok'); Object.defineProperty(r, 'headers', { ",
            headers,
            " }); return r",
        ]
        .concat();
        let answer = outcome(&page, &code).await.unwrap();
        assert_eq!(
            (answer.content_type, answer.date),
            (None, None),
            "{headers}"
        );
        assert_eq!(answer.body, b"ok");
    }
}
