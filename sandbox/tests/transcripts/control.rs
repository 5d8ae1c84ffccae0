//! The control API's own rules.

use serde_json::json;

use crate::browser::*;

#[test]
fn an_unknown_or_wrong_key_is_named_and_nothing_changes() {
    let mut browser = Browser::new();
    let cases = [
        (json!({"docspace": {"cors": false, "nope": 1}}), "nope"),
        (json!({"docspce": {}}), "docspce"),
        (
            json!({"docspace": {"cors": false, "code_lifetime": "long"}}),
            "docspace.code_lifetime",
        ),
        (
            json!({"docspace": {"cors": false, "token_fault": {"kind": "htlm"}}}),
            "htlm",
        ),
        (
            json!({"docspace": {"cors": false, "token_fault": {"kind": "html", "statsu": 1}}}),
            "statsu",
        ),
        (
            json!({"docspace": {"cors": false, "token_fault": {"kind": "redirect"}}}),
            "`to`",
        ),
        (json!({"oidc": {"metadata": {"sett": {}}}}), "sett"),
        (json!([]), "JSON object"),
    ];
    for (body, named) in cases {
        let response = browser.send(
            "PUT",
            &format!("{PORTAL}/_sandbox/switches"),
            &[],
            &body.to_string(),
        );
        let error = response.body_json().unwrap()["error"]
            .as_str()
            .unwrap()
            .to_string();
        assert_eq!(response.status, 400);
        assert!(error.contains(named), "{body}: {error}");
    }
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["switches"]["docspace"]["cors"], json!(true));
}

#[test]
fn switches_merge_and_null_turns_off() {
    let mut browser = Browser::new();
    browser.control("PUT", "switches", json!({"docspace": {"token_fault": {"kind": "custom", "status": 400, "body": {"error": "x"}}}}));
    let all = browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"auto_login": "ada", "token_fault": {"kind": "html"}}}),
    );
    assert_eq!(
        all["docspace"]["token_fault"].get("body"),
        None,
        "a value is replaced whole"
    );
    let all = browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"token_fault": null}}),
    );
    assert_eq!(
        (
            &all["docspace"]["token_fault"],
            &all["docspace"]["auto_login"]
        ),
        (&json!(null), &json!("ada"))
    );
}

#[test]
fn every_host_answers_and_only_local_origins_may_read() {
    let mut browser = Browser::new();
    for host in [
        "127.0.0.1:9400",
        "localhost:9400",
        "[::1]:9400",
        "evil.localhost:9400",
        "oidc-double.localhost:9400",
        "anything.localhost",
    ] {
        assert_eq!(
            browser.get(&format!("http://{host}/_sandbox/state")).status,
            200,
            "{host}"
        );
    }
    assert_eq!(
        browser
            .get("http://rebound.example.com/_sandbox/state")
            .status,
        421
    );
    let url = format!("{PORTAL}/_sandbox/switches");
    for (origin, allowed) in [
        (APP, true),
        ("http://app.localhost:1", true),
        ("https://127.0.0.1", true),
        ("https://example.com", false),
        ("http://localhost.example.com", false),
        ("null", false),
    ] {
        let preflight = [
            ("origin", origin),
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", "content-type"),
        ];
        for response in [
            browser.send("OPTIONS", &url, &preflight, ""),
            browser.send("PUT", &url, &[("origin", origin)], "{}"),
        ] {
            assert_eq!(
                response.header("access-control-allow-origin"),
                allowed.then_some(origin),
                "{origin}"
            );
        }
    }
}

#[test]
fn bad_requests_are_refused() {
    let mut browser = Browser::new();
    for (method, action, body, status) in [
        ("GET", "nothing", "{}", 404),
        ("GET", "switches", "{}", 404),
        ("POST", "evict", "{}", 400),
        (
            "POST",
            "evict",
            "{\"client\":\"demo-docspace\",\"user\":\"nobody\"}",
            400,
        ),
        ("POST", "expire", "{\"what\":\"everything\"}", 400),
        ("POST", "time", "{\"advance_second\":1}", 400),
        (
            "PUT",
            "clients",
            "{\"double\":\"docspace\",\"client\":{\"id\":\"x\"}}",
            400,
        ),
        ("GET", "log?since=x", "{}", 400),
        ("GET", "state?scenario=a.b", "{}", 400),
    ] {
        let response = browser.send(method, &format!("{PORTAL}/_sandbox/{action}"), &[], body);
        assert_eq!(
            response.status,
            status,
            "{method} {action} {body}: {}",
            response.body_text()
        );
    }
}

#[test]
fn no_secret_is_in_the_state() {
    let mut browser = Browser::new();
    let code = browser.login("ada", "files:read");
    let token = browser.exchange(&code).body_json().unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    let state = browser.control("GET", "state", json!({}));
    let row = &state["docspace"]["state"]["authorizations"][0];
    assert_eq!(
        (
            &row["access_token"]["live"],
            &row["code"]["spent"],
            &row["client"]
        ),
        (&json!(true), &json!(true), &json!(CLIENT))
    );
    let text = state.to_string();
    assert!(!text.contains(&token) && !text.contains(&code));
}
