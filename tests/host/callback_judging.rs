//! Whether a response may be exchanged, and in which order that is asked.

use docgate::core::authorize::Wishes;
use docgate::core::error::{Code, Error};
use docgate::core::pending::PendingLogin;
use docgate::core::settings::Settings;
use std::rc::Rc;

use crate::play::{begun, begun_with, callback_at};
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, later, oidc, settings_of};

/// Judges `rest` for a login that was just begun; `{state}` stands for its state.
fn judged(settings: &Rc<Settings>, rest: &str) -> Result<(), Error> {
    let login = begun(settings, Wishes::default()).0;
    judged_for(login, settings, rest)
}

fn judged_for(login: PendingLogin, settings: &Settings, rest: &str) -> Result<(), Error> {
    let rest = rest.replace("{state}", &login.state);
    let address = format!("{}?{rest}", scene::CALLBACK);
    let callback = callback_at(&address, settings);
    callback.validate(login, settings, NOW).map(|_| ())
}

fn code(result: Result<(), Error>) -> (Code, Option<String>) {
    let error = result.expect_err("a refusal");
    (error.code(), error.evidence().field.clone())
}

fn at(code: Code, field: &str) -> (Code, Option<String>) {
    (code, Some(String::from(field)))
}

/// A server that promised `iss`.
fn promising() -> PendingLogin {
    let promise = [("authorization_response_iss_parameter_supported", "true")];
    begun_with(
        &oidc(),
        Wishes::default(),
        1,
        scene::metadata_with(&promise),
    )
    .0
}

#[test]
fn a_good_callback_is_good() {
    assert!(judged(&docspace(), "code=c&state={state}").is_ok());
    assert!(judged(&oidc(), "code=c&state={state}").is_ok());
    assert!(judged(&oidc(), "code=c&state={state}&iss=https%3A%2F%2Fid.example").is_ok());
    assert!(
        judged_for(
            promising(),
            &oidc(),
            "code=c&state={state}&iss=https://id.example"
        )
        .is_ok()
    );
}

#[test]
fn another_state_is_refused() {
    let other = begun_with(&docspace(), Wishes::default(), 2, scene::metadata())
        .0
        .state;
    for state in [
        other.as_str(),
        "",
        "x",
        "dg1r",
        "{state}x",
        "x{state}",
        "{state}%20",
        "{state}%0a",
    ] {
        let result = judged(&docspace(), &format!("code=c&state={state}"));
        assert_eq!(code(result), at(Code::CallbackInvalid, "state"), "{state}");
    }
    assert_eq!(
        code(judged(&docspace(), "code=c")),
        at(Code::CallbackInvalid, "state")
    );
    let (login, _) = begun(&docspace(), Wishes::default());
    let (short, flipped) = (
        &login.state[..login.state.len() - 1],
        login.state.to_uppercase(),
    );
    for state in [short, &flipped] {
        let login = begun(&docspace(), Wishes::default()).0;
        let result = judged_for(login, &docspace(), &format!("code=c&state={state}"));
        assert_eq!(code(result), at(Code::CallbackInvalid, "state"));
    }
    serves(
        "R-021",
        "a missing, empty or other state is refused before anything is sent",
    );
    serves(
        "A-01",
        "the attacker's code with the attacker's state is that of no login here",
    );
    serves(
        "A-02",
        "a state of another browser's login fits no login here",
    );
    serves("R-166", "states are compared whole");
}

#[test]
fn a_repeated_parameter_is_refused() {
    for name in [
        "code",
        "state",
        "iss",
        "error",
        "error_description",
        "error_uri",
    ] {
        let good = "code=c&state={state}";
        for value in ["", "x", "c"] {
            let rest = match name {
                "code" | "state" => format!("{good}&{name}={value}"),
                _ => format!("{good}&{name}={value}&{name}={value}"),
            };
            let result = judged(&oidc(), &rest);
            assert_eq!(code(result), at(Code::CallbackInvalid, name), "{rest}");
        }
    }
    let twice = "code=c&state={state}&state={state}";
    assert_eq!(
        code(judged(&docspace(), twice)),
        at(Code::CallbackInvalid, "state")
    );
    let spelled = "code=c&c%6Fde=c&state={state}";
    assert_eq!(
        code(judged(&docspace(), spelled)),
        at(Code::CallbackInvalid, "code")
    );
    serves(
        "R-022",
        "each parameter twice, with the same or another value, in any spelling",
    );
}

#[test]
fn code_and_error_exclude_each_other_and_one_must_be_there() {
    let both = at(Code::CallbackInvalid, "error");
    assert_eq!(
        code(judged(
            &docspace(),
            "code=c&error=access_denied&state={state}"
        )),
        both
    );
    assert_eq!(
        code(judged(&docspace(), "error=&code=c&state={state}")),
        both
    );
    let neither = at(Code::CallbackInvalid, "code");
    assert_eq!(code(judged(&docspace(), "state={state}")), neither);
    assert_eq!(code(judged(&docspace(), "code=&state={state}")), neither);
    serves("R-023", "code with error, or neither, is refused");
}

#[test]
fn a_wrong_iss_is_refused() {
    for iss in [
        "",
        "https://id.example/",
        "https://ID.example",
        "http://id.example",
        "https://id.example.evil",
        "https://id.exampl",
        "https://id.example:443",
        "https://evil.example",
        "null",
    ] {
        let rest = format!("code=c&state={{state}}&iss={iss}");
        let result = judged(&oidc(), &rest);
        assert_eq!(code(result), at(Code::IssuerMismatch, "iss"), "{iss}");
        // Also where nobody promised one.
        let result = judged(&docspace(), &rest);
        assert_eq!(code(result), at(Code::IssuerMismatch, "iss"), "{iss}");
    }
    serves(
        "R-024",
        "iss must be the login's issuer, code point by code point",
    );
    serves("A-04", "a response of another issuer is not exchanged");
    serves(
        "R-031",
        "with iss, a mixed-up response is refused before the token request",
    );
}

#[test]
fn a_promised_iss_must_be_there() {
    for rest in ["code=c&state={state}", "error=access_denied&state={state}"] {
        let result = judged_for(promising(), &oidc(), rest);
        assert_eq!(code(result), at(Code::IssuerMismatch, "iss"), "{rest}");
    }
    serves(
        "R-025",
        "iss that the metadata promised is missing: refused, error responses too",
    );
    serves(
        "A-05",
        "an attacker that leaves out the promised iss is refused",
    );
}

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
