//! The OpenID Connect double's tokens: exchange, rotation with its family kill, ID tokens, userinfo, revocation.

use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_authorize::{CALLBACK, url},
    signatures::verifies,
};

/// A browser that is signed in by switch, with more switches.
pub(crate) fn browser(switches: Value) -> Browser {
    let mut browser = Browser::new();
    browser.control("PUT", "switches", json!({"oidc": {"auto_login": "ada"}}));
    browser.control("PUT", "switches", json!({"oidc": switches}));
    browser
}

pub(crate) fn post(
    browser: &mut Browser,
    path: &str,
    fields: &[(&str, &str)],
) -> docgate_sandbox::Response {
    browser.post(
        &format!("{ISSUER}{path}"),
        &[&[("client_id", "demo-oidc")], fields].concat(),
    )
}

pub(crate) fn exchange(browser: &mut Browser, code: &str) -> docgate_sandbox::Response {
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    post(browser, "/token", &fields)
}

pub(crate) fn login(browser: &mut Browser, scope: &str) -> Value {
    let code = browser
        .leave_app(&url(ISSUER, &[("scope", scope)]))
        .parameter("code")
        .unwrap();
    exchange(browser, &code).body_json().unwrap()
}

pub(crate) fn refresh(browser: &mut Browser, answer: &Value) -> docgate_sandbox::Response {
    let token = answer["refresh_token"].as_str().unwrap();
    post(
        browser,
        "/token",
        &[("grant_type", "refresh_token"), ("refresh_token", token)],
    )
}

pub(crate) fn userinfo(browser: &mut Browser, answer: &Value) -> docgate_sandbox::Response {
    let authorization = format!("bearer {}", answer["access_token"].as_str().unwrap());
    browser.send(
        "GET",
        &format!("{ISSUER}/userinfo"),
        &[("authorization", &authorization), ("origin", APP)],
        "",
    )
}

#[test]
fn a_good_exchange() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser, "openid profile");
    assert_eq!(
        (
            &answer["token_type"],
            &answer["expires_in"],
            &answer["scope"]
        ),
        (&json!("Bearer"), &json!(3600), &json!("openid profile"))
    );
    assert_eq!(
        answer.get("refresh_token"),
        None,
        "offline_access was not asked for"
    );
    let token = answer["id_token"].as_str().unwrap();
    let keys = browser.get(&format!("{ISSUER}/jwks")).body_json().unwrap();
    assert!(verifies(token, &keys));
    let claims = claims(token);
    assert_eq!(
        (&claims["iss"], &claims["aud"], &claims["nonce"]),
        (&json!(ISSUER), &json!("demo-oidc"), &json!("n-1"))
    );
    assert_eq!(
        (&claims["name"], claims.get("email")),
        (&json!("Ada Lovelace"), None)
    );
    assert!(claims["at_hash"].is_string() && claims["auth_time"].is_u64());
    let info = userinfo(&mut browser, &answer).body_json().unwrap();
    assert_eq!(
        (&info["sub"], &info["name"]),
        (&claims["sub"], &json!("Ada Lovelace"))
    );
    let plain = login(&mut browser, "api");
    assert_eq!(plain.get("id_token"), None);
    assert_eq!(userinfo(&mut browser, &plain).status, 403);
}

#[test]
fn a_code_is_single_use_short_lived_and_bound() {
    let mut browser = browser(json!({}));
    let code = browser
        .leave_app(&url(ISSUER, &[]))
        .parameter("code")
        .unwrap();
    let wrong = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", "x"),
    ];
    assert_eq!(
        post(&mut browser, "/token", &wrong).body_json().unwrap()["error"],
        json!("invalid_grant")
    );
    let answer = exchange(&mut browser, &code).body_json().unwrap();
    assert_eq!(userinfo(&mut browser, &answer).status, 200);
    assert_eq!(
        exchange(&mut browser, &code).body_json().unwrap()["error"],
        json!("invalid_grant")
    );
    assert_eq!(
        userinfo(&mut browser, &answer).status,
        401,
        "the second exchange killed it"
    );
    let code = browser
        .leave_app(&url(ISSUER, &[]))
        .parameter("code")
        .unwrap();
    browser.control("POST", "time", json!({"advance_seconds": 61}));
    assert_eq!(exchange(&mut browser, &code).status, 400);
    assert_eq!(
        post(&mut browser, "/token", &[("grant_type", "password")])
            .body_json()
            .unwrap()["error"],
        json!("unsupported_grant_type")
    );
}

#[test]
fn refresh_tokens_rotate_and_reuse_kills_the_family() {
    let mut browser = browser(json!({}));
    let first = login(&mut browser, "openid offline_access");
    let second = refresh(&mut browser, &first).body_json().unwrap();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(
        claims(second["id_token"].as_str().unwrap()).get("nonce"),
        None
    );
    assert_eq!(userinfo(&mut browser, &second).status, 200);
    assert_eq!(
        refresh(&mut browser, &first).body_json().unwrap()["error"],
        json!("invalid_grant")
    );
    assert_eq!(userinfo(&mut browser, &second).status, 401);
    assert_eq!(
        refresh(&mut browser, &second).status,
        400,
        "the whole family"
    );
}

#[test]
fn rotation_has_its_switches() {
    let mut never = browser(json!({"refresh_tokens": "never"}));
    assert_eq!(
        login(&mut never, "openid offline_access").get("refresh_token"),
        None
    );
    let mut fixed = browser(json!({"refresh_tokens": "always", "rotate": false}));
    let first = login(&mut fixed, "openid");
    let second = refresh(&mut fixed, &first).body_json().unwrap();
    assert_eq!(second.get("refresh_token"), None);
    assert_eq!(refresh(&mut fixed, &first).status, 200);
    let mut grace = browser(json!({"refresh_tokens": "always", "rotation_grace": 10}));
    let first = login(&mut grace, "openid");
    assert_eq!(refresh(&mut grace, &first).status, 200);
    assert_eq!(refresh(&mut grace, &first).status, 200, "within the grace");
    grace.control("POST", "time", json!({"advance_seconds": 12}));
    assert_eq!(refresh(&mut grace, &first).status, 400);
}

#[test]
fn id_tokens_can_be_bent_at_login_and_at_refresh() {
    let mut browser = browser(json!({
        "id_token": {"set": {"nonce": "other"}, "remove": ["sub"], "signature": "none"},
        "refreshed_id_token": {"set": {"sub": "somebody"}},
        "userinfo": {"set": {"sub": "somebody"}},
        "refresh_tokens": "always"
    }));
    let answer = login(&mut browser, "openid");
    let token = answer["id_token"].as_str().unwrap();
    assert_eq!(
        (&claims(token)["nonce"], claims(token).get("sub")),
        (&json!("other"), None)
    );
    assert!(header(token)["alg"] == json!("none") && token.ends_with('.'));
    let refreshed = refresh(&mut browser, &answer).body_json().unwrap();
    assert_eq!(
        claims(refreshed["id_token"].as_str().unwrap())["sub"],
        json!("somebody")
    );
    assert_eq!(
        userinfo(&mut browser, &answer).body_json().unwrap()["sub"],
        json!("somebody")
    );
    browser.control(
        "PUT",
        "switches",
        json!({"oidc": {"id_token": null, "omit_kid": true}}),
    );
    let token = login(&mut browser, "openid")["id_token"]
        .as_str()
        .unwrap()
        .to_string();
    assert_eq!(header(&token).get("kid"), None);
}

#[test]
fn revocation_says_200_and_kills() {
    let mut browser = browser(json!({"refresh_tokens": "always"}));
    let answer = login(&mut browser, "openid");
    assert_eq!(
        post(&mut browser, "/revoke", &[("token", "unknown")]).status,
        200
    );
    assert_eq!(userinfo(&mut browser, &answer).status, 200);
    assert_eq!(
        post(
            &mut browser,
            "/revoke",
            &[("token", answer["access_token"].as_str().unwrap())]
        )
        .status,
        200
    );
    assert_eq!(userinfo(&mut browser, &answer).status, 401);
    let second = refresh(&mut browser, &answer).body_json().unwrap();
    post(
        &mut browser,
        "/revoke",
        &[("token", second["refresh_token"].as_str().unwrap())],
    );
    assert_eq!(userinfo(&mut browser, &second).status, 401);
    assert_eq!(refresh(&mut browser, &second).status, 400);
}

#[test]
fn logout_with_the_hint_kills_the_grant() {
    let mut browser = browser(json!({"refresh_tokens": "always"}));
    let answer = login(&mut browser, "openid");
    browser.get(&format!(
        "{ISSUER}/end_session?id_token_hint={}",
        answer["id_token"].as_str().unwrap()
    ));
    assert_eq!(refresh(&mut browser, &answer).status, 400);
}

#[test]
fn granted_scopes_expiry_eviction_and_the_api() {
    let mut browser = browser(json!({"granted_scopes": ["openid"]}));
    let answer = login(&mut browser, "openid profile");
    assert_eq!(answer["scope"], json!("openid"));
    let api = |browser: &mut Browser, path: &str| {
        let authorization = format!("Bearer {}", answer["access_token"].as_str().unwrap());
        browser.send(
            "POST",
            &format!("{ISSUER}{path}"),
            &[("authorization", &authorization)],
            "{\"a\":1}",
        )
    };
    assert_eq!(
        api(&mut browser, "/api/me").body_json().unwrap()["email"],
        json!("ada@example.test")
    );
    assert_eq!(
        api(&mut browser, "/api/x").body_json().unwrap(),
        json!({"method": "POST", "path": "/api/x", "received": {"a": 1}})
    );
    browser.control("POST", "expire", json!({"what": "access"}));
    let response = api(&mut browser, "/api/me");
    assert_eq!(
        (response.status, response.header("www-authenticate")),
        (401, Some("Bearer error=\"invalid_token\""))
    );
    let again = login(&mut browser, "openid");
    assert_eq!(
        browser.control(
            "POST",
            "evict",
            json!({"client": "demo-oidc", "user": "ada"})
        )["evicted"],
        json!(true)
    );
    assert_eq!(userinfo(&mut browser, &again).status, 401);
}

#[test]
fn a_secret_is_good_in_the_form_and_in_the_header() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let mut browser = browser(json!({}));
    let client =
        json!({"id": "relay", "redirect_uris": [CALLBACK], "public": false, "secret": "a:b%"});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "oidc", "client": client}),
    );
    let basic = |id: &str, secret: &str| {
        let pair = format!("{}:{}", encode(id), encode(secret));
        format!("Basic {}", STANDARD.encode(pair))
    };
    for (header, secret, status) in [
        (None, Some("a:b%"), 200),
        (None, None, 401),
        (Some(basic("relay", "a:b%")), None, 200),
        (Some(basic("relay", "other")), None, 401),
    ] {
        let landing = browser.leave_app(&url(ISSUER, &[("client_id", "relay")]));
        let code = landing.parameter("code").unwrap();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", &*code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        if header.is_none() {
            fields.push(("client_id", "relay"));
        }
        fields.extend(secret.map(|secret| ("client_secret", secret)));
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(header.as_deref().map(|header| ("authorization", header)));
        let response = browser.send("POST", &format!("{ISSUER}/token"), &headers, &form(&fields));
        assert_eq!(response.status, status, "{header:?} {secret:?}");
    }
}
