//! The APIs behind Entra: one resource each, scopes, CORS.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::{browser::*, entra_app::*};

const PREMIUM: &str = "api://fc0ecb91-d846-46d0-a363-4f97c69db711";
const LITE: &str = "api://5b0479de-89c3-4c7a-aa5f-393001579763";
const DOCCENTRUM: &str = "http://doccentrum.localhost:9400";
pub(crate) const DEMO: &str = "http://demo-api.localhost:9400";

/// A page's request with a token.
pub(crate) fn call(
    browser: &mut Browser,
    method: &str,
    url: &str,
    token: &str,
    more: &[(&str, &str)],
    body: &str,
) -> Response {
    let authorization = format!("Bearer {token}");
    let mut headers = vec![("origin", APP), ("authorization", authorization.as_str())];
    headers.extend(more);
    browser.send(method, url, &headers, body)
}

pub(crate) fn get(browser: &mut Browser, url: &str, token: &str) -> Response {
    call(browser, "GET", url, token, &[], "")
}

pub(crate) fn preflight(browser: &mut Browser, url: &str, method: &str) -> Response {
    let headers = [
        ("origin", APP),
        ("access-control-request-method", method),
        ("access-control-request-headers", "authorization,if-match"),
    ];
    browser.send("OPTIONS", url, &headers, "")
}

/// The whole answer of a login of an app at a cloud.
pub(crate) fn token_of(
    browser: &mut Browser,
    host: &str,
    client: &str,
    callback: &str,
    scope: &str,
) -> Value {
    let address = format!("{APP}/callback/{callback}");
    let base = format!("http://{host}.localhost:9400/{CONTOSO}/oauth2/v2.0");
    let changes = [
        ("client_id", client),
        ("redirect_uri", &address),
        ("scope", scope),
    ];
    let landing = browser.leave_app(&url_at(&base, &changes));
    let code = landing
        .parameter("code")
        .unwrap_or_else(|| panic!("{} {}", landing.url, landing.response.body_text()));
    let changes = [("client_id", client), ("redirect_uri", &address)];
    json_of(&browser.post(&format!("{base}/token"), &code_fields(&code, &changes)))
}

pub(crate) fn access(answer: &Value) -> String {
    answer["access_token"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_string()
}

fn tasks(browser: &mut Browser, tier: &str, scope: &str) -> String {
    let scope = format!("{tier}/{scope}");
    access(&token_of(
        browser,
        "entra",
        "demo-doccentrum",
        "doccentrum",
        &scope,
    ))
}

#[test]
fn each_tier_of_doccentrum_takes_its_own_tokens() {
    let mut browser = browser(json!({}));
    let premium = tasks(&mut browser, PREMIUM, "user_impersonation");
    let lite = tasks(&mut browser, LITE, "user_impersonation");
    for (path, token, status) in [
        ("/premium/api/tasks/my", &premium, 200),
        ("/lite/api/tasks/my", &lite, 200),
        ("/premium/api/tasks/my", &lite, 401),
        ("/lite/api/tasks/my", &premium, 401),
        ("/gold/api/tasks/my", &premium, 404),
        ("/premium/api/tasks", &premium, 403),
    ] {
        let response = get(&mut browser, &format!("{DOCCENTRUM}{path}"), token);
        assert_eq!(response.status, status, "{path}");
        assert_eq!(response.header("access-control-allow-origin"), Some("*"));
        assert!(json_of(&response).is_object());
    }
    let nothing = browser.get(&format!("{DOCCENTRUM}/premium/api/tasks/my"));
    assert_eq!(nothing.status, 401);
    browser.control("PUT", "switches", json!({"entra": {"admin_consent": true}}));
    let admin = tasks(&mut browser, PREMIUM, "Tasks.Admin");
    let all = get(
        &mut browser,
        &format!("{DOCCENTRUM}/premium/api/tasks"),
        &admin,
    );
    assert_eq!(json_of(&all)["tasks"].as_array().unwrap().len(), 3);
    browser.control("POST", "expire", json!({"what": "access"}));
    let url = format!("{DOCCENTRUM}/premium/api/tasks/my");
    assert_eq!(get(&mut browser, &url, &premium).status, 401);
}

#[test]
fn each_cloud_has_its_own_doccentrum() {
    let mut browser = browser(json!({}));
    let scope = format!("{PREMIUM}/user_impersonation");
    let us = access(&token_of(
        &mut browser,
        "entra-us",
        "demo-doccentrum-us",
        "doccentrum",
        &scope,
    ));
    let public = tasks(&mut browser, PREMIUM, "user_impersonation");
    let url = |host: &str| format!("http://{host}.localhost:9400/premium/api/tasks/my");
    for (host, token, status) in [
        ("doccentrum-us", &us, 200),
        ("doccentrum", &public, 200),
        ("doccentrum-us", &public, 401),
        ("doccentrum", &us, 401),
    ] {
        assert_eq!(
            get(&mut browser, &url(host), token).status,
            status,
            "{host}"
        );
    }
}

#[test]
fn without_cors_no_header_is_left() {
    let mut browser = browser(json!({}));
    let token = tasks(&mut browser, PREMIUM, "user_impersonation");
    let url = format!("{DOCCENTRUM}/premium/api/tasks/my");
    let allowed = preflight(&mut browser, &url, "GET");
    assert_eq!(
        allowed.header("access-control-allow-headers"),
        Some("authorization,if-match")
    );
    let challenge =
        json!({"kind": "claims", "claims": {"access_token": {"acrs": {"value": "c1"}}}});
    browser.control(
        "PUT",
        "switches",
        json!({"doccentrum": {"cors": false, "challenge": challenge}}),
    );
    for response in [
        get(&mut browser, &url, &token),
        preflight(&mut browser, &url, "GET"),
        get(&mut browser, &url, "bad"),
    ] {
        assert!(response.status >= 400);
        let left = response
            .headers
            .iter()
            .filter(|(name, _)| name.starts_with("Access-Control-"));
        assert_eq!(left.count(), 0, "{response:?}");
    }
}

#[test]
fn graph_and_the_demo_api_take_their_own_tokens() {
    let mut browser = browser(json!({}));
    let graph = access(&login(&mut browser, "openid User.Read", ""));
    let read = access(&login(&mut browser, "api://demo-api/Files.Read", ""));
    let me = get(&mut browser, "http://graph.localhost:9400/v1.0/me", &graph);
    assert_eq!(
        json_of(&me)["userPrincipalName"],
        json!("ada@contoso.example")
    );
    let us = get(
        &mut browser,
        "http://graph-us.localhost:9400/v1.0/me",
        &graph,
    );
    assert_eq!(us.status, 401);
    assert_eq!(
        get(&mut browser, &format!("{DEMO}/files"), &graph).status,
        401
    );
    let files = get(&mut browser, &format!("{DEMO}/files"), &read);
    assert_eq!(json_of(&files)["scopes"], json!(["Files.Read"]));
    let write = call(
        &mut browser,
        "POST",
        &format!("{DEMO}/files"),
        &read,
        &[],
        "{}",
    );
    assert_eq!(write.status, 403);
}
