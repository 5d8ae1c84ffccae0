//! Check-list 2: validation order, delivery of errors, the literal success.

use serde_json::json;

use crate::browser::*;

/// A browser that is signed in as Ada and has consented to `files:read`.
fn signed_in() -> Browser {
    let mut browser = Browser::new();
    browser.login("ada", "files:read");
    browser
}

fn url(pairs: &[(&str, &str)]) -> String {
    format!("{PORTAL}/oauth2/authorize?{}", form(pairs))
}

/// A good request with some parameters replaced, added or (with an empty value) left out.
fn changed(changes: &[(&'static str, &'static str)]) -> String {
    let mut pairs = vec![
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", CALLBACK),
        ("state", "s-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("scope", "files:read"),
    ];
    for (name, value) in changes {
        pairs.retain(|(known, _)| known != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    url(&pairs)
}

#[test]
fn success_is_302_with_code_and_state_only() {
    let mut browser = signed_in();
    let landing = browser.leave_app(&authorize_url("files:read"));
    let code = landing.parameter("code").unwrap();
    assert_eq!(code.len(), 128);
    assert_eq!(landing.url, format!("{CALLBACK}?code={code}&state=s-1_x"));
    let last = browser.log().pop().unwrap();
    assert_eq!(
        (last["status"].as_u64(), last["path"].as_str()),
        (Some(302), Some("/oauth2/authorize"))
    );
}

#[test]
fn state_comes_back_decoded_and_is_not_encoded_again() {
    let mut browser = signed_in();
    let landing = browser.leave_app(&changed(&[("state", "a&b=c#d%41 e+f")]));
    assert!(
        landing.url.ends_with("&state=a&b=c#d%41 e+f"),
        "{}",
        landing.url
    );
    let landing = browser.leave_app(&changed(&[("state", "")]));
    assert!(!landing.url.contains("state"), "{}", landing.url);
}

#[test]
fn the_code_is_appended_with_a_question_mark_whatever_the_redirect_uri_has() {
    let mut browser = signed_in();
    let with_query = format!("{CALLBACK}?x=1");
    let client = json!({"id": CLIENT, "redirect_uris": [with_query]});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": client}),
    );
    let landing = browser.leave_app(&changed(&[(
        "redirect_uri",
        "http://localhost:5173/callback/docspace?x=1",
    )]));
    assert!(
        landing.url.starts_with(&format!("{CALLBACK}?x=1?code=")),
        "{}",
        landing.url
    );
    // Errors are appended properly.
    let bad = changed(&[
        (
            "redirect_uri",
            "http://localhost:5173/callback/docspace?x=1",
        ),
        ("scope", "nonsense"),
    ]);
    assert!(
        browser
            .leave_app(&bad)
            .url
            .starts_with(&format!("{CALLBACK}?x=1&error=invalid_scope&"))
    );
}

#[test]
fn what_comes_back_to_the_app() {
    let mut browser = signed_in();
    let rfc6749 = "https://datatracker.ietf.org/doc/html/rfc6749#section-4.1.2.1";
    let rfc7636 = "https://datatracker.ietf.org/doc/html/rfc7636#section-4.4.1";
    let cases = [
        (
            changed(&[("scope", "files:read profile")]),
            "invalid_scope",
            rfc6749,
        ),
        (
            changed(&[("scope", "offline_access")]),
            "invalid_scope",
            rfc6749,
        ),
        (
            changed(&[("code_challenge_method", "plain")]),
            "invalid_request",
            rfc7636,
        ),
        (
            changed(&[("code_challenge_method", "")]),
            "invalid_request",
            rfc7636,
        ),
        (
            changed(&[("scope", "openid files:read"), ("prompt", "none login")]),
            "invalid_request",
            rfc6749,
        ),
        (
            changed(&[("scope", "openid files:write"), ("prompt", "none")]),
            "consent_required",
            rfc6749,
        ),
    ];
    for (url, error, error_uri) in cases {
        let landing = browser.leave_app(&url);
        assert_eq!(
            landing.url,
            format!(
                "{CALLBACK}?error={error}&error_uri={}&state=s-1",
                encode(error_uri)
            ),
            "{url}"
        );
    }
    // The state of an error is encoded.
    let landing = browser.leave_app(&changed(&[("scope", "nonsense"), ("state", "a&b")]));
    assert!(landing.url.ends_with("&state=a%26b"));
}

#[test]
fn what_ends_on_the_error_page() {
    let mut browser = signed_in();
    for client in ["closed", "off"] {
        let client = json!({"id": client, "redirect_uris": [CALLBACK], "disabled": client == "off", "cross_portal": client != "closed"});
        browser.control(
            "PUT",
            "clients",
            json!({"double": "docspace", "client": client}),
        );
    }
    let cases = [
        (changed(&[("client_id", "")]), "missing_client_id_error"),
        (
            changed(&[("client_id", "nobody")]),
            "client_not_found_error",
        ),
        (changed(&[("client_id", "off")]), "client_disabled_error"),
        (
            changed(&[("client_id", "demo-docspace-disabled")]),
            "client_disabled_error",
        ),
        (
            changed(&[("client_id", "closed")]),
            "client_permission_denied_error",
        ),
        (changed(&[("response_type", "")]), "invalid_request"),
        (
            changed(&[("response_type", "token")]),
            "unsupported_response_type",
        ),
        (
            changed(&[("redirect_uri", "http://localhost:5173/other")]),
            "invalid_request",
        ),
        (
            changed(&[("redirect_uri", "http://localhost:9999/callback/docspace")]),
            "invalid_request",
        ),
        (
            changed(&[("redirect_uri", "http://localhost:5173/callback/docspace#x")]),
            "invalid_request",
        ),
        (changed(&[("request_uri", "urn:x")]), "invalid_request"),
        (format!("{}&state=two", changed(&[])), "invalid_request"),
        (
            format!("{}&prompt=a&prompt=b", changed(&[])),
            "invalid_request",
        ),
    ];
    for (url, key) in cases {
        let landing = browser.leave_app(&url);
        assert_eq!(
            landing.url,
            format!("{PORTAL}/login/error?oauthMessageKey={key}"),
            "{url}"
        );
        assert!(
            landing
                .response
                .body_text()
                .contains(&format!("data-testid=\"oauth-error\">{key}<"))
        );
    }
}

#[test]
fn the_first_wrong_thing_decides() {
    let mut browser = signed_in();
    let all_wrong = [
        ("client_id", "nobody"),
        ("redirect_uri", "http://x"),
        ("scope", "nonsense"),
        ("code_challenge_method", "plain"),
    ];
    assert!(
        browser
            .leave_app(&changed(&all_wrong))
            .url
            .ends_with("client_not_found_error")
    );
    assert!(
        browser
            .leave_app(&changed(&all_wrong[1..]))
            .url
            .ends_with("oauthMessageKey=invalid_request")
    );
    assert!(
        browser
            .leave_app(&changed(&all_wrong[2..]))
            .url
            .contains("error=invalid_scope")
    );
    assert!(
        browser
            .leave_app(&changed(&all_wrong[3..]))
            .url
            .contains("rfc7636")
    );
}

#[test]
fn redirect_uri_may_be_left_out_only_when_it_is_the_only_one_and_without_openid() {
    let mut browser = signed_in();
    assert!(
        browser
            .leave_app(&changed(&[("redirect_uri", "")]))
            .url
            .starts_with(CALLBACK)
    );
    assert!(
        browser
            .leave_app(&changed(&[("redirect_uri", ""), ("scope", "openid")]))
            .url
            .contains("/login/error")
    );
    let client = json!({"id": CLIENT, "redirect_uris": [CALLBACK, "http://localhost:5173/b"]});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": client}),
    );
    assert!(
        browser
            .leave_app(&changed(&[("redirect_uri", "")]))
            .url
            .contains("/login/error")
    );
}

#[test]
fn no_scope_means_all_scopes_of_the_client() {
    let mut browser = signed_in();
    let client = json!({"id": CLIENT, "redirect_uris": [CALLBACK], "scopes": ["files:read"]});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": client}),
    );
    let code = browser
        .leave_app(&changed(&[("scope", "")]))
        .parameter("code")
        .unwrap();
    assert_eq!(
        browser.exchange(&code).body_json().unwrap()["scope"],
        json!("files:read")
    );
    // The portal takes scopes for unrelated words: write does not include read.
    let client = json!({"id": CLIENT, "redirect_uris": [CALLBACK], "scopes": ["files:write"]});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": client}),
    );
    assert!(
        browser
            .leave_app(&changed(&[]))
            .url
            .contains("error=invalid_scope")
    );
}

#[test]
fn prompt_and_hints_are_ignored() {
    let mut browser = signed_in();
    let ignored = [
        ("prompt", "login"),
        ("login_hint", "grace"),
        ("max_age", "0"),
        ("response_mode", "fragment"),
        ("resource", "x"),
    ];
    assert!(
        browser
            .leave_app(&changed(&ignored))
            .url
            .starts_with(&format!("{CALLBACK}?code="))
    );
    // Nobody signed in: the login page comes before anybody looks at `prompt=none`.
    let mut nobody = Browser::new();
    let landing = nobody.leave_app(&changed(&[("scope", "openid"), ("prompt", "none")]));
    assert!(
        landing.url.starts_with(&format!("{PORTAL}/login?")),
        "{}",
        landing.url
    );
}

#[test]
fn a_challenge_is_not_required_here_but_without_it_the_code_is_useless() {
    let mut browser = signed_in();
    let landing = browser.leave_app(&changed(&[
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ]));
    let response = browser.exchange(&landing.parameter("code").unwrap());
    assert_eq!(
        (response.status, response.body_text().as_str()),
        (400, "{\"error\":\"invalid_grant\"}")
    );
}

#[test]
fn mutations_bend_the_callback() {
    let mut browser = signed_in();
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"callback": {
            "set": {"iss": "{issuer}/x", "code": ["{code}", "other"]}, "remove": ["state"]
        }}}),
    );
    let landing = browser.leave_app(&changed(&[]));
    let code = landing.parameter("code").unwrap();
    assert_eq!(
        landing.url,
        format!("{CALLBACK}?code={code}&code=other&iss={PORTAL}/oauth2/x")
    );
    browser.control("PUT", "switches", json!({"docspace": {"callback": {"set": {"error": "access_denied", "state": "wrong"}, "fragment": true}}}));
    let landing = browser.leave_app(&changed(&[]));
    let code = landing.parameter("code").unwrap();
    assert_eq!(
        landing.url,
        format!("{CALLBACK}#code={code}&error=access_denied&state=wrong")
    );
    // On errors too.
    let landing = browser.leave_app(&changed(&[("scope", "nonsense")]));
    assert!(
        landing.url.starts_with(&format!("{CALLBACK}#error_uri="))
            && landing.url.ends_with("&state=wrong"),
        "{}",
        landing.url
    );
}
