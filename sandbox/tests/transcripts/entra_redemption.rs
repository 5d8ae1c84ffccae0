//! Who may redeem at the Entra double: redirect types, `Origin`, secrets, PKCE, single use, tenants.

use serde_json::json;

use crate::{browser::*, entra_app::*};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A server's redemption: no `Origin`.
fn from_server(browser: &mut Browser, fields: &[(&str, &str)]) -> docgate_sandbox::Response {
    browser.send("POST", &token_url("common"), &[FORM], &form(fields))
}

#[test]
fn a_page_may_redeem_only_what_was_sent_to_a_page() {
    let mut browser = browser(json!({}));
    let web = [("client_id", "demo-entra-web")];
    let code = code(&mut browser, "common", &web);
    let refused = exchange(&mut browser, &code, &web);
    assert_eq!(refused.status, 400);
    assert_eq!(problem(&refused), error("invalid_request", 9_002_326));
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));

    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"spa_error": "network"}}),
    );
    let hidden = exchange(&mut browser, &code, &web);
    assert_eq!(problem(&hidden).1, 9_002_326);
    assert_eq!(hidden.header("access-control-allow-origin"), None);
    assert_eq!(
        exchange(&mut browser, "no-such-code", &[]).header("access-control-allow-origin"),
        Some("*"),
        "only that error is hidden"
    );

    let without = from_server(&mut browser, &code_fields(&code, &web));
    assert_eq!(
        (without.status, problem(&without)),
        (401, error("invalid_client", 7_000_218))
    );
    let wrong = [web[0], ("client_secret", "wrong")];
    let wrong = from_server(&mut browser, &code_fields(&code, &wrong));
    assert_eq!(problem(&wrong).1, 7_000_215);
    let right = [web[0], ("client_secret", "sandbox-secret")];
    let forwarded = exchange(&mut browser, &code, &right);
    assert_eq!(
        problem(&forwarded).1,
        9_002_326,
        "a proxy that forwards Origin"
    );
    let answer = from_server(&mut browser, &code_fields(&code, &right));
    assert_eq!(answer.status, 200, "nothing was spent so far");
    assert_eq!(json_of(&answer).get("refresh_token_expires_in"), None);
}

#[test]
fn what_was_sent_to_a_page_is_for_pages_only() {
    let mut browser = browser(json!({}));
    let login = login(&mut browser, USUAL, "");
    let code = code(&mut browser, "common", &[]);
    let refused = from_server(&mut browser, &code_fields(&code, &[]));
    assert_eq!(problem(&refused), error("invalid_request", 9_002_327));
    let token = login["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "demo-entra"),
        ("refresh_token", token),
    ];
    assert_eq!(problem(&from_server(&mut browser, &fields)).1, 9_002_327);
    let secret = exchange(&mut browser, &code, &[("client_secret", "x")]);
    assert_eq!(problem(&secret), error("invalid_client", 700_025));
    assert_eq!(exchange(&mut browser, &code, &[]).status, 200);
}

#[test]
fn a_page_needs_pkce_and_hears_so_at_the_token_endpoint() {
    let mut browser = browser(json!({}));
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let bare = code(&mut browser, "common", &without);
    let refused = exchange(&mut browser, &bare, &[]);
    assert_eq!(problem(&refused), error("invalid_request", 9_002_325));

    let good = code(&mut browser, "common", &[]);
    for verifier in ["", "wrong"] {
        let refused = exchange(&mut browser, &good, &[("code_verifier", verifier)]);
        assert_eq!(problem(&refused), error("invalid_grant", 501_481));
    }
    let plain = [
        ("code_challenge", VERIFIER),
        ("code_challenge_method", "plain"),
    ];
    let plain = code(&mut browser, "common", &plain);
    assert_eq!(exchange(&mut browser, &plain, &[]).status, 200);
    let landing = browser.leave_app(&url("common", &[("code_challenge", "short")]));
    assert_eq!(told(&landing), error("invalid_request", 501_491));
}

#[test]
fn a_code_is_single_use_short_lived_and_bound() {
    let mut browser = browser(json!({}));
    let first = code(&mut browser, "common", &[]);
    let elsewhere = browser.post(&token_url(CONTOSO), &code_fields(&first, &[]));
    assert_eq!(problem(&elsewhere), error("invalid_grant", 700_005));
    let other_cloud = browser.post(
        "http://entra-us.localhost:9400/common/oauth2/v2.0/token",
        &code_fields(&first, &[("client_id", "demo-entra-us")]),
    );
    assert_eq!(problem(&other_cloud), error("invalid_grant", 70000));
    let address = [("redirect_uri", "http://localhost:5173/callback/other")];
    assert_eq!(
        problem(&exchange(&mut browser, &first, &address)).1,
        500_112
    );
    assert_eq!(exchange(&mut browser, &first, &[]).status, 200);
    let again = exchange(&mut browser, &first, &[]);
    assert_eq!(problem(&again), error("invalid_grant", 54005));

    let late = code(&mut browser, "common", &[]);
    browser.control("POST", "time", json!({"advance_seconds": 600}));
    assert_eq!(problem(&exchange(&mut browser, &late, &[])).1, 70008);
    let by_domain = code(&mut browser, "contoso.example", &[]);
    let answer = browser.post(&token_url(CONTOSO), &code_fields(&by_domain, &[]));
    assert_eq!(
        answer.status, 200,
        "domain and GUID name one tenant: {answer:?}"
    );
}

#[test]
fn a_refresh_token_serves_every_path_of_its_tenant() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser, USUAL, "");
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "demo-entra"),
        ("refresh_token", answer["refresh_token"].as_str().unwrap()),
    ];
    for tenant in [CONTOSO, "contoso.example", "organizations"] {
        let response = browser.post(&token_url(tenant), &fields);
        assert_eq!(response.status, 200, "{tenant}");
    }
    let other = browser.post(&token_url(FABRIKAM), &fields);
    assert_eq!(problem(&other), error("invalid_grant", 700_005));
    let unknown = browser.post(&token_url("tailspin.example"), &fields);
    assert_eq!(problem(&unknown), error("invalid_request", 90002));
}

#[test]
fn a_refresh_token_dies_with_its_grant() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser, USUAL, "");
    let refused = {
        browser.control(
            "POST",
            "evict",
            json!({"client": "demo-entra", "user": "ada"}),
        );
        refresh(&mut browser, &answer, &[])
    };
    assert_eq!(problem(&refused), error("invalid_grant", 50173));
    let answer = login(&mut browser, USUAL, "");
    browser.control("POST", "expire", json!({"what": "refresh"}));
    assert_eq!(problem(&refresh(&mut browser, &answer, &[])).1, 700_084);
}

#[test]
fn a_refusal_is_an_envelope_with_numbers() {
    let mut browser = browser(json!({}));
    let fields = [("client-request-id", "c-1")];
    let body = json_of(&exchange(&mut browser, "no-such-code", &fields));
    assert_eq!(body["error_codes"], json!([70000]));
    assert_eq!(body["correlation_id"], json!("c-1"));
    let description = body["error_description"].as_str().unwrap();
    let trace = body["trace_id"].as_str().unwrap();
    assert!(description.contains(&format!("\r\nTrace ID: {trace}\r\n")));
    assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
    let repeated = [code_fields("x", &[]), vec![("code", "y")]].concat();
    let refused = browser.post(&token_url("common"), &repeated);
    assert_eq!(problem(&refused).1, 9_000_411);
    let grant = exchange(&mut browser, "x", &[("grant_type", "password")]);
    assert_eq!(problem(&grant), error("unsupported_grant_type", 70003));
    let missing = exchange(&mut browser, "x", &[("code", "")]);
    assert_eq!(problem(&missing), error("invalid_request", 900_144));
    let unknown = exchange(&mut browser, "x", &[("client_id", "nobody")]);
    assert_eq!(problem(&unknown), error("unauthorized_client", 700_016));
}

#[test]
fn a_throttled_page_cannot_read_how_long_to_wait() {
    let mut browser = browser(json!({
        "token_fault": {"kind": "custom", "status": 429, "headers": {"Retry-After": "7"}, "body": {"error": "temporarily_unavailable"}}
    }));
    let response = exchange(&mut browser, "x", &[]);
    assert_eq!(
        (response.status, response.header("retry-after")),
        (429, Some("7"))
    );
    let exposed = response.header("access-control-expose-headers").unwrap();
    assert!(
        !exposed.to_ascii_lowercase().contains("retry-after"),
        "{exposed}"
    );
}

#[test]
fn a_preflight_allows_no_header_beyond_the_simple_ones() {
    let mut browser = browser(json!({}));
    let headers = [
        ("origin", APP),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-more"),
    ];
    let response = browser.send("OPTIONS", &token_url("common"), &headers, "");
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        response.header("access-control-allow-methods"),
        Some("POST, OPTIONS")
    );
    assert_eq!(response.header("access-control-allow-headers"), None);
}
