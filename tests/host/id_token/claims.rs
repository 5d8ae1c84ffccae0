//! Who issued the token, for whom, about whom, and for which login.

use super::*;

#[test]
fn a_good_token_is_good() {
    assert_eq!(claim("x", "1"), Ok(()));
    assert_eq!(claim("aud", "[\"spa\"]"), Ok(()));
    assert_eq!(claim("azp", "\"spa\""), Ok(()));
    assert_eq!(claim("sub", &format!("\"{}\"", "a".repeat(255))), Ok(()));
    assert_eq!(claim("email", "7"), Ok(()));
}

#[test]
fn the_issuer_is_exactly_the_configured_one() {
    for value in [
        "",
        "null",
        "1",
        "[\"https://id.example\"]",
        "{}",
        "\"\"",
        "\"https://id.example/\"",
        "\"https://ID.example\"",
        "\"http://id.example\"",
        "\"https://id.example.evil\"",
        "\"https://evil.example\"",
        "\"https://id.exampl\"",
    ] {
        assert_eq!(claim("iss", value), refused("iss"), "{value}");
    }
    serves(
        "R-055",
        "iss missing, of a wrong type or another issuer: refused",
    );
    serves("A-25", "a token of another issuer is refused");
}

#[test]
fn the_audience_is_this_client_and_nobody_else() {
    for value in [
        "",
        "null",
        "1",
        "{}",
        "[]",
        "\"\"",
        "\"other\"",
        "\"spa \"",
        "\"SPA\"",
        "[\"other\"]",
        "[\"spa\",\"other\"]",
        "[\"other\",\"spa\"]",
        "[\"spa\",1]",
        "[[\"spa\"]]",
    ] {
        assert_eq!(claim("aud", value), refused("aud"), "{value}");
    }
    for value in ["\"other\"", "\"\"", "null", "1", "[\"spa\"]", "\"spa2\""] {
        assert_eq!(claim("azp", value), refused("azp"), "{value}");
    }
    serves(
        "R-056",
        "aud missing, other, or with a second audience: refused; azp is the client",
    );
    serves("A-25", "a token for another client is refused");
}

#[test]
fn the_subject_is_a_short_ascii_text() {
    let long = format!("\"{}\"", "a".repeat(256));
    for value in ["", "null", "1", "\"\"", "[]", "\"é\"", &long] {
        assert_eq!(claim("sub", value), refused("sub"), "{value}");
    }
    serves(
        "R-058",
        "sub missing, empty, too long, not ASCII, of a wrong type: refused",
    );
}

#[test]
fn the_nonce_is_that_of_the_login() {
    for value in ["", "null", "1", "\"\"", "[]", "\"other\"", "{}"] {
        assert_eq!(claim("nonce", value), refused("nonce"), "{value}");
    }
    for change in [
        |nonce: &str| format!("{nonce}x"),
        |nonce: &str| nonce[1..].to_owned(),
    ] {
        let result = verdict(&oidc(), Wishes::default(), &|nonce| {
            id_token(
                RS256,
                &with_claim(
                    good_claims(nonce),
                    "nonce",
                    &format!("\"{}\"", change(nonce)),
                ),
            )
        });
        assert_eq!(result, refused("nonce"));
    }
    serves("R-059", "nonce missing, other, of a wrong type: refused");
    serves("R-016", "the nonce is compared exactly");
    serves(
        "A-03",
        "an injected code's ID token has another nonce: refused, nothing recorded",
    );
}

#[test]
fn a_failed_check_leaves_neither_claims_nor_tokens() {
    for (name, value) in [
        ("aud", "\"other\""),
        ("nonce", "\"x\""),
        ("exp", "1"),
        ("sub", ""),
    ] {
        // `verdict` asserts that nothing was recorded.
        assert_eq!(claim(name, value), refused(name));
    }
    serves(
        "R-070",
        "after a failed claim nothing of the answer is recorded or shown",
    );
}
