//! What is asked of DocSpace in turn (R-171 to R-173).

use super::*;

#[test]
fn docspace_id_tokens_have_rules_of_their_own() {
    let judge = |header: &str, name: &'static str, value: &str| {
        let played = run(&docspace_openid(), &|nonce| {
            docspace_id(nonce, header, name, value)
        });
        played
            .failure
            .map(|error| (error.code(), error.evidence().field.clone()))
    };
    assert_eq!(judge(ES256, "x", "1"), None);
    let with_slash = format!("\"{PORTAL}/oauth2/\"");
    let base = format!("\"{PORTAL}\"");
    let client = format!("\"{CLIENT}\"");
    let both = format!("[\"{PORTAL}\",\"{CLIENT}\"]");
    for (name, values) in [
        (
            "iss",
            vec!["", &base, &with_slash, "\"https://evil.example/oauth2\""],
        ),
        (
            "aud",
            vec![
                "",
                &client,
                &both,
                "\"https://docs.example.com/\"",
                "\"http://docs.example.com\"",
                "[]",
            ],
        ),
        ("azp", vec!["", "\"other\"", "null", "1", "\"\"", &base]),
        ("nonce", vec!["", "\"other\""]),
        ("sub", vec!["", "\"\""]),
        ("exp", vec!["", "1"]),
    ] {
        for value in values {
            let expected = Some((Code::IdTokenInvalid, Some(String::from(name))));
            assert_eq!(judge(ES256, name, value), expected, "{name}: {value}");
        }
    }
    for algorithm in ["RS256", "none", "HS256", "PS256", "ES384", "EdDSA"] {
        let header = format!(r#"{{"alg":"{algorithm}"}}"#);
        let expected = Some((Code::IdTokenInvalid, Some(String::from("alg"))));
        assert_eq!(judge(&header, "x", "1"), expected, "{algorithm}");
    }
    serves(
        "R-171",
        "DocSpace ID token: iss, aud, azp, nonce and ES256 as stated, else refused",
    );
}

#[test]
fn docspace_is_not_asked_for_openid_by_itself() {
    let (login, url) = begun(&scene::docspace(), Wishes::default());
    assert!(login.nonce.is_none() && !url.contains("openid"));
    assert!(DOCSPACE.default_scopes.is_empty());
    serves("R-171", "no openid at DocSpace unless the app asks for it");
}

#[test]
fn docspace_tokens_are_for_the_configured_portal() {
    // docspace.md, 1.3 and 3.6: behind TLS the portal may call itself http:, so hosts are compared.
    for (audience, good) in [
        (PORTAL, true),
        ("http://docs.example.com", true),
        ("https://docs.example.com/", true),
        ("https://DOCS.example.com", true),
        ("https://other.example.com", false),
        ("https://docs.example.com.evil.example", false),
        ("https://evil.example/docs.example.com", false),
        ("https://u@docs.example.com", false),
        ("docs.example.com", false),
        ("", false),
    ] {
        let played = run_plain(
            &scene::docspace(),
            tokens(&docspace_token_for(audience), ""),
        );
        let expected = if good {
            None
        } else {
            Some(Code::ApiBaseMismatch)
        };
        assert_eq!(played.code(), expected, "{audience}");
        assert_eq!(played.session.is_some(), good);
    }
    for claims in [
        r#"{"sub":"u"}"#,
        r#"{"sub":"u","aud":null}"#,
        r#"{"sub":"u","aud":[]}"#,
        r#"{"sub":"u","aud":["https://docs.example.com","https://b.example"]}"#,
        r#"{"sub":"u","aud":{"x":1}}"#,
    ] {
        let played = run_plain(&scene::docspace(), tokens(&scene::jwt(ES256, claims), ""));
        assert_eq!(played.code(), Some(Code::ApiBaseMismatch), "{claims}");
    }
    let listed = r#"{"sub":"u","aud":["https://docs.example.com"]}"#;
    assert!(
        run_plain(&scene::docspace(), tokens(&scene::jwt(ES256, listed), ""))
            .failure
            .is_none()
    );
    serves("R-106", "a DocSpace token for another host is not kept");
}

#[test]
fn a_callback_of_docspace_is_none_of_another_provider_on_the_same_path() {
    // DocSpace sends no `iss`: the record decides, whatever client looks at the address.
    let docspace = scene::docspace();
    let (login, _) = begun(&docspace, Wishes::default());
    let address = format!("{}?code=c&state={}", scene::CALLBACK, login.state);
    let other = settings_of(&scene::oidc_config("\"scopes\":[\"openid\"]"));
    let callback = crate::play::callback_at(&address, &other);
    let failure = callback.validate(login, &other, NOW).unwrap_err();
    assert_eq!(failure.code(), Code::PendingLoginForeign);
    serves(
        "R-173",
        "a DocSpace callback is never exchanged by another client of the same path",
    );
    serves(
        "R-031",
        "without iss, the login's own record decides who may exchange",
    );
}

#[test]
fn unknown_scopes_are_worth_a_warning_at_docspace() {
    let scopes = docgate::core::names::Scopes::parse("files:read profile openid").unwrap();
    assert_eq!(unknown_scopes(&scopes, DOCSPACE.known_scopes), ["profile"]);
    assert!(unknown_scopes(&scopes, OIDC.known_scopes).is_empty());
    let wishes = Wishes {
        prompt: Some(String::from("login")),
        login_hint: Some(String::from("a")),
        ..Wishes::default()
    };
    let ignored = |name: &&str| DOCSPACE.ignored_parameters.contains(name);
    assert!(wishes.parameters().iter().all(ignored));
    assert_eq!(wishes.parameters().len(), 2);
}
