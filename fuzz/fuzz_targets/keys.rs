//! Bytes as an issuer may serve them for its key set.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    assert_eq!(oracle::keys::judge(text), Ok(()));
});
