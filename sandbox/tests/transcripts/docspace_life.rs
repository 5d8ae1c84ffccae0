//! How an app's access ends before its time: revoked by the user, disabled, deleted; and what each looks like from outside.

use serde_json::{Value, json};

use crate::browser::*;

fn introspected(browser: &mut Browser, token: &str) -> Value {
    let answer = browser.post(&format!("{PORTAL}/oauth2/introspect"), &[("token", token)]);
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (200, Some("*"))
    );
    answer.body_json().unwrap()
}

/// Status of an API call, and whether the app may read it.
fn call(browser: &mut Browser, token: &str) -> (u16, bool) {
    let answer = browser.api("GET", "files/@root", token);
    (
        answer.status,
        answer.header("access-control-allow-origin") == Some(APP),
    )
}

#[test]
fn revoked_by_the_user() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    assert_eq!(call(&mut browser, &token), (200, true));
    let ada = json!({"client": CLIENT, "user": "ada"});
    assert_eq!(
        browser.control("POST", "revoke", ada.clone())["revoked"],
        json!(true)
    );
    assert_eq!(call(&mut browser, &token), (401, true));
    assert_eq!(introspected(&mut browser, &token), json!({"active": false}));
    // Unlike an eviction it takes the consent too.
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert_eq!(landing.parameter("code"), None, "asked again");
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["docspace"]["state"]["consents"], json!([]));
    let grace = json!({"client": CLIENT, "user": "grace"});
    assert_eq!(
        browser.control("POST", "revoke", grace)["revoked"],
        json!(false)
    );
}

#[test]
fn evicted_keeps_the_consent() {
    let mut browser = Browser::new();
    browser.access_token("ada", "files:read");
    browser.control("POST", "evict", json!({"client": CLIENT, "user": "ada"}));
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert!(landing.parameter("code").is_some(), "{}", landing.url);
}

#[test]
fn disabled_by_its_owner() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    let client = json!({"id": CLIENT, "redirect_uris": [CALLBACK], "allowed_origins": [APP], "disabled": true});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": client}),
    );
    assert_eq!(
        call(&mut browser, &token),
        (401, true),
        "the app is known, so its origins may still read"
    );
    assert_eq!(introspected(&mut browser, &token), json!({"active": false}));
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert_eq!(
        landing.url,
        format!("{PORTAL}/login/error?oauthMessageKey=client_disabled_error")
    );
    let answer = browser.exchange("whatever");
    assert_eq!(
        (answer.status, answer.body_text().as_str()),
        (401, "{\"error\":\"invalid_client\"}")
    );
}

#[test]
fn deleted_for_good() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:write");
    let app = json!({"double": "docspace", "id": CLIENT});
    assert_eq!(
        browser.control("DELETE", "clients", app.clone())["removed"],
        json!(true)
    );
    assert_eq!(
        call(&mut browser, &token),
        (500, false),
        "the look-up of its origins fails, so that no page may read what went wrong"
    );
    assert_eq!(introspected(&mut browser, &token), json!({"active": false}));
    let landing = browser.leave_app(&authorize_url("files:write"));
    assert_eq!(
        landing.url,
        format!("{PORTAL}/login/error?oauthMessageKey=client_not_found_error")
    );
    assert_eq!(browser.exchange("whatever").status, 401);
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(
        (
            &state["docspace"]["state"]["authorizations"],
            &state["docspace"]["state"]["consents"]
        ),
        (&json!([]), &json!([]))
    );
    assert_eq!(
        browser.control("DELETE", "clients", app)["removed"],
        json!(false)
    );
}

#[test]
fn every_double_gives_up_its_clients() {
    let mut browser = Browser::new();
    for (double, id) in [
        ("docspace", CLIENT),
        ("oidc", "demo-oidc"),
        ("entra", "demo-entra"),
        ("enadoc", "demo-enadoc"),
        ("docplanner", "demo-docplanner"),
    ] {
        let app = json!({"double": double, "id": id});
        let removed = browser.control("DELETE", "clients", app);
        assert_eq!(removed["removed"], json!(true), "{double}");
        let state = browser.control("GET", "state", json!({}));
        let left = state[double]["clients"].as_array().unwrap();
        assert!(left.iter().all(|client| client["id"] != id), "{double}");
    }
}

#[test]
fn introspection_counts_among_the_ten_posts_of_a_minute() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    browser.control("PUT", "switches", json!({"docspace": {"rate_limit": true}}));
    for left in (0..10).rev() {
        let answer = browser.post(&format!("{PORTAL}/oauth2/introspect"), &[("token", &token)]);
        assert_eq!(
            answer.header("x-ratelimit-remaining"),
            Some(left.to_string().as_str())
        );
    }
    let answer = browser.post(&format!("{PORTAL}/oauth2/introspect"), &[("token", &token)]);
    assert_eq!(
        (
            answer.status,
            answer.body_text(),
            answer.header("retry-after")
        ),
        (429, String::new(), None)
    );
    let landing = browser.leave_app(&authorize_url("files:read"));
    let answer = browser.exchange(&landing.parameter("code").unwrap());
    assert_eq!(answer.status, 429, "and the exchange is one of the ten");
}
