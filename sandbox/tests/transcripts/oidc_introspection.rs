//! The OpenID Connect double for servers: a confidential client, introspection (RFC 7662), groups, access tokens that are bent.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_authorize::url,
    oidc_token::{browser, post},
};

const RELAY: &str = "http://localhost:5173/callback/relay-oidc";
const RESOURCE: &str = "https://relay.example/v1/calendar";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const BASIC: (&str, &str) = (
    "authorization",
    "Basic ZGVtby1vaWRjLWNvbmZpZGVudGlhbDpzYW5kYm94LXNlY3JldA==",
);
const POSTED: [(&str, &str); 2] = [
    ("client_id", "demo-oidc-confidential"),
    ("client_secret", "sandbox-secret"),
];

/// A request of a server: no origin.
fn server(
    browser: &mut Browser,
    path: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Response {
    let headers = [&[FORM], headers].concat();
    browser.send("POST", &format!("{ISSUER}{path}"), &headers, &form(fields))
}

fn introspect(browser: &mut Browser, token: &str) -> Value {
    let answer = server(browser, "/introspect", &[BASIC], &[("token", token)]);
    assert_eq!(answer.status, 200);
    answer.body_json().unwrap()
}

/// A login at the confidential client, with PKCE or without.
fn confidential(
    browser: &mut Browser,
    with_pkce: bool,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Response {
    let mut asked = vec![
        ("client_id", "demo-oidc-confidential"),
        ("redirect_uri", RELAY),
        ("scope", "openid offline_access"),
    ];
    let mut sent = vec![
        ("grant_type", "authorization_code"),
        ("redirect_uri", RELAY),
    ];
    if with_pkce {
        sent.push(("code_verifier", VERIFIER));
    } else {
        asked.extend([("code_challenge", ""), ("code_challenge_method", "")]);
    }
    let landing = browser.leave_app(&url(ISSUER, &asked));
    let code = landing
        .parameter("code")
        .unwrap_or_else(|| panic!("{}", landing.url));
    sent.push(("code", &code));
    sent.extend(fields);
    server(browser, "/token", headers, &sent)
}

/// A page's login for the resource.
fn page(browser: &mut Browser) -> Value {
    let asked = [
        ("scope", "openid api offline_access"),
        ("resource", RESOURCE),
    ];
    let code = browser
        .leave_app(&url(ISSUER, &asked))
        .parameter("code")
        .unwrap();
    crate::oidc_token::exchange(browser, &code)
        .body_json()
        .unwrap()
}

#[test]
fn a_confidential_client_shows_its_secret_in_either_way() {
    let mut browser = browser(json!({}));
    for with_pkce in [true, false] {
        let basic = confidential(&mut browser, with_pkce, &[BASIC], &[]);
        assert_eq!(basic.status, 200, "{}", basic.body_text());
        let posted = confidential(&mut browser, with_pkce, &[], &POSTED);
        let answer = posted.body_json().unwrap();
        let token = answer["refresh_token"].as_str().unwrap();
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
        let refreshed = server(&mut browser, "/token", &[BASIC], &fields);
        assert_eq!(refreshed.status, 200);
        let none = server(
            &mut browser,
            "/token",
            &[],
            &[&fields[..], &POSTED[..1]].concat(),
        );
        assert_eq!(none.status, 401);
    }
    let wrong = [
        ("client_id", "demo-oidc-confidential"),
        ("client_secret", "x"),
    ];
    assert_eq!(confidential(&mut browser, true, &[], &wrong).status, 401);
}

#[test]
fn introspection_tells_what_a_token_is_good_for() {
    let mut browser = browser(json!({}));
    let answer = page(&mut browser);
    let access = answer["access_token"].as_str().unwrap();
    let told = introspect(&mut browser, access);
    let issued = told["exp"].as_u64().unwrap() - 3600;
    assert_eq!(told["auth_time"], json!(issued));
    for (name, value) in [
        ("active", json!(true)),
        ("iss", json!(ISSUER)),
        ("aud", json!(RESOURCE)),
        ("client_id", json!("demo-oidc")),
        ("username", json!("ada")),
        ("scope", json!("openid api offline_access")),
        ("token_type", json!("Bearer")),
        ("groups", json!(["doctors"])),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    let refresh = answer["refresh_token"].as_str().unwrap();
    let told = introspect(&mut browser, refresh);
    assert_eq!(
        (&told["active"], told.get("token_type")),
        (&json!(true), None)
    );
    let inactive = json!({"active": false});
    assert_eq!(introspect(&mut browser, "made-up"), inactive);
    browser.control("POST", "expire", json!({"what": "access"}));
    assert_eq!(introspect(&mut browser, access), inactive);
    browser.control(
        "POST",
        "evict",
        json!({"client": "demo-oidc", "user": "ada"}),
    );
    assert_eq!(introspect(&mut browser, refresh), inactive);
}

#[test]
fn introspection_is_for_servers_with_a_secret() {
    let mut browser = browser(json!({}));
    let answer = page(&mut browser);
    let token = ("token", answer["access_token"].as_str().unwrap());
    let error = |answer: &Response| (answer.status, answer.body_json().unwrap()["error"].clone());
    let invalid = (401, json!("invalid_client"));
    let public = post(&mut browser, "/introspect", &[token]);
    assert_eq!(error(&public), invalid);
    assert_eq!(public.header("access-control-allow-origin"), None);
    assert_eq!(
        error(&server(&mut browser, "/introspect", &[], &[token])),
        invalid
    );
    let wrong = [POSTED[0], ("client_secret", "x"), token];
    assert_eq!(
        error(&server(&mut browser, "/introspect", &[], &wrong)),
        invalid
    );
    let posted = [&POSTED[..], &[token]].concat();
    let told = server(&mut browser, "/introspect", &[], &posted);
    assert_eq!(told.body_json().unwrap()["active"], json!(true));
    let nothing = server(&mut browser, "/introspect", &[BASIC], &[]);
    assert_eq!(error(&nothing), (400, json!("invalid_request")));
    let preflight = [("origin", APP), ("access-control-request-method", "POST")];
    let url = format!("{ISSUER}/introspect");
    assert_eq!(browser.send("OPTIONS", &url, &preflight, "").status, 403);
    let metadata = browser.get(&format!("{ISSUER}/.well-known/openid-configuration"));
    let metadata = metadata.body_json().unwrap();
    assert_eq!(metadata["introspection_endpoint"], json!(url));
}

#[test]
fn introspection_can_be_bent_and_can_fail() {
    let mutation = json!({"set": {"aud": "{issuer}/other"}, "remove": ["exp"]});
    let mut browser = browser(json!({"introspection": mutation}));
    let answer = page(&mut browser);
    let access = answer["access_token"].as_str().unwrap();
    let told = introspect(&mut browser, access);
    assert_eq!(told["aud"], json!(format!("{ISSUER}/other")));
    assert_eq!(told.get("exp"), None);
    browser.control(
        "PUT",
        "switches",
        json!({"oidc": {"introspection_fault": {"kind": "empty", "status": 503}}}),
    );
    let failed = server(&mut browser, "/introspect", &[BASIC], &[("token", access)]);
    assert_eq!(failed.status, 503);
}

#[test]
fn groups_are_in_access_tokens_and_in_userinfo_where_asked_for() {
    let mut browser = browser(json!({"access_token_format": "jwt"}));
    let answer = page(&mut browser);
    let access = claims(answer["access_token"].as_str().unwrap());
    assert_eq!(
        (&access["aud"], &access["groups"]),
        (&json!(RESOURCE), &json!(["doctors"]))
    );
    assert_eq!(
        claims(answer["id_token"].as_str().unwrap()).get("groups"),
        None
    );
    let wanted = ("claims", "{\"userinfo\": {\"groups\": null}}");
    let code = browser
        .leave_app(&url(ISSUER, &[wanted]))
        .parameter("code")
        .unwrap();
    let answer = crate::oidc_token::exchange(&mut browser, &code)
        .body_json()
        .unwrap();
    let info = crate::oidc_token::userinfo(&mut browser, &answer)
        .body_json()
        .unwrap();
    assert_eq!(info["groups"], json!(["doctors"]));
    browser.control("PUT", "switches", json!({"oidc": {"auto_login": "linus"}}));
    let answer = page(&mut browser);
    let access = claims(answer["access_token"].as_str().unwrap());
    assert_eq!(access.get("groups"), None);
}

#[test]
fn access_tokens_can_be_bent() {
    let mutation = json!({"set": {"aud": "{origin}/else"}, "shift": {"exp": -7200}, "header": {"typ": "JWT"}, "signature": "none"});
    let mut browser = browser(json!({"access_token_format": "jwt", "access_token": mutation}));
    let answer = page(&mut browser);
    let token = answer["access_token"].as_str().unwrap();
    assert_eq!(
        (&header(token)["typ"], &header(token)["alg"]),
        (&json!("JWT"), &json!("none"))
    );
    let bent = claims(token);
    assert_eq!(bent["aud"], json!(format!("{ISSUER}/else")));
    assert!(bent["exp"].as_u64() < bent["iat"].as_u64());
    let whole = claims(answer["id_token"].as_str().unwrap());
    assert!(
        whole["exp"].as_u64() > whole["iat"].as_u64(),
        "ID tokens are not touched"
    );
}
