//! Check-list 8: introspection is open, revocation is not, userinfo tells nothing new.

use serde_json::json;

use crate::browser::*;

const INTROSPECT: &str = "http://docspace.localhost:9400/oauth2/introspect";
const REVOKE: &str = "http://docspace.localhost:9400/oauth2/revoke";
const USERINFO: &str = "http://docspace.localhost:9400/oauth2/userinfo";

#[test]
fn introspection_is_open_to_anyone_who_holds_a_token() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read rooms:read");
    let response = browser.post(INTROSPECT, &[("token", &token)]);
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    let body = response.body_json().unwrap();
    assert_eq!(body["active"], json!(true));
    assert_eq!(body["client_id"], json!(CLIENT));
    assert_eq!(
        body["scope"],
        json!("files:read rooms:read"),
        "one text here"
    );
    assert_eq!(body["aud"], json!([PORTAL]), "a list here");
    assert_eq!(body["token_type"], json!("Bearer"));
    assert_eq!(
        browser
            .post(INTROSPECT, &[("token", "unknown")])
            .body_json()
            .unwrap(),
        json!({"active": false})
    );
    assert_eq!(browser.post(INTROSPECT, &[]).status, 400);
    browser.control("POST", "evict", json!({"client": CLIENT, "user": "ada"}));
    assert_eq!(
        browser
            .post(INTROSPECT, &[("token", &token)])
            .body_json()
            .unwrap(),
        json!({"active": false})
    );
}

#[test]
fn revocation_needs_a_secret() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    let response = browser.post(REVOKE, &[("token", &token), ("client_id", CLIENT)]);
    assert_eq!(
        (response.status, response.body_text()),
        (401, String::new())
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    let secret = [
        ("client_id", "demo-docspace-confidential"),
        ("client_secret", "sandbox-secret"),
    ];
    let response = browser.post(REVOKE, &[&secret[..], &[("token", "unknown")]].concat());
    assert_eq!(
        (response.status, response.body_text()),
        (200, String::new())
    );
    let response = browser.post(REVOKE, &[&secret[..], &[("token", &token)]].concat());
    assert_eq!(response.status, 200, "not its own token: no word about it");
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
}

#[test]
fn a_confidential_client_revokes_its_tokens() {
    let mut browser = Browser::switched(json!({"auto_login": "ada", "auto_consent": true}));
    let id = "demo-docspace-confidential";
    let url =
        authorize_url("files:read").replace("client_id=demo-docspace", &format!("client_id={id}"));
    let code = browser.leave_app(&url).parameter("code").unwrap();
    let secret = [("client_id", id), ("client_secret", "sandbox-secret")];
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let body = browser
        .post(
            &format!("{PORTAL}/oauth2/token"),
            &[&secret[..], &exchange].concat(),
        )
        .body_json()
        .unwrap();
    let (access, refresh) = (
        body["access_token"].as_str().unwrap(),
        body["refresh_token"].as_str().unwrap(),
    );
    browser.post(REVOKE, &[&secret[..], &[("token", refresh)]].concat());
    assert_eq!(
        browser.api("GET", "files/@root", access).status,
        401,
        "the refresh token takes the access token along"
    );
}

#[test]
fn userinfo_returns_the_access_tokens_claims_and_no_profile() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "openid files:read");
    let bearer = format!("Bearer {token}");
    for (method, url) in [
        ("GET", USERINFO),
        ("POST", USERINFO),
        (
            "GET",
            "http://docspace.localhost:9400/api/2.0/oauth2/userinfo",
        ),
    ] {
        let body = browser
            .send(method, url, &[("authorization", &bearer)], "")
            .body_json()
            .unwrap();
        assert_eq!(body["sub"], claims(&token)["sub"]);
        assert_eq!(body["aud"], json!([PORTAL]));
        assert_eq!((body.get("name"), body.get("email")), (None, None));
    }
    let without = browser.access_token("ada", "files:read");
    assert_eq!(
        browser
            .send(
                "GET",
                USERINFO,
                &[("authorization", &format!("Bearer {without}"))],
                ""
            )
            .status,
        403
    );
    assert_eq!(
        browser
            .send("GET", USERINFO, &[("authorization", &bearer)], "")
            .status,
        401,
        "replaced by the second login"
    );
}
