//! Check-list 11: framing and CORS headers.

use crate::browser::*;

#[test]
fn oauth2_denies_frames_and_login_allows_its_own() {
    let mut browser = Browser::new();
    let get = |browser: &mut Browser, path: &str| browser.get(&format!("{PORTAL}{path}"));
    for path in [
        "/oauth2/authorize",
        "/oauth2/jwks",
        "/.well-known/openid-configuration",
    ] {
        let response = get(&mut browser, path);
        assert_eq!(response.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(
            response.header("referrer-policy"),
            Some("no-referrer"),
            "{path}"
        );
    }
    for path in [
        "/login?type=oauth2&client_id=x",
        "/login/error",
        "/login/consent",
    ] {
        let response = get(&mut browser, path);
        assert_eq!(
            response.header("x-frame-options"),
            Some("SAMEORIGIN"),
            "{path}"
        );
        assert_eq!(
            response.header("content-security-policy"),
            Some("frame-ancestors 'self'"),
            "{path}"
        );
        // Nothing severs a popup from its opener.
        assert_eq!(response.header("cross-origin-opener-policy"), None);
    }
}

#[test]
fn any_origin_may_read_oauth2_without_credentials() {
    let mut browser = Browser::new();
    let url = format!("{PORTAL}/oauth2/token");
    let response = browser.send("POST", &url, &[("origin", "https://anywhere.example")], "");
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(response.header("access-control-allow-credentials"), None);
    assert_eq!(response.header("access-control-expose-headers"), None);
    let preflight = [
        ("origin", "https://anywhere.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-a, x-b"),
    ];
    let response = browser.send("OPTIONS", &url, &preflight, "");
    assert_eq!(response.status, 200);
    assert_eq!(
        response.header("access-control-allow-methods"),
        Some("POST")
    );
    assert_eq!(
        response.header("access-control-allow-headers"),
        Some("x-a, x-b")
    );
    assert_eq!(response.header("access-control-max-age"), Some("3600"));
    // No origin, no CORS headers.
    assert_eq!(
        browser
            .send("POST", &url, &[], "")
            .header("access-control-allow-origin"),
        None
    );
}
