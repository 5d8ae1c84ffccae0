//! An app at the Entra double, for the tests of it: its requests, and the answers as JSON.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::browser::*;

pub(crate) const ENTRA: &str = "http://entra.localhost:9400";
pub(crate) const CONTOSO: &str = "11111111-1111-4111-8111-111111111111";
pub(crate) const FABRIKAM: &str = "22222222-2222-4222-8222-222222222222";
pub(crate) const RETURN: &str = "http://localhost:5173/callback/entra";
pub(crate) const ADA: &str = "5c1a8b0e-0f0d-4a53-9c66-0c1d2b9a1101";
pub(crate) const USUAL: &str = "openid profile email offline_access User.Read";

/// A browser with these switches; `auto_login` is ada and `auto_consent` is on unless told otherwise.
pub(crate) fn browser(switches: Value) -> Browser {
    let mut browser = Browser::new();
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"auto_login": "ada", "auto_consent": true}}),
    );
    browser.control("PUT", "switches", json!({"entra": switches}));
    browser
}

/// A browser that asks the user everything.
pub(crate) fn asking() -> Browser {
    browser(json!({"auto_login": null, "auto_consent": false}))
}

/// A good request at a tenant of the public cloud, some parameters replaced, added or (with an empty value) left out.
pub(crate) fn url(tenant: &str, changes: &[(&str, &str)]) -> String {
    url_at(&format!("{ENTRA}/{tenant}/oauth2/v2.0"), changes)
}

pub(crate) fn url_at(base: &str, changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("client_id", "demo-entra"),
        ("response_type", "code"),
        ("redirect_uri", RETURN),
        ("scope", USUAL),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    pairs.retain(|(name, _)| !changes.iter().any(|(key, _)| key == name));
    pairs.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    format!("{base}/authorize?{}", form(&pairs))
}

/// The fields of a code's redemption, changed in the same way.
pub(crate) fn code_fields<'a>(
    code: &'a str,
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("client_id", "demo-entra"),
        ("code", code),
        ("redirect_uri", RETURN),
        ("code_verifier", VERIFIER),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(key, _)| key == name));
    fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    fields
}

pub(crate) fn token_url(tenant: &str) -> String {
    format!("{ENTRA}/{tenant}/oauth2/v2.0/token")
}

/// The code of a login that needs no page.
pub(crate) fn code(browser: &mut Browser, tenant: &str, changes: &[(&str, &str)]) -> String {
    let landing = browser.leave_app(&url(tenant, changes));
    landing
        .parameter("code")
        .unwrap_or_else(|| panic!("{} {}", landing.url, landing.response.body_text()))
}

/// A page's redemption at `common`.
pub(crate) fn exchange(browser: &mut Browser, code: &str, changes: &[(&str, &str)]) -> Response {
    browser.post(&token_url("common"), &code_fields(code, changes))
}

/// A whole login at `common` and its answer.
pub(crate) fn login(browser: &mut Browser, scope: &str, token_scope: &str) -> Value {
    let code = code(browser, "common", &[("scope", scope)]);
    json_of(&exchange(browser, &code, &[("scope", token_scope)]))
}

/// A page's refresh at `common`.
pub(crate) fn refresh(browser: &mut Browser, answer: &Value, changes: &[(&str, &str)]) -> Response {
    let token = answer["refresh_token"].as_str().unwrap().to_string();
    let mut fields = vec![
        ("grant_type", "refresh_token"),
        ("client_id", "demo-entra"),
        ("refresh_token", &token),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(key, _)| key == name));
    fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    browser.post(&token_url("common"), &fields)
}

pub(crate) fn json_of(response: &Response) -> Value {
    response.body_json().unwrap()
}

/// `error` and the number of a refusal in JSON.
pub(crate) fn problem(response: &Response) -> (String, u64) {
    let body = json_of(response);
    let code = body["error_codes"][0].as_u64().unwrap();
    let description = body["error_description"].as_str().unwrap();
    assert!(
        description.starts_with(&format!("AADSTS{code}: ")),
        "{description}"
    );
    (body["error"].as_str().unwrap().to_string(), code)
}

/// `error` and the number of a refusal in the app's address.
pub(crate) fn told(landing: &Landing) -> (String, u64) {
    let error = landing
        .parameter("error")
        .unwrap_or_else(|| panic!("{} {}", landing.url, landing.response.body_text()));
    let description = landing.parameter("error_description").unwrap();
    let number = description.strip_prefix("AADSTS").unwrap();
    let number = number.split(':').next().unwrap().parse().unwrap();
    assert_eq!(landing.parameter("state").as_deref(), Some("s-1"));
    assert!(
        landing
            .parameter("error_uri")
            .unwrap()
            .ends_with(&format!("error?code={number}"))
    );
    (error, number)
}

/// The number on a page that the app never hears of.
pub(crate) fn shown(landing: &Landing) -> u64 {
    assert!(landing.url.starts_with("http://"), "{}", landing.url);
    let html = landing.response.body_text();
    let (_, rest) = html
        .split_once("id=\"oauth-error\"")
        .unwrap_or_else(|| panic!("{} {html}", landing.url));
    let (_, rest) = rest.split_once("AADSTS").unwrap();
    rest.split(':').next().unwrap().parse().unwrap()
}

/// An error's name and number, for comparing.
pub(crate) fn error(name: &str, code: u64) -> (String, u64) {
    (name.to_string(), code)
}
