//! Randomness, and the lack of it.

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::entropy::{NoEntropy, fill};
use super::Page;

#[wasm_bindgen_test]
fn two_fillings_differ() {
    let _page = Page::fresh();
    let (mut first, mut second) = ([0; 32], [0; 32]);
    fill(&mut first).unwrap();
    fill(&mut second).unwrap();
    assert_ne!(first, second);
    assert_ne!(first, [0; 32]);
    let mut long = vec![0; 70_000];
    fill(&mut long).unwrap();
    assert!(long[65_536..].iter().any(|byte| *byte != 0));
    fill(&mut []).unwrap();
}

#[wasm_bindgen_test]
fn a_missing_source_is_an_error() {
    let page = Page::fresh();
    for value in ["undefined", "null", "{}", "{ getRandomValues: 7 }", "7"] {
        page.patch("globalThis", "crypto", &["return ", value].concat());
        assert_eq!(fill(&mut [0; 32]), Err(NoEntropy), "{value}");
    }
    page.trap("globalThis", "crypto", "throw 1");
    assert_eq!(fill(&mut [0; 32]), Err(NoEntropy));
}

#[wasm_bindgen_test]
fn a_throwing_source_is_an_error() {
    let page = Page::fresh();
    for thrown in [
        "new DOMException('x', 'QuotaExceededError')",
        "'text'",
        "null",
    ] {
        page.patch(
            "crypto",
            "getRandomValues",
            &["return () => { throw ", thrown, " }"].concat(),
        );
        assert_eq!(fill(&mut [0; 32]), Err(NoEntropy), "{thrown}");
    }
}

#[wasm_bindgen_test]
fn a_source_that_does_nothing_is_an_error() {
    let page = Page::fresh();
    page.patch("crypto", "getRandomValues", "return (array) => array");
    // What was there before does not pass for randomness.
    assert_eq!(fill(&mut [7; 32]), Err(NoEntropy));
    page.patch(
        "crypto",
        "getRandomValues",
        "return (array) => array.fill(0)",
    );
    assert_eq!(fill(&mut [7; 32]), Err(NoEntropy));
}

#[wasm_bindgen_test]
fn other_sources_are_never_asked() {
    let page = Page::fresh();
    page.patch(
        "Math",
        "random",
        "return () => { seen.asked = true; return 0.5 }",
    );
    page.patch(
        "globalThis",
        "crypto",
        "return { randomUUID() { seen.asked = true } }",
    );
    assert_eq!(fill(&mut [0; 32]), Err(NoEntropy));
    assert!(!page.holds("seen.asked"));
}
