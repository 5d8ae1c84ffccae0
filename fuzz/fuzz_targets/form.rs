//! Text as it stands after the `?` of a callback.
#![no_main]

#[path = "../../tests/properties/oracle/form.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(oracle::judge(text), Ok(()));
});
