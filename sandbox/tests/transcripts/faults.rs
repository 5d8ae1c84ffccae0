//! Faults at an endpoint: what the answer becomes, and whether the request has its effect.

use serde_json::{Value, json};

use crate::browser::*;

/// A portal with this fault at the token endpoint, a code for it, and the answer to its exchange.
fn exchange_with(fault: Value) -> (Browser, String, docgate_sandbox::Response) {
    let mut browser =
        Browser::switched(json!({"auto_login": "ada", "auto_consent": true, "token_fault": fault}));
    let code = browser.login("ada", "files:read");
    let response = browser.exchange(&code);
    (browser, code, response)
}

#[test]
fn answers_in_place_of_the_genuine_one_have_no_effect() {
    let cases = [
        (json!({"kind": "html"}), 200, "text/html;charset=utf-8"),
        (
            json!({"kind": "empty", "status": 429}),
            429,
            "application/json",
        ),
        (json!({"kind": "problem"}), 500, "application/problem+json"),
        (
            json!({"kind": "custom", "status": 418, "headers": {"Content-Type": "text/x"}, "body": "tea"}),
            418,
            "text/x",
        ),
        (
            json!({"kind": "custom", "body": {"error": "invalid_grant"}}),
            200,
            "application/json",
        ),
    ];
    for (mut fault, status, content_type) in cases {
        fault["times"] = json!(1);
        let (mut browser, code, response) = exchange_with(fault.clone());
        assert_eq!(
            (response.status, response.header("content-type")),
            (status, Some(content_type)),
            "{fault}"
        );
        assert_eq!(
            response.header("access-control-allow-origin"),
            Some("*"),
            "readable: {fault}"
        );
        assert_eq!(
            browser.exchange(&code).status,
            200,
            "the code is as it was: {fault}"
        );
    }
}

#[test]
fn redirects_name_their_target() {
    for status in [302, 307] {
        let to = "http://evil.localhost:9400/token";
        let (_, _, response) =
            exchange_with(json!({"kind": "redirect", "to": to, "status": status}));
        assert_eq!(
            (response.status, response.header("location")),
            (status, Some(to))
        );
    }
}

#[test]
fn pacing_is_left_to_the_server() {
    let (_, _, response) = exchange_with(json!({"kind": "hang"}));
    assert!(response.pacing.hang);
    let (_, _, response) = exchange_with(json!({"kind": "close"}));
    assert!(response.pacing.close);
    let (_, _, response) = exchange_with(json!({"kind": "endless"}));
    assert!(response.pacing.endless && response.header("content-type") == Some("application/json"));
    let (_, _, response) = exchange_with(json!({"kind": "slow"}));
    assert_eq!(
        (response.status, response.pacing.bytes_per_second),
        (200, Some(1))
    );
    let (_, _, response) = exchange_with(json!({"kind": "delay", "milliseconds": 7}));
    assert_eq!(
        (response.status, response.pacing.delay_milliseconds),
        (200, 7)
    );
    let (_, _, response) = exchange_with(json!({"kind": "cut", "after": 3}));
    assert_eq!((response.status, response.pacing.cut_after), (200, Some(3)));
}

#[test]
fn a_lost_answer_can_have_its_effect() {
    let (mut browser, code, response) =
        exchange_with(json!({"kind": "close", "execute": true, "times": 1}));
    assert!(response.pacing.close);
    assert_eq!(browser.exchange(&code).status, 400, "the code is spent");
}

#[test]
fn large_and_bent_answers_start_from_the_genuine_one() {
    let (_, _, response) = exchange_with(json!({"kind": "large"}));
    assert!(
        response.body.len() > 10_000_000
            && response.body_json().unwrap()["access_token"].is_string()
    );
    let (_, _, response) = exchange_with(
        json!({"kind": "merge", "set": {"token_type": "mac", "expires_in": -1}, "remove": ["scope"]}),
    );
    let body = response.body_json().unwrap();
    assert_eq!(
        (&body["token_type"], &body["expires_in"], body.get("scope")),
        (&json!("mac"), &json!(-1), None)
    );
    let mut browser = Browser::switched(
        json!({"metadata_fault": {"kind": "large", "bytes": 1_000_000, "member": "scopes_supported"}}),
    );
    let document = browser
        .get(&format!("{PORTAL}/.well-known/openid-configuration"))
        .body_json()
        .unwrap();
    assert!(document["scopes_supported"].as_array().unwrap().len() > 60_000);
}

#[test]
fn without_cors_the_answer_is_unreadable() {
    let (_, _, response) = exchange_with(json!({"kind": "html", "cors": false}));
    assert_eq!(response.header("access-control-allow-origin"), None);
}

#[test]
fn api_faults_choose_by_path_and_never_hit_preflights() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read accounts.self:read");
    let to = "http://evil.localhost:9400/";
    browser.control("PUT", "switches", json!({"docspace": {"api_fault": {"kind": "redirect", "to": to, "path": "/api/2.0/files"}}}));
    let preflight = [("origin", APP), ("access-control-request-method", "GET")];
    assert_eq!(
        browser
            .send(
                "OPTIONS",
                &format!("{PORTAL}/api/2.0/files/@root"),
                &preflight,
                ""
            )
            .status,
        204
    );
    assert_eq!(browser.api("GET", "people/@self", &token).status, 200);
    let response = browser.api("GET", "files/@root", &token);
    assert_eq!(
        (
            response.status,
            response.header("location"),
            response.header("access-control-allow-origin")
        ),
        (302, Some(to), Some(APP))
    );
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"api_fault": {"kind": "empty", "status": 401, "times": 1}}}),
    );
    assert_eq!(
        browser.api("GET", "files/@root", &token).status,
        401,
        "a live token"
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"api_fault": {"kind": "problem"}}}),
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 500);
}

#[test]
fn every_fault_switch_has_its_endpoint() {
    let cases = [
        ("authorize_fault", "GET", "/oauth2/authorize"),
        ("token_fault", "POST", "/api/2.0/oauth2/token"),
        ("jwks_fault", "GET", "/oauth2/jwks"),
        (
            "metadata_fault",
            "GET",
            "/oauth2/.well-known/openid-configuration",
        ),
        (
            "metadata_fault",
            "GET",
            "/.well-known/oauth-authorization-server",
        ),
        ("userinfo_fault", "GET", "/oauth2/userinfo"),
        ("introspection_fault", "POST", "/oauth2/introspect"),
        ("revocation_fault", "POST", "/oauth2/revoke"),
        ("capabilities_fault", "GET", "/api/2.0/capabilities"),
        ("api_fault", "DELETE", "/api/2.0/files/1"),
    ];
    for (switch, method, path) in cases {
        let mut browser = Browser::switched(json!({switch: {"kind": "custom", "status": 418}}));
        assert_eq!(
            browser
                .send(method, &format!("{PORTAL}{path}"), &[], "")
                .status,
            418,
            "{switch}"
        );
        assert_eq!(browser.log()[0]["fault"], json!("custom"));
    }
    let cases = [
        ("authorize_fault", "GET", "/authorize"),
        ("token_fault", "POST", "/token"),
        ("jwks_fault", "GET", "/jwks"),
        ("metadata_fault", "GET", "/.well-known/openid-configuration"),
        ("userinfo_fault", "GET", "/userinfo"),
        ("revocation_fault", "POST", "/revoke"),
        ("api_fault", "GET", "/api/me"),
    ];
    for (switch, method, path) in cases {
        let mut browser = Browser::new();
        browser.control(
            "PUT",
            "switches",
            json!({"oidc": {switch: {"kind": "custom", "status": 418}}}),
        );
        assert_eq!(
            browser
                .send(method, &format!("{ISSUER}{path}"), &[], "")
                .status,
            418,
            "{switch}"
        );
    }
}
