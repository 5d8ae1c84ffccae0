//! The token's times: their types, and how they are judged.

use super::*;

/// So many seconds from now.
fn at(seconds: i64) -> String {
    (NOW_SECONDS + seconds).to_string()
}

#[test]
fn every_time_has_its_type() {
    let odd = [
        "\"1750000000\"",
        "null",
        "[]",
        "[1750000000]",
        "{}",
        "true",
        "-1",
        "-0.5",
        "1e308",
        "9007199254740993",
        "\"\"",
        "\"now\"",
    ];
    for name in ["exp", "iat", "nbf", "auth_time"] {
        for value in odd {
            assert_eq!(claim(name, value), refused(name), "{name}: {value}");
        }
    }
    for name in ["exp", "iat"] {
        assert_eq!(claim(name, ""), refused(name));
    }
    assert_eq!(claim("exp", "1750000600.5"), Ok(()));
    assert_eq!(claim("exp", "1.7500006e9"), Ok(()));
    serves(
        "R-057",
        "each time claim with each wrong type is refused, never taken for absent",
    );
}

#[test]
fn times_are_judged_with_the_tolerated_difference() {
    for (name, value, good) in [
        ("exp", at(-59), true),
        ("exp", at(-60), false),
        ("exp", String::from("0"), false),
        ("iat", at(60), true),
        ("iat", at(61), false),
        ("iat", String::from("1"), true),
        ("nbf", at(60), true),
        ("nbf", at(61), false),
        ("nbf", at(-1_000_000), true),
    ] {
        let expected = if good { Ok(()) } else { refused(name) };
        assert_eq!(claim(name, &value), expected, "{name}: {value}");
    }
    // Made before it ended, as a real one is.
    for (ends, good) in [(-59, true), (-60, false), (-200, false)] {
        let verdict = verdict(&oidc(), Wishes::default(), &|nonce| {
            let claims = with_claim(good_claims(nonce), "exp", &at(ends));
            id_token(RS256, &with_claim(claims, "iat", &at(-250)))
        });
        let expected = if good { Ok(()) } else { refused("exp") };
        assert_eq!(verdict, expected, "exp: {ends}");
    }
    let strict = settings_of(&scene::oidc_config(r#""scopes":["openid"],"clockSkew":0"#));
    let judge = |name, value: &str| claim_for(&strict, Wishes::default(), name, value);
    assert_eq!(judge("exp", &at(0)), refused("exp"));
    assert_eq!(judge("exp", &at(1)), Ok(()));
    assert_eq!(judge("iat", &at(1)), refused("iat"));
    let lax = settings_of(&scene::oidc_config(
        r#""scopes":["openid"],"clockSkew":300"#,
    ));
    assert_eq!(claim_for(&lax, Wishes::default(), "exp", &at(-299)), Ok(()));
    assert_eq!(
        claim_for(&lax, Wishes::default(), "exp", &at(-300)),
        refused("exp")
    );
    serves(
        "R-057",
        "exp, iat and nbf with 0, 60 and 300 seconds of difference",
    );
    serves(
        "A-25",
        "an expired token and one from the future are refused",
    );
}

#[test]
fn max_age_makes_auth_time_due() {
    let wishes = || Wishes {
        max_age: Some(300),
        ..Wishes::default()
    };
    let judge = |value: &str| claim_for(&oidc(), wishes(), "auth_time", value);
    assert_eq!(judge(""), refused("auth_time"));
    assert_eq!(judge(&at(-360)), Ok(()));
    assert_eq!(judge(&at(-361)), refused("auth_time"));
    assert_eq!(judge("0"), refused("auth_time"));
    assert_eq!(claim("auth_time", "0"), Ok(()));
    serves(
        "R-060",
        "with max_age, auth_time must be there and recent enough",
    );
}

#[test]
fn one_of_the_contexts_that_were_asked_for_is_told() {
    let judge = |asked: Option<&str>, value: &str| {
        let wishes = Wishes {
            acr_values: asked.map(String::from),
            ..Wishes::default()
        };
        claim_for(&oidc(), wishes, "acr", value)
    };
    for value in ["\"gold\"", "\"urn:silver\""] {
        assert_eq!(judge(Some("gold urn:silver"), value), Ok(()), "{value}");
    }
    for value in [
        "",
        "null",
        "1",
        "\"\"",
        "\"bronze\"",
        "\"Gold\"",
        "\"gold urn:silver\"",
        "[\"gold\"]",
    ] {
        assert_eq!(
            judge(Some("gold urn:silver"), value),
            refused("acr"),
            "{value}"
        );
    }
    // Nobody asked: any text will do, and none.
    assert_eq!(judge(None, "\"bronze\""), Ok(()));
    assert_eq!(judge(None, ""), Ok(()));
    assert_eq!(judge(None, "1"), refused("acr"));
    serves(
        "R-060",
        "acr_values were sent: acr is one of them, else refused",
    );
}
