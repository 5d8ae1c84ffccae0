//! Text as an app may hand it to `fetch`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|relative: &str| {
    for base in [
        "https://h.example",
        "https://h.example/p",
        "https://h.example:8443/p/q.r/?a#b",
    ] {
        assert_eq!(oracle::join_api::judge(base, relative), Ok(()));
    }
});
