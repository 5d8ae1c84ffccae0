//! The Entra double's people: sign-in, several accounts, consent, silence, logout.

use serde_json::{Value, json};

use crate::{browser::*, entra_app::*};

/// Signs somebody in and consents, by pages.
fn sign_in(browser: &mut Browser, user: &str, changes: &[(&str, &str)]) -> Landing {
    let mut landing = browser.leave_app(&url("common", changes));
    let buttons = [
        "account-other".to_string(),
        format!("user-{user}"),
        "consent-allow".to_string(),
    ];
    for button in buttons {
        if has(&landing, &button) {
            landing = browser.press(&landing, &button);
        }
    }
    assert!(landing.parameter("code").is_some(), "{}", landing.url);
    landing
}

fn has(landing: &Landing, id: &str) -> bool {
    let html = landing.response.body_text();
    html.contains(&format!("id=\"{id}\""))
}

fn silent(browser: &mut Browser, changes: &[(&str, &str)]) -> Landing {
    let changes = [&[("prompt", "none")], changes].concat();
    browser.leave_app(&url("common", &changes))
}

/// Claims of the ID token that a login ended in.
fn who(browser: &mut Browser, landing: &Landing) -> Value {
    let code = landing.parameter("code").unwrap();
    let answer = json_of(&exchange(browser, &code, &[]));
    claims(answer["id_token"].as_str().unwrap())
}

#[test]
fn pages_ask_who_it_is_and_for_consent_once() {
    let mut browser = asking();
    let landing = browser.leave_app(&url("common", &[]));
    let landing = browser.press(&landing, "user-ada");
    assert!(landing.response.body_text().contains("User.Read"));
    assert_eq!(landing.response.header("x-frame-options"), Some("DENY"));
    let landing = browser.press(&landing, "consent-allow");
    assert!(landing.parameter("code").is_some(), "{}", landing.url);
    let again = browser.leave_app(&url("common", &[]));
    assert!(again.parameter("code").is_some(), "no page the second time");
    let more = browser.leave_app(&url("common", &[("scope", "api://demo-api/Files.Read")]));
    assert!(has(&more, "consent-allow"), "a new scope");
    let denied = browser.press(&more, "consent-deny");
    assert_eq!(told(&denied), error("access_denied", 65004));
    let asked = browser.leave_app(&url("common", &[("prompt", "consent")]));
    assert!(has(&asked, "consent-allow"));
    let landing = browser.leave_app(&url("common", &[("prompt", "login")]));
    assert!(has(&landing, "user-ada"));
    let cancelled = browser.press(&landing, "login-cancel");
    assert_eq!(told(&cancelled).0, "access_denied");
    let created = browser.leave_app(&url("common", &[("prompt", "create")]));
    assert!(has(&created, "user-grace"));
}

#[test]
fn silence_needs_one_account_and_its_consent() {
    let mut browser = asking();
    assert_eq!(
        told(&silent(&mut browser, &[])),
        error("login_required", 50058)
    );
    sign_in(&mut browser, "ada", &[]);
    assert!(silent(&mut browser, &[]).parameter("code").is_some());
    let scope = [("scope", "api://demo-api/Files.Read")];
    let refused = silent(&mut browser, &scope);
    assert_eq!(told(&refused), error("consent_required", 65001));
    assert_eq!(
        refused.parameter("suberror").as_deref(),
        Some("consent_required")
    );
    let sid = [("sid", "no-such-session")];
    assert_eq!(
        told(&silent(&mut browser, &sid)),
        error("interaction_required", 160_021)
    );
    browser.control("POST", "expire", json!({"what": "session"}));
    assert_eq!(told(&silent(&mut browser, &[])).1, 50058);
}

#[test]
fn several_accounts_are_told_apart_by_a_hint_or_a_page() {
    let mut browser = asking();
    let landing = sign_in(&mut browser, "ada", &[]);
    let ada = who(&mut browser, &landing);
    let landing = sign_in(&mut browser, "linus", &[("prompt", "select_account")]);
    let linus = who(&mut browser, &landing);
    assert_eq!(
        (&ada["tid"], &linus["tid"]),
        (&json!(CONTOSO), &json!(FABRIKAM))
    );

    assert_eq!(
        told(&silent(&mut browser, &[])),
        error("interaction_required", 16000)
    );
    let claim = linus["login_hint"].as_str().unwrap();
    for hint in [claim, "linus@fabrikam.example", "linus@example.test"] {
        let landing = silent(&mut browser, &[("login_hint", hint)]);
        assert_eq!(who(&mut browser, &landing)["oid"], linus["oid"], "{hint}");
    }
    let sid = ada["sid"].as_str().unwrap();
    let landing = silent(&mut browser, &[("sid", sid)]);
    assert_eq!(who(&mut browser, &landing)["oid"], ada["oid"]);
    let hint = [("login_hint", "grace@contoso.example")];
    assert_eq!(told(&silent(&mut browser, &hint)).1, 50058);

    let page = browser.leave_app(&url("common", &[]));
    assert!(
        has(&page, "account-ada") && has(&page, "account-linus") && has(&page, "account-other")
    );
    let landing = browser.press(&page, "account-linus");
    assert_eq!(who(&mut browser, &landing)["oid"], linus["oid"]);
    let landing = browser.leave_app(&url(CONTOSO, &[]));
    assert!(
        landing.parameter("code").is_some(),
        "the only one of the tenant"
    );
    let chosen = browser.leave_app(&url(CONTOSO, &[("prompt", "select_account")]));
    let landing = browser.press(&chosen, "account-linus");
    assert_eq!(shown(&landing), 90002);
}

#[test]
fn an_administrator_may_have_to_consent() {
    let mut browser = browser(json!({}));
    let premium = "api://fc0ecb91-d846-46d0-a363-4f97c69db711";
    let address = "http://localhost:5173/callback/doccentrum";
    let ask = |browser: &mut Browser, scope: &str| {
        let changes = [
            ("client_id", "demo-doccentrum"),
            ("redirect_uri", address),
            ("scope", &*format!("{premium}/{scope}")),
        ];
        browser.leave_app(&url(CONTOSO, &changes))
    };
    let refused = ask(&mut browser, "Tasks.Admin");
    assert_eq!(told(&refused), error("access_denied", 90094));
    for scope in ["Tasks.My.Manage", "user_impersonation", ".default"] {
        let landing = ask(&mut browser, scope);
        assert!(
            landing.parameter("code").is_some(),
            "{scope} {}",
            landing.url
        );
    }
    browser.control("PUT", "switches", json!({"entra": {"admin_consent": true}}));
    let landing = ask(&mut browser, "Tasks.Admin");
    assert!(landing.parameter("code").is_some(), "{}", landing.url);

    let switches = json!({"entra": {"admin_consent": false, "admin_consent_required": true}});
    browser.control("PUT", "switches", switches);
    let refused = browser.leave_app(&url("common", &[]));
    assert_eq!(told(&refused), error("access_denied", 90094));
    let switches = json!({"entra": {"admin_consent_required": false, "deny_consent": true}});
    browser.control("PUT", "switches", switches);
    let refused = browser.leave_app(&url("common", &[]));
    assert_eq!(told(&refused), error("access_denied", 65004));
}

#[test]
fn a_logout_with_a_hint_returns_and_revokes_nothing() {
    let mut browser = asking();
    let landing = sign_in(&mut browser, "ada", &[]);
    let code = landing.parameter("code").unwrap();
    let answer = json_of(&exchange(&mut browser, &code, &[]));
    let claims = claims(answer["id_token"].as_str().unwrap());
    let hint = claims["login_hint"].as_str().unwrap();
    let home = ("post_logout_redirect_uri", "http://localhost:5173/");
    let leave = |browser: &mut Browser, fields: &[(&str, &str)]| {
        browser.leave_app(&format!(
            "{ENTRA}/common/oauth2/v2.0/logout?{}",
            form(fields)
        ))
    };
    let page = leave(&mut browser, &[home, ("state", "x y")]);
    assert!(has(&page, "signout-ada"), "no hint: a page asks");
    let wrong = [home, ("logout_hint", "ada@contoso.example")];
    assert!(
        leave(&mut browser, &wrong).url.starts_with(ENTRA),
        "the user principal name is no hint"
    );
    let landing = browser.press(&page, "signout-ada");
    assert_eq!(landing.url, "http://localhost:5173/?state=x%20y");
    assert_eq!(told(&silent(&mut browser, &[])).1, 50058);
    assert_eq!(refresh(&mut browser, &answer, &[]).status, 200);

    let good = [home, ("logout_hint", hint), ("state", "s")];
    assert!(
        leave(&mut browser, &good).url.starts_with(ENTRA),
        "nobody is signed in: no return"
    );
    sign_in(&mut browser, "ada", &[]);
    assert_eq!(
        leave(&mut browser, &good).url,
        "http://localhost:5173/?state=s"
    );
    sign_in(&mut browser, "ada", &[]);
    browser.control("PUT", "switches", json!({"entra": {"logout_state": false}}));
    assert_eq!(leave(&mut browser, &good).url, "http://localhost:5173/");
    sign_in(&mut browser, "ada", &[]);
    let elsewhere = [
        ("post_logout_redirect_uri", "http://localhost:5173/x"),
        ("logout_hint", hint),
    ];
    assert!(leave(&mut browser, &elsewhere).url.starts_with(ENTRA));
    assert_eq!(
        told(&silent(&mut browser, &[])).1,
        50058,
        "signed out all the same"
    );
}
