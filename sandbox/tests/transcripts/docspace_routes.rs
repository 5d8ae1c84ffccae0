//! Check-list 1: every route, and its aliases.

use serde_json::json;

use crate::browser::*;

#[test]
fn every_route_answers_under_its_alias_too() {
    let mut browser = Browser::new();
    for path in [
        "/oauth2/jwks",
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
    ] {
        assert_eq!(
            browser.get(&format!("{PORTAL}{path}")).status,
            200,
            "{path}"
        );
    }
    let documents: Vec<_> = [
        "/.well-known/openid-configuration",
        "/oauth2/.well-known/openid-configuration",
    ]
    .map(|path| browser.get(&format!("{PORTAL}{path}")).body_json().unwrap())
    .into();
    assert_eq!(documents[0], documents[1]);
    assert_eq!(
        browser
            .get(&format!(
                "{PORTAL}/oauth2/.well-known/oauth-authorization-server"
            ))
            .status,
        200
    );
    assert_eq!(
        browser.get(&format!("{PORTAL}/api/2.0/oauth2/jwks")).status,
        200
    );
    let code = browser.login("ada", "files:read");
    let response = browser.post(
        &format!("{PORTAL}/api/2.0/oauth2/token"),
        &exchange_fields(&code),
    );
    assert_eq!(response.status, 200, "{}", response.body_text());
    // The RFC 8414 form with the path inserted has no route, nor has the advertised logout.
    assert_eq!(
        browser
            .get(&format!(
                "{PORTAL}/.well-known/oauth-authorization-server/oauth2"
            ))
            .status,
        404
    );
    assert_eq!(browser.get(&format!("{PORTAL}/connect/logout")).status, 404);
}

#[test]
fn urls_follow_the_host_of_the_request() {
    let mut browser = Browser::new();
    let portal = "http://other.docspace.localhost:1234";
    let document = browser
        .get(&format!("{portal}/.well-known/openid-configuration"))
        .body_json()
        .unwrap();
    assert_eq!(document["issuer"], json!(portal));
    assert_eq!(
        document["token_endpoint"],
        json!(format!("{portal}/oauth2/token"))
    );
}

#[test]
fn capabilities_say_whether_there_is_an_identity_server() {
    let mut browser = Browser::new();
    let url = format!("{PORTAL}/api/2.0/capabilities");
    let response = browser.send("GET", &url, &[("origin", APP)], "");
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        response.body_json().unwrap()["response"]["identityServerEnabled"],
        json!(true)
    );

    let token = browser.access_token("ada", "files:read");
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"identity_server": false}}),
    );
    assert_eq!(
        browser.get(&url).body_json().unwrap()["response"]["identityServerEnabled"],
        json!(false)
    );
    assert_eq!(browser.get(&format!("{PORTAL}/oauth2/jwks")).status, 502);
    assert_eq!(browser.api("GET", "files/@root", &token).status, 401);
}

#[test]
fn public_client_info_is_open_and_has_no_cors() {
    let mut browser = Browser::new();
    let url = format!("{PORTAL}/api/2.0/clients/{CLIENT}/public/info");
    let response = browser.send("GET", &url, &[("origin", APP)], "");
    let info = response.body_json().unwrap();
    assert_eq!(
        info["authentication_methods"],
        json!(["none", "client_secret_post"])
    );
    assert_eq!(info["is_public"], json!(true));
    assert_eq!(response.header("access-control-allow-origin"), None);
    let preflight = [("origin", APP), ("access-control-request-method", "GET")];
    assert_eq!(
        browser
            .send("OPTIONS", &url, &preflight, "")
            .header("access-control-allow-origin"),
        None
    );
    assert_eq!(
        browser
            .get(&format!("{PORTAL}/api/2.0/clients/nobody/public/info"))
            .status,
        404
    );
}

#[test]
fn a_user_can_revoke_an_app_with_the_portal_signature_only() {
    let mut browser = Browser::new();
    let token = browser.access_token("ada", "files:read");
    let url = format!("{PORTAL}/api/2.0/clients/{CLIENT}/revoke");
    let authorization = format!("Bearer {token}");
    assert_eq!(
        browser
            .send("DELETE", &url, &[("authorization", &authorization)], "")
            .status,
        401
    );
    let signature = browser.portal_cookie("x-signature").unwrap();
    let consents = browser.send(
        "GET",
        &format!("{PORTAL}/api/2.0/clients/consents"),
        &[("x-signature", &signature)],
        "",
    );
    assert_eq!(
        consents.body_json().unwrap()["data"][0]["scopes"],
        json!("files:read")
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 200);
    assert_eq!(
        browser
            .send("DELETE", &url, &[("x-signature", &signature)], "")
            .status,
        200
    );
    assert_eq!(browser.api("GET", "files/@root", &token).status, 401);
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["docspace"]["state"]["consents"], json!([]));
}

#[test]
fn the_session_gives_a_signature() {
    let mut browser = Browser::new();
    let url = format!("{PORTAL}/api/2.0/security/oauth2/token");
    assert_eq!(browser.get(&url).status, 401);
    browser.login("ada", "files:read");
    let signature = browser.visit(&url).response.body_json().unwrap()["response"]
        .as_str()
        .unwrap()
        .to_string();
    assert_eq!(claims(&signature)["user_name"], json!("Ada Lovelace"));
    assert_eq!(header(&signature)["alg"], json!("HS256"));
}
