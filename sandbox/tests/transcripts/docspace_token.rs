//! Check-list 5: the token endpoint.

use serde_json::{Value, json};

use crate::browser::*;

const TOKEN: &str = "http://docspace.localhost:9400/oauth2/token";
const SECRET: (&str, &str) = ("client_secret", "sandbox-secret");

/// Status, body, and the challenge header if any.
fn told(response: &docgate_sandbox::Response) -> (u16, String) {
    (response.status, response.body_text())
}

const INVALID_GRANT: &str = "{\"error\":\"invalid_grant\"}";

/// Exchange fields with some replaced, or with an empty value left out.
fn changed<'a>(code: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = exchange_fields(code)
        .into_iter()
        .filter(|(name, _)| !changes.iter().any(|(key, _)| key == name))
        .collect();
    fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    fields
}

#[test]
fn the_answer_to_a_public_client() {
    let mut browser = Browser::new();
    let code = browser.login("ada", "files:read accounts.self:read");
    let response = browser.exchange(&code);
    let body = response.body_json().unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(body["token_type"], json!("Bearer"));
    assert_eq!(body["expires_in"], json!(3599));
    let mut scopes: Vec<&str> = body["scope"].as_str().unwrap().split(' ').collect();
    assert_ne!(
        scopes,
        ["files:read", "accounts.self:read"],
        "a set's order, not the request's"
    );
    scopes.sort_unstable();
    assert_eq!(scopes, ["accounts.self:read", "files:read"]);
    assert_eq!(
        body.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["access_token", "expires_in", "scope", "token_type"]
    );
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert!(
        response
            .header("cache-control")
            .unwrap()
            .contains("no-store")
    );
}

#[test]
fn a_code_is_good_for_a_minute() {
    for (seconds, status) in [(58, 200), (61, 400)] {
        let mut browser = Browser::new();
        let code = browser.login("ada", "files:read");
        browser.control("POST", "time", json!({"advance_seconds": seconds}));
        assert_eq!(browser.exchange(&code).status, status, "after {seconds} s");
    }
    let mut browser = Browser::switched(json!({"code_lifetime": 5}));
    let code = browser.login("ada", "files:read");
    browser.control("POST", "time", json!({"advance_seconds": 6}));
    assert_eq!(
        told(&browser.exchange(&code)),
        (400, INVALID_GRANT.to_string())
    );
}

#[test]
fn a_second_exchange_fails_and_kills_the_first_token() {
    let mut browser = Browser::new();
    let code = browser.login("ada", "files:read");
    let token = browser.exchange(&code).body_json().unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    assert_eq!(
        told(&browser.exchange(&code)),
        (400, INVALID_GRANT.to_string())
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 401);
}

#[test]
fn a_wrong_verifier_does_not_burn_the_code() {
    let mut browser = Browser::new();
    let code = browser.login("ada", "files:read");
    let wrong = "a".repeat(43);
    assert_eq!(
        told(&browser.post(TOKEN, &changed(&code, &[("code_verifier", &wrong)]))),
        (400, INVALID_GRANT.to_string())
    );
    let token = browser.exchange(&code).body_json().unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    // Nor does it kill the token of a spent code.
    browser.post(TOKEN, &changed(&code, &[("code_verifier", &wrong)]));
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
}

#[test]
fn the_error_table() {
    let mut browser = Browser::new();
    let code = browser.login("ada", "files:read");
    let cases = vec![
        (changed("unknown", &[]), 400, json!("invalid_grant")),
        (
            changed(&code, &[("redirect_uri", "http://localhost:5173/other")]),
            400,
            json!("invalid_grant"),
        ),
        (
            changed(&code, &[("client_id", "nobody")]),
            401,
            json!("invalid_client"),
        ),
        (
            changed(&code, &[("client_id", "demo-docspace-disabled")]),
            401,
            json!("invalid_client"),
        ),
        (
            changed(&code, &[("client_id", "demo-docspace-confidential")]),
            401,
            json!("invalid_client"),
        ),
        (
            changed(
                &code,
                &[
                    ("client_id", "demo-docspace-confidential"),
                    ("client_secret", "wrong"),
                ],
            ),
            401,
            json!("invalid_client"),
        ),
        (
            [exchange_fields(&code).to_vec(), vec![("code", "two")]].concat(),
            400,
            json!("invalid_request"),
        ),
        (
            [exchange_fields(&code).to_vec(), vec![("client_id", CLIENT)]].concat(),
            400,
            json!("invalid_request"),
        ),
    ];
    for (fields, status, error) in cases {
        let response = browser.post(TOKEN, &fields);
        let body = response.body_json().unwrap();
        assert_eq!(
            (response.status, &body["error"]),
            (status, &error),
            "{fields:?}"
        );
        assert_eq!(
            body.get("error_description").is_some(),
            error == json!("invalid_request"),
            "{body}"
        );
    }
    assert_eq!(
        browser.exchange(&code).status,
        200,
        "none of these burnt the code"
    );
}

#[test]
fn without_verifier_and_secret_the_answer_is_an_empty_401() {
    let mut browser = Browser::new();
    let code = browser.login("ada", "files:read");
    let cases: Vec<Vec<(&str, &str)>> = vec![
        changed(&code, &[("code_verifier", "")]),
        vec![
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT),
            ("refresh_token", "x"),
        ],
        vec![("grant_type", "client_credentials"), ("client_id", CLIENT)],
        vec![("client_id", CLIENT)],
        vec![],
    ];
    for fields in cases {
        let response = browser.post(TOKEN, &fields);
        assert_eq!(told(&response), (401, String::new()), "{fields:?}");
        assert_eq!(response.header("content-type"), None);
        assert!(
            response
                .header("www-authenticate")
                .unwrap()
                .starts_with("Bearer")
        );
        assert_eq!(response.header("access-control-allow-origin"), Some("*"));
        assert_eq!(response.header("access-control-expose-headers"), None);
    }
}

#[test]
fn parameters_of_the_query_string_are_not_seen() {
    let mut browser = Browser::new();
    let code = browser.login("ada", "files:read");
    let url = format!("{TOKEN}?{}", form(&exchange_fields(&code)));
    assert_eq!(told(&browser.post(&url, &[])), (401, String::new()));
    // A verifier in the query string beside one in the body is not a repetition.
    assert_eq!(
        browser
            .post(&format!("{TOKEN}?code_verifier=x"), &exchange_fields(&code))
            .status,
        200
    );
}

#[test]
fn a_code_of_another_client_is_burnt() {
    let mut browser = Browser::new();
    let client = json!({"id": "other", "redirect_uris": [CALLBACK]});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": client}),
    );
    let code = browser.login("ada", "files:read");
    assert_eq!(
        told(&browser.post(TOKEN, &changed(&code, &[("client_id", "other")]))),
        (400, INVALID_GRANT.to_string())
    );
    assert_eq!(
        told(&browser.exchange(&code)),
        (400, INVALID_GRANT.to_string())
    );
}

/// A login as the confidential client, and its first token answer.
fn confidential(browser: &mut Browser, scope: &str) -> Value {
    let url = authorize_url(scope).replace(
        "client_id=demo-docspace",
        "client_id=demo-docspace-confidential",
    );
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"auto_login": "ada", "auto_consent": true}}),
    );
    let code = browser.leave_app(&url).parameter("code").unwrap();
    let fields = changed(
        &code,
        &[("client_id", "demo-docspace-confidential"), SECRET],
    );
    browser.post(TOKEN, &fields).body_json().unwrap()
}

fn refresh(browser: &mut Browser, token: &str, more: &[(&str, &str)]) -> docgate_sandbox::Response {
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "demo-docspace-confidential"),
        SECRET,
        ("refresh_token", token),
    ];
    browser.post(TOKEN, &[&fields, more].concat())
}

#[test]
fn a_confidential_client_gets_a_refresh_token_that_rotates() {
    let mut browser = Browser::new();
    let first = confidential(&mut browser, "files:read rooms:read");
    let first_refresh = first["refresh_token"].as_str().unwrap();
    let response = refresh(&mut browser, first_refresh, &[]);
    let second = response.body_json().unwrap();
    assert_eq!(response.status, 200, "{second}");
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(
        told(&refresh(&mut browser, first_refresh, &[])),
        (400, INVALID_GRANT.to_string()),
        "dead at once, no grace"
    );
    // The old access token is replaced as well; the new pair lives on.
    assert_eq!(
        browser
            .api(
                "GET",
                "files/@root",
                first["access_token"].as_str().unwrap()
            )
            .status,
        401
    );
    assert_eq!(
        browser
            .api(
                "GET",
                "files/@root",
                second["access_token"].as_str().unwrap()
            )
            .status,
        200
    );
    let second_refresh = second["refresh_token"].as_str().unwrap();
    assert_eq!(
        refresh(&mut browser, second_refresh, &[("scope", "files:write")])
            .body_json()
            .unwrap()["error"],
        json!("invalid_scope")
    );
    let third = refresh(&mut browser, second_refresh, &[("scope", "files:read")])
        .body_json()
        .unwrap();
    assert_eq!(third["scope"], json!("files:read"));
}

#[test]
fn an_authenticated_client_with_an_unknown_grant_is_invalid_request() {
    let mut browser = Browser::new();
    let fields = [
        ("grant_type", "password"),
        ("client_id", "demo-docspace-confidential"),
        SECRET,
    ];
    let response = browser.post(TOKEN, &fields);
    assert_eq!(
        (
            response.status,
            response.body_json().unwrap()["error"].clone()
        ),
        (400, json!("invalid_request"))
    );
}

#[test]
fn refresh_tokens_expire_and_can_be_expired() {
    let mut browser = Browser::new();
    let answer = confidential(&mut browser, "files:read");
    browser.control(
        "POST",
        "expire",
        json!({"what": "refresh", "client": "demo-docspace-confidential", "user": "ada"}),
    );
    assert_eq!(
        refresh(&mut browser, answer["refresh_token"].as_str().unwrap(), &[]).status,
        400
    );
    let answer = confidential(&mut browser, "files:read");
    browser.control(
        "POST",
        "time",
        json!({"advance_seconds": 60 * 24 * 3600 + 1}),
    );
    assert_eq!(
        refresh(&mut browser, answer["refresh_token"].as_str().unwrap(), &[]).status,
        400
    );
}

#[test]
fn lifetimes_are_switches() {
    let mut browser = Browser::switched(json!({"access_token_lifetime": 10}));
    let code = browser.login("ada", "files:read");
    let body = browser.exchange(&code).body_json().unwrap();
    assert_eq!(body["expires_in"], json!(9));
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(browser.api("GET", "files/@root", token).status, 200);
    browser.control("POST", "time", json!({"advance_seconds": 11}));
    assert_eq!(browser.api("GET", "files/@root", token).status, 401);
}

#[test]
fn cors_off_is_a_portal_before_3_2() {
    let mut browser = Browser::switched(json!({"cors": false}));
    let code = browser.login("ada", "files:read");
    let response = browser.exchange(&code);
    assert_eq!(
        (
            response.status,
            response.header("access-control-allow-origin")
        ),
        (200, None),
        "answered, and unreadable"
    );
    let preflight = [
        ("origin", APP),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x"),
    ];
    let response = browser.send("OPTIONS", TOKEN, &preflight, "");
    assert_eq!(
        (
            response.status,
            response.header("access-control-allow-origin")
        ),
        (403, None)
    );
}
