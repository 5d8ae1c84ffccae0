use super::super::{Url, UrlProblem};
use super::url;

#[test]
fn an_endpoint_is_https_or_this_computer() {
    let endpoint = |text, page| Url::endpoint(text, page).map(|url| url.as_str().to_owned());
    for page_is_loopback in [true, false] {
        assert_eq!(
            endpoint("https://h/t?a=b", page_is_loopback).unwrap(),
            "https://h/t?a=b"
        );
        assert_eq!(
            endpoint("http://h/t", page_is_loopback),
            Err(UrlProblem::Insecure)
        );
        assert_eq!(
            endpoint("https://h/t#", page_is_loopback),
            Err(UrlProblem::Fragment)
        );
        assert_eq!(
            endpoint("https://a@h/t", page_is_loopback),
            Err(UrlProblem::UserInfo)
        );
        assert_eq!(
            endpoint("javascript:alert(1)", page_is_loopback),
            Err(UrlProblem::Scheme)
        );
    }
    assert_eq!(
        endpoint("http://op.localhost:9/t", true).unwrap(),
        "http://op.localhost:9/t"
    );
    assert_eq!(
        endpoint("http://op.localhost:9/t", false),
        Err(UrlProblem::Insecure)
    );
    assert_eq!(
        endpoint("https://localhost/t", false).unwrap(),
        "https://localhost/t"
    );
}

#[test]
fn another_path_keeps_the_origin() {
    let base = url("https://h:1/a?b#c");
    assert_eq!(base.with_path("/d/../e").unwrap(), url("https://h:1/e"));
    assert_eq!(base.with_path("//evil").unwrap().origin(), "https://h:1");
    for path in [
        "", "a", "@evil", ".evil", ":2", "/a?b", "/a#b", "/a b", "/\\a",
    ] {
        assert_eq!(base.with_path(path), Err(UrlProblem::Malformed), "{path}");
    }
    assert_eq!(base.without_query_and_fragment(), url("https://h:1/a"));
    assert_eq!(
        url("https://h").without_query_and_fragment(),
        url("https://h/")
    );
}

#[test]
fn a_relative_address_is_joined_below_the_base() {
    for (base, relative, expected) in [
        ("https://h/p", "/api/x?y", "https://h/p/api/x?y"),
        ("https://h/p", "api/x", "https://h/p/api/x"),
        ("https://h/p", "?q", "https://h/p?q"),
        ("https://h/p", "", "https://h/p"),
        ("https://h/p/", "/api", "https://h/p/api"),
        ("https://h/p/", "?q", "https://h/p/?q"),
        ("https://h/p?a#b", "x", "https://h/p/x"),
        ("https://h", "/api", "https://h/api"),
        ("https://h", "api", "https://h/api"),
        ("https://h", "?q", "https://h/?q"),
        ("https://h", "/../../x", "https://h/x"),
        ("https://h", "@evil", "https://h/@evil"),
        ("https://h/p", "@evil", "https://h/p/@evil"),
        ("https://h/p", "/people/@self", "https://h/p/people/@self"),
        ("https://h/p", "/a:b", "https://h/p/a:b"),
        ("https://h/p", "a/../b", "https://h/p/b"),
        ("https://h/p", "files/a%2Fb", "https://h/p/files/a%2Fb"),
        (
            "https://h/p",
            "a?next=../../..%2f\\",
            "https://h/p/a?next=../../..%2f\\",
        ),
        ("https://h/p", ".evil", "https://h/p/.evil"),
        ("https://h/p", "100%25", "https://h/p/100%25"),
        ("https://h/p", "a%252525b", "https://h/p/a%252525b"),
    ] {
        let joined = Url::join_api(&url(base), relative)
            .unwrap_or_else(|problem| panic!("{problem:?}: {relative}"));
        assert_eq!(joined.as_str(), expected, "{base} and {relative}");
        assert!(joined.within(&url(base)));
    }
}

#[test]
fn a_relative_address_never_leaves_the_base() {
    use UrlProblem::{Malformed, Outside, Scheme};
    let base = url("https://h/p/q");
    for (problem, texts) in [
        (
            Outside,
            vec![
                "//evil",
                "//evil/p/q",
                "///evil",
                "..",
                "/..",
                "../",
                "../x",
                "/../x",
                "../../p/qq",
                "a/../../x",
                "%2e%2e/x",
                "/%2E%2e/x",
                ".%2e/x",
                "..%2fx",
                "/..%2Fx",
                "a%2f..%2f..%2fx",
                "..%5cx",
                "..%5Cx",
                "%2e%2e%2fx",
                "%252e%252e%252fx",
                "%25252e%25252e%25252fx",
                "..%20",
                "%20../x",
                "..%20;a/x",
                "..;/x",
                "..;a=b/x",
                "%2e%2e;/x",
                "a/..%3bb/x",
                "..%00/x",
                "a%0d%0a",
                "a%2525252525252e",
            ],
        ),
        (
            Malformed,
            vec![
                "\\\\evil", "/\\evil", "\\evil", "a\\..\\b", "\t//evil", "/\t/evil", " x", "x y",
                "x\n", "/a^b",
            ],
        ),
        (
            Scheme,
            vec![
                "https://evil",
                "https:evil",
                "javascript:alert(1)",
                "HTTPS://h/p/q",
                "a:b",
                ":80",
            ],
        ),
    ] {
        for text in texts {
            assert_eq!(Url::join_api(&base, text), Err(problem), "{text:?}");
        }
    }
}

#[test]
fn a_path_prefix_ends_at_a_segment() {
    let within = |text: &str, base: &str| url(text).within(&url(base));
    for base in ["https://h/p", "https://h/p/", "https://h/p?a"] {
        assert!(within("https://h/p", base));
        assert!(within("https://h/p/", base));
        assert!(within("https://h/p/a?b#c", base));
        for text in [
            "https://h/",
            "https://h/pp",
            "https://h/P/a",
            "https://h/p%2fa",
            "https://h//p/a",
            "https://h/p/../a",
            "https://h/p/..%2fa",
            "http://h/p",
            "https://h:1/p",
            "https://i/p",
            "https://h.i/p",
        ] {
            assert!(!within(text, base), "{text}");
        }
    }
    assert!(within("https://h/any/..%2fthing", "https://h"));
    assert!(!within("https://h.evil/", "https://h"));
}
