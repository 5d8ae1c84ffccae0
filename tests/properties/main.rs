//! Properties of the strict readers, on generated texts and on lists of attacks. Independent
//! readers (`serde_json`, `url`) judge beside ours: we may be stricter, never looser.
//!
//! `PROPTEST_CASES` sets how many texts each property sees.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod challenge;
mod claims_request;
mod form;
mod join_api;
mod json;
mod keys;
mod oracle;
mod return_to;
#[path = "../support/rows.rs"]
mod rows;
mod url;

use proptest::test_runner::Config;

/// 10,000 cases, unless the environment says otherwise. Failing cases are printed, not filed.
fn cases() -> Config {
    let cases = match std::env::var("PROPTEST_CASES") {
        Ok(cases) => cases.parse().expect("PROPTEST_CASES is a number"),
        Err(_) => 10_000,
    };
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

/// A list of cases under `tests/fixtures`.
fn fixture(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("a fixture is JSON")
}

/// The strings of a list of cases.
fn strings(list: &serde_json::Value) -> Vec<&str> {
    let texts: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect();
    assert!(!texts.is_empty());
    texts
}
