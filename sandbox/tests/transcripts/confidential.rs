//! Clients of a server between the page and the provider: where they are sent back to, and how long they can go on.

use serde_json::{Value, json};

use crate::{browser::*, entra_app};

const DAY: u64 = 24 * 3600;

fn redirect_uris(browser: &mut Browser, double: &str, id: &str) -> Vec<Value> {
    let state = browser.control("GET", "state", json!({}));
    let clients = state[double]["clients"].as_array().unwrap().clone();
    let client = clients
        .iter()
        .find(|client| client["id"] == json!(id))
        .unwrap();
    client["redirect_uris"].as_array().unwrap().clone()
}

#[test]
fn every_confidential_client_has_a_way_back_of_its_own() {
    let mut browser = Browser::new();
    for (double, id, wanted) in [
        (
            "docspace",
            "demo-docspace-confidential",
            json!(format!("{APP}/callback/relay-docspace")),
        ),
        (
            "oidc",
            "demo-oidc-confidential",
            json!(format!("{APP}/callback/relay-oidc")),
        ),
        (
            "entra",
            "demo-entra-web",
            json!({"uri": format!("{APP}/callback/relay-entra"), "redirect_type": "web"}),
        ),
        (
            "enadoc",
            "demo-enadoc",
            json!(format!("{APP}/callback/enadoc")),
        ),
    ] {
        let uris = redirect_uris(&mut browser, double, id);
        assert!(uris.contains(&wanted), "{id}: {uris:?}");
    }
    for (double, id) in [
        ("docspace", "demo-docspace"),
        ("oidc", "demo-oidc"),
        ("entra", "demo-entra"),
    ] {
        let uris = redirect_uris(&mut browser, double, id);
        assert!(
            !uris.iter().any(|uri| uri.to_string().contains("relay")),
            "{id}: {uris:?}"
        );
    }
}

#[test]
fn docspace_renews_for_sixty_days_and_each_time_anew() {
    let switches = json!({"auto_login": "ada", "auto_consent": true});
    let mut browser = Browser::switched(switches);
    let callback = format!("{APP}/callback/relay-docspace");
    let url = authorize_url("files:read")
        .replace(
            "client_id=demo-docspace",
            "client_id=demo-docspace-confidential",
        )
        .replace(&encode(CALLBACK), &encode(&callback));
    let landing = browser.leave_app(&url);
    assert!(landing.url.starts_with(&callback), "{}", landing.url);
    let code = landing.parameter("code").unwrap();
    let server = |browser: &mut Browser, fields: &[(&str, &str)]| {
        let secret = [
            ("client_id", "demo-docspace-confidential"),
            ("client_secret", "sandbox-secret"),
        ];
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let body = form(&[&secret, fields].concat());
        browser.send("POST", &format!("{PORTAL}/oauth2/token"), &headers, &body)
    };
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &callback),
        ("code_verifier", VERIFIER),
    ];
    let first = server(&mut browser, &fields);
    assert_eq!(first.status, 200, "{}", first.body_text());
    let mut held = first.body_json().unwrap();
    let renew = |browser: &mut Browser, held: &Value| {
        let token = held["refresh_token"].as_str().unwrap();
        server(
            browser,
            &[("grant_type", "refresh_token"), ("refresh_token", token)],
        )
    };
    // Twice 59 days: the 60 days begin with each refresh token.
    for _ in 0..2 {
        browser.control("POST", "time", json!({"advance_seconds": 59 * DAY}));
        let access = held["access_token"].as_str().unwrap().to_string();
        assert_eq!(browser.api("GET", "files/@root", &access).status, 401);
        let answer = renew(&mut browser, &held);
        assert_eq!(answer.status, 200, "{}", answer.body_text());
        let next = answer.body_json().unwrap();
        assert_ne!(next["refresh_token"], held["refresh_token"]);
        assert_eq!(
            renew(&mut browser, &held).status,
            400,
            "the old one is dead"
        );
        let access = next["access_token"].as_str().unwrap().to_string();
        assert_eq!(browser.api("GET", "files/@root", &access).status, 200);
        held = next;
    }
    browser.control("POST", "time", json!({"advance_seconds": 60 * DAY}));
    assert_eq!(renew(&mut browser, &held).status, 400);
}

#[test]
fn entra_renews_beyond_a_day_for_a_server() {
    let mut browser = entra_app::browser(json!({"auto_consent": true}));
    let callback = format!("{APP}/callback/relay-entra");
    let web = [
        ("client_id", "demo-entra-web"),
        ("redirect_uri", callback.as_str()),
    ];
    let code = entra_app::code(&mut browser, "common", &web);
    let server = |browser: &mut Browser, fields: &[(&str, &str)]| {
        let secret = [("client_secret", "sandbox-secret")];
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let body = form(&[&secret, fields].concat());
        browser.send("POST", &entra_app::token_url("common"), &headers, &body)
    };
    let answer = server(&mut browser, &entra_app::code_fields(&code, &web));
    assert_eq!(answer.status, 200, "{}", answer.body_text());
    let answer = answer.body_json().unwrap();
    browser.control("POST", "time", json!({"advance_seconds": 40 * DAY}));
    let token = answer["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        web[0],
        ("refresh_token", token),
    ];
    assert_eq!(server(&mut browser, &fields).status, 200);
    browser.control("POST", "time", json!({"advance_seconds": 91 * DAY}));
    assert_eq!(server(&mut browser, &fields).status, 400);
}
