//! The OpenID Connect double's API: what it wants of a token's login, and how it says so (RFC 6750, RFC 9470).

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_authorize::url,
    oidc_token::{browser, exchange},
};

fn token(browser: &mut Browser, changes: &[(&str, &str)]) -> String {
    let landing = browser.leave_app(&url(ISSUER, changes));
    let answer = exchange(browser, &landing.parameter("code").unwrap());
    let answer = answer.body_json().unwrap();
    answer["access_token"].as_str().unwrap().to_string()
}

fn call(browser: &mut Browser, token: &str) -> Response {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("origin", APP)];
    browser.send("GET", &format!("{ISSUER}/api/me"), &headers, "")
}

fn challenged(response: &Response) -> (u16, Option<&str>) {
    (response.status, response.header("www-authenticate"))
}

fn with(challenge: Value) -> Browser {
    browser(json!({"challenge": challenge}))
}

#[test]
fn a_login_with_the_acr_ends_the_challenge() {
    let mut browser = with(json!({"acr_values": "gold platinum"}));
    let weak = token(&mut browser, &[]);
    let refusal = (
        401,
        Some("Bearer error=\"insufficient_user_authentication\", acr_values=\"gold platinum\""),
    );
    assert_eq!(challenged(&call(&mut browser, &weak)), refusal);
    let silver = token(&mut browser, &[("acr_values", "silver")]);
    assert_eq!(challenged(&call(&mut browser, &silver)), refusal);
    let strong = token(&mut browser, &[("acr_values", "platinum")]);
    assert_eq!(challenged(&call(&mut browser, &strong)), (200, None));
}

#[test]
fn a_recent_login_ends_the_challenge() {
    let mut browser = with(json!({"max_age": 60, "acr_values": "gold"}));
    let token_of = |browser: &mut Browser| token(browser, &[("acr_values", "gold")]);
    let old = token_of(&mut browser);
    assert_eq!(call(&mut browser, &old).status, 200);
    browser.control("POST", "time", json!({"advance_seconds": 61}));
    assert_eq!(
        challenged(&call(&mut browser, &old)).1,
        Some(
            "Bearer error=\"insufficient_user_authentication\", acr_values=\"gold\", max_age=\"60\""
        )
    );
    let new = token_of(&mut browser);
    assert_eq!(call(&mut browser, &new).status, 200);
}

#[test]
fn a_scope_ends_the_challenge() {
    let mut browser = with(json!({"scope": "openid api", "error": "insufficient_scope"}));
    let narrow = token(&mut browser, &[("scope", "openid")]);
    assert_eq!(
        challenged(&call(&mut browser, &narrow)),
        (
            403,
            Some("Bearer error=\"insufficient_scope\", scope=\"openid api\"")
        )
    );
    let wide = token(&mut browser, &[("scope", "openid api")]);
    assert_eq!(call(&mut browser, &wide).status, 200);
}

#[test]
fn a_challenge_can_come_a_number_of_times_and_hide_its_header() {
    let mut browser = with(json!({"error": "invalid_token", "times": 2, "expose": false}));
    let token = token(&mut browser, &[]);
    let first = call(&mut browser, &token);
    assert_eq!(
        challenged(&first),
        (401, Some("Bearer error=\"invalid_token\""))
    );
    let exposed = first.header("access-control-expose-headers").unwrap();
    assert!(!exposed.contains("WWW-Authenticate"), "{exposed}");
    assert_eq!(call(&mut browser, &token).status, 401);
    assert_eq!(call(&mut browser, &token).status, 200);
    browser.control(
        "PUT",
        "switches",
        json!({"oidc": {"challenge": {"times": 1}}}),
    );
    let exposed = call(&mut browser, &token);
    let exposed = exposed.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("WWW-Authenticate"), "{exposed}");
}

#[test]
fn without_a_token_no_error_is_named() {
    let mut browser = with(json!({"acr_values": "gold"}));
    let response = browser.get(&format!("{ISSUER}/api/me"));
    assert_eq!(challenged(&response), (401, Some("Bearer")));
    let refused = call(&mut browser, "unknown");
    assert_eq!(
        challenged(&refused).1,
        Some("Bearer error=\"invalid_token\"")
    );
}
