//! The OpenID Connect double's `acr`, `auth_time`, `claims` and `prompt=create`, and what a refresh keeps of a login.

use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_authorize::url,
    oidc_token::{browser, exchange, login, refresh, userinfo},
};

/// The token answer of a login with these parameters.
fn answer(browser: &mut Browser, changes: &[(&str, &str)]) -> Value {
    let landing = browser.leave_app(&url(ISSUER, changes));
    let code = landing
        .parameter("code")
        .unwrap_or_else(|| panic!("{}", landing.url));
    exchange(browser, &code).body_json().unwrap()
}

fn id_claims(answer: &Value) -> Value {
    claims(answer["id_token"].as_str().unwrap())
}

#[test]
fn the_first_acr_asked_for_is_met_unless_a_switch_says_another() {
    let gold: &[(&str, &str)] = &[("acr_values", "gold silver")];
    let by_claims: &[(&str, &str)] = &[(
        "claims",
        r#"{"id_token":{"acr":{"essential":true,"values":["gold","x"]}}}"#,
    )];
    for (switch, parameters, acr) in [
        (Value::Null, gold, json!("gold")),
        (Value::Null, by_claims, json!("gold")),
        (Value::Null, &[], Value::Null),
        (json!("bronze"), gold, json!("bronze")),
        (json!("bronze"), &[], json!("bronze")),
        (json!(""), gold, Value::Null),
    ] {
        let mut browser = browser(json!({"acr": switch}));
        let claims = id_claims(&answer(&mut browser, parameters));
        assert_eq!(claims["acr"], acr, "{switch} {parameters:?}");
        assert_eq!(
            claims.get("acr").is_some(),
            !acr.is_null(),
            "absent, not null"
        );
    }
}

#[test]
fn a_session_serves_only_the_acr_that_it_was_made_with() {
    let mut browser = Browser::new();
    let gold = url(ISSUER, &[("acr_values", "gold")]);
    let landing = browser.leave_app(&url(ISSUER, &[]));
    browser.press(&landing, "user-ada");
    let silent = url(ISSUER, &[("acr_values", "gold"), ("prompt", "none")]);
    assert_eq!(
        browser.leave_app(&silent).parameter("error").as_deref(),
        Some("login_required")
    );
    let landing = browser.leave_app(&gold);
    assert!(
        landing.url.contains("/login?"),
        "signs in again: {}",
        landing.url
    );
    let code = browser
        .press(&landing, "user-ada")
        .parameter("code")
        .unwrap();
    let answer = exchange(&mut browser, &code).body_json().unwrap();
    assert_eq!(id_claims(&answer)["acr"], json!("gold"));
}

#[test]
fn the_claims_parameter_is_honoured_stored_and_logged() {
    let mut browser = browser(json!({}));
    let text = r#"{"userinfo":{"email":null},"id_token":{"name":{"essential":true}}}"#;
    let answer = answer(&mut browser, &[("scope", "openid"), ("claims", text)]);
    let in_token = id_claims(&answer);
    assert_eq!(
        (&in_token["name"], in_token.get("email")),
        (&json!("Ada Lovelace"), None)
    );
    let info = userinfo(&mut browser, &answer).body_json().unwrap();
    assert_eq!(
        (&info["email"], info.get("name")),
        (&json!("ada@example.test"), None)
    );
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["oidc"]["state"]["grants"][0]["claims"], json!(text));
    let log = browser.log();
    let entry = log
        .iter()
        .find(|entry| entry["path"] == "/authorize")
        .unwrap();
    assert_eq!(entry["query"]["claims"], json!(text));
    for broken in ["{", "[]", "7"] {
        let landing = browser.leave_app(&url(ISSUER, &[("claims", broken)]));
        assert_eq!(
            landing.parameter("error").as_deref(),
            Some("invalid_request"),
            "{broken}"
        );
    }
}

#[test]
fn prompt_create_shows_the_page_in_spite_of_a_session() {
    let mut browser = Browser::new();
    let landing = browser.leave_app(&url(ISSUER, &[]));
    browser.press(&landing, "user-ada");
    let landing = browser.leave_app(&url(ISSUER, &[("prompt", "create")]));
    let landing = browser.press(&landing, "user-grace");
    assert!(landing.parameter("code").is_some());
    let document = browser.get(&format!("{ISSUER}/.well-known/openid-configuration"));
    let values = document.body_json().unwrap()["prompt_values_supported"].clone();
    assert!(values.as_array().unwrap().contains(&json!("create")));
}

#[test]
fn a_refreshed_id_token_keeps_the_login_and_renews_the_rest() {
    let mut browser = browser(json!({"refresh_tokens": "always", "acr": "gold"}));
    let first = login(&mut browser, "openid");
    browser.control("POST", "time", json!({"advance_seconds": 600}));
    let second = refresh(&mut browser, &first).body_json().unwrap();
    let (old, new) = (id_claims(&first), id_claims(&second));
    for claim in ["iss", "sub", "aud", "auth_time", "acr", "sid"] {
        assert_eq!(old[claim], new[claim], "{claim}");
        assert!(!old[claim].is_null(), "{claim}");
    }
    assert!(new["iat"].as_u64().unwrap() >= old["iat"].as_u64().unwrap() + 600);
    assert_ne!(old["at_hash"], new["at_hash"]);
    assert_eq!(new.get("nonce"), None);
}
