//! The members of the document: their types, their limits, their origins.

use super::*;

#[test]
fn pkce_with_s256_must_not_be_denied() {
    for (methods, good) in [
        ("", true),
        ("[\"S256\"]", true),
        ("[\"plain\",\"S256\"]", true),
        ("[\"plain\"]", false),
        ("[]", false),
        ("[\"s256\"]", false),
        ("[\"S256 \"]", false),
    ] {
        let result = judged(&[("code_challenge_methods_supported", methods)]);
        let expected = if good {
            None
        } else {
            Some((Code::PkceUnsupported, None))
        };
        assert_eq!(result.err(), expected, "{methods}");
    }
    serves(
        "R-014",
        "metadata without S256 is refused; there is no retry with plain",
    );
    serves("R-015", "seven shapes of code_challenge_methods_supported");
    serves("A-08", "a downgrade to plain by metadata is refused");
}

#[test]
fn every_member_that_is_used_has_its_type() {
    for name in [
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "userinfo_endpoint",
    ] {
        for value in [
            "null",
            "1",
            "true",
            "[]",
            "{}",
            "[\"https://id.example/x\"]",
            "\"\"",
        ] {
            assert_eq!(judged(&[(name, value)]), invalid(name), "{name}: {value}");
        }
        let long = format!("\"{ISSUER}/{}\"", "a".repeat(2100));
        assert_eq!(judged(&[(name, &long)]), invalid(name));
    }
    for name in ["authorization_endpoint", "token_endpoint"] {
        assert_eq!(judged(&[(name, "")]), invalid(name));
    }
    let without = judged(&[("jwks_uri", ""), ("userinfo_endpoint", "")]).unwrap();
    assert!(without.jwks_uri.is_none() && without.userinfo_endpoint.is_none());
    for name in [
        "code_challenge_methods_supported",
        "response_types_supported",
        "scopes_supported",
        "id_token_signing_alg_values_supported",
    ] {
        for value in [
            "null",
            "\"S256\"",
            "1",
            "{}",
            "[1]",
            "[null]",
            "[[\"S256\"]]",
        ] {
            assert_eq!(judged(&[(name, value)]), invalid(name), "{name}: {value}");
        }
    }
    let promise = "authorization_response_iss_parameter_supported";
    for value in ["null", "\"true\"", "1", "[]"] {
        assert_eq!(judged(&[(promise, value)]), invalid(promise), "{value}");
    }
    assert!(judged(&[(promise, "true")]).unwrap().promises_iss);
    assert!(!judged(&[(promise, "false")]).unwrap().promises_iss);
    assert!(!judged(&[]).unwrap().promises_iss);
    serves(
        "R-084",
        "each member with each wrong type is refused and named",
    );
    serves("R-025", "the promise of iss is read from the metadata");
}

#[test]
fn unknown_members_are_ignored_and_odd_truths_are_harmless() {
    // What real servers say: nonsense response types beside code, unknown algorithms, vendor members.
    let result = judged(&[
        (
            "response_types_supported",
            r#"["code","refresh_token","none"]"#,
        ),
        (
            "id_token_signing_alg_values_supported",
            r#"["none","HS256"]"#,
        ),
        (
            "token_endpoint_auth_methods_supported",
            r#"["client_secret_post"]"#,
        ),
        ("grant_types_supported", r#"["password"]"#),
        ("x", r#"{"y":[1,null,{"z":1.5e10}]}"#),
        (
            "__proto__",
            r#"{"token_endpoint":"https://evil.example/token"}"#,
        ),
    ]);
    assert_eq!(result.unwrap().token_endpoint, "https://id.example/token");
    let result = judged(&[("response_types_supported", r#"["token"]"#)]);
    assert_eq!(result, invalid("response_types_supported"));
    serves("R-084", "unknown members are ignored");
    serves("A-21", "a __proto__ member of an answer changes nothing");
}

#[test]
fn an_authorization_endpoint_keeps_a_query_of_its_own_and_no_other() {
    use docgate::core::authorize::Wishes;
    let name = "authorization_endpoint";
    let with = |query: &str| format!("\"{ISSUER}/authorize?{query}\"");
    for query in [
        "state=x",
        "p=1&client_id=evil",
        "SCOPE=x",
        "%73cope=x",
        "request_uri=x",
        "prompt=none",
        "a=%zz",
    ] {
        assert_eq!(judged(&[(name, &with(query))]), invalid(name), "{query}");
    }
    let answer = metadata_with(&[(name, &with("p=B2C_1&x=y"))]);
    let (_, url) = crate::play::begun_with(&oidc(), Wishes::default(), 1, answer);
    assert!(
        url.starts_with("https://id.example/authorize?p=B2C_1&x=y&response_type=code&"),
        "{url}"
    );
    assert_eq!(
        crate::play::field(&url, "state").map(|state| state.len()),
        Some(36)
    );
    serves(
        "R-007",
        "an authorization endpoint that sets docgate's own parameters is refused",
    );
}

#[test]
fn lists_have_an_end() {
    let list =
        |count: usize, text: &str| format!("[{}]", vec![format!("\"{text}\""); count].join(","));
    let name = "scopes_supported";
    assert!(judged(&[(name, &list(1000, "a"))]).is_ok());
    assert_eq!(judged(&[(name, &list(1001, "a"))]), invalid(name));
    assert_eq!(judged(&[(name, &list(1, &"a".repeat(257)))]), invalid(name));
    // A megabyte of it is refused by the parser.
    let answer = metadata_with(&[(name, &list(200_000, "abc"))]);
    let failure = metadata::judge(answer, &oidc()).unwrap_err();
    assert_eq!(failure.code(), Code::MetadataInvalid);
    serves("R-084", "lists are capped");
    serves("A-23", "lists of a megabyte are refused");
}

#[test]
fn endpoints_may_be_pinned_to_origins() {
    let elsewhere = [("token_endpoint", "\"https://token.example/t\"")];
    assert!(judged(&elsewhere).is_ok());
    let pinned = |origins: &str| {
        let text = scene::oidc_config("\"scopes\":[\"a\"]");
        settings_of(&text.replace(
            "\"issuer\"",
            &format!("\"endpointOrigins\":[{origins}],\"issuer\""),
        ))
    };
    assert!(judged_by(&pinned("\"https://token.example\""), &elsewhere).is_ok());
    assert!(judged_by(&pinned("\"https://token.example\""), &[]).is_ok());
    for origins in [
        "\"https://other.example\"",
        "\"https://token.example:8443\"",
        "\"https://oken.example\"",
        "\"https://token.example.evil\"",
    ] {
        let settings = pinned(origins);
        assert_eq!(
            judged_by(&settings, &elsewhere),
            invalid("token_endpoint"),
            "{origins}"
        );
        for name in ["authorization_endpoint", "jwks_uri", "userinfo_endpoint"] {
            let result = judged_by(&settings, &[(name, "\"https://token.example/x\"")]);
            assert_eq!(result, invalid(name), "{origins}");
        }
    }
    serves(
        "R-083",
        "with endpointOrigins, no endpoint of any other origin is used",
    );
}
