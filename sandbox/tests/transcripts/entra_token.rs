//! The Entra double's tokens: a good exchange, one resource at a time, lifetimes, refresh.

use serde_json::json;

use crate::{browser::*, entra_app::*, signatures::made_with};

#[test]
fn a_good_exchange() {
    let mut browser = browser(json!({}));
    let code = code(&mut browser, "common", &[]);
    let response = exchange(&mut browser, &code, &[("client_info", "1")]);
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "POST, OPTIONS"),
        (
            "access-control-expose-headers",
            "Content-Length,Content-Encoding,x-ms-request-id,x-ms-srs",
        ),
    ] {
        assert_eq!(response.header(name), Some(value));
    }
    let answer = json_of(&response);
    assert_eq!(answer["token_type"], json!("Bearer"));
    assert_eq!(
        (&answer["expires_in"], &answer["ext_expires_in"]),
        (&json!(5149), &json!(5149))
    );
    assert_eq!(answer["scope"], json!("profile openid email User.Read"));
    assert_eq!(answer["refresh_token_expires_in"], json!(86400));
    assert_eq!(answer.get("refresh_in"), None);
    assert!(answer["client_info"].is_string());

    let token = answer["id_token"].as_str().unwrap();
    let keys = json_of(&browser.get(&format!("{ENTRA}/common/discovery/v2.0/keys")));
    assert!(made_with(token, &keys["keys"][0]));
    assert_eq!(
        keys["keys"][0]["issuer"],
        json!(format!("{ENTRA}/{{tenantid}}/v2.0"))
    );
    let claims = claims(token);
    for (name, value) in [
        ("iss", json!(format!("{ENTRA}/{CONTOSO}/v2.0"))),
        ("tid", json!(CONTOSO)),
        ("oid", json!(ADA)),
        ("aud", json!("demo-entra")),
        ("nonce", json!("n-1")),
        ("ver", json!("2.0")),
        ("preferred_username", json!("ada@contoso.example")),
        ("name", json!("Ada Lovelace")),
        ("email", json!("ada@example.test")),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    for name in ["exp", "iat", "nbf"] {
        assert!(claims[name].is_u64(), "{name}");
    }
    for name in ["sid", "uti", "login_hint"] {
        assert!(claims[name].is_string(), "{name}");
    }
    assert_ne!(claims["sub"], json!(ADA), "pairwise");
    assert_ne!(claims["login_hint"], claims["preferred_username"]);
}

#[test]
fn a_subject_is_another_one_for_another_app() {
    let mut browser = browser(json!({}));
    browser.control(
        "PUT",
        "clients",
        json!({"double": "entra", "client": {"id": "other", "redirect_uris": [RETURN]}}),
    );
    let mut subject = |id: &str| {
        let landing = browser.leave_app(&url("common", &[("client_id", id), ("scope", "openid")]));
        let code = landing.parameter("code").unwrap();
        let answer = json_of(&exchange(&mut browser, &code, &[("client_id", id)]));
        claims(answer["id_token"].as_str().unwrap())["sub"].clone()
    };
    assert_eq!(subject("demo-entra"), subject("demo-entra"));
    assert_ne!(subject("demo-entra"), subject("other"));
}

#[test]
fn what_was_not_asked_for_does_not_come() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser, "User.Read", "");
    for name in [
        "id_token",
        "refresh_token",
        "refresh_token_expires_in",
        "client_info",
    ] {
        assert_eq!(answer.get(name), None, "{name}");
    }
    let answer = login(&mut browser, "openid User.Read", "");
    let claims = claims(answer["id_token"].as_str().unwrap());
    for name in ["name", "preferred_username", "oid", "email"] {
        assert_eq!(claims.get(name), None, "{name}");
    }
}

#[test]
fn a_token_is_for_one_resource() {
    let mut browser = browser(json!({}));
    let both = "openid offline_access User.Read api://demo-api/Files.Read";
    let code = code(&mut browser, "common", &[("scope", both)]);
    let refused = exchange(&mut browser, &code, &[("scope", both)]);
    assert_eq!(problem(&refused), error("invalid_request", 28000));
    let answer = json_of(&exchange(
        &mut browser,
        &code,
        &[("scope", "api://demo-api/Files.Read")],
    ));
    assert_eq!(answer["scope"], json!("openid api://demo-api/Files.Read"));
    let audience = |answer: &serde_json::Value| {
        claims(answer["access_token"].as_str().unwrap())["aud"].clone()
    };
    assert_eq!(audience(&answer), json!("api://demo-api"));

    // The same refresh token, another resource; of two the first wins.
    let other = json_of(&refresh(&mut browser, &answer, &[("scope", "User.Read")]));
    assert_eq!(audience(&other), json!("https://graph.microsoft.com"));
    let first = json_of(&refresh(
        &mut browser,
        &answer,
        &[("scope", "api://demo-api/Files.Read User.Read")],
    ));
    assert_eq!(audience(&first), json!("api://demo-api"));
}

#[test]
fn the_scope_of_an_answer_is_all_that_was_ever_consented_to() {
    let mut browser = browser(json!({}));
    login(
        &mut browser,
        "openid api://demo-api/Files.Read api://demo-api/Files.Write",
        "api://demo-api/Files.Read",
    );
    let answer = login(
        &mut browser,
        "openid profile offline_access api://demo-api/files.read",
        "",
    );
    assert_eq!(
        answer["scope"],
        json!("profile openid api://demo-api/Files.Write api://demo-api/Files.Read")
    );
    let answer = json_of(&refresh(
        &mut browser,
        &answer,
        &[("scope", "api://demo-api/.default")],
    ));
    assert_eq!(
        answer["scope"],
        json!(
            "profile openid api://demo-api/Files.Write api://demo-api/Files.Read api://demo-api/.default"
        )
    );
    browser.control(
        "PUT",
        "switches",
        json!({"entra": {"graph_scope_prefix": true}}),
    );
    let answer = login(&mut browser, "User.Read", "");
    assert_eq!(
        answer["scope"],
        json!("profile openid https://graph.microsoft.com/User.Read")
    );
}

#[test]
fn a_refresh_gives_the_time_that_is_left_and_the_old_token_stays_good() {
    let mut browser = browser(json!({}));
    let first = login(&mut browser, USUAL, "");
    browser.control("POST", "time", json!({"advance_seconds": 3600}));
    let second = json_of(&refresh(&mut browser, &first, &[("scope", USUAL)]));
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(second["refresh_token_expires_in"], json!(82800));
    let token = claims(second["id_token"].as_str().unwrap());
    assert_eq!(
        (&token["oid"], token.get("nonce")),
        (&json!(ADA), None),
        "a refresh gives an ID token, without a nonce"
    );
    assert_eq!(
        refresh(&mut browser, &first, &[]).status,
        200,
        "no rotation"
    );
    let without = json_of(&refresh(&mut browser, &first, &[("scope", "User.Read")]));
    assert_eq!(
        (without.get("refresh_token"), without.get("id_token")),
        (None, None)
    );

    browser.control("POST", "time", json!({"advance_seconds": 82800}));
    for answer in [&first, &second] {
        let refused = refresh(&mut browser, answer, &[]);
        assert_eq!(problem(&refused), error("invalid_grant", 700_084));
    }
}

#[test]
fn a_scope_that_nobody_consented_to_needs_the_user() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser, USUAL, "");
    let refused = refresh(
        &mut browser,
        &answer,
        &[("scope", "api://demo-api/Files.Write")],
    );
    assert_eq!(problem(&refused), error("invalid_grant", 65001));
    assert_eq!(json_of(&refused)["suberror"], json!("consent_required"));
}

#[test]
fn lifetimes_are_switches() {
    let mut browser = browser(json!({"access_token_lifetime": 60, "refresh_in": 30}));
    let answer = login(&mut browser, USUAL, "");
    assert_eq!(
        (&answer["expires_in"], &answer["refresh_in"]),
        (&json!(60), &json!(30))
    );
}

#[test]
fn version_1_writes_numbers_as_text() {
    let mut browser = browser(json!({}));
    let base = format!("{ENTRA}/common/oauth2");
    let resource = [
        ("resource", "api://demo-api"),
        ("scope", "ignored:altogether"),
    ];
    let landing = browser.leave_app(&url_at(&base, &resource));
    let code = landing.parameter("code").unwrap();
    let answer = json_of(&browser.post(&format!("{base}/token"), &code_fields(&code, &[])));
    assert_eq!(
        (
            &answer["expires_in"],
            &answer["ext_expires_in"],
            &answer["resource"]
        ),
        (&json!("5149"), &json!("5149"), &json!("api://demo-api"))
    );
    assert!(
        answer["expires_on"]
            .as_str()
            .unwrap()
            .parse::<u64>()
            .is_ok()
    );
    assert_eq!(answer["scope"], json!("Files.Write Files.Read"));
    let claims = claims(answer["id_token"].as_str().unwrap());
    assert_eq!(
        claims["iss"],
        json!(format!("https://sts.windows.net/{CONTOSO}/"))
    );
    let second = json_of(&browser.post(
        &format!("{base}/token"),
        &[
            ("grant_type", "refresh_token"),
            ("client_id", "demo-entra"),
            ("refresh_token", answer["refresh_token"].as_str().unwrap()),
            ("resource", "https://graph.microsoft.com"),
        ],
    ));
    assert_eq!(
        second["error"],
        json!("invalid_grant"),
        "not consented: {second}"
    );

    let landing = browser.leave_app(&url("common", &resource));
    assert_eq!(told(&landing), error("invalid_request", 901_002));
}
