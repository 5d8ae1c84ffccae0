//! Text as a link or a record may name a place to go back to.
#![no_main]

#[path = "../../tests/properties/oracle/return_to.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for own_origin in ["https://app.example", "http://localhost:8080"] {
        assert_eq!(oracle::judge(text, own_origin), Ok(()));
    }
});
