//! What an API demands by `WWW-Authenticate`, as vendors and standards write it (R-107, R-135).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use docgate::core::challenge::{Demand, demand, read};
use docgate::core::names::Scopes;

use crate::rows::serves;

const URI: &str = "https://login.microsoftonline.com/common/oauth2/authorize";
/// What Entra asks for after a policy has changed, and its text in base64.
const NBF: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1767225600"}}}"#;

fn encoded() -> String {
    STANDARD.encode(NBF)
}

fn wanted(claims: &str, authorization_uri: Option<&str>) -> Option<Demand> {
    Some(Demand::Claims {
        claims: String::from(claims),
        authorization_uri: authorization_uri.map(String::from),
    })
}

fn scope(list: &str) -> Option<Demand> {
    Scopes::parse(list).map(Demand::Scope)
}

fn step_up(acr_values: Option<&str>, max_age: Option<u64>) -> Option<Demand> {
    let acr_values = acr_values.map(String::from);
    Some(Demand::StepUp {
        acr_values,
        max_age,
    })
}

#[test]
fn claims_are_demanded_as_entra_writes_it() {
    let claims = encoded();
    let tail = URL_SAFE_NO_PAD
        .encode(r#"{"access_token":{"acrs":{"essential":true,"value":"c1??>>~~"}}}"#);
    assert!(claims.ends_with('=') && tail.contains(['-', '_']));
    let acrs = r#"{"access_token":{"acrs":{"essential":true,"value":"c1??>>~~"}}}"#;
    for (header, expected) in [
        (
            format!(
                r#"Bearer realm="", authorization_uri="{URI}", error="insufficient_claims", claims="{claims}""#
            ),
            wanted(NBF, Some(URI)),
        ),
        (
            format!(
                r#"Bearer claims="{claims}",error="insufficient_claims",authorization_uri="{URI}",realm="""#
            ),
            wanted(NBF, Some(URI)),
        ),
        (
            format!(r#"bearer  REALM = "" , Error = insufficient_claims,, CLAIMS="{claims}""#),
            wanted(NBF, None),
        ),
        // Without its padding it is a token and needs no quotes.
        (
            format!(
                "Bearer error=insufficient_claims, claims={}",
                claims.trim_end_matches('=')
            ),
            wanted(NBF, None),
        ),
        (
            format!(r#"Bearer error="insufficient_claims", claims="{tail}""#),
            wanted(acrs, None),
        ),
        (
            format!(
                r#"Bearer error="insufficient_claims", claims="{}""#,
                tail.replace('-', "+").replace('_', "/")
            ),
            wanted(acrs, None),
        ),
        // Another scheme, a realm that looks like a challenge, and a second line of the header.
        (
            format!(
                r#"Negotiate, PoP nonce="x", Bearer realm="Bearer error=\"insufficient_scope\", claims=", error="insufficient_claims", claims="{claims}""#
            ),
            wanted(NBF, None),
        ),
        (
            format!(
                r#"Bearer error="invalid_token", Bearer error="insufficient_claims", claims="{claims}""#
            ),
            wanted(NBF, None),
        ),
        // The first that tells something.
        (
            format!(
                r#"Bearer error="insufficient_scope", Bearer error="insufficient_claims", claims="{claims}""#
            ),
            scope(""),
        ),
    ] {
        assert_eq!(demand(&header), expected, "{header}");
    }
    serves(
        "R-107",
        "insufficient_claims: parameters in any order, base64 and base64url, padded or not",
    );
}

#[test]
fn what_is_no_claims_request_demands_nothing() {
    let encode = |text: &str| STANDARD.encode(text);
    let long = |length: usize| {
        let start = r#"{"access_token":{"a":{"value":""#;
        let end = r#""}}}"#;
        [start, &"x".repeat(length - start.len() - end.len()), end].concat()
    };
    for claims in [
        String::new(),
        String::from("="),
        String::from("{}"),
        encode(""),
        encode("null"),
        encode("[]"),
        encode("\"text\""),
        encode("{"),
        encode(r#"{"access_token":"x"}"#),
        encode(r#"{"access_token":{"nbf":1}}"#),
        encode(r#"{"a":1,"a":2}"#),
        STANDARD.encode([b'{', 0xff, b'}']),
        encoded().replace('e', "%65"),
        ["=", &encoded()].concat(),
        [&encoded(), "=="].concat(),
        [" ", &encoded()].concat(),
        encoded().replacen('J', "J ", 1),
        encode(&long(8193)),
    ] {
        let header = format!(r#"Bearer error="insufficient_claims", claims="{claims}""#);
        assert_eq!(read(&header).len(), 1, "{header}");
        assert_eq!(demand(&header), None, "{claims}");
    }
    assert_eq!(demand("Bearer error=\"insufficient_claims\""), None);
    let longest = format!(
        r#"Bearer error="insufficient_claims", claims="{}""#,
        encode(&long(8192))
    );
    assert_eq!(demand(&longest), wanted(&long(8192), None));
    // Twice: whose claims would they be?
    let claims = encoded();
    let twice =
        format!(r#"Bearer error="insufficient_claims", claims="{claims}", Claims="{claims}""#);
    assert_eq!(demand(&twice), None);
    serves(
        "R-107",
        "claims that are no base64, no JSON object, longer than 8 KiB or told twice: no demand",
    );
}

#[test]
fn a_stronger_sign_in_is_demanded_as_the_standard_writes_it() {
    let error = r#"Bearer error="insufficient_user_authentication""#;
    for (more, expected) in [
        ("", step_up(None, None)),
        (
            r#", acr_values="gold silver""#,
            step_up(Some("gold silver"), None),
        ),
        (r#", acr_values="""#, step_up(None, None)),
        (
            r#", max_age="5", error_description="A, b=c""#,
            step_up(None, Some(5)),
        ),
        (
            ", max_age=0, acr_values=gold",
            step_up(Some("gold"), Some(0)),
        ),
        (", max_age=-1", None),
        (r#", max_age="""#, None),
        (r#", max_age="5s""#, None),
        (", max_age=99999999999", None),
        (", max_age=5, Max_Age=5", None),
        (", acr_values=\"g\u{f6}ld\"", None),
        (", acr_values=\"a\tb\"", None),
    ] {
        assert_eq!(demand(&[error, more].concat()), expected, "{more}");
    }
    let long = |length: usize| format!("{error}, acr_values={}", "a".repeat(length));
    assert!(demand(&long(1024)).is_some());
    assert_eq!(demand(&long(1025)), None);
    serves(
        "R-107",
        "insufficient_user_authentication: acr_values and max_age, or nothing where one of them is odd",
    );
}

#[test]
fn missing_scopes_are_told() {
    for (header, expected) in [
        (
            r#"Bearer error="insufficient_scope", scope="a b:c""#,
            scope("a b:c"),
        ),
        (r#"BEARER scope=a, error=insufficient_scope"#, scope("a")),
        (r#"Bearer error="insufficient_scope""#, scope("")),
        (
            r#"Bearer error="insufficient_scope", scope="a\"b""#,
            scope(""),
        ),
        (r#"Bearer scope="a""#, None),
        (r#"Bearer error="invalid_token", scope="a""#, None),
        (r#"Bearer error="invalid_request""#, None),
        (r#"Bearer error="Insufficient_Scope""#, None),
        (r#"Bearer x="error=insufficient_scope""#, None),
        (r#"Bearer insufficient_scope"#, None),
        (r#"Basic error="insufficient_scope""#, None),
        (r#"Bearer2 error="insufficient_scope""#, None),
        ("", None),
    ] {
        assert_eq!(demand(header), expected, "{header}");
    }
    serves(
        "R-107",
        "insufficient_scope surfaces with the scopes that are named; every other error is an ordinary 401",
    );
}

#[test]
fn a_scheme_means_the_same_in_any_case() {
    for scheme in ["DPoP", "dpop", "DPOP", "dPoP"] {
        let header = format!(r#"{scheme} algs="ES256", error="insufficient_scope", scope="a""#);
        assert!(read(&header)[0].is_of("DPoP"), "{scheme}");
        assert_eq!(demand(&header), None, "{scheme}");
        let both = [&header, r#", bEARER error="insufficient_scope", scope="b""#].concat();
        assert_eq!(demand(&both), scope("b"), "{scheme}");
    }
    serves(
        "R-135",
        "DPoP in any case is DPoP, and no Bearer challenge; Bearer in any case is Bearer",
    );
}
