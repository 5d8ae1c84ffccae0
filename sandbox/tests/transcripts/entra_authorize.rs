//! The Entra double's authorization endpoint: tenants, clouds, redirect URIs, and what is said where.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{browser::*, entra_app::*};

/// Where a request ends: on a page with this number.
fn page_of(browser: &mut Browser, tenant: &str, changes: &[(&str, &str)]) -> u64 {
    let landing = browser.leave_app(&url(tenant, changes));
    assert_eq!(
        landing.response.header("x-frame-options"),
        Some("DENY"),
        "no page can be framed"
    );
    shown(&landing)
}

#[test]
fn the_callback_has_no_issuer_and_what_was_asked_for() {
    let mut browser = browser(json!({}));
    let landing = browser.leave_app(&url("common", &[]));
    let (code, session) = (
        landing.parameter("code"),
        landing.parameter("session_state"),
    );
    assert_eq!(
        landing.url,
        format!(
            "{RETURN}?code={}&session_state={}&state=s-1",
            code.unwrap(),
            session.unwrap()
        )
    );
    let more = [
        ("response_mode", "fragment"),
        ("client_info", "1"),
        ("instance_aware", "true"),
    ];
    let landing = browser.leave_app(&url("common", &more));
    assert!(landing.url.starts_with(&format!("{RETURN}#code=")));
    let info = landing.parameter("client_info").unwrap();
    let info: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(info).unwrap()).unwrap();
    assert_eq!(info, json!({"uid": ADA, "utid": CONTOSO}));
    assert_eq!(
        landing.parameter("cloud_instance_host_name").as_deref(),
        Some("entra.localhost:9400")
    );
    browser.control("PUT", "switches", json!({"entra": {"callback_iss": true}}));
    let landing = browser.leave_app(&url(CONTOSO, &[]));
    assert_eq!(
        landing.parameter("iss"),
        Some(format!("{ENTRA}/{CONTOSO}/v2.0"))
    );
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"callback": {"set": {"state": "other"}, "remove": ["session_state"]}}}),
    );
    let landing = browser.leave_app(&url(CONTOSO, &[]));
    assert_eq!(
        (
            landing.parameter("state").as_deref(),
            landing.parameter("session_state")
        ),
        (Some("other"), None)
    );
}

#[test]
fn metadata_has_a_template_where_there_are_several_tenants() {
    let mut browser = browser(json!({}));
    let mut document = |tenant: &str| {
        browser.get(&format!(
            "{ENTRA}/{tenant}/v2.0/.well-known/openid-configuration"
        ))
    };
    for (tenant, part) in [
        ("common", "{tenantid}"),
        ("organizations", "{tenantid}"),
        ("consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"),
        (CONTOSO, CONTOSO),
        ("contoso.example", CONTOSO),
        ("FABRIKAM.example", FABRIKAM),
    ] {
        let response = document(tenant);
        assert_eq!(
            (
                response.header("access-control-allow-origin"),
                response.header("access-control-allow-methods"),
                response.header("cache-control")
            ),
            (
                Some("*"),
                Some("GET, OPTIONS"),
                Some("max-age=86400, private")
            )
        );
        let body = json_of(&response);
        assert_eq!(body["issuer"], json!(format!("{ENTRA}/{part}/v2.0")));
        assert_eq!(
            body["token_endpoint"],
            json!(format!("{ENTRA}/{tenant}/oauth2/v2.0/token"))
        );
        for absent in [
            "code_challenge_methods_supported",
            "revocation_endpoint",
            "introspection_endpoint",
            "grant_types_supported",
            "authorization_response_iss_parameter_supported",
        ] {
            assert_eq!(body.get(absent), None, "{absent}");
        }
    }
    let unknown = document("tailspin.example");
    assert_eq!(problem(&unknown), error("invalid_tenant", 90002));
}

#[test]
fn tenants_and_clouds_that_do_not_fit_are_told_to_the_user_alone() {
    let mut browser = browser(json!({}));
    let doccentrum = [
        ("client_id", "demo-doccentrum"),
        ("redirect_uri", "http://localhost:5173/callback/doccentrum"),
        ("scope", "openid"),
    ];
    assert_eq!(page_of(&mut browser, "tailspin.example", &[]), 90002);
    assert_eq!(
        page_of(&mut browser, FABRIKAM, &[]),
        90002,
        "ada is of Contoso"
    );
    assert_eq!(page_of(&mut browser, "common", &doccentrum), 50194);
    assert_eq!(page_of(&mut browser, "organizations", &doccentrum), 50194);
    assert_eq!(page_of(&mut browser, FABRIKAM, &doccentrum), 700_016);
    for tenant in [CONTOSO, "contoso.example"] {
        let landing = browser.leave_app(&url(tenant, &doccentrum));
        assert!(landing.parameter("code").is_some(), "{}", landing.url);
    }
    for id in ["demo-entra-us", "nobody"] {
        assert_eq!(
            page_of(&mut browser, "common", &[("client_id", id)]),
            700_016
        );
    }
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"tenant_cloud": "us-government"}}),
    );
    assert_eq!(page_of(&mut browser, CONTOSO, &[]), 90038);
    let base = format!("http://entra-us.localhost:9400/{CONTOSO}/oauth2/v2.0");
    let landing = browser.leave_app(&url_at(&base, &[("client_id", "demo-entra-us")]));
    assert!(landing.parameter("code").is_some(), "{}", landing.url);
}

#[test]
fn an_app_that_is_not_installed_is_unknown_there() {
    let mut browser = browser(json!({"auto_login": "linus"}));
    let app = json!({"id": "x", "redirect_uris": [RETURN], "installed": ["contoso.example"]});
    browser.control("PUT", "clients", json!({"double": "entra", "client": app}));
    let changes = [("client_id", "x"), ("scope", "openid")];
    assert_eq!(page_of(&mut browser, FABRIKAM, &changes), 700_016);
    assert_eq!(page_of(&mut browser, "common", &changes), 700_016);
    browser.control("PUT", "switches", json!({"entra": {"auto_login": "ada"}}));
    let landing = browser.leave_app(&url("common", &changes));
    assert!(landing.parameter("code").is_some(), "{}", landing.url);
}

#[test]
fn redirect_uris_are_exact_but_for_the_port_of_localhost() {
    let mut browser = browser(json!({}));
    for wrong in [
        "http://localhost:5173/callback/Entra",
        "http://localhost:5173/callback/entra/",
        "https://localhost:5173/callback/entra",
        "http://app.localhost:5173/callback/entra",
    ] {
        assert_eq!(
            page_of(&mut browser, "common", &[("redirect_uri", wrong)]),
            50011,
            "{wrong}"
        );
    }
    let app = json!({"id": "x", "redirect_uris": ["http://localhost:1", "http://localhost:2/web"]});
    browser.control("PUT", "clients", json!({"double": "entra", "client": app}));
    let changes = [
        ("client_id", "x"),
        ("scope", "openid"),
        ("redirect_uri", "http://localhost:5173"),
    ];
    let landing = browser.leave_app(&url("common", &changes));
    assert!(
        landing.url.starts_with("http://localhost:5173/?code="),
        "another port, and a slash: {}",
        landing.url
    );
}

#[test]
fn scopes_are_of_resources() {
    let mut browser = browser(json!({}));
    let mut said = |scope: &str| {
        let landing = browser.leave_app(&url("common", &[("scope", scope)]));
        landing.parameter("error").map(|_| told(&landing))
    };
    assert_eq!(said("openid User.Read api://demo-api/Files.Read"), None);
    assert_eq!(said("https://graph.microsoft.com/User.Read"), None);
    assert_eq!(said("00000003-0000-0000-c000-000000000000/user.read"), None);
    assert_eq!(said("openid api://demo-api/.default"), None);
    for (scope, name, code) in [
        ("api://demo-api/.default User.Read", "invalid_scope", 70011),
        ("api://nowhere/Files.Read", "invalid_resource", 500_011),
        (
            "https://api.businesscentral.dynamics.com/.default",
            "invalid_resource",
            650_057,
        ),
        ("api://demo-api/Files.Delete", "invalid_client", 650_053),
        ("Files.Read", "invalid_client", 650_053),
        ("openid address", "invalid_client", 650_053),
    ] {
        assert_eq!(said(scope), Some(error(name, code)), "{scope}");
    }
}

#[test]
fn what_is_wrong_with_a_request_is_told_to_the_app() {
    let mut browser = browser(json!({}));
    for (change, name, code) in [
        (
            ("response_type", "token"),
            "unsupported_response_type",
            700_054,
        ),
        (("response_type", ""), "invalid_request", 900_144),
        (("response_mode", "form_post"), "invalid_request", 70007),
        (("prompt", "always"), "invalid_request", 90023),
        (("scope", ""), "invalid_request", 900_144),
        (("resource", "api://demo-api"), "invalid_request", 901_002),
    ] {
        let landing = browser.leave_app(&url("common", &[change]));
        assert_eq!(told(&landing), error(name, code), "{change:?}");
    }
    let twice = format!("{}&nonce=2", url("common", &[]));
    assert_eq!(told(&browser.leave_app(&twice)).1, 9_000_411);
}

#[test]
fn scenarios_are_a_label_in_front_of_the_host() {
    let mut browser = browser(json!({}));
    browser.control(
        "PUT",
        "switches?scenario=one",
        json!({"entra": {"auto_login": "grace", "auto_consent": true}}),
    );
    let one = ENTRA.replace("entra.", "one.entra.");
    let landing = browser.leave_app(&url("common", &[]).replace(ENTRA, &one));
    let code = landing.parameter("code").unwrap();
    assert_eq!(problem(&exchange(&mut browser, &code, &[])).1, 70000);
    let token = token_url("common").replace(ENTRA, &one);
    let answer = json_of(&browser.post(&token, &code_fields(&code, &[])));
    let claims = claims(answer["id_token"].as_str().unwrap());
    assert_eq!(claims["iss"], json!(format!("{one}/{CONTOSO}/v2.0")));
    assert_eq!(claims["preferred_username"], json!("grace@contoso.example"));
    let log = browser.log();
    let entry = log.last().unwrap();
    assert_eq!(
        (&entry["double"], &entry["scenario"]),
        (&json!("entra"), &json!("one"))
    );
}

#[test]
fn faults_mutations_and_new_keys() {
    let mut browser = browser(json!({}));
    let keys = format!("{ENTRA}/common/discovery/v2.0/keys");
    let kid = |response: &docgate_sandbox::Response| json_of(response)["keys"][0]["kid"].clone();
    let first = browser.get(&keys);
    browser.control("POST", "rotate-keys", json!({}));
    assert_ne!(kid(&browser.get(&keys)), kid(&first));
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {
            "id_token": {"set": {"tid": FABRIKAM}},
            "refreshed_id_token": {"set": {"oid": "other"}},
            "metadata": {"set": {"issuer": "{origin}/x"}},
            "jwks_fault": {"kind": "html"},
            "authorize_fault": {"kind": "custom", "status": 503},
        }}),
    );
    assert_eq!(browser.get(&keys).fault, Some("html"));
    let metadata = format!("{ENTRA}/common/v2.0/.well-known/openid-configuration");
    assert_eq!(
        json_of(&browser.get(&metadata))["issuer"],
        json!(format!("{ENTRA}/x"))
    );
    assert_eq!(browser.leave_app(&url("common", &[])).response.status, 503);
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"authorize_fault": null}}),
    );
    let answer = login(&mut browser, USUAL, "");
    let claim =
        |answer: &Value, name: &str| claims(answer["id_token"].as_str().unwrap())[name].clone();
    assert_eq!(claim(&answer, "tid"), json!(FABRIKAM));
    let answer = json_of(&refresh(&mut browser, &answer, &[]));
    assert_eq!(claim(&answer, "tid"), json!(CONTOSO));
    assert_eq!(claim(&answer, "oid"), json!("other"));
}
