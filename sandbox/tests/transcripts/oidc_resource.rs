//! The OpenID Connect double's resource indicators (RFC 8707) and access tokens as JWTs (RFC 9068).

use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_authorize::{CALLBACK, url},
    oidc_signing::keys,
    oidc_token::{browser, post},
    signatures::verifies,
};

const FILES: &str = "https://files.example/";
const MAIL: &str = "https://mail.example/";

/// The token answer of a login for resources, with more fields in the exchange.
fn login(browser: &mut Browser, asked: &[&str], fields: &[(&str, &str)]) -> Value {
    let mut changes = vec![("scope", "openid api offline_access")];
    changes.extend(asked.iter().map(|resource| ("resource", *resource)));
    let landing = browser.leave_app(&url(ISSUER, &changes));
    let code = landing
        .parameter("code")
        .unwrap_or_else(|| panic!("{}", landing.url));
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    post(browser, "/token", &[&exchange, fields].concat())
        .body_json()
        .unwrap()
}

fn refresh(browser: &mut Browser, answer: &Value, resource: &str) -> Value {
    let token = answer["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("resource", resource),
    ];
    post(browser, "/token", &fields).body_json().unwrap()
}

fn audience(answer: &Value) -> Value {
    claims(answer["access_token"].as_str().unwrap())["aud"].clone()
}

#[test]
fn an_access_token_can_be_a_jwt_of_its_own_type() {
    let mut browser =
        browser(json!({"access_token_format": "jwt", "id_token_alg": "EdDSA", "acr": "gold"}));
    let answer = login(&mut browser, &[], &[]);
    let token = answer["access_token"].as_str().unwrap();
    assert!(verifies(token, &keys(&mut browser)));
    assert_eq!(header(token)["typ"], json!("at+jwt"));
    let claims = claims(token);
    assert_eq!(
        (
            &claims["iss"],
            &claims["aud"],
            &claims["client_id"],
            &claims["scope"],
            &claims["acr"]
        ),
        (
            &json!(ISSUER),
            &json!(format!("{ISSUER}/api")),
            &json!("demo-oidc"),
            &json!("openid api offline_access"),
            &json!("gold")
        )
    );
    assert_eq!(
        header(answer["id_token"].as_str().unwrap()).get("typ"),
        None
    );
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    assert_eq!(
        browser
            .send("GET", &format!("{ISSUER}/api/me"), &headers, "")
            .status,
        200
    );
}

#[test]
fn tokens_can_be_swapped() {
    let swapped = json!({"set": {"id_token": "{access_token}", "access_token": "{id_token}"}, "remove": ["expires_in"]});
    let mut browser = browser(json!({"access_token_format": "jwt", "token_answer": swapped}));
    let answer = login(&mut browser, &[], &[]);
    assert_eq!(
        header(answer["id_token"].as_str().unwrap())["typ"],
        json!("at+jwt")
    );
    assert_eq!(
        claims(answer["access_token"].as_str().unwrap())["nonce"],
        json!("n-1")
    );
    assert_eq!(answer.get("expires_in"), None);
}

#[test]
fn a_token_is_for_the_resources_asked_for() {
    let mut browser = browser(json!({"access_token_format": "jwt"}));
    let both = login(&mut browser, &[FILES, MAIL], &[]);
    assert_eq!(audience(&both), json!([FILES, MAIL]));
    let one = login(&mut browser, &[FILES, MAIL], &[("resource", FILES)]);
    assert_eq!(audience(&one), json!(FILES));
    let other = refresh(&mut browser, &one, MAIL);
    assert_eq!(audience(&other), json!(MAIL));
    assert_eq!(
        refresh(&mut browser, &other, "https://else.example/")["error"],
        json!("invalid_target")
    );
    assert_eq!(
        audience(&refresh(&mut browser, &other, FILES)),
        json!(FILES),
        "the refusal cost no refresh token"
    );
    assert_eq!(
        login(&mut browser, &[FILES], &[("resource", MAIL)])["error"],
        json!("invalid_target")
    );
}

#[test]
fn unknown_and_malformed_resources_are_refused() {
    let mut browser = browser(json!({}));
    let error = |browser: &mut Browser, resource: &str| {
        let landing = browser.leave_app(&url(ISSUER, &[("resource", resource)]));
        landing.parameter("error")
    };
    assert_eq!(error(&mut browser, MAIL), None);
    for malformed in ["files", "https://files.example/#x"] {
        assert_eq!(
            error(&mut browser, malformed).as_deref(),
            Some("invalid_target")
        );
    }
    browser.control("PUT", "switches", json!({"oidc": {"resources": [FILES]}}));
    assert_eq!(error(&mut browser, MAIL).as_deref(), Some("invalid_target"));
    assert_eq!(error(&mut browser, FILES), None);
    let late = login(&mut browser, &[], &[("resource", MAIL)]);
    assert_eq!(late["error"], json!("invalid_target"));
}

#[test]
fn the_api_can_want_a_resource() {
    let mut browser = browser(json!({"api_resource": FILES}));
    for (asked, status) in [(vec![FILES, MAIL], 200), (vec![MAIL], 401), (vec![], 401)] {
        let answer = login(&mut browser, &asked, &[]);
        let authorization = format!("Bearer {}", answer["access_token"].as_str().unwrap());
        let response = browser.send(
            "GET",
            &format!("{ISSUER}/api/me"),
            &[("authorization", &authorization)],
            "",
        );
        assert_eq!(response.status, status, "{asked:?}");
    }
}
