//! Metadata of an authorization server: where it is asked for, and what of it is believed
//! (R-080 to R-085, R-014, R-015).

use docgate::core::error::Code;
use docgate::core::metadata::{self, Metadata};
use docgate::core::settings::Settings;
use std::rc::Rc;

use crate::rows::serves;
use crate::scene::{self, ISSUER, metadata_with, oidc, settings_of};

fn judged(members: &[(&str, &str)]) -> Result<Metadata, (Code, Option<String>)> {
    judged_by(&oidc(), members)
}

fn judged_by(
    settings: &Settings,
    members: &[(&str, &str)],
) -> Result<Metadata, (Code, Option<String>)> {
    metadata::judge(metadata_with(members), settings)
        .map_err(|error| (error.code(), error.evidence().field.clone()))
}

fn invalid(field: &str) -> Result<Metadata, (Code, Option<String>)> {
    Err((Code::MetadataInvalid, Some(String::from(field))))
}

fn with_issuer(issuer: &str, kind: &str) -> Rc<Settings> {
    settings_of(&format!(
        r#"{{"provider":{{"id":"oidc","issuer":"{issuer}","metadata":"{kind}"}},"clientId":"a","redirectUri":"/cb","scopes":["a"]}}"#
    ))
}

#[test]
fn the_document_is_where_the_standard_says() {
    // Appended by OpenID Connect Discovery 1.0, inserted by RFC 8414.
    for (issuer, appended, inserted) in [
        (
            "https://a.example",
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
        ),
        (
            "https://a.example/",
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
        ),
        (
            "https://a.example/x",
            "/x/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/x",
        ),
        (
            "https://a.example/x/",
            "/x/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/x",
        ),
        (
            "https://a.example/x/y",
            "/x/y/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/x/y",
        ),
        (
            "https://a.example/X%20y",
            "/X%20y/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/X%20y",
        ),
        (
            "https://a.example/realms/r-1",
            "/realms/r-1/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/realms/r-1",
        ),
    ] {
        for (kind, path) in [
            ("openid-configuration", appended),
            ("oauth-authorization-server", inserted),
        ] {
            let request = metadata::request(&with_issuer(issuer, kind));
            assert_eq!(request.url, format!("https://a.example{path}"), "{issuer}");
            assert!(request.body.is_none() && request.headers.is_empty());
        }
    }
    for (issuer, expected) in [
        (
            "https://a.example:8443/x",
            "https://a.example:8443/x/.well-known/openid-configuration",
        ),
        (
            "https://a.example:443",
            "https://a.example/.well-known/openid-configuration",
        ),
        (
            "https://A.Example/R",
            "https://a.example/R/.well-known/openid-configuration",
        ),
        (
            "https://[2001:db8::1]/x",
            "https://[2001:db8::1]/x/.well-known/openid-configuration",
        ),
        (
            "https://a.example/x/../y",
            "https://a.example/y/.well-known/openid-configuration",
        ),
        (
            "https://a.example/x;v=1",
            "https://a.example/x;v=1/.well-known/openid-configuration",
        ),
    ] {
        assert_eq!(
            metadata::request(&with_issuer(issuer, "openid-configuration")).url,
            expected
        );
    }
    serves(
        "R-081",
        "20 issuers: the path is appended or inserted, one slash, port and case kept",
    );
}

#[test]
fn the_issuer_must_be_the_very_same() {
    for issuer in [
        "\"https://id.example/\"",
        "\"https://ID.example\"",
        "\"http://id.example\"",
        "\"https://id.example.evil\"",
        "\"https://evil.example\"",
        "\"https://id.example:443\"",
        "\"https://id.example#\"",
        "\" https://id.example\"",
        "\"https://id.exampl\\u0065\\u0000\"",
        "\"\"",
    ] {
        let expected = Err((Code::IssuerMismatch, Some(String::from("issuer"))));
        assert_eq!(judged(&[("issuer", issuer)]), expected, "{issuer}");
    }
    for issuer in ["", "null", "1", "[]", "[\"https://id.example\"]", "{}"] {
        assert_eq!(judged(&[("issuer", issuer)]), invalid("issuer"), "{issuer}");
    }
    // The same code points in another spelling of JSON are the same issuer.
    assert!(judged(&[("issuer", "\"https:\\/\\/id.exampl\\u0065\"")]).is_ok());
    let slashed = with_issuer("https://id.example/", "openid-configuration");
    assert!(judged_by(&slashed, &[]).is_err());
    assert!(judged_by(&slashed, &[("issuer", "\"https://id.example/\"")]).is_ok());
    serves(
        "R-080",
        "the issuer of the document is the configured one, code point by code point",
    );
    serves("A-23", "metadata of another issuer is refused");
}

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

#[test]
fn no_failure_is_answered_by_a_guess() {
    let html = || scene::answer(200, Some("text/html"), b"<title>Sign in</title>");
    for (answer, code) in [
        (scene::json(404, ""), Code::HttpStatus),
        (scene::json(500, "{}"), Code::HttpStatus),
        (scene::json(302, ""), Code::HttpStatus),
        (scene::json(201, "{}"), Code::HttpStatus),
        (scene::json(429, ""), Code::RateLimited),
        (html(), Code::MetadataInvalid),
        (scene::json(200, ""), Code::MetadataInvalid),
        (scene::json(200, "[]"), Code::MetadataInvalid),
        (scene::json(200, "{}"), Code::MetadataInvalid),
        (
            scene::json(200, "{\"issuer\":\"https://id.example\"}"),
            Code::MetadataInvalid,
        ),
    ] {
        let failure = metadata::judge(answer, &oidc()).unwrap_err();
        assert_eq!(failure.code(), code, "{failure:?}");
    }
    serves(
        "R-085",
        "any failure of the metadata is an error, never a guessed endpoint",
    );
}

#[test]
fn a_preset_derives_its_endpoints_and_reads_no_document() {
    let derived = metadata::derived(&scene::docspace()).unwrap();
    assert_eq!(
        derived.authorization_endpoint,
        "https://docs.example.com/oauth2/authorize"
    );
    assert_eq!(
        derived.token_endpoint,
        "https://docs.example.com/oauth2/token"
    );
    assert_eq!(
        derived.jwks_uri.as_deref(),
        Some("https://docs.example.com/oauth2/jwks")
    );
    assert!(derived.userinfo_endpoint.is_none() && !derived.promises_iss);
    assert!(metadata::derived(&oidc()).is_none());
    serves(
        "R-083",
        "DocSpace's endpoints are those of the configured portal, whatever metadata says",
    );
}
