//! Docplanner: credentials in three forms, a null scope, the firewall, the domain without `www.`.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::browser::*;

pub(crate) const HOST: &str = "http://docplanner.localhost:9400";
pub(crate) const AGENT: (&str, &str) = ("user-agent", "docgate-relay/1");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const BASIC: (&str, &str) = (
    "authorization",
    "Basic ZGVtby1kb2NwbGFubmVyOnNhbmRib3gtc2VjcmV0",
);
const GRANT: &str = "grant_type=client_credentials&scope=integration";

pub(crate) fn browser(switches: Value) -> Browser {
    let mut browser = Browser::new();
    switch(&mut browser, switches);
    browser
}

pub(crate) fn switch(browser: &mut Browser, switches: Value) {
    browser.control("PUT", "switches", json!({"docplanner": switches}));
}

/// A token request with these headers and this body.
fn ask(browser: &mut Browser, headers: &[(&str, &str)], body: &str) -> Response {
    browser.send("POST", &format!("{HOST}/oauth/v2/token"), headers, body)
}

/// As documented.
fn documented(browser: &mut Browser) -> Response {
    ask(browser, &[AGENT, FORM, BASIC], GRANT)
}

pub(crate) fn token(browser: &mut Browser) -> String {
    let body = documented(browser).body_json().unwrap();
    body["access_token"].as_str().unwrap().to_string()
}

fn is_captcha(answer: &Response) -> bool {
    answer.status == 405
        && answer.header("x-amzn-waf-action") == Some("captcha")
        && answer.header("content-type") == Some("text/html;charset=utf-8")
        && answer.body_text().contains("<html")
}

#[test]
fn the_answer_has_a_null_scope_and_a_type_in_small_letters() {
    let mut browser = browser(json!({}));
    let answer = documented(&mut browser);
    let mut body = answer.body_json().unwrap();
    let token = body
        .as_object_mut()
        .unwrap()
        .remove("access_token")
        .unwrap();
    assert_eq!(
        (answer.status, body),
        (
            200,
            json!({"expires_in": 3600, "token_type": "bearer", "scope": null})
        )
    );
    let token = token.as_str().unwrap();
    assert_eq!(token.len(), 40);
    assert!(
        token
            .bytes()
            .all(|byte| b"0123456789abcdef".contains(&byte)),
        "{token}"
    );
    switch(&mut browser, json!({"access_token_lifetime": 86400}));
    let body = documented(&mut browser).body_json().unwrap();
    assert_eq!(body["expires_in"], json!(86400));
    switch(&mut browser, json!({"expires_in": false}));
    let body = documented(&mut browser).body_json().unwrap();
    assert_eq!(body.get("expires_in"), None);
    switch(
        &mut browser,
        json!({"token_answer": {"set": {"expires_in": "3600"}, "remove": ["scope"]}}),
    );
    let body = documented(&mut browser).body_json().unwrap();
    assert_eq!(
        (&body["expires_in"], body.get("scope")),
        (&json!("3600"), None)
    );
}

#[test]
fn credentials_come_in_three_forms() {
    let mut browser = browser(json!({}));
    let secret = "&client_id=demo-docplanner&client_secret=sandbox-secret";
    let form = ask(&mut browser, &[AGENT, FORM], &format!("{GRANT}{secret}"));
    assert_eq!(form.status, 200);
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "demo-docplanner"),
        ("client_secret", "sandbox-secret"),
    ];
    let mut body: String = fields
        .iter()
        .map(|(name, value)| {
            format!("--b1\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    body.push_str("--b1--\r\n");
    let kind = ("content-type", "multipart/form-data; boundary=b1");
    assert_eq!(ask(&mut browser, &[AGENT, kind], &body).status, 200);
    let entry = browser.log().pop().unwrap();
    assert_eq!(entry["form"]["client_id"], json!("demo-docplanner"));
    assert_eq!(documented(&mut browser).status, 200);
    let entry = browser.log().pop().unwrap();
    assert_eq!(entry["authorization"]["scheme"], json!("Basic"));
    assert!(!entry.to_string().contains("sandbox-secret"));
}

#[test]
fn refusals() {
    let mut browser = browser(json!({}));
    let wrong = "grant_type=client_credentials&client_id=demo-docplanner&client_secret=x";
    for (body, status, error) in [
        (wrong, 400, "invalid_client"),
        ("grant_type=client_credentials", 400, "invalid_client"),
        (
            "grant_type=authorization_code",
            400,
            "unsupported_grant_type",
        ),
        ("a=b", 400, "invalid_request"),
    ] {
        let answer = ask(&mut browser, &[AGENT, FORM], body);
        assert_eq!(
            (answer.status, &answer.body_json().unwrap()["error"]),
            (status, &json!(error)),
            "{body}"
        );
    }
    switch(&mut browser, json!({"invalid_client_status": 401}));
    assert_eq!(ask(&mut browser, &[AGENT, FORM], wrong).status, 401);
    let client = json!({"id": "demo-docplanner", "redirect_uris": [], "secret": "sandbox-secret", "disabled": true});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docplanner", "client": client}),
    );
    assert_eq!(documented(&mut browser).status, 401);
    for path in ["/.well-known/openid-configuration", "/", "/oauth/v2/auth"] {
        assert_eq!(
            browser
                .send("GET", &format!("{HOST}{path}"), &[AGENT], "")
                .status,
            404
        );
    }
}

#[test]
fn too_many_token_requests_are_asked_whether_they_are_human() {
    let mut browser = browser(json!({"token_calls": 3}));
    for _ in 0..3 {
        assert_eq!(documented(&mut browser).status, 200);
    }
    assert!(is_captcha(&documented(&mut browser)));
    browser.control("POST", "time", json!({"advance_seconds": 299}));
    assert!(is_captcha(&documented(&mut browser)));
    browser.control("POST", "time", json!({"advance_seconds": 1}));
    assert_eq!(documented(&mut browser).status, 200);
}

#[test]
fn who_does_not_say_what_it_is_gets_the_captcha_everywhere() {
    let mut browser = browser(json!({}));
    assert!(is_captcha(&ask(&mut browser, &[FORM, BASIC], GRANT)));
    assert!(is_captcha(&ask(
        &mut browser,
        &[FORM, BASIC, ("user-agent", "")],
        GRANT
    )));
    let token = token(&mut browser);
    let authorization = format!("Bearer {token}");
    let url = format!("{HOST}/api/v3/integration/facilities");
    let mut call = |agent: &[(&str, &str)]| {
        let headers = [agent, &[("authorization", authorization.as_str())]].concat();
        browser.send("GET", &url, &headers, "")
    };
    assert!(is_captcha(&call(&[])));
    assert_eq!(call(&[AGENT]).status, 200);
}

#[test]
fn the_domain_without_www_turns_a_post_into_a_get() {
    let mut browser = browser(json!({}));
    let url = "http://docplanner-apex.localhost:9400/oauth/v2/token?a=b";
    let answer = browser.send("POST", url, &[AGENT, FORM, BASIC], GRANT);
    let target = format!("{HOST}/oauth/v2/token?a=b");
    assert_eq!(
        (answer.status, answer.header("location")),
        (301, Some(target.as_str()))
    );
    let followed = browser.send("GET", &target, &[AGENT, BASIC], "");
    assert_eq!(
        (followed.status, followed.header("x-amzn-waf-action")),
        (405, None)
    );
    let scenario = browser.get("http://x.docplanner-apex.localhost:9400/");
    assert_eq!(
        scenario.header("location"),
        Some("http://x.docplanner.localhost:9400/")
    );
    assert_eq!(browser.log()[0]["double"], json!("docplanner-apex"));
}

#[test]
fn the_token_endpoint_can_fail() {
    let fault = json!({"kind": "html", "status": 405, "times": 1});
    let mut browser = browser(json!({"token_fault": fault}));
    let answer = documented(&mut browser);
    assert_eq!((answer.status, answer.fault), (405, Some("html")));
    assert_eq!(documented(&mut browser).status, 200);
}

#[test]
fn the_state_has_hashes_and_a_reset_forgets() {
    let mut browser = browser(json!({}));
    let token = token(&mut browser);
    let state = browser.control("GET", "state", json!({}));
    let docplanner = &state["docplanner"];
    assert_eq!(docplanner["clients"][0]["id"], json!("demo-docplanner"));
    assert_eq!(docplanner["state"]["access_tokens"][0]["live"], json!(true));
    assert!(!state.to_string().contains(&token));
    browser.control("POST", "reset", json!({}));
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["docplanner"]["state"]["access_tokens"], json!([]));
}
