//! Text as a link or a record may name a place to go back to.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for own_origin in ["https://app.example", "http://localhost:8080"] {
        assert_eq!(oracle::return_to::judge(text, own_origin), Ok(()));
    }
});
