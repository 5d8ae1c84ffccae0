//! Joining below an API base never leaves it, for any reader of addresses.

use docgate::core::url::Url;
use proptest::prelude::*;

use super::oracle::join_api::judge;
use super::url::piece;
use super::{fixture, strings};

const BASES: [&str; 6] = [
    "https://h.example",
    "https://h.example/p",
    "https://h.example/p/",
    "https://h.example/p/q.r/",
    "https://h.example:8443/p?a#b",
    "http://127.0.0.1:8080/p",
];

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn a_relative_address_never_leaves_its_base(
        base in prop::sample::select(BASES.to_vec()),
        start in prop::sample::select(vec!["", "/", "//", "..", "/..", "?", "p/", "../p", "%2e%2e", "..%2f"]),
        pieces in prop::collection::vec(piece(), 0..8),
    ) {
        prop_assert_eq!(judge(base, &[start, &pieces.concat()].concat()), Ok(()));
    }

    #[test]
    fn any_text_gets_a_verdict(base in prop::sample::select(BASES.to_vec()), relative in any::<String>()) {
        prop_assert_eq!(judge(base, &relative), Ok(()));
    }

    #[test]
    fn an_ordinary_path_is_added_to_the_base(
        base in prop::sample::select(BASES.to_vec()),
        path in "[a-z0-9@._~-]{0,5}[a-z](/[a-z0-9:@._~-]{0,5}[a-z]){0,3}",
        query in "(\\?[a-z0-9=&/:@.]{0,12})?",
    ) {
        let base = Url::parse(base).unwrap();
        let expected = [base.origin(), base.path().trim_end_matches('/'), "/", &path, &query].concat();
        for start in ["", "/"] {
            let joined = Url::join_api(&base, &[start, &path, &query].concat());
            prop_assert_eq!(joined.as_ref().map(Url::as_str), Ok(expected.as_str()));
        }
    }
}

#[test]
fn look_alike_addresses_do_not_lead_away() {
    let list = fixture(include_str!("../fixtures/url/look-alike-hosts.json"));
    for text in strings(&list["look_alikes"]) {
        for base in BASES {
            let after_the_scheme = text.split_once(':').map_or(text, |(_, rest)| rest);
            for relative in [
                text,
                after_the_scheme,
                after_the_scheme.trim_start_matches('/'),
            ] {
                assert_eq!(judge(base, relative), Ok(()), "{base} and {relative:?}");
            }
        }
    }
}

#[test]
fn paths_outside_are_not_reached() {
    let list = fixture(include_str!("../fixtures/url/outside-the-base.json"));
    for text in strings(&list["outside"])
        .into_iter()
        .chain(strings(&list["inside"]))
    {
        let path = text.trim_start_matches("https://api.example.com");
        for base in BASES {
            for relative in [
                path,
                &[".", path].concat(),
                &["..", path].concat(),
                &["a/..", path].concat(),
            ] {
                assert_eq!(judge(base, relative), Ok(()), "{base} and {relative:?}");
            }
        }
    }
}
