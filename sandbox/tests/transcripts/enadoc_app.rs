//! A server that uses Enadoc, in miniature: asks for the address, lets the browser sign in, discovers, redeems.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::browser::*;

pub(crate) const EIP: &str = "http://enadoc.localhost:9400";
pub(crate) const API: &str = "http://enadoc-api.localhost:9400/";
pub(crate) const RETURN: &str = "http://localhost:5173/callback/enadoc";
pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const CREDENTIALS: [(&str, &str); 2] = [
    ("client_id", "demo-enadoc"),
    ("client_secret", "sandbox-secret"),
];

/// A browser in which ada is signed in by switch, with more switches.
pub(crate) fn browser(switches: Value) -> Browser {
    let mut browser = Browser::new();
    switch(&mut browser, json!({"auto_login": "ada"}));
    switch(&mut browser, switches);
    browser
}

pub(crate) fn switch(browser: &mut Browser, switches: Value) {
    browser.control("PUT", "switches", json!({"enadoc": switches}));
}

/// The first call as documented, with some headers replaced or (with an empty value) left out.
pub(crate) fn ask(browser: &mut Browser, changes: &[(&str, &str)]) -> Response {
    let mut headers = vec![FORM, ("clientid", "demo-enadoc"), ("redirecturi", RETURN)];
    headers.retain(|(name, _)| !changes.iter().any(|(key, _)| key == name));
    headers.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    browser.send(
        "POST",
        &format!("{EIP}/api/v3/authorization/url"),
        &headers,
        "",
    )
}

/// A whole login. Gives the address of the app that it ended at.
pub(crate) fn landed(browser: &mut Browser) -> Landing {
    let url = ask(browser, &[]).body_text();
    browser.leave_app(&url)
}

/// A whole login's code.
pub(crate) fn code(browser: &mut Browser) -> String {
    landed(browser).parameter("code").unwrap()
}

/// Discovery with these fields in the body.
pub(crate) fn discover(browser: &mut Browser, fields: &[(&str, &str)]) -> Response {
    let url = format!("{EIP}/enadoc/discovery/api");
    browser.send("GET", &url, &[FORM], &form(fields))
}

/// Discovery's fields.
pub(crate) fn discovery_fields(code: &str) -> Vec<(&str, &str)> {
    [&CREDENTIALS[..], &[("oauth_code", code)]].concat()
}

/// A token request from a server, with the app's credentials and these fields; one of the same name wins.
pub(crate) fn token(browser: &mut Browser, fields: &[(&str, &str)]) -> Response {
    let mut all = CREDENTIALS.to_vec();
    all.retain(|(name, _)| !fields.iter().any(|(key, _)| key == name));
    all.extend(fields.iter().filter(|(_, value)| !value.is_empty()));
    browser.send("POST", &format!("{EIP}/api/v3/token"), &[FORM], &form(&all))
}

pub(crate) fn redeem(browser: &mut Browser, code: &str) -> Response {
    token(
        browser,
        &[("grant_type", "authorization_code"), ("code", code)],
    )
}

pub(crate) fn refresh(browser: &mut Browser, value: &str) -> Response {
    token(
        browser,
        &[("grant_type", "refresh_token"), ("refresh_token", value)],
    )
}

/// A whole login and its token answer.
pub(crate) fn login(browser: &mut Browser) -> Value {
    let code = code(browser);
    redeem(browser, &code).body_json().unwrap()
}

/// An API request with a token, in the documented spelling.
pub(crate) fn call(browser: &mut Browser, method: &str, route: &str, token: &str) -> Response {
    let authorization = format!("bearer {token}");
    let url = format!("{API}api/v3/{route}");
    browser.send(method, &url, &[("authorization", &authorization)], "")
}

/// Status and number of a refusal in the default envelope.
pub(crate) fn refused(response: &Response) -> (u16, String) {
    let body = response.body_json().unwrap();
    let number = body["error_code"].as_str();
    (
        response.status,
        number.unwrap_or_else(|| panic!("{body}")).to_string(),
    )
}

/// What `refused` gives.
pub(crate) fn numbered(status: u16, number: &str) -> (u16, String) {
    (status, number.to_string())
}
