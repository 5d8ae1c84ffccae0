//! `send`: deadlines, aborts, late patches, and what is left behind.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::{clock, fetch};
use super::fetch::{get, hurried, outcome};
use super::{Page, breathe, rejections};
use crate::core::http::Failure;

#[wasm_bindgen_test]
async fn a_fetch_that_never_answers_meets_the_deadline_and_is_aborted() {
    let page = Page::fresh();
    // Deaf to the signal, as many patches are.
    let begin = clock::monotonic();
    let code = "seen.signal = request.signal; return new Promise(() => {})";
    assert_eq!(hurried(&page, code).await, Err(Failure::Timeout));
    let took = clock::monotonic() - begin;
    assert!((150..5000).contains(&took), "{took}");
    assert!(page.holds("seen.signal.aborted"));
}

#[wasm_bindgen_test]
async fn a_fetch_that_rejects_when_aborted_is_a_timeout_all_the_same() {
    let page = Page::fresh();
    let code = "return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject('aborted')))";
    assert_eq!(hurried(&page, code).await, Err(Failure::Timeout));
    breathe().await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn dropping_the_future_aborts_the_request() {
    let page = Page::fresh();
    page.fetch("seen.signal = request.signal; return new Promise(() => {})");
    let request = get();
    let mut sending = Box::pin(fetch::send(&request));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(sending.as_mut().poll(&mut context).is_pending());
    assert!(page.holds("!seen.signal.aborted"));
    drop(sending);
    assert!(page.holds("seen.signal.aborted"));
}

#[wasm_bindgen_test]
async fn a_finished_request_is_not_aborted() {
    let page = Page::fresh();
    page.fetch("seen.signal = request.signal; return new Response('ok')");
    fetch::send(&get()).await.unwrap();
    breathe().await;
    assert!(page.holds("!seen.signal.aborted"));
}

#[wasm_bindgen_test]
async fn late_patches_are_not_asked() {
    let page = Page::fresh();
    page.fetch("return new Response('early')");
    fetch::init();
    page.fetch("return new Response('late')");
    assert_eq!(fetch::send(&get()).await.unwrap().body, b"early");
}

#[wasm_bindgen_test]
async fn without_fetch_there_is_no_network() {
    let page = Page::fresh();
    for code in ["return undefined", "return null", "return 7", "return {}"] {
        page.patch("globalThis", "fetch", code);
        fetch::forget();
        assert_eq!(fetch::send(&get()).await, Err(Failure::Network), "{code}");
    }
    page.trap("globalThis", "fetch", "throw 'none'");
    fetch::forget();
    assert_eq!(fetch::send(&get()).await, Err(Failure::Network));
}

#[wasm_bindgen_test]
async fn without_an_abort_controller_the_deadline_still_holds() {
    let page = Page::fresh();
    for value in [
        "undefined",
        "function () { throw 'none' }",
        "function () {}",
        "function () { return { get signal() { throw 1 }, abort() { throw 2 } } }",
        "function () { return { signal: undefined, abort: 7 } }",
    ] {
        let code = ["return ", value].concat();
        page.patch("globalThis", "AbortController", &code);
        let found = hurried(&page, "return new Promise(() => {})").await;
        assert_eq!(found, Err(Failure::Timeout), "{value}");
        let found = outcome(&page, "return new Response('ok')").await;
        assert_eq!(found.unwrap().body, b"ok", "{value}");
    }
}

#[wasm_bindgen_test]
async fn requests_leave_nothing_behind() {
    let page = Page::fresh();
    page.fetch("return new Response(new Blob(['x'.repeat(1000)]).stream())");
    for _ in 0..3 {
        fetch::send(&get()).await.unwrap();
    }
    breathe().await;
    let before = wasm_bindgen::externref_heap_live_count();
    for _ in 0..50 {
        fetch::send(&get()).await.unwrap();
    }
    breathe().await;
    let after = wasm_bindgen::externref_heap_live_count();
    assert!(after <= before + 2, "{before} {after}");
}

#[wasm_bindgen_test]
async fn a_getter_that_comes_back_to_us_does_not_trap() {
    let page = Page::fresh();
    let back = Closure::<dyn Fn()>::new(fetch::init);
    js_sys::Reflect::set(&page.value("seen"), &"back".into(), back.as_ref()).unwrap();
    page.trap(
        "globalThis",
        "fetch",
        "if (!seen.once) { seen.once = true; seen.back() } return async () => new Response('ok')",
    );
    assert_eq!(fetch::send(&get()).await.unwrap().body, b"ok");
    assert!(page.holds("seen.once"));
}

#[wasm_bindgen_test]
async fn an_impossible_request_is_blocked_also_when_errors_are_of_another_realm() {
    let page = Page::fresh();
    page.fetch("seen.called = (seen.called ?? 0) + 1; return new Response('ok')");
    page.patch("Error", "@@hasInstance", "return () => false");
    assert!(page.holds("!(new TypeError('x') instanceof Error)"));
    let mut request = get();
    request.url = String::from("https://user:password@as.example/");
    assert_eq!(fetch::send(&request).await, Err(Failure::Blocked));
    request.url = String::from("http://[");
    assert_eq!(fetch::send(&request).await, Err(Failure::Blocked));
    assert!(!page.holds("seen.called"));
    assert_eq!(fetch::send(&get()).await.unwrap().body, b"ok");
}

#[wasm_bindgen_test]
async fn empty_chunks_without_end_meet_the_deadline() {
    let page = Page::fresh();
    // Always there at once, so that no timer ever gets its turn.
    let begin = clock::monotonic();
    let found = hurried(
        &page,
        &super::fetch_body::step("{ value: new Uint8Array(0) }"),
    )
    .await;
    assert_eq!(found, Err(Failure::Timeout));
    let took = clock::monotonic() - begin;
    assert!((150..5000).contains(&took), "{took}");
    assert!(page.holds("seen.cancelled"));
}
