//! Check-list 3: the login hop and what its restart loses.

use serde_json::json;

use crate::browser::*;

/// A request with `state` and the challenge after `scope`, as the vendor's own samples have it.
fn scope_in_the_middle() -> String {
    let pairs = [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", CALLBACK),
        ("scope", "files:read rooms:read"),
        ("state", "s-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    format!("{PORTAL}/oauth2/authorize?{}", form(&pairs))
}

#[test]
fn the_hop_goes_through_login_restart_and_consent() {
    let mut browser = Browser::new();
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert_eq!(
        landing.url,
        format!("{PORTAL}/login?type=oauth2&client_id={CLIENT}&error=missing_asc_signature_error")
    );
    for user in ["ada", "grace", "linus"] {
        assert!(
            landing
                .response
                .body_text()
                .contains(&format!("data-testid=\"user-{user}\""))
        );
    }
    assert!(
        browser
            .portal_cookie("x-redirect-authorization-uri")
            .is_some()
    );
    let landing = browser.press(&landing, "user-grace");
    assert_eq!(
        landing.url,
        format!("{PORTAL}/login/consent?client_id={CLIENT}")
    );
    let page = landing.response.body_text();
    assert!(
        page.contains("<b data-testid=\"consent-user\">Grace Hopper</b>")
            && page.contains("<code>files:read</code>"),
        "{page}"
    );
    // The page has moved the filter's cookie to its own two, and the consent state is in reach of scripts.
    assert_eq!(browser.portal_cookie("x-redirect-authorization-uri"), None);
    assert!(
        browser
            .portal_cookie("x-url")
            .unwrap()
            .ends_with(&encode(&format!(
                "code_challenge={CHALLENGE}&code_challenge_method=S256"
            )))
    );
    assert_eq!(
        browser.portal_cookie("x-scopes").as_deref(),
        Some("files%3Aread")
    );
    assert!(browser.portal_cookie("client_state").is_some());
    let landing = browser.press(&landing, "consent-allow");
    assert!(
        landing.url.starts_with(&format!("{CALLBACK}?code="))
            && landing.url.ends_with("&state=s-1_x"),
        "{}",
        landing.url
    );

    let paths: Vec<_> = browser
        .log()
        .iter()
        .map(|entry| {
            format!(
                "{} {}",
                entry["method"].as_str().unwrap(),
                entry["path"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        paths,
        [
            "GET /oauth2/authorize",
            "GET /login",
            "POST /login",
            "GET /oauth2/authorize",
            "GET /oauth2/consent",
            "GET /login",
            "GET /login/consent",
            "POST /api/2.0/oauth2/authorize"
        ]
    );
}

#[test]
fn what_follows_scope_is_lost_in_the_restart() {
    let mut browser = Browser::new();
    let landing = browser.leave_app(&scope_in_the_middle());
    let landing = browser.press(&landing, "user-ada");
    let landing = browser.press(&landing, "consent-allow");
    let code = landing.parameter("code").unwrap();
    assert_eq!(
        landing.url,
        format!("{CALLBACK}?code={code}"),
        "no state came back"
    );
    let response = browser.exchange(&code);
    assert_eq!(
        (response.status, response.body_text().as_str()),
        (400, "{\"error\":\"invalid_grant\"}"),
        "and the challenge is gone"
    );
    // With a live signature there is no restart, and the same request works.
    let landing = browser.leave_app(&scope_in_the_middle());
    assert_eq!(landing.parameter("state").as_deref(), Some("s-1"));
    assert_eq!(
        browser.exchange(&landing.parameter("code").unwrap()).status,
        200
    );
}

#[test]
fn the_switch_makes_every_later_login_restart() {
    let mut browser = Browser::switched(json!({"signature_expired": true}));
    browser.login("ada", "files:read rooms:read");
    let landing = browser.visit(&scope_in_the_middle());
    let code = landing.parameter("code").unwrap();
    assert_eq!(
        landing.url,
        format!("{CALLBACK}?code={code}"),
        "restarted, state lost"
    );
    // A request with scope last survives.
    let landing = browser.visit(&authorize_url("files:read"));
    assert_eq!(landing.parameter("state").as_deref(), Some("s-1_x"));
    assert_eq!(
        browser.exchange(&landing.parameter("code").unwrap()).status,
        200
    );
}

#[test]
fn the_signature_expires_after_five_minutes_and_the_strict_session_is_not_seen_from_another_site() {
    let mut browser = Browser::new();
    browser.login("ada", "files:read");
    browser.control("POST", "time", json!({"advance_seconds": 299}));
    assert!(
        browser
            .leave_app(&authorize_url("files:read"))
            .url
            .starts_with(CALLBACK)
    );
    browser.control("POST", "time", json!({"advance_seconds": 2}));
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert!(
        landing.response.body_text().contains("user-ada"),
        "asked to sign in again: {}",
        landing.url
    );
    // From within the site the session is seen, and the restart needs no page.
    assert!(
        browser
            .visit(&authorize_url("files:read"))
            .url
            .starts_with(CALLBACK)
    );
}

#[test]
fn a_stale_scope_list_is_appended_when_scope_is_absent_or_first() {
    let mut browser = Browser::new();
    browser.login("ada", "files:read");
    browser
        .cookies
        .retain(|(name, ..), _| name != "x-signature");
    let absent = format!(
        "{PORTAL}/oauth2/authorize?{}",
        form(&[
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("redirect_uri", CALLBACK),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256")
        ])
    );
    let landing = browser.leave_app(&absent);
    let landing = browser.press(&landing, "user-ada");
    let code = landing.parameter("code").unwrap();
    assert_eq!(
        browser.exchange(&code).body_json().unwrap()["scope"],
        json!("files:read"),
        "the last login's scopes"
    );

    browser
        .cookies
        .retain(|(name, ..), _| name != "x-signature");
    let first = absent.replace("?response_type", "?scope=rooms%3Aread&response_type");
    let landing = browser.leave_app(&first);
    let landing = browser.press(&landing, "user-ada");
    assert_eq!(
        landing.url,
        format!("{PORTAL}/login/error?oauthMessageKey=invalid_request"),
        "two scopes now"
    );
}

#[test]
fn an_address_too_long_for_a_cookie_cannot_be_resumed() {
    let mut browser = Browser::new();
    let long =
        authorize_url("files:read").replace("state=s-1_x", &format!("state={}", "x".repeat(3500)));
    let landing = browser.leave_app(&long);
    let landing = browser.press(&landing, "user-ada");
    assert_eq!(
        landing.url,
        format!("{PORTAL}/login/error?oauthMessageKey=something_went_wrong_error")
    );
}

#[test]
fn not_you_starts_again_with_another_user() {
    let mut browser = Browser::new();
    let landing = browser.leave_app(&authorize_url("files:read"));
    let landing = browser.press(&landing, "user-ada");
    let landing = browser.press(&landing, "consent-switch-user");
    let landing = browser.press(&landing, "user-linus");
    assert!(landing.response.body_text().contains("Linus Pauling"));
    let landing = browser.press(&landing, "consent-allow");
    let token = browser
        .exchange(&landing.parameter("code").unwrap())
        .body_json()
        .unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    assert_eq!(
        claims(&token)["sub"],
        json!("5c1a8b0e-0f0d-4a53-9c66-0c1d2b9a1103")
    );
    assert_eq!(landing.parameter("state").as_deref(), Some("s-1_x"));
}

#[test]
fn auto_login_keeps_the_hop_and_its_losses() {
    let mut browser = Browser::switched(json!({"auto_login": "ada", "auto_consent": true}));
    let landing = browser.leave_app(&authorize_url("files:read"));
    assert_eq!(landing.parameter("state").as_deref(), Some("s-1_x"));
    assert_eq!(
        browser.exchange(&landing.parameter("code").unwrap()).status,
        200
    );
    let mut browser = Browser::switched(json!({"auto_login": "ada", "auto_consent": true}));
    let landing = browser.leave_app(&scope_in_the_middle());
    assert_eq!(landing.parameter("state"), None);
}
