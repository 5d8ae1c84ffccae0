//! Address, frames, and what kind of page this is (R-010, R-027, R-033, A-41).

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::location::{self, Framing};
use super::{Page, eventually};

#[wasm_bindgen_test]
fn the_address_is_the_page_s() {
    let page = Page::fresh();
    assert_eq!(location::href(), page.text("location.href"));
    assert_eq!(location::origin(), page.text("location.origin"));
    assert!(location::origin().starts_with("http://127.0.0.1:"));
}

#[wasm_bindgen_test]
fn the_address_is_replaced_at_once_and_the_state_kept() {
    let page = Page::fresh();
    let before = location::href();
    page.value("(seen.length = history.length, history.replaceState({ mine: [1, { a: 2 }] }, '', '/callback?code=secret&state=s#f'))");
    assert!(location::href().ends_with("/callback?code=secret&state=s#f"));
    assert!(location::replace_address("/rooms/42?q=1#top"));
    assert!(location::href().ends_with("/rooms/42?q=1#top"));
    assert_eq!(
        page.text("JSON.stringify(history.state)"),
        r#"{"mine":[1,{"a":2}]}"#
    );
    assert!(page.holds("history.length === seen.length"));
    page.value("history.replaceState(null, '')");
    assert!(location::replace_address(&before));
    assert!(page.holds("history.state === null"));
    assert_eq!(location::href(), before);
}

#[wasm_bindgen_test]
fn an_address_that_the_browser_refuses_stays_and_says_so() {
    let page = Page::fresh();
    let before = location::href();
    assert!(!location::replace_address("https://other.example/"));
    assert!(!location::replace_address("http://["));
    assert_eq!(location::href(), before);
    page.patch(
        "history",
        "replaceState",
        "return () => { throw 'rate limit' }",
    );
    assert!(!location::replace_address("/x"));
    page.patch("history", "replaceState", "return 7");
    assert!(!location::replace_address("/x"));
    super::restore();
    page.trap("history", "state", "throw null");
    assert!(!location::replace_address("/x"));
    super::restore();
    assert_eq!(location::href(), before);
}

#[wasm_bindgen_test]
fn leaving_to_an_impossible_address_does_not_trap() {
    let _page = Page::fresh();
    let before = location::href();
    assert!(!location::assign("http://["));
    assert!(!location::assign("https://"));
    assert_eq!(location::href(), before);
}

#[wasm_bindgen_test]
async fn leaving_goes_to_the_address() {
    let page = Page::fresh();
    let before = location::href();
    // A fragment, so that the test's page survives.
    assert!(location::assign("#somewhere"));
    eventually(|| location::href().ends_with("#somewhere")).await;
    assert!(location::href().ends_with("#somewhere"));
    assert!(location::replace_address(&before));
    drop(page);
}

#[wasm_bindgen_test]
async fn frames_of_this_origin_are_told_from_others() {
    let page = Page::fresh();
    let framing = |window: &str| location::framing_of(page.value(window).unchecked_into());
    assert_eq!(framing("window"), Framing::Top);
    page.frame(None, Some("<iframe srcdoc='x'></iframe>")).await;
    assert_eq!(framing("frames[0]"), Framing::SameOrigin);
    assert_eq!(framing("frames[0].frames[0]"), Framing::SameOrigin);
    // Its own content is no business of the question; who is above it is.
    page.frame(Some("allow-scripts"), Some("<iframe srcdoc='x'></iframe>"))
        .await;
    assert_eq!(framing("frames[1]"), Framing::SameOrigin);
    assert_eq!(framing("frames[1].frames[0]"), Framing::CrossOrigin);
}

#[wasm_bindgen_test]
fn the_test_s_page_is_a_secure_top_document() {
    let page = Page::fresh();
    assert_eq!(location::is_top_level(), page.holds("top === window"));
    assert_eq!(
        location::framing() == Framing::Top,
        page.holds("top === window")
    );
    assert!(location::is_secure_context());
    assert!(location::in_browser());
    assert!(!location::in_worker());
}

#[wasm_bindgen_test]
fn an_insecure_context_is_seen() {
    let page = Page::fresh();
    page.patch("window", "isSecureContext", "return false");
    assert!(!location::is_secure_context());
    page.trap("window", "isSecureContext", "throw 1");
    assert!(!location::is_secure_context());
}

#[wasm_bindgen_test]
fn a_click_of_a_moment_ago_is_seen() {
    let page = Page::fresh();
    for (value, expected) in [
        ("{ isActive: true }", true),
        ("{ isActive: false }", false),
        ("{}", false),
        ("undefined", false),
        ("null", false),
        ("{ get isActive() { throw 1 } }", false),
        ("7", false),
    ] {
        page.patch("navigator", "userActivation", &["return ", value].concat());
        assert_eq!(location::has_user_activation(), expected, "{value}");
    }
    page.trap("navigator", "userActivation", "throw 1");
    assert!(!location::has_user_activation());
}

#[wasm_bindgen_test]
fn reading_a_foreign_window_does_not_trap() {
    let page = Page::fresh();
    for window in [
        "{}",
        "{ get top() { throw 1 }, get parent() { throw 2 } }",
        "{ top: null, parent: null }",
        "{ parent: 7 }",
    ] {
        let window: JsValue = page.value(&["(", window, ")"].concat());
        assert_eq!(
            location::framing_of(window.unchecked_into()),
            Framing::CrossOrigin
        );
    }
}
