//! The OpenID Connect double's revocation (RFC 7009): what it refuses, and how.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_token::{browser, login, post, refresh, userinfo},
};

fn revoke(browser: &mut Browser, answer: &Value, kind: &str) -> Response {
    let token = answer[kind].as_str().unwrap();
    post(
        browser,
        "/revoke",
        &[("token", token), ("token_type_hint", kind)],
    )
}

fn error(response: &Response) -> (u16, Value) {
    (
        response.status,
        response.body_json().unwrap()["error"].clone(),
    )
}

#[test]
fn a_public_client_can_be_refused() {
    let mut browser = browser(json!({"refresh_tokens": "always", "public_revocation": false}));
    let answer = login(&mut browser, "openid");
    let refusal = revoke(&mut browser, &answer, "refresh_token");
    assert_eq!(error(&refusal), (401, json!("invalid_client")));
    assert_eq!(refresh(&mut browser, &answer).status, 200);
}

#[test]
fn a_kind_of_token_can_be_unsupported() {
    let mut browser =
        browser(json!({"refresh_tokens": "always", "revocable_types": ["refresh_token"]}));
    let answer = login(&mut browser, "openid");
    let refusal = revoke(&mut browser, &answer, "access_token");
    assert_eq!(error(&refusal), (400, json!("unsupported_token_type")));
    assert_eq!(userinfo(&mut browser, &answer).status, 200);
    assert_eq!(revoke(&mut browser, &answer, "refresh_token").status, 200);
    assert_eq!(
        userinfo(&mut browser, &answer).status,
        401,
        "the family went along"
    );
    assert_eq!(refresh(&mut browser, &answer).status, 400);
    assert_eq!(
        post(&mut browser, "/revoke", &[("token", "unknown")]).status,
        200
    );
}

#[test]
fn it_can_be_busy_for_a_while() {
    let fault =
        json!({"kind": "custom", "status": 503, "headers": {"Retry-After": "2"}, "times": 1});
    let mut browser = browser(json!({"refresh_tokens": "always", "revocation_fault": fault}));
    let answer = login(&mut browser, "openid");
    let busy = revoke(&mut browser, &answer, "refresh_token");
    assert_eq!((busy.status, busy.header("retry-after")), (503, Some("2")));
    assert!(
        busy.header("access-control-expose-headers")
            .unwrap()
            .contains("Retry-After")
    );
    assert_eq!(userinfo(&mut browser, &answer).status, 200);
    assert_eq!(revoke(&mut browser, &answer, "refresh_token").status, 200);
    assert_eq!(userinfo(&mut browser, &answer).status, 401);
}
