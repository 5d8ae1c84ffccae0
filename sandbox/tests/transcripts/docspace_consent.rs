//! Check-list 4: consent per client and user, Deny, partial grants; and the row that a new authorization takes away (6).

use serde_json::json;

use crate::browser::*;

/// To the consent page as Ada.
fn at_consent(browser: &mut Browser, scope: &str) -> Landing {
    let landing = browser.leave_app(&authorize_url(scope));
    if landing.response.body_text().contains("user-ada") {
        browser.press(&landing, "user-ada")
    } else {
        landing
    }
}

#[test]
fn consent_is_remembered_per_client_and_user() {
    let mut browser = Browser::new();
    browser.login("ada", "files:read rooms:read");
    assert!(
        browser
            .leave_app(&authorize_url("rooms:read"))
            .url
            .starts_with(CALLBACK),
        "a subset needs no page"
    );
    let landing = at_consent(&mut browser, "files:read files:write");
    assert!(
        landing.response.body_text().contains("consent-allow"),
        "more needs one"
    );
    browser.cookies.clear();
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert!(
        browser
            .press(&landing, "user-grace")
            .response
            .body_text()
            .contains("consent-allow"),
        "another user is asked"
    );
}

#[test]
fn openid_alone_needs_no_consent() {
    let mut browser = Browser::new();
    let landing = at_consent(&mut browser, "openid");
    let code = landing.parameter("code").expect("no page");
    assert_eq!(
        browser.exchange(&code).body_json().unwrap()["scope"],
        json!("openid")
    );
}

#[test]
fn deny_without_an_earlier_consent_is_access_denied() {
    let mut browser = Browser::new();
    let landing = at_consent(&mut browser, "files:read");
    let landing = browser.press(&landing, "consent-deny");
    assert!(
        landing
            .url
            .starts_with(&format!("{CALLBACK}?error=access_denied&error_uri=")),
        "{}",
        landing.url
    );
    assert_eq!(landing.parameter("state").as_deref(), Some("s-1_x"));
    assert_eq!(landing.parameter("error_description"), None);
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(
        state["docspace"]["state"]["authorizations"],
        json!([]),
        "the row is gone"
    );
}

#[test]
fn deny_after_a_partial_consent_gives_a_code_for_the_earlier_scopes() {
    let mut browser = Browser::new();
    browser.login("ada", "files:read");
    let landing = at_consent(&mut browser, "files:read files:write");
    let landing = browser.press(&landing, "consent-deny");
    let code = landing.parameter("code").expect("not a denial");
    assert_eq!(
        browser.exchange(&code).body_json().unwrap()["scope"],
        json!("files:read")
    );
    // None of the requested scopes among the earlier ones: a denial.
    let landing = at_consent(&mut browser, "rooms:read");
    assert_eq!(
        browser
            .press(&landing, "consent-deny")
            .parameter("error")
            .as_deref(),
        Some("access_denied")
    );
}

#[test]
fn switches_answer_in_place_of_the_page() {
    let mut browser = Browser::switched(json!({"auto_login": "ada", "deny_consent": true}));
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert_eq!(landing.parameter("error").as_deref(), Some("access_denied"));
    browser.control("PUT", "switches", json!({"docspace": {"deny_consent": false, "auto_consent": true, "partial_consent": ["files:read"]}}));
    let landing = browser.leave_app(&authorize_url("files:read files:write"));
    let code = landing.parameter("code").unwrap();
    assert_eq!(
        browser.exchange(&code).body_json().unwrap()["scope"],
        json!("files:read")
    );
}

#[test]
fn partial_consent_holds_for_the_page_too() {
    let mut browser = Browser::switched(json!({"partial_consent": ["rooms:read"]}));
    let landing = at_consent(&mut browser, "files:read rooms:read");
    let code = browser
        .press(&landing, "consent-allow")
        .parameter("code")
        .unwrap();
    assert_eq!(
        browser.exchange(&code).body_json().unwrap()["scope"],
        json!("rooms:read")
    );
}

#[test]
fn the_page_asks_not_to_be_redirected() {
    let mut browser = Browser::new();
    at_consent(&mut browser, "files:read");
    let cookie = ["x-signature", "client_state"]
        .map(|name| format!("{name}={}", browser.portal_cookie(name).unwrap()))
        .join("; ");
    let state = decode(&browser.portal_cookie("client_state").unwrap());
    let headers = [
        ("cookie", cookie.as_str()),
        ("x-disable-redirect", "true"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let body = form(&[
        ("client_id", CLIENT),
        ("state", &state),
        ("scope", "files:read"),
    ]);
    let response = browser.send(
        "POST",
        &format!("{PORTAL}/api/2.0/oauth2/authorize"),
        &headers,
        &body,
    );
    assert_eq!(response.status, 200);
    assert_eq!(response.header("location"), None);
    assert!(
        response
            .header("x-redirect-uri")
            .unwrap()
            .starts_with(&format!("{CALLBACK}?code="))
    );
    // The question is answered: a second answer finds none.
    let response = browser.send(
        "POST",
        &format!("{PORTAL}/oauth2/authorize"),
        &headers,
        &body,
    );
    assert!(
        response
            .header("x-redirect-uri")
            .unwrap()
            .contains("/login/error")
    );
}

#[test]
fn consent_needs_the_signature_and_may_not_add_scopes() {
    let mut browser = Browser::new();
    at_consent(&mut browser, "files:read");
    let state = decode(&browser.portal_cookie("client_state").unwrap());
    let fields = [
        ("client_id", CLIENT),
        ("state", &state),
        ("scope", "files:read"),
        ("scope", "files:write"),
    ];
    let url = format!("{PORTAL}/oauth2/authorize");
    let unsigned = browser.post(&url, &fields);
    assert!(
        unsigned
            .header("location")
            .unwrap()
            .contains("error=missing_asc_signature_error")
    );
    let signature = browser.portal_cookie("x-signature").unwrap();
    let headers = [
        ("x-signature", signature.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let response = browser.send("POST", &url, &headers, &form(&fields));
    assert!(
        response
            .header("location")
            .unwrap()
            .starts_with(&format!("{CALLBACK}?error=invalid_scope"))
    );
}

#[test]
fn a_new_authorization_kills_the_old_token_already_at_the_consent_page() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    let landing = at_consent(&mut browser, "files:read files:write");
    assert!(landing.response.body_text().contains("consent-allow"));
    assert_eq!(
        browser.api("GET", "files/@root", &token).status,
        401,
        "an abandoned consent page is enough"
    );
    assert!(browser.log().last().unwrap()["status"] == json!(401));

    let first = browser.access_token("ada", "files:read");
    let second = browser.access_token("ada", "files:read");
    assert_eq!(browser.api("GET", "files/@root", &first).status, 401);
    assert_eq!(browser.api("GET", "files/@root", &second).status, 200);
}

#[test]
fn an_earlier_consent_page_of_the_same_client_and_user_fails() {
    let mut browser = Browser::new();
    let first = at_consent(&mut browser, "files:read");
    at_consent(&mut browser, "rooms:read");
    assert!(
        browser
            .press(&first, "consent-allow")
            .url
            .ends_with("/login/error?oauthMessageKey=invalid_request")
    );
}

#[test]
fn users_do_not_evict_each_other() {
    let mut browser = Browser::new();
    let ada = browser.access_token("ada", "files:read");
    browser.cookies.clear();
    let grace = browser.access_token("grace", "files:read");
    assert_eq!(browser.api("GET", "files/@root", &ada).status, 200);
    assert_eq!(browser.api("GET", "files/@root", &grace).status, 200);
}
