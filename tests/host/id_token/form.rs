//! The token's form and its header.

use super::*;

#[test]
fn only_listed_algorithms_and_a_plain_header() {
    for algorithm in ["RS256", "PS256", "ES256", "ES384", "EdDSA"] {
        assert_eq!(
            header(&format!(r#"{{"alg":"{algorithm}"}}"#)),
            Ok(()),
            "{algorithm}"
        );
    }
    for text in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":""}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"HS512"}"#,
        r#"{"alg":"RS1"}"#,
        r#"{"alg":"rs256"}"#,
        r#"{"alg":"RS256 "}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["RS256"]}"#,
        "{}",
    ] {
        assert_eq!(header(text), refused("alg"), "{text}");
    }
    for (name, value) in [
        ("crit", "[]"),
        ("crit", "[\"x\"]"),
        ("b64", "false"),
        ("zip", "\"DEF\""),
    ] {
        let text = format!(r#"{{"alg":"RS256","{name}":{value}}}"#);
        assert_eq!(header(&text), refused(name));
    }
    for kind in [
        "at+jwt",
        "dpop+jwt",
        "logout+jwt",
        "application/at+jwt",
        "JWE",
        "",
    ] {
        assert_eq!(
            header(&format!(r#"{{"alg":"RS256","typ":"{kind}"}}"#)),
            refused("typ"),
            "{kind}"
        );
    }
    assert_eq!(header(r#"{"alg":"RS256","typ":1}"#), refused("typ"));
    assert_eq!(header(r#"{"alg":"RS256","typ":"jwt"}"#), Ok(()));
    // Keys in the header are not looked at.
    assert_eq!(
        header(r#"{"alg":"RS256","jwk":{},"jku":"https://evil.example","x5u":"x"}"#),
        Ok(())
    );
    serves(
        "R-062",
        "an allow-list of algorithms; none and HMAC are refused",
    );
    serves("R-063", "crit, b64 and zip are refused");
    serves(
        "R-067",
        "typ is JWT or absent; access and logout tokens are refused",
    );
    serves(
        "A-26",
        "a logout token or access token in place of an ID token is refused",
    );
}

#[test]
fn the_form_is_strict() {
    let good = || id_token(RS256, &good_claims("n"));
    let part = |at: usize| String::from(good().split('.').nth(at).unwrap());
    let odd = [
        String::new(),
        String::from("."),
        String::from(".."),
        String::from("..."),
        String::from("a.b.c"),
        format!("{}.{}", part(0), part(1)),
        format!("{}.x", good()),
        format!("{}.", good()),
        format!(".{}", good()),
        format!("{}=.{}.{}", part(0), part(1), part(2)),
        format!("{}.{}.{}==", part(0), part(1), part(2)),
        format!("{} .{}.{}", part(0), part(1), part(2)),
        format!("{}.{}.a+/=", part(0), part(1)),
        format!("{}.{}.{}", part(0), "bnVsbA", part(2)),
        format!("{}.{}.{}", "W10", part(1), part(2)),
        format!("{}.{}.{}", part(1), "", part(2)),
        scene::jwt(RS256, "{\"iss\":1,\"iss\":2}"),
        scene::jwt("{\"alg\":\"none\",\"alg\":\"RS256\"}", "{}"),
    ];
    for token in &odd {
        assert!(take_apart(token).is_none(), "{token}");
    }
    // base64url of two letters has four unused bits: only zeros are canonical.
    let (head, payload) = (part(0), part(1));
    assert!(take_apart(&format!("{head}.{payload}.QQ")).is_some());
    assert!(take_apart(&format!("{head}.{payload}.QR")).is_none());
    let begun = Instant::now();
    for long in [
        ".".repeat(1 << 20),
        "a.".repeat(1 << 19),
        "a".repeat(1 << 20),
    ] {
        assert!(take_apart(&long).is_none());
    }
    assert!(begun.elapsed() < Duration::from_secs(2));
    serves(
        "R-068",
        "three segments of strict base64url with JSON objects; a megabyte of dots is quick",
    );
}
