//! `core::url` on generated texts and on look-alikes.

use docgate::core::url::{Url, UrlProblem};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use url::Url as Theirs;

use super::oracle::url::judge;
use super::{fixture, strings};

/// Pieces of addresses, most of them awkward.
pub(crate) fn piece() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "@", "\\", "/", "//", ".", "..", "/../", "/./", "%", ":", "[", "]", "\t", "\n", "\0", " ",
        "?", "#", ";", "^", "%2e", "%2E%2e", "%2f", "%5c", "%00", "%40", "%zz", "é", "\u{3002}",
        "\u{ff0f}", "\u{ad}", "\u{200d}", "\u{7f}", "\u{85}", "|", "\"", "'", "<", ">", "`", "{",
        "}", "&", "=", "+", "*", "_", "~", "$", "!", ",",
    ])
    .prop_map(str::to_owned);
    let plain = prop::sample::select(vec![
        "a",
        "b",
        "evil.example",
        "h.example",
        "api",
        "localhost",
        "0",
        "1",
        "127",
        "0x7f",
        "256",
        "443",
        ":443",
        ":8080",
        "::",
        "ffff",
        "xn--",
        "xn--a-",
        "xn--mnchen-3ya",
        "-",
        "A",
        "HTTP",
        "https:",
        "p",
        "q",
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => awkward, 4 => plain, 1 => any::<char>().prop_map(String::from)]
}

/// Any pieces after any beginning.
fn nearly_url() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec![
        "https://",
        "https://",
        "http://",
        "HttpS://",
        "https://h.example/",
        "https://h.example",
        "https://h.example/p?",
        "https://h.example/p#",
        "http://127.0.0.1:8080/",
        "https://[",
        "https:",
        "//",
        "ftp://",
        "javascript:",
        "",
    ]);
    (start, prop::collection::vec(piece(), 0..8))
        .prop_map(|(start, pieces)| [start, &pieces.concat()].concat())
}

/// Addresses as they are meant to be.
pub(crate) fn proper_url() -> impl Strategy<Value = String> {
    let name = prop::collection::vec("[A-Za-z_]([A-Za-z0-9_-]{0,8}[A-Za-z])?", 1..4)
        .prop_map(|labels| labels.join("."));
    let ipv4 = any::<[u8; 4]>().prop_map(|address| std::net::Ipv4Addr::from(address).to_string());
    let ipv6 = prop::collection::vec(prop_oneof![Just(0u16), any::<u16>()], 8).prop_map(|groups| {
        let groups: Vec<String> = groups
            .into_iter()
            .map(|group| format!("{group:x}"))
            .collect();
        ["[", &groups.join(":"), "]"].concat()
    });
    let port = prop_oneof![
        Just(String::new()),
        (1u16..).prop_map(|port| format!(":{port}")),
        Just(":443".to_owned()),
        Just(":80".to_owned())
    ];
    (
        prop::sample::select(vec!["http://", "https://", "HTTPS://"]),
        prop_oneof![4 => name, 1 => ipv4, 1 => ipv6],
        port,
        "(/([a-zA-Z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|é|€|\\.\\./|\\./){0,10}){0,4}",
        "(\\?([a-z0-9/?:@!'\"<>`{}|\\\\é%]){0,10})?",
        "(#([a-z0-9/?:@!'\"<>`{}|\\\\é%#]){0,10})?",
    )
        .prop_filter("not punycode", |(_, host, ..)| {
            !host.to_ascii_lowercase().contains("xn--")
        })
        .prop_map(|(scheme, host, port, path, query, fragment)| {
            [scheme, &host, &port, &path, &query, &fragment].concat()
        })
}

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn what_we_accept_reads_the_same_elsewhere(text in nearly_url()) {
        prop_assert_eq!(judge(&text), Ok(()));
    }

    #[test]
    fn what_is_proper_is_accepted_and_reads_the_same(text in proper_url()) {
        prop_assert!(Url::parse(&text).is_ok());
        prop_assert_eq!(judge(&text), Ok(()));
    }

    #[test]
    fn any_text_gets_a_verdict(text in any::<String>()) {
        prop_assert_eq!(judge(&text), Ok(()));
    }

    #[test]
    fn the_loopback_is_that_of_the_standard(text in proper_url()) {
        let ours = Url::parse(&text).unwrap();
        let theirs = match Theirs::parse(&text).unwrap().host().unwrap() {
            url::Host::Ipv4(address) => address.is_loopback(),
            url::Host::Ipv6(address) => address.is_loopback(),
            url::Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        };
        prop_assert_eq!(ours.is_loopback(), theirs);
    }

    #[test]
    fn an_endpoint_is_https_or_this_computer(text in nearly_url(), page_is_loopback: bool) {
        if let Ok(endpoint) = Url::endpoint(&text, page_is_loopback) {
            prop_assert!(endpoint.is_https() || (page_is_loopback && endpoint.is_loopback()));
            prop_assert_eq!(endpoint.fragment(), None);
        }
    }

    #[test]
    fn parts_keep_the_origin(text in proper_url(), path in prop::collection::vec(piece(), 0..5)) {
        let url = Url::parse(&text).unwrap();
        let bare = url.without_query_and_fragment();
        prop_assert_eq!(bare.as_str(), [url.origin(), url.path()].concat());
        let path = ["/", &path.concat()].concat();
        if let Ok(other) = url.with_path(&path) {
            prop_assert_eq!(other.origin(), url.origin());
            prop_assert_eq!((other.query(), other.fragment()), (None, None));
            prop_assert_eq!(Theirs::parse(other.as_str()).unwrap().origin().ascii_serialization(), url.origin());
        }
    }
}

#[test]
fn look_alike_hosts_are_not_the_allowed_one() {
    let list = fixture(include_str!("../fixtures/url/look-alike-hosts.json"));
    let allowed = Url::parse(list["allowed"].as_str().unwrap()).unwrap();
    let look_alikes = strings(&list["look_alikes"]);
    assert!(look_alikes.len() >= 200);
    for text in look_alikes {
        if let Ok(url) = Url::parse(text) {
            assert!(!url.within(&allowed), "within: {text:?}");
            assert_ne!(url.origin(), allowed.origin(), "same origin: {text:?}");
        }
        assert_eq!(judge(text), Ok(()), "{text:?}");
    }
}

#[test]
fn paths_are_told_apart() {
    let list = fixture(include_str!("../fixtures/url/outside-the-base.json"));
    let base = Url::parse(list["base"].as_str().unwrap()).unwrap();
    for text in strings(&list["outside"]) {
        assert!(
            !Url::parse(text).is_ok_and(|url| url.within(&base)),
            "within: {text:?}"
        );
        assert_eq!(judge(text), Ok(()), "{text:?}");
    }
    for text in strings(&list["inside"]) {
        assert!(
            Url::parse(text).is_ok_and(|url| url.within(&base)),
            "not within: {text:?}"
        );
        assert_eq!(judge(text), Ok(()), "{text:?}");
    }
}

#[test]
fn the_generated_texts_meet_every_verdict() {
    let mut runner = TestRunner::deterministic();
    let mut accepted = 0;
    let mut problems = Vec::new();
    for _ in 0..5_000 {
        match Url::parse(&nearly_url().new_tree(&mut runner).unwrap().current()) {
            Ok(_) => accepted += 1,
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
    }
    assert!(accepted > 500, "{accepted} of 5000 accepted");
    for problem in [
        UrlProblem::Malformed,
        UrlProblem::Scheme,
        UrlProblem::UserInfo,
        UrlProblem::Host,
    ] {
        assert!(problems.contains(&problem), "never {problem:?}");
    }
}
