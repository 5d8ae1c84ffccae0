//! Check-list 9: the REST API.

use serde_json::json;

use crate::browser::*;

#[test]
fn the_profile_in_its_envelope() {
    let mut browser = Browser::new();
    let token = browser.access_token("grace", "accounts.self:read");
    let response = browser.api("GET", "people/@self", &token);
    let body = response.body_json().unwrap();
    assert_eq!(
        (
            response.status,
            &body["statusCode"],
            &body["status"],
            &body["count"]
        ),
        (200, &json!(200), &json!(0), &json!(1))
    );
    assert_eq!(
        body["links"][0],
        json!({"href": format!("{PORTAL}/api/2.0/people/@self"), "action": "GET"})
    );
    let me = &body["response"];
    assert_eq!(me["id"], claims(&token)["sub"]);
    assert_eq!(me["displayName"], json!("Grace Hopper"));
    assert_eq!(
        (&me["firstName"], &me["lastName"], &me["email"]),
        (
            &json!("Grace"),
            &json!("Hopper"),
            &json!("grace@example.test")
        )
    );
    let avatar = format!("{PORTAL}{}", me["avatar"].as_str().unwrap());
    assert_eq!(
        browser.get(&avatar).header("content-type"),
        Some("image/svg+xml")
    );
}

#[test]
fn a_401_has_an_empty_body_and_no_challenge() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    let url = format!("{PORTAL}/api/2.0/files/@root");
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    let forged = format!("Bearer {}{last}", &token[..token.len() - 1]);
    for authorization in [
        None,
        Some(format!("bearer {token}")),
        Some(format!("BEARER {token}")),
        Some(token.clone()),
        Some("Bearer opaque".to_string()),
        Some(forged),
    ] {
        let headers: Vec<(&str, &str)> = authorization
            .iter()
            .map(|value| ("authorization", value.as_str()))
            .collect();
        let response = browser.send("GET", &url, &headers, "");
        assert_eq!(
            (response.status, response.body_text()),
            (401, String::new()),
            "{authorization:?}"
        );
        assert_eq!(response.header("www-authenticate"), None);
    }
    let good = format!("Bearer {token}");
    assert_eq!(
        browser
            .send("GET", &url, &[("authorization", &good)], "")
            .status,
        200
    );
    // A token of one name of the portal fails at another.
    let elsewhere = "http://docspace.localhost:9999/api/2.0/files/@root";
    assert_eq!(
        browser
            .send("GET", elsewhere, &[("authorization", &good)], "")
            .status,
        401
    );
}

#[test]
fn a_403_has_an_empty_body() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    for (method, route) in [
        ("GET", "people/@self"),
        ("POST", "files/@my/file"),
        ("GET", "files/rooms"),
        ("GET", "settings"),
        ("PATCH", "files/1"),
    ] {
        let response = browser.api(method, route, &token);
        assert_eq!(
            (response.status, response.body_text()),
            (403, String::new()),
            "{method} {route}"
        );
    }
}

#[test]
fn write_opens_read_and_the_echo() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:write rooms:read");
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    assert_eq!(
        browser
            .api("GET", "files/rooms", &token)
            .body_json()
            .unwrap()["response"]["folders"][0]["title"],
        json!("Contracts")
    );
    assert_eq!(browser.api("GET", "files/nothing", &token).status, 404);
    let headers = [
        ("authorization", &*format!("Bearer {token}")),
        ("content-type", "application/json"),
        ("origin", APP),
    ];
    let response = browser.send(
        "POST",
        &format!("{PORTAL}/api/2.0/files/@my/file"),
        &headers,
        "{\"title\":\"a\"}",
    );
    assert_eq!(
        response.body_json().unwrap()["response"],
        json!({"method": "POST", "route": "files/@my/file", "received": {"title": "a"}})
    );
}

#[test]
fn only_the_clients_allowed_origins_may_read_but_the_request_is_executed_for_all() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:write");
    let bearer = format!("Bearer {token}");
    let url = format!("{PORTAL}/api/2.0/files/@my/file");
    let evil = "http://evil.localhost:9400";
    let preflight = [
        ("origin", evil),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization"),
    ];
    let response = browser.send("OPTIONS", &url, &preflight, "");
    assert_eq!(
        response.header("access-control-allow-origin"),
        Some("*"),
        "a preflight passes for everyone"
    );
    assert_eq!(
        response.header("access-control-allow-headers"),
        Some("authorization")
    );
    let response = browser.send(
        "POST",
        &url,
        &[("origin", evil), ("authorization", &bearer)],
        "{}",
    );
    assert_eq!(
        (
            response.status,
            response.header("access-control-allow-origin")
        ),
        (200, None)
    );
    let response = browser.send(
        "POST",
        &url,
        &[("origin", APP), ("authorization", &bearer)],
        "{}",
    );
    assert_eq!(response.header("access-control-allow-origin"), Some(APP));
    assert_eq!(response.header("access-control-allow-credentials"), None);
    assert_eq!(response.header("access-control-expose-headers"), None);
    // Without a token that names a client the base policy counts.
    let response = browser.send("GET", &url, &[("origin", evil)], "");
    assert_eq!(
        (
            response.status,
            response.header("access-control-allow-origin")
        ),
        (401, Some("*"))
    );
}

#[test]
fn tokens_die_by_lifetime_eviction_and_expiry() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    browser.control("POST", "time", json!({"advance_seconds": 3598}));
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    browser.control("POST", "time", json!({"advance_seconds": 3}));
    assert_eq!(browser.api("GET", "files/@root", &token).status, 401);

    let token = browser.access_token("ada", "files:read");
    assert_eq!(
        browser.control("POST", "evict", json!({"client": CLIENT, "user": "grace"}))["evicted"],
        json!(false)
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    assert_eq!(
        browser.control("POST", "evict", json!({"client": CLIENT, "user": "ada"}))["evicted"],
        json!(true)
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 401);

    let token = browser.access_token("ada", "files:read");
    browser.control("POST", "expire", json!({"what": "access"}));
    assert_eq!(browser.api("GET", "files/@root", &token).status, 401);
}

#[test]
fn a_disabled_client_is_cut_off_at_once() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    let client = json!({"id": CLIENT, "redirect_uris": [CALLBACK], "disabled": true});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": client}),
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 401);
}
