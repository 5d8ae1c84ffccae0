//! Text as metadata or configuration may name an address.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use docgate::core::url::Url;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(oracle::url::judge(text), Ok(()));
    for page_is_loopback in [true, false] {
        if let Ok(endpoint) = Url::endpoint(text, page_is_loopback) {
            assert!(endpoint.is_https() || (page_is_loopback && endpoint.is_loopback()));
            assert_eq!(endpoint.fragment(), None);
        }
    }
    if let Ok(url) = Url::parse(text) {
        let whole_origin = url.with_path("/").unwrap();
        assert_eq!(whole_origin.origin(), url.origin());
        assert!(url.within(&whole_origin));
    }
});
