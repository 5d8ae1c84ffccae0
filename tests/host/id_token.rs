//! The ID token of a generic OpenID Connect server, claim by claim, each through a whole login
//! (R-055 to R-060, R-067, R-068).

use std::rc::Rc;
use std::time::{Duration, Instant};

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::id_token::take_apart;
use docgate::core::login::Finish;
use docgate::core::settings::Settings;

use crate::play::{Reply, answered, answers, begun, play_on};
use crate::rows::serves;
use crate::scene::{
    self, NOW, NOW_SECONDS, entropy, good_claims, id_token, oidc, settings_of, tokens_with_id,
    with_claim,
};

const RS256: &str = r#"{"alg":"RS256","typ":"JWT"}"#;

/// Plays a login to its end with the ID token that `make` makes of the nonce. `Ok` is a session;
/// otherwise nothing was recorded, and this is the code and the claim.
fn verdict(
    settings: &Rc<Settings>,
    wishes: Wishes,
    make: &dyn Fn(&str) -> String,
) -> Result<(), (Code, Option<String>)> {
    let (login, _) = begun(settings, wishes);
    let token = make(login.nonce.as_deref().unwrap_or_default());
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0);
    let script = [
        answers(tokens_with_id(&token)),
        Reply::Verified(true),
        Reply::Recorded(Ok(())),
    ];
    let played = play_on(Ok(turn), &mut script.into_iter(), NOW);
    assert_eq!(played.requests.len(), 1);
    let Some(failure) = &played.failure else {
        assert!(played.session.is_some());
        return Ok(());
    };
    assert_eq!((played.recorded, played.asked.len()), (0, 1), "{failure:?}");
    Err((failure.code(), failure.evidence().field.clone()))
}

fn claim(name: &'static str, value: &str) -> Result<(), (Code, Option<String>)> {
    claim_for(&oidc(), Wishes::default(), name, value)
}

fn claim_for(
    settings: &Rc<Settings>,
    wishes: Wishes,
    name: &'static str,
    value: &str,
) -> Result<(), (Code, Option<String>)> {
    verdict(settings, wishes, &|nonce| {
        id_token(RS256, &with_claim(good_claims(nonce), name, value))
    })
}

fn refused(name: &str) -> Result<(), (Code, Option<String>)> {
    Err((Code::IdTokenInvalid, Some(String::from(name))))
}

fn header(text: &str) -> Result<(), (Code, Option<String>)> {
    verdict(&oidc(), Wishes::default(), &|nonce| {
        id_token(text, &good_claims(nonce))
    })
}

/// So many seconds from now.
fn at(seconds: i64) -> String {
    (NOW_SECONDS + seconds).to_string()
}

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
    assert!(begun.elapsed() < Duration::from_millis(500));
    serves(
        "R-068",
        "three segments of strict base64url with JSON objects; a megabyte of dots is quick",
    );
}

#[test]
fn an_id_token_that_is_due_must_come() {
    let settings = oidc();
    for more in [
        "",
        r#","scope":"openid""#,
        r#","scope":"openid email","id_token":"""#,
    ] {
        let (login, _) = begun(&settings, Wishes::default());
        let callback = answered(login, &settings).unwrap();
        let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0);
        let script = [answers(scene::tokens("at-1", more))];
        let played = play_on(Ok(turn), &mut script.into_iter(), NOW);
        assert!(played.failure.is_some(), "{more}");
        assert_eq!(played.recorded, 0);
    }
    serves(
        "R-070",
        "openid was asked for and no ID token came: nothing is recorded",
    );
    serves(
        "R-043",
        "an answer without the ID token that is due is refused",
    );
}

#[test]
fn an_id_token_that_came_is_judged_whatever_the_granted_scopes_say() {
    // Some servers leave `openid` out of `scope`.
    let settings = oidc();
    let run = |change: &str| {
        let (login, _) = begun(&settings, Wishes::default());
        let nonce = format!("\"{}{change}\"", login.nonce.as_ref().unwrap());
        let token = id_token(RS256, &with_claim(good_claims(""), "nonce", &nonce));
        let callback = answered(login, &settings).unwrap();
        let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0);
        let more = format!(r#","scope":"email","id_token":"{token}""#);
        let script = [
            answers(scene::tokens("at-1", &more)),
            Reply::Verified(true),
            Reply::Recorded(Ok(())),
        ];
        play_on(Ok(turn), &mut script.into_iter(), NOW)
    };
    assert_eq!(run("").session.unwrap().user.unwrap().id, "ada");
    assert_eq!(run("x").failed(), (Code::IdTokenInvalid, Some("nonce")));
    serves(
        "R-059",
        "the nonce is compared although the granted scopes do not name openid",
    );
}

#[test]
fn without_openid_an_id_token_is_not_looked_at() {
    // Nobody asked for it, so it says nothing.
    let played = crate::play::exchange(
        &scene::oauth(),
        [
            answers(scene::tokens("at-1", r#","id_token":"not.a.token""#)),
            Reply::Recorded(Ok(())),
        ],
    );
    assert!(played.session.unwrap().user.is_none());
    serves("R-070", "an ID token that nobody asked for names nobody");
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
