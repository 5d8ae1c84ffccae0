//! Scenarios share nothing: what happens in one is not seen in another.

use serde_json::json;

use crate::browser::*;

#[test]
fn switches_clocks_and_tokens_are_apart() {
    let mut browser = Browser::new();
    browser.control(
        "PUT",
        "switches?scenario=one",
        json!({"docspace": {"auto_login": "ada", "auto_consent": true}}),
    );
    browser.control("POST", "time?scenario=one", json!({"advance_seconds": 100}));
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(
        (
            &state["switches"]["docspace"]["auto_login"],
            &state["seconds_ahead"]
        ),
        (&json!(null), &json!(0))
    );
    let url = authorize_url("files:read").replace("docspace.localhost", "one.docspace.localhost");
    let code = browser.leave_app(&url).parameter("code").unwrap();
    assert_eq!(
        browser.exchange(&code).status,
        400,
        "not the default portal's code"
    );
    let response = browser.post(
        "http://one.docspace.localhost:9400/oauth2/token",
        &exchange_fields(&code),
    );
    let token = response.body_json().unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    assert_eq!(
        claims(&token)["aud"],
        json!("http://one.docspace.localhost:9400")
    );
    let keys = |browser: &mut Browser, host: &str| {
        browser
            .get(&format!("http://{host}:9400/oauth2/jwks"))
            .body_json()
            .unwrap()
    };
    assert_ne!(
        keys(&mut browser, "one.docspace.localhost"),
        keys(&mut browser, "docspace.localhost")
    );
}

#[test]
fn reset_takes_one_scenario_or_all() {
    let mut browser = Browser::new();
    for scenario in ["one", "two"] {
        browser.control(
            "PUT",
            &format!("switches?scenario={scenario}"),
            json!({"docspace": {"cors": false}}),
        );
        browser.get(&format!(
            "http://{scenario}.docspace.localhost:9400/oauth2/jwks"
        ));
    }
    let cors = |browser: &mut Browser, scenario: &str| {
        browser.control("GET", &format!("state?scenario={scenario}"), json!({}))["switches"]["docspace"]
            ["cors"]
            == json!(true)
    };
    browser.control("POST", "reset?scenario=one", json!({}));
    assert_eq!(
        (cors(&mut browser, "one"), cors(&mut browser, "two")),
        (true, false)
    );
    assert_eq!(browser.log().len(), 1);
    browser.control("POST", "reset", json!({}));
    assert_eq!((cors(&mut browser, "two"), browser.log().len()), (true, 0));
}

#[test]
fn a_runs_configuration_is_where_every_scenario_begins() {
    let mut switches = docgate_sandbox::Switches::default();
    switches.docspace.auto_login = Some("grace".to_string());
    let mut browser = Browser::with(docgate_sandbox::Config {
        switches,
        ..docgate_sandbox::Config::default()
    });
    for action in ["state", "state?scenario=new"] {
        assert_eq!(
            browser.control("GET", action, json!({}))["switches"]["docspace"]["auto_login"],
            json!("grace")
        );
    }
}
