//! The OpenID Connect double's authorization endpoint, sign-in page, callback and logout.

use serde_json::json;

use crate::browser::*;

pub(crate) const CALLBACK: &str = "http://localhost:5173/callback/oidc";

/// A good request at an issuer, with some parameters replaced, added or (with an empty value) left out.
pub(crate) fn url(issuer: &str, changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("response_type", "code"),
        ("client_id", "demo-oidc"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid profile email"),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    pairs.retain(|(name, _)| !changes.iter().any(|(key, _)| key == name));
    pairs.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    format!("{issuer}/authorize?{}", form(&pairs))
}

#[test]
fn the_picker_signs_in_and_the_session_stays() {
    let mut browser = Browser::new();
    let issuer = format!("{ISSUER}/t/one");
    let landing = browser.leave_app(&url(&issuer, &[]));
    assert!(
        landing.url.starts_with(&format!("{issuer}/login?")),
        "{}",
        landing.url
    );
    let landing = browser.press(&landing, "user-grace");
    let code = landing.parameter("code").unwrap();
    assert_eq!(
        landing.url,
        format!("{CALLBACK}?code={code}&state=s-1&iss={}", encode(&issuer))
    );
    assert!(
        browser
            .leave_app(&url(&issuer, &[]))
            .url
            .starts_with(CALLBACK),
        "no page the second time"
    );
    assert!(
        browser
            .leave_app(&url(&issuer, &[("prompt", "none")]))
            .parameter("code")
            .is_some()
    );
    assert!(
        browser
            .leave_app(&url(&issuer, &[("prompt", "login")]))
            .url
            .contains("/login?")
    );
    browser.control("POST", "time?scenario=one", json!({"advance_seconds": 11}));
    assert!(
        browser
            .leave_app(&url(&issuer, &[("max_age", "10")]))
            .url
            .contains("/login?")
    );
    assert!(
        browser.leave_app(&url(ISSUER, &[])).url.contains("/login?"),
        "another scenario knows nothing of it"
    );
}

#[test]
fn cancel_and_silence_come_back_as_errors_with_iss() {
    let mut browser = Browser::new();
    let landing = browser.leave_app(&url(ISSUER, &[]));
    let landing = browser.press(&landing, "login-cancel");
    assert_eq!(landing.parameter("error").as_deref(), Some("access_denied"));
    assert_eq!(landing.parameter("iss").as_deref(), Some(ISSUER));
    assert_eq!(
        browser
            .leave_app(&url(ISSUER, &[("prompt", "none")]))
            .parameter("error")
            .as_deref(),
        Some("login_required")
    );
    browser.control(
        "PUT",
        "switches",
        json!({"oidc": {"auto_login": "ada", "authorize_error": "temporarily_unavailable"}}),
    );
    assert_eq!(
        browser
            .leave_app(&url(ISSUER, &[]))
            .parameter("error")
            .as_deref(),
        Some("temporarily_unavailable")
    );
}

#[test]
fn pages_can_cut_their_opener_off() {
    let mut browser = Browser::new();
    let policy = |browser: &mut Browser| {
        let page = browser.leave_app(&url(ISSUER, &[])).response;
        page.header("cross-origin-opener-policy")
            .map(str::to_string)
    };
    assert_eq!(policy(&mut browser), None);
    browser.control("PUT", "switches", json!({"oidc": {"coop": "same-origin"}}));
    assert_eq!(policy(&mut browser).as_deref(), Some("same-origin"));
}

#[test]
fn bad_requests_come_back_except_without_a_good_redirect_uri() {
    let mut browser = Browser::new();
    browser.control("PUT", "switches", json!({"oidc": {"auto_login": "ada"}}));
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("scope", "openid admin")], "invalid_scope"),
        (
            &[("code_challenge", ""), ("code_challenge_method", "")],
            "invalid_request",
        ),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("request", "x")], "request_not_supported"),
        (&[("state", "a"), ("state", "b")], "invalid_request"),
    ];
    for (changes, error) in cases {
        assert_eq!(
            browser
                .leave_app(&url(ISSUER, changes))
                .parameter("error")
                .as_deref(),
            Some(error),
            "{changes:?}"
        );
    }
    for changes in [
        [("client_id", "nobody")],
        [("redirect_uri", "http://localhost:5173/callback/oidc/")],
    ] {
        let landing = browser.leave_app(&url(ISSUER, &changes));
        assert_eq!(landing.response.status, 400, "{changes:?}");
    }
    browser.control("PUT", "switches", json!({"oidc": {"require_pkce": false}}));
    assert!(
        browser
            .leave_app(&url(ISSUER, cases[2].0))
            .parameter("code")
            .is_some()
    );
}

#[test]
fn the_callback_can_be_bent() {
    let mut browser = Browser::new();
    let mut landing = |switches| {
        browser.control("PUT", "switches", json!({"oidc": {"auto_login": "ada"}}));
        browser.control("PUT", "switches", json!({"oidc": switches}));
        browser.leave_app(&url(ISSUER, &[("state", "a b&c")]))
    };
    assert!(
        landing(json!({}))
            .url
            .ends_with(&format!("&state=a%20b%26c&iss={}", encode(ISSUER))),
        "encoded here"
    );
    assert_eq!(
        landing(json!({"callback": {"set": {"iss": "http://other"}}}))
            .parameter("iss")
            .as_deref(),
        Some("http://other")
    );
    assert_eq!(
        landing(json!({"callback": {"remove": ["iss", "state"]}})).parameter("state"),
        None
    );
    let bent =
        landing(json!({"callback": {"set": {"code": ["{code}", "{code}"]}, "fragment": true}}));
    assert!(bent.url.starts_with(&format!("{CALLBACK}#")));
    assert_eq!(bent.url.matches("code=").count(), 2);
    assert_eq!(
        landing(json!({"callback": null, "callback_iss": false})).parameter("iss"),
        None
    );
}

#[test]
fn logout_ends_the_session_and_returns_only_to_registered_addresses() {
    let mut browser = Browser::new();
    let landing = browser.leave_app(&url(ISSUER, &[]));
    browser.press(&landing, "user-ada");
    let back = form(&[
        ("client_id", "demo-oidc"),
        ("post_logout_redirect_uri", "http://localhost:5173/"),
        ("state", "x y"),
    ]);
    let landing = browser.leave_app(&format!("{ISSUER}/end_session?{back}"));
    assert_eq!(landing.url, "http://localhost:5173/?state=x%20y");
    assert!(browser.leave_app(&url(ISSUER, &[])).url.contains("/login?"));
    let elsewhere = form(&[
        ("client_id", "demo-oidc"),
        ("post_logout_redirect_uri", "http://localhost:5173/x"),
    ]);
    assert_eq!(
        browser
            .leave_app(&format!("{ISSUER}/end_session?{elsewhere}"))
            .response
            .status,
        400
    );
    let nameless = form(&[("post_logout_redirect_uri", "http://localhost:5173/")]);
    assert_eq!(
        browser
            .leave_app(&format!("{ISSUER}/end_session?{nameless}"))
            .response
            .status,
        400
    );
    assert_eq!(
        browser
            .leave_app(&format!("{ISSUER}/end_session"))
            .response
            .status,
        200
    );
}
