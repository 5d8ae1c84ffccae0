//! Two texts as an app and an API may ask for claims.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|requests: (&str, &str)| {
    let (first, second) = requests;
    assert_eq!(oracle::claims_request::judge(first, second), Ok(()));
});
