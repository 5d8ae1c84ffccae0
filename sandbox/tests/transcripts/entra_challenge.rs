//! What the APIs behind Entra ask of a token that is good otherwise, and how a client gets a better one.

use base64::{Engine, engine::general_purpose::STANDARD};
use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::{
    browser::*,
    entra_apis::{DEMO, access, get},
    entra_app::*,
};

/// The claims request of a challenge.
fn challenged(response: &Response) -> (String, Value) {
    assert_eq!(response.status, 401);
    let header = response.header("www-authenticate").unwrap();
    assert!(header.contains("realm=\"\"") && header.contains("error=\"insufficient_claims\""));
    assert!(
        header
            .contains("authorization_uri=\"http://entra.localhost:9400/common/oauth2/authorize\"")
    );
    assert!(header.contains("good, the"), "a comma within quotes");
    let (_, rest) = header.split_once("claims=\"").unwrap();
    let encoded = rest.split('"').next().unwrap();
    let claims = String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap();
    let value = serde_json::from_str(&claims).unwrap();
    (claims, value)
}

#[test]
fn a_claims_challenge_stands_until_the_token_carries_the_claims() {
    let mut browser = browser(json!({}));
    let scope = "openid offline_access api://demo-api/Files.Read";
    let answer = login(&mut browser, scope, "");
    let wanted = json!({"access_token": {
        "acrs": {"essential": true, "value": "c1"}, "xms_cc": {"values": ["cp1"]}, "nbf": {"essential": true, "value": "1767225600"}
    }});
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"challenge": {"kind": "claims", "claims": wanted}}}),
    );
    let url = format!("{DEMO}/files");
    let response = get(&mut browser, &url, &access(&answer));
    assert_eq!(
        response.header("access-control-expose-headers"),
        Some("WWW-Authenticate")
    );
    let (text, value) = challenged(&response);
    assert_eq!(value, wanted);
    let without = json_of(&refresh(&mut browser, &answer, &[]));
    assert_eq!(get(&mut browser, &url, &access(&without)).status, 401);
    let with = json_of(&refresh(&mut browser, &answer, &[("claims", &text)]));
    let carried = claims(&access(&with));
    assert_eq!(
        (&carried["xms_cc"], &carried["acrs"]),
        (&json!(["cp1"]), &json!(["c1"]))
    );
    assert!(carried["nbf"].as_u64().unwrap() >= 1_767_225_600);
    assert_eq!(get(&mut browser, &url, &access(&with)).status, 200);

    // What the session cannot show needs the user, and then it is shown.
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"claims_need_interaction": true}}),
    );
    let refused = refresh(&mut browser, &answer, &[("claims", &text)]);
    assert_eq!(problem(&refused), error("interaction_required", 50076));
    let body = json_of(&refused);
    assert_eq!(
        (&body["suberror"], &body["claims"]),
        (&json!("basic_action"), &json!(text))
    );
    let landing = browser.leave_app(&url_with_claims(scope, &text));
    let code = landing.parameter("code").unwrap();
    let shown = json_of(&exchange(&mut browser, &code, &[("claims", &text)]));
    assert_eq!(get(&mut browser, &url, &access(&shown)).status, 200);
    let again = refresh(&mut browser, &shown, &[("claims", &text)]);
    assert_eq!(again.status, 200, "the sign-in has shown it");
    let bad = refresh(&mut browser, &answer, &[("claims", "{")]);
    assert_eq!(problem(&bad), error("invalid_request", 9_000_410));
}

fn url_with_claims(scope: &str, claims: &str) -> String {
    url("common", &[("scope", scope), ("claims", claims)])
}

#[test]
fn a_challenge_can_be_hidden_and_counted() {
    let mut browser = browser(json!({}));
    let token = access(&login(&mut browser, "api://demo-api/Files.Read", ""));
    let wanted = json!({"access_token": {"acrs": {"value": "c2"}}});
    let challenge = json!({"kind": "claims", "claims": wanted, "times": 1, "expose": false});
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"challenge": challenge}}),
    );
    let url = format!("{DEMO}/files");
    let first = get(&mut browser, &url, &token);
    challenged(&first);
    assert_eq!(first.header("access-control-expose-headers"), None);
    assert_eq!(get(&mut browser, &url, &token).status, 200);
}

#[test]
fn a_step_up_asks_for_another_sign_in() {
    let mut browser = browser(json!({}));
    let scope = ("scope", "api://demo-api/Files.Read");
    let token = access(&login(&mut browser, scope.1, ""));
    let challenge = json!({"kind": "step-up", "acr_values": "c1 c2", "max_age": 60});
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"challenge": challenge}}),
    );
    let url_of_api = format!("{DEMO}/files");
    let refused = get(&mut browser, &url_of_api, &token);
    let header = refused.header("www-authenticate").unwrap();
    for part in [
        "error=\"insufficient_user_authentication\"",
        "acr_values=\"c1 c2\"",
        "max_age=\"60\"",
    ] {
        assert!(header.contains(part), "{header}");
    }
    let stepped = |browser: &mut Browser, changes: &[(&str, &str)]| {
        let landing = browser.leave_app(&url("common", &[&[scope], changes].concat()));
        let code = landing.parameter("code").unwrap();
        let token = access(&json_of(&exchange(browser, &code, &[])));
        get(browser, &url_of_api, &token).status
    };
    let acr = ("acr_values", "c2");
    assert_eq!(stepped(&mut browser, &[acr]), 200);
    browser.control("POST", "time", json!({"advance_seconds": 61}));
    assert_eq!(stepped(&mut browser, &[acr]), 401, "signed in too long ago");
    assert_eq!(stepped(&mut browser, &[acr, ("max_age", "60")]), 200);
    assert_eq!(
        stepped(&mut browser, &[("prompt", "login")]),
        401,
        "no class"
    );
}

#[test]
fn the_id_token_tells_what_was_asked_of_the_sign_in() {
    let mut browser = browser(json!({}));
    let mut told = |changes: &[(&str, &str)]| {
        let scope = ("scope", "openid api://demo-api/Files.Read");
        let landing = browser.leave_app(&url("common", &[&[scope], changes].concat()));
        let answer = json_of(&exchange(
            &mut browser,
            &landing.parameter("code").unwrap(),
            &[],
        ));
        let claims = claims(answer["id_token"].as_str().unwrap());
        (claims["acr"].clone(), claims["auth_time"].is_u64())
    };
    assert_eq!(told(&[]), (Value::Null, false));
    assert_eq!(told(&[("acr_values", "c1 c2")]), (json!("c1"), false));
    assert_eq!(told(&[("max_age", "60")]), (Value::Null, true));
}
