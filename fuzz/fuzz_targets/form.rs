//! Text as it stands after the `?` of a callback.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(oracle::form::judge(text), Ok(()));
});
