//! The `claims` request parameter: checked and merged (R-107).

use docgate::core::claims_request::{MAX_LENGTH, check, merge};

use crate::rows::serves;

const CP1: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

#[test]
fn two_requests_become_one() {
    for (first, second, merged) in [
        ("{}", "{}", "{}"),
        (CP1, "{}", CP1),
        ("{}", CP1, CP1),
        (CP1, CP1, CP1),
        (
            CP1,
            r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#,
            r#"{"access_token":{"xms_cc":{"values":["cp1"]},"nbf":{"essential":true,"value":"1"}}}"#,
        ),
        (
            r#"{"id_token":{"auth_time":null},"userinfo":{"name":null}}"#,
            r#"{"access_token":{"acrs":{"value":"c1"}},"id_token":{"acr":null}}"#,
            r#"{"id_token":{"auth_time":null,"acr":null},"userinfo":{"name":null},"access_token":{"acrs":{"value":"c1"}}}"#,
        ),
        // Where both name a claim the second decides, wholly.
        (
            r#"{"access_token":{"acrs":{"essential":true,"value":"c1"},"a":null}}"#,
            r#"{"access_token":{"acrs":{"value":"c2"}}}"#,
            r#"{"access_token":{"acrs":{"value":"c2"},"a":null}}"#,
        ),
        (
            r#"{"id_token":{"acr":{"values":["a"]}}}"#,
            r#"{"id_token":{"acr":{"values":["b"]}}}"#,
            r#"{"id_token":{"acr":{"values":["b"]}}}"#,
        ),
        // But for what a client can do.
        (
            CP1,
            r#"{"access_token":{"xms_cc":{"essential":true,"values":["x","cp1","y"]}}}"#,
            r#"{"access_token":{"xms_cc":{"essential":true,"values":["cp1","x","y"]}}}"#,
        ),
        (
            CP1,
            r#"{"access_token":{"xms_cc":null}}"#,
            r#"{"access_token":{"xms_cc":null}}"#,
        ),
        (r#"{"access_token":{"xms_cc":{"values":[1]}}}"#, CP1, CP1),
        // What nobody here knows is kept, and never merged.
        (
            r#"{"other":{"a":{}},"x":1}"#,
            r#"{"other":{"b":{}}}"#,
            r#"{"other":{"b":{}},"x":1}"#,
        ),
        (" {\n} ", "\t{ }", "{}"),
    ] {
        assert_eq!(
            merge(first, second).as_deref(),
            Some(merged),
            "{first} {second}"
        );
    }
    serves(
        "R-107",
        "a challenge's claims are merged with the app's and with cp1, claim by claim",
    );
}

#[test]
fn what_is_no_request_is_refused() {
    for text in [
        "",
        "null",
        "[]",
        "1",
        "{",
        "{}{}",
        r#"{"access_token":null}"#,
        r#"{"access_token":[]}"#,
        r#"{"id_token":"x"}"#,
        r#"{"userinfo":1}"#,
        r#"{"userinfo":{"name":true}}"#,
        r#"{"access_token":{"acrs":"c1"}}"#,
        r#"{"access_token":{"acrs":["c1"]}}"#,
        r#"{"access_token":{},"access_token":{}}"#,
        r#"{"access_token":{"a":null,"a":null}}"#,
        "{\"a\":\"\n\"}",
        "\u{feff}{}",
    ] {
        assert_eq!(check(text), None, "{text}");
        assert_eq!(merge(text, CP1), None, "{text}");
        assert_eq!(merge(CP1, text), None, "{text}");
    }
    serves("R-107", "claims that are no claims request are refused");
}

#[test]
fn a_checked_request_is_compact_and_its_own_result() {
    let spaced = "{ \"access_token\" : { \"acrs\" : { \"value\" : \"<\u{e9}\" } } }";
    let compact = "{\"access_token\":{\"acrs\":{\"value\":\"\\u003c\u{e9}\"}}}";
    assert_eq!(check(spaced).as_deref(), Some(compact));
    assert_eq!(check(compact).as_deref(), Some(compact));
}

#[test]
fn lengths_have_an_end() {
    let long = |name: &str, length: usize| {
        let (start, end) = (format!(r#"{{"userinfo":{{"{name}":{{"value":""#), r#""}}}"#);
        [&start, &"x".repeat(length - start.len() - end.len()), end].concat()
    };
    let longest = long("a", MAX_LENGTH);
    assert_eq!(check(&longest).as_ref(), Some(&longest));
    assert_eq!(check(&long("a", MAX_LENGTH + 1)), None);
    assert_eq!(check(&format!("{longest} ")), None);
    // Two that fit, and do not fit together.
    assert!(merge(&long("a", 4000), &long("b", 4000)).is_some());
    assert_eq!(merge(&long("a", 5000), &long("b", 5000)), None);
    // As we would write it, it is too long.
    assert_eq!(check(&long("a", 4000).replace('x', "<")), None);
    serves(
        "R-107",
        "claims of more than 8 KiB, alone or merged, are refused",
    );
}
