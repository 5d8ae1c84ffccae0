//! Where the document is asked for, whose it is, and what becomes of one that is none.

use super::*;

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
    let derived = metadata::derived(&scene::docspace(), None).unwrap();
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
    assert!(metadata::derived(&oidc(), None).is_none());
    serves(
        "R-083",
        "DocSpace's endpoints are those of the configured portal, whatever metadata says",
    );
}
