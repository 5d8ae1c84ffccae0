//! Check-list 7: what tokens, discovery and keys say.

use serde_json::json;

use crate::{browser::*, signatures::verifies};

#[test]
fn the_access_token() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read rooms:read");
    let keys = browser
        .get(&format!("{PORTAL}/oauth2/jwks"))
        .body_json()
        .unwrap();
    assert!(verifies(&token, &keys));
    assert_eq!(header(&token)["alg"], json!("ES256"));
    let claims = claims(&token);
    assert_eq!(claims["iss"], json!(format!("{PORTAL}/oauth2")));
    assert_eq!(claims["aud"], json!(PORTAL), "one text");
    assert_eq!(
        claims["scope"],
        json!(["files:read", "rooms:read"]),
        "a list"
    );
    assert_eq!(claims["cid"], json!(CLIENT));
    assert_eq!(claims["tid"], json!(1));
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        3600
    );
    let names: Vec<_> = claims.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        names,
        [
            "aud", "cid", "exp", "iat", "iss", "jti", "nbf", "scope", "sub", "tid"
        ],
        "no name, no e-mail"
    );
}

#[test]
fn the_id_token_is_wrong_for_openid_connect() {
    let mut browser = Browser::new();
    let url = authorize_url("openid files:read").replace("&scope=", "&nonce=n-1&scope=");
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"auto_login": "ada", "auto_consent": true}}),
    );
    let code = browser.leave_app(&url).parameter("code").unwrap();
    let body = browser.exchange(&code).body_json().unwrap();
    let token = body["id_token"].as_str().unwrap();
    let claims = claims(token);
    assert_eq!(claims["aud"], json!(PORTAL), "not the client id");
    assert_eq!(claims["azp"], json!(CLIENT));
    assert_eq!(claims["nonce"], json!("n-1"));
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        1800
    );
    assert!(
        claims["sid"].is_string()
            && claims["auth_time"].is_u64()
            && claims["cid"].is_string()
            && claims["tid"].is_u64()
    );
    let document = browser
        .get(&format!("{PORTAL}/.well-known/openid-configuration"))
        .body_json()
        .unwrap();
    assert_ne!(
        document["issuer"], claims["iss"],
        "not the discovered issuer"
    );
    assert_eq!(
        document["id_token_signing_alg_values_supported"],
        json!(["RS256"])
    );
    assert_eq!(
        header(token)["alg"],
        json!("ES256"),
        "not the discovered algorithm"
    );
    let keys = browser
        .get(&format!("{PORTAL}/oauth2/jwks"))
        .body_json()
        .unwrap();
    assert!(verifies(token, &keys));
    // Without `openid` there is none.
    let code = browser.login("ada", "files:read");
    assert_eq!(
        browser.exchange(&code).body_json().unwrap().get("id_token"),
        None
    );
}

#[test]
fn the_discovery_document() {
    let mut browser = Browser::new();
    let document = browser
        .get(&format!("{PORTAL}/.well-known/openid-configuration"))
        .body_json()
        .unwrap();
    assert_eq!(document["issuer"], json!(PORTAL), "without /oauth2");
    assert_eq!(
        document["authorization_endpoint"],
        json!(format!("{PORTAL}/oauth2/authorize"))
    );
    assert_eq!(
        document["code_challenge_methods_supported"],
        json!(["S256"])
    );
    assert_eq!(
        document["token_endpoint_auth_methods_supported"],
        json!(["client_secret_post"]),
        "without `none`"
    );
    assert_eq!(
        document["grant_types_supported"],
        json!([
            "authorization_code",
            "refresh_token",
            "personal_access_token"
        ])
    );
    assert_eq!(document["scopes_supported"].as_array().unwrap().len(), 9);
    assert_eq!(
        document.get("authorization_response_iss_parameter_supported"),
        None
    );
    assert_eq!(
        document["end_session_endpoint"],
        json!(format!("{PORTAL}/connect/logout"))
    );
    let plain = browser
        .get(&format!("{PORTAL}/.well-known/oauth-authorization-server"))
        .body_json()
        .unwrap();
    assert_eq!(plain["issuer"], json!(PORTAL));
    assert_eq!(plain.get("userinfo_endpoint"), None);
}

#[test]
fn another_audience_is_accepted_by_the_portal_that_wrote_it() {
    let mut browser = Browser::switched(
        json!({"audience": "https://portal.example.test", "issuer": "https://portal.example.test/oauth2"}),
    );
    let token = browser.access_token("ada", "files:read");
    assert_eq!(claims(&token)["aud"], json!("https://portal.example.test"));
    assert_eq!(
        claims(&token)["iss"],
        json!("https://portal.example.test/oauth2")
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"audience": null, "issuer": null}}),
    );
    assert_eq!(
        browser.api("GET", "files/@root", &token).status,
        401,
        "another name of the portal"
    );
}

#[test]
fn audience_and_issuer_are_each_looked_at() {
    for name in ["audience", "issuer"] {
        let mut browser = Browser::switched(json!({name: "https://portal.example.test"}));
        let token = browser.access_token("ada", "files:read");
        assert_eq!(
            browser.api("GET", "files/@root", &token).status,
            200,
            "{name}"
        );
        browser.control("PUT", "switches", json!({"docspace": {name: null}}));
        assert_eq!(
            browser.api("GET", "files/@root", &token).status,
            401,
            "{name}"
        );
    }
}

#[test]
fn token_mutations() {
    let mut browser = Browser::switched(json!({
        "auto_login": "ada", "auto_consent": true,
        "id_token": {"set": {"azp": "other"}, "remove": ["sid"], "shift": {"exp": -7200}, "signature": "corrupt"},
        "access_token": {"set": {"aud": ["{origin}", "x"]}}
    }));
    let code = browser
        .leave_app(&authorize_url("openid files:read"))
        .parameter("code")
        .unwrap();
    let body = browser.exchange(&code).body_json().unwrap();
    let id_token = body["id_token"].as_str().unwrap();
    let bent = claims(id_token);
    assert_eq!((&bent["azp"], bent.get("sid")), (&json!("other"), None));
    assert!(bent["exp"].as_u64() < bent["iat"].as_u64());
    let keys = browser
        .get(&format!("{PORTAL}/oauth2/jwks"))
        .body_json()
        .unwrap();
    assert!(!verifies(id_token, &keys));
    assert_eq!(
        claims(body["access_token"].as_str().unwrap())["aud"],
        json!([PORTAL, "x"])
    );
}

#[test]
fn keys_rotate() {
    let mut browser = Browser::new();
    let old = browser.access_token("ada", "files:read");
    browser.control("POST", "rotate-keys", json!({"keep_old": true}));
    let keys = browser
        .get(&format!("{PORTAL}/oauth2/jwks"))
        .body_json()
        .unwrap();
    let new = browser.access_token("ada", "files:read");
    assert_ne!(header(&old)["kid"], header(&new)["kid"]);
    assert!(verifies(&old, &keys) && verifies(&new, &keys));
    browser.control("POST", "rotate-keys", json!({}));
    let keys = browser
        .get(&format!("{PORTAL}/oauth2/jwks"))
        .body_json()
        .unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
}
