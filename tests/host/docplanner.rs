//! Docplanner: no login of its own, no token in the page; calls below the relay's `/api` alone.

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::login::Start;
use docgate::core::policy::{self, Destination};
use docgate::core::settings::Settings;

use crate::rows::serves;
use crate::scene::{NOW, entropy, page, read_config, settings_of};

const RELAY: &str = "https://relay.example/v1/calendar";

fn config(provider: &str) -> String {
    format!(r#"{{"provider":{{"id":"docplanner","relay":"{RELAY}"{provider}}}}}"#)
}

fn docplanner() -> std::rc::Rc<Settings> {
    settings_of(&config(r#","guard":true"#))
}

fn reach(input: &str) -> Result<Destination, Code> {
    let settings = docplanner();
    policy::destination(input, settings.api_base(), &settings).map_err(|error| error.code())
}

#[test]
fn a_relay_and_a_guard_are_all_it_takes() {
    let settings = docplanner();
    assert!(settings.calls_by_relay() && !settings.redeems_by_relay());
    assert_eq!(
        settings.api_base().unwrap().as_str(),
        format!("{RELAY}/api/")
    );
    assert!(settings.scopes.is_empty() && settings.allowed_origins.is_empty());
    assert!(settings.client_id.is_empty() && settings.redirect_uri.is_empty());
    let with = settings_of(&config(
        r#","guard":true,"audience":"https://relay.example""#,
    ));
    assert_eq!(with.client_id, "https://relay.example");
    assert_ne!(with.key(), settings.key(), "two audiences are two clients");
    let server = docgate::core::config::Page {
        origin: None,
        secure: true,
    };
    assert!(read_config(&config(r#","guard":true"#), &server).is_ok());
}

#[test]
fn nobody_signs_in_there() {
    let turn = Start::begin(docplanner(), Wishes::default(), entropy(1), NOW);
    let error = turn.map(|_| ()).unwrap_err();
    assert_eq!(error.code(), Code::NotSupported);
    // And no address is ever a callback of its.
    for address in [
        "https://app.example/?code=c",
        "https://app.example/callback?code=c&state=s",
    ] {
        assert!(docgate::core::callback::read(address, &docplanner()).is_none());
    }
    serves(
        "R-001",
        "a provider without people has no login; no request is made for one",
    );
}

#[test]
fn calls_go_below_the_relays_api_alone() {
    for (input, url) in [
        (
            "/api/v3/integration/facilities",
            "/api/api/v3/integration/facilities",
        ),
        ("api/v3/x?page=2", "/api/api/v3/x?page=2"),
        (
            "https://relay.example/v1/calendar/api/api/v3/x",
            "/api/api/v3/x",
        ),
    ] {
        let found = reach(input).unwrap();
        assert_eq!(found.url, format!("{RELAY}{url}"));
        assert!(found.own && found.relayed, "{input}");
    }
    for input in [
        "../token",
        "/../login",
        "/api/../../token",
        "%2e%2e/token",
        "//relay.example/v1/calendar/token",
        "\\\\relay.example\\x",
        "@evil.example",
        "https://relay.example/v1/calendar/token",
        "https://relay.example/v1/calendar",
        "https://relay.example/v1/other/api/x",
        "https://relay.example/api/x",
        "https://www.doctoralia.es/api/v3/integration/facilities",
        "https://relay.example:444/v1/calendar/api/x",
        "http://relay.example/v1/calendar/api/x",
        "https://relay.example.evil.example/v1/calendar/api/x",
        "https://relay.example@evil.example/v1/calendar/api/x",
        "javascript:alert(1)",
    ] {
        // A name with an `@` in it is a path like any other.
        if let Ok(found) = reach(input) {
            assert!(
                found.url.starts_with(&format!("{RELAY}/api/")),
                "{input}: {}",
                found.url
            );
            assert_eq!(input, "@evil.example");
        }
    }
    serves(
        "R-142",
        "a page's call names no host: Docplanner is reached below the relay's /api alone",
    );
    serves("A-43", "look-alikes of the relay for a guarded call");
}

#[test]
fn what_the_guard_has_is_refused() {
    for key in [
        r#""clientId":"x""#,
        r#""redirectUri":"/cb""#,
        r#""scopes":[]"#,
        r#""apiBase":"https://www.doctoralia.es""#,
        r#""allowedOrigins":["https://www.doctoralia.es"]"#,
        r#""sandbox":{}"#,
        r#""persist":"tab""#,
    ] {
        let text = config(r#","guard":true"#).replacen('{', &format!("{{{key},"), 1);
        let error = read_config(&text, &page()).unwrap_err();
        assert_eq!(error.code(), Code::ConfigUnknownKey, "{key}");
    }
    let text = config(r#","guard":true"#).replacen('{', r#"{"clientSecret":"s","#, 1);
    assert_eq!(
        read_config(&text, &page()).unwrap_err().code(),
        Code::ConfigSecret
    );
    serves(
        "R-005",
        "a guarded client takes its provider, and no other key",
    );
    serves(
        "R-004",
        "a secret of Docplanner's is refused with the way to the relay",
    );
}
