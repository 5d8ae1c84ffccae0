//! Text as an app may hand it to `fetch`.
#![no_main]

#[path = "../../tests/properties/oracle/join_api.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|relative: &str| {
    for base in [
        "https://h.example",
        "https://h.example/p",
        "https://h.example:8443/p/q.r/?a#b",
    ] {
        assert_eq!(oracle::judge(base, relative), Ok(()));
    }
});
