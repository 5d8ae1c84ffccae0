//! Business Central's APIs: paths, envelopes, entity tags, environments that refuse, CORS part by part.

use serde_json::{Value, json};

use crate::{
    browser::*,
    entra_apis::{access, call, get, preflight, token_of},
    entra_app::*,
};

const HOST: &str = "http://business-central.localhost:9400";
const RESOURCE: &str = "https://api.businesscentral.dynamics.com";
const COMPANY: &str = "companies(a1b2c3d4-0000-4000-8000-000000000001)";

fn token(browser: &mut Browser, scope: &str) -> String {
    access(&token_of(
        browser,
        "entra",
        "demo-business-central",
        "business-central",
        scope,
    ))
}

fn impersonation(browser: &mut Browser) -> String {
    token(browser, &format!("{RESOURCE}/user_impersonation"))
}

#[test]
fn the_resource_has_two_names_and_a_default() {
    let mut browser = browser(json!({}));
    let url = format!("{HOST}/environments/v1.2");
    for scope in [
        format!("{RESOURCE}/.default"),
        format!("{RESOURCE}/Financials.ReadWrite.All"),
        "996def3d-b36c-4153-8607-a6fd3c01b89f/.default".to_string(),
    ] {
        let token = token(&mut browser, &scope);
        assert_eq!(claims(&token)["aud"], json!(RESOURCE));
        assert_eq!(get(&mut browser, &url, &token).status, 200, "{scope}");
    }
    let graph = token(&mut browser, "User.Read");
    assert_eq!(get(&mut browser, &url, &graph).status, 401);
}

#[test]
fn the_admin_center_has_an_envelope_of_its_own() {
    let mut browser = browser(json!({}));
    let token = impersonation(&mut browser);
    let mut at = |path: &str, status: u16| {
        let response = get(&mut browser, &format!("{HOST}{path}"), &token);
        assert_eq!(response.status, status, "{path}");
        json_of(&response)
    };
    for version in ["v2.7", "v2.29"] {
        let all = at(&format!("/admin/{version}/applications/environments"), 200);
        assert_eq!(all["value"][0]["aadTenantId"], json!(CONTOSO));
        assert_eq!(all["value"].as_array().unwrap().len(), 2);
    }
    let family = "/admin/v2.29/applications/BusinessCentral/environments";
    assert!(at(family, 200)["value"].is_array());
    assert_eq!(
        at(&format!("{family}/Sandbox"), 200)["type"],
        json!("Sandbox")
    );
    let missing = at(&format!("{family}/Nowhere"), 404);
    assert_eq!(
        (
            &missing["code"],
            &missing["target"],
            &missing["clientError"][0]["code"],
            missing.get("error")
        ),
        (
            &json!("EnvironmentNotFound"),
            &json!("environmentName"),
            &json!("EnvironmentNotFound"),
            None
        )
    );
    at("/admin/v1.0/applications/environments", 404);
    at("/admin/v2.29/applications/Other/environments", 404);
    let refused = get(&mut browser, &format!("{HOST}{family}"), "bad");
    assert_eq!((refused.status, refused.body.len()), (401, 0));
    browser.control(
        "PUT",
        "switches",
        json!({"business-central": {"admins": ["grace"]}}),
    );
    assert_eq!(
        get(&mut browser, &format!("{HOST}{family}"), &token).status,
        403
    );
}

#[test]
fn data_and_automation_have_two_forms_of_path() {
    let mut browser = browser(json!({}));
    let token = impersonation(&mut browser);
    let mut at = |path: String| {
        let response = get(&mut browser, &format!("{HOST}/v2.0/{path}"), &token);
        (response.status, json_of(&response))
    };
    for front in [
        "Production".to_string(),
        format!("{CONTOSO}/Production"),
        "contoso.example/production".to_string(),
    ] {
        let (_, companies) = at(format!("{front}/api/v2.0/companies"));
        assert_eq!(companies["value"][0]["name"], json!("CRONUS"));
        let (_, customers) = at(format!("{front}/api/v2.0/{COMPANY}/customers"));
        assert_eq!(customers["value"].as_array().unwrap().len(), 2);
        let automation = format!("{front}/api/microsoft/automation/v2.0/{COMPANY}/users");
        assert_eq!(at(automation).1["value"][0]["userName"], json!("ada"));
    }
    let code = |(status, body): (u16, Value)| (status, body["error"]["code"].clone());
    assert_eq!(
        code(at("Nowhere/api/v2.0/companies".to_string())),
        (404, json!("NoEnvironment"))
    );
    let credentials = (401, json!("Authentication_InvalidCredentials"));
    assert_eq!(
        code(at(format!("{FABRIKAM}/Production/api/v2.0/companies"))),
        credentials
    );
    let graph = self::token(&mut browser, "User.Read");
    let url = format!("{HOST}/v2.0/Production/api/v2.0/companies");
    let refused = get(&mut browser, &url, &graph);
    assert_eq!(code((refused.status, json_of(&refused))), credentials);
}

#[test]
fn an_environment_may_refuse_a_good_token() {
    let mut browser = browser(json!({}));
    let token = impersonation(&mut browser);
    browser.control(
        "PUT",
        "switches",
        json!({"business-central": {"unauthorized_environments": ["Sandbox"]}}),
    );
    let mut status = |environment: &str| {
        let url = format!("{HOST}/v2.0/{environment}/api/v2.0/companies");
        get(&mut browser, &url, &token).status
    };
    assert_eq!((status("Sandbox"), status("Production")), (401, 200));
}

#[test]
fn a_change_names_the_entity_tag() {
    let mut browser = browser(json!({}));
    let token = impersonation(&mut browser);
    let url = format!(
        "{HOST}/v2.0/Production/api/v2.0/{COMPANY}/items(e0000000-0000-4000-8000-000000000001)"
    );
    let item = json_of(&get(&mut browser, &url, &token));
    let tag = item["@odata.etag"].as_str().unwrap().to_string();
    let patch = |browser: &mut Browser, headers: &[(&str, &str)]| {
        let body = "{\"displayName\":\"Desk\"}";
        call(browser, "PATCH", &url, &token, headers, body)
    };
    let without = patch(&mut browser, &[]);
    assert_eq!(without.status, 400);
    let changed = patch(&mut browser, &[("if-match", &tag)]);
    assert_eq!(json_of(&changed)["displayName"], json!("Desk"));
    let stale = patch(&mut browser, &[("if-match", &tag)]);
    assert_eq!(
        (stale.status, &json_of(&stale)["error"]["code"]),
        (409, &json!("Request_EntityChanged"))
    );
    assert_eq!(patch(&mut browser, &[("if-match", "*")]).status, 200);
    let other = url.replace("Production", "Sandbox");
    assert_eq!(
        json_of(&get(&mut browser, &other, &token))["displayName"],
        json!("ATHENS Desk")
    );
}

#[test]
fn each_part_has_its_own_cors_and_challenge() {
    let mut browser = browser(json!({}));
    let token = impersonation(&mut browser);
    let wanted = json!({"kind": "claims", "claims": {"access_token": {"acrs": {"value": "c1"}}}});
    browser.control(
        "PUT",
        "switches",
        json!({"business-central": {"cors": {"admin": false}, "challenge": {"automation": wanted}}}),
    );
    for (path, cors, status) in [
        (
            "/admin/v2.29/applications/environments".to_string(),
            false,
            200,
        ),
        ("/environments/v1.2".to_string(), false, 200),
        ("/v2.0/Production/api/v2.0/companies".to_string(), true, 200),
        (
            "/v2.0/Production/api/microsoft/automation/v2.0/companies".to_string(),
            true,
            401,
        ),
    ] {
        let url = format!("{HOST}{path}");
        let response = get(&mut browser, &url, &token);
        let allowed = |response: &docgate_sandbox::Response| {
            response.header("access-control-allow-origin").is_some()
        };
        assert_eq!(
            (response.status, allowed(&response)),
            (status, cors),
            "{path}"
        );
        assert_eq!(
            allowed(&preflight(&mut browser, &url, "PATCH")),
            cors,
            "{path}"
        );
    }
}

#[test]
fn load_is_refused_in_each_parts_own_way() {
    let mut browser = browser(json!({}));
    let token = impersonation(&mut browser);
    browser.control(
        "PUT",
        "switches",
        json!({"business-central": {"busy": {"status": 429, "times": 2}}}),
    );
    let data = format!("{HOST}/v2.0/Production/api/v2.0/companies");
    let admin = format!("{HOST}/environments/v1.2");
    preflight(&mut browser, &data, "GET");
    let (first, second) = (
        get(&mut browser, &data, &token),
        get(&mut browser, &admin, &token),
    );
    assert_eq!((first.status, second.status), (429, 429));
    assert_eq!(
        json_of(&first)["error"]["code"],
        json!("Application_TooManyRequests")
    );
    assert_eq!(json_of(&second)["code"], json!("TooManyRequests"));
    assert_eq!(get(&mut browser, &data, &token).status, 200);
}
