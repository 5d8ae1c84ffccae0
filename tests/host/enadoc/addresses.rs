//! Where nobody is sent, whoever says so.

use super::*;
use crate::scene::local_page;

const EVIL: &[&str] = &[
    "",
    " ",
    "null",
    "/login",
    "login",
    "?x=1",
    "#x",
    "//auth.enadoc.com/login",
    "///auth.enadoc.com/login",
    "\\\\auth.enadoc.com\\login",
    "http://auth.enadoc.com/login",
    "HTTP://AUTH.ENADOC.COM/",
    "http://localhost/login",
    "http://127.0.0.1/login",
    "http://enadoc.localhost:9400/login",
    "https://localhost/login",
    "https://127.0.0.1/login",
    "https://[::1]/login",
    "https://evil.example/",
    "https://evil.example/auth.enadoc.com",
    "https://evil.example/?https://auth.enadoc.com/",
    "https://evil.example/#https://auth.enadoc.com/",
    "https://auth.enadoc.com.evil.example/",
    "https://auth.enadoc.com.evil.example:443/login",
    "https://evilauth.enadoc.com/",
    "https://evil.auth.enadoc.com/",
    "https://enadoc.com/",
    "https://www.enadoc.com/",
    "https://auth.enadoc.co/",
    "https://auth-enadoc.com/",
    "https://auth.enadoc.com@evil.example/",
    "https://auth.enadoc.com:443@evil.example/",
    "https://user@auth.enadoc.com/",
    "https://user:pw@auth.enadoc.com/",
    "https://@auth.enadoc.com/",
    "https://evil.example\\@auth.enadoc.com/",
    "https:\\\\auth.enadoc.com/",
    "https:/auth.enadoc.com/",
    "https:auth.enadoc.com/",
    "https://auth.enadoc.com:8443/login",
    "https://auth.enadoc.com:80/login",
    "https://auth.enadoc.com:0/",
    "https://auth.enadoc.com:99999/",
    "https://auth.enadoc.com./login",
    "https://.auth.enadoc.com/",
    "https://auth..enadoc.com/",
    "https://auth%2eenadoc.com/",
    "https://auth.enadoc.com%2f@evil.example/",
    "https://auth.enadoc.com%00.evil.example/",
    "https://аuth.enadoc.com/",
    "https://auth。enadoc.com/",
    "https://xn--uth-7cd.enadoc.com/",
    "https://auth.enadoc.com/login#fragment",
    "https://auth.enadoc.com/lo gin",
    "https://",
    "https:///",
    "javascript:alert(1)",
    "javascript:alert(1)//auth.enadoc.com",
    "javascript://auth.enadoc.com/%0aalert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://auth.enadoc.com/0",
    "file:///etc/passwd",
    "ftp://auth.enadoc.com/",
    "wss://auth.enadoc.com/",
    "intent://auth.enadoc.com/#Intent;scheme=https;end",
    "about:blank",
];

#[test]
fn nobody_is_sent_elsewhere_whoever_says_so() {
    assert!(EVIL.len() >= 60);
    for address in EVIL {
        let quoted = format!("\"{}\"", address.replace('\\', "\\\\"));
        let object = format!(r#"{{"url":{quoted}}}"#);
        let text = |body: &str| scene::answer(200, None, body.as_bytes());
        for (settings, announced) in [
            (enadoc(), vec![told(address)]),
            (direct(), vec![sealed(), text(address)]),
            (direct(), vec![sealed(), text(&quoted)]),
            (direct_form(), vec![sealed(), text(&object)]),
        ] {
            let played = started(&settings, announced);
            assert!(played.failure.is_some(), "accepted: {address}");
            assert_eq!(
                played.failed(),
                (Code::ResponseInvalid, Some("authorization_url")),
                "{address}"
            );
            assert!(played.remembered.is_empty() && played.left_for.is_none());
        }
    }
    serves(
        "R-175",
        "67 addresses from the relay and from the provider, in three forms: refused before navigation, nothing stored",
    );
    serves(
        "R-003",
        "no other scheme, user name or fragment in an authorization URL that was asked for",
    );
}

#[test]
fn plain_http_needs_loopback_on_both_sides() {
    let text = config(
        r#","confirm":true,"identityProvider":"http://enadoc.localhost:9400","authorizationUrl":"direct""#,
        "",
    );
    assert!(read_config(&text, &page()).is_err(), "an https page");
    let settings = Rc::new(read_config(&text, &local_page()).unwrap().settings);
    for (address, good) in [
        ("http://enadoc.localhost:9400/login", true),
        ("https://enadoc.localhost:9400/login", true),
        ("http://enadoc.localhost/login", false),
        ("http://enadoc.localhost:9401/login", false),
        ("http://localhost:9400/login", false),
        ("http://evil.example/", false),
    ] {
        let answer = scene::answer(200, None, address.as_bytes());
        let played = started(&settings, vec![sealed(), answer]);
        assert_eq!(played.left_for.is_some(), good, "{address}");
    }
    serves(
        "R-002",
        "an authorization URL of plain http: only to the listed loopback host, from a loopback page",
    );
}

#[test]
fn a_listed_host_is_compared_whole() {
    let settings = enadoc_with(r#","authorizationHosts":["login.customer.example:8443"]"#);
    for (address, good) in [
        ("https://login.customer.example:8443/x?y=1", true),
        ("https://LOGIN.customer.example:8443/", true),
        ("https://login.customer.example/", false),
        ("https://login.customer.example:443/", false),
        ("https://login.customer.example:84430/", false),
        ("https://a.login.customer.example:8443/", false),
        ("https://customer.example:8443/", false),
    ] {
        let played = started(&settings, vec![told(address)]);
        assert_eq!(played.left_for.is_some(), good, "{address}");
    }
    serves(
        "R-175",
        "hosts of authorization URLs are compared whole, port included",
    );
}
