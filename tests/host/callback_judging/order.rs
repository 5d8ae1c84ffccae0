//! The order of the questions, and whom a login belongs to.

use super::*;

#[test]
fn the_servers_error_is_heard_only_from_the_right_server() {
    // Were the error looked at first, anybody could show a server's error to a person.
    for (rest, expected) in [
        (
            "error=access_denied&state=wrong",
            at(Code::CallbackInvalid, "state"),
        ),
        ("error=access_denied", at(Code::CallbackInvalid, "state")),
        (
            "error=access_denied&state={state}&iss=https://evil.example",
            at(Code::IssuerMismatch, "iss"),
        ),
        (
            "error=access_denied&error=x&state={state}",
            at(Code::CallbackInvalid, "error"),
        ),
        (
            "error=access_denied&error_uri=a&error_uri=b&state={state}",
            at(Code::CallbackInvalid, "error_uri"),
        ),
        (
            "code=a&code=b&error=access_denied&state=wrong&iss=x",
            at(Code::CallbackInvalid, "code"),
        ),
        (
            "code=a&error=x&state=wrong&iss=x",
            at(Code::IssuerMismatch, "iss"),
        ),
    ] {
        let error = judged(&oidc(), rest).unwrap_err();
        assert!(error.evidence().error.is_none(), "{rest}");
        assert_eq!(
            (error.code(), error.evidence().field.clone()),
            expected,
            "{rest}"
        );
    }
    serves(
        "R-021",
        "an error response with another state is not told as the server's error",
    );
}

#[test]
fn age_and_settings_are_asked_first() {
    let everything_wrong = format!("{}?code=a&code=b&error=x&state=y&iss=z", scene::CALLBACK);
    let judge = |settings: &Settings, now| {
        let login = begun(&oidc(), Wishes::default()).0;
        let callback = callback_at(&everything_wrong, settings);
        callback.validate(login, settings, now).unwrap_err().code()
    };
    let foreign =
        settings_of(&scene::oidc_config("\"scopes\":[\"openid\"]").replace("\"spa\"", "\"spb\""));
    assert_eq!(judge(&foreign, later(3601)), Code::PendingLoginExpired);
    assert_eq!(judge(&foreign, NOW), Code::PendingLoginForeign);
    assert_eq!(judge(&oidc(), NOW), Code::CallbackInvalid);
    serves(
        "R-021",
        "an expired login is refused before its callback is looked at",
    );
}

#[test]
fn the_errors_of_the_authorization_endpoint() {
    for (error, expected) in [
        ("access_denied", Code::AuthorizationDenied),
        ("login_required", Code::LoginRequired),
        ("interaction_required", Code::InteractionRequired),
        ("consent_required", Code::InteractionRequired),
        ("account_selection_required", Code::InteractionRequired),
        ("invalid_scope", Code::ScopeRefused),
        ("unauthorized_client", Code::ClientRefused),
        ("invalid_request", Code::AuthorizationFailed),
        ("unsupported_response_type", Code::AuthorizationFailed),
        ("server_error", Code::AuthorizationFailed),
        ("temporarily_unavailable", Code::AuthorizationFailed),
        ("ACCESS_DENIED", Code::AuthorizationFailed),
        ("anything", Code::AuthorizationFailed),
        ("", Code::AuthorizationFailed),
    ] {
        let rest = format!("error={error}&error_description=d%0A&error_uri=u&state={{state}}");
        let failure = judged(&docspace(), &rest).unwrap_err();
        assert_eq!(failure.code(), expected, "{error}");
        let evidence = failure.evidence();
        assert_eq!(evidence.error.as_deref(), Some(error));
        assert_eq!(evidence.error_description.as_deref(), Some("d"));
        assert_eq!(evidence.error_uri.as_deref(), Some("u"));
        assert_eq!(failure.message(), expected.message());
    }
    serves(
        "R-030",
        "error, description and URI of a callback are evidence, not message",
    );
    serves(
        "R-045",
        "each error of the authorization endpoint has its code",
    );
}

#[test]
fn a_login_of_other_settings_is_foreign() {
    let mut changed = Vec::new();
    for (from, to) in [
        ("https://id.example", "https://id2.example"),
        ("https://id.example", "https://id.example/"),
        ("\"spa\"", "\"spa2\""),
    ] {
        changed.push(scene::oidc_config("\"scopes\":[\"openid\"]").replace(from, to));
    }
    changed.push(
        scene::docspace_config("\"files:read\"")
            .replace(scene::PORTAL, scene::ISSUER)
            .replace(scene::CLIENT, "spa"),
    );
    for text in changed {
        let settings = settings_of(&text);
        let login = begun(&oidc(), Wishes::default()).0;
        let result = judged_for(login, &settings, "code=c&state={state}");
        assert_eq!(code(result).0, Code::PendingLoginForeign, "{text}");
    }
    let settings =
        settings_of(&scene::oidc_config("\"scopes\":[\"openid\"]").replace("/callback", "/cb2"));
    let login = begun(&oidc(), Wishes::default()).0;
    let address = format!("https://app.example/cb2?code=c&state={}", login.state);
    let failure = callback_at(&address, &settings).validate(login, &settings, NOW);
    assert_eq!(failure.unwrap_err().code(), Code::PendingLoginForeign);
    serves(
        "R-017",
        "a login begun under another provider, issuer, client or redirect URI is refused",
    );
    serves(
        "R-009",
        "a callback of another client's login is not accepted",
    );
    serves(
        "A-04",
        "a response to a login at another provider is not exchanged here",
    );
    serves(
        "A-06",
        "a callback of another client's login is refused by this client",
    );
}
