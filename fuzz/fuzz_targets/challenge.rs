//! Text as an API may answer it in `WWW-Authenticate`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|header: &str| {
    assert_eq!(oracle::challenge::judge(header), Ok(()));
});
