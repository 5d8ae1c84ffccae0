//! Calls of an API through the relay: the page's token, to the relay's own addresses below `/api`.

use docgate::core::error::Code;
use docgate::core::policy::{self, Destination};

use super::*;

const ENTRY: &str = "https://relay.example/v1/bc";

/// Business Central, whose API goes through the relay.
pub(super) fn central() -> Rc<Settings> {
    let more = format!(
        r#","tenant":"{}","environment":"Production""#,
        scene::TENANT
    );
    through(&scene::preset_config("business-central", &more, ""), ENTRY)
}

fn doccentrum(more: &str) -> Rc<Settings> {
    let tenant = format!(r#","tenant":"{}","tier":"lite""#, scene::TENANT);
    through(
        &scene::preset_config("doccentrum", &tenant, more),
        &format!("{ENTRY}/"),
    )
}

fn reach(settings: &Settings, input: &str) -> Result<Destination, Code> {
    policy::destination(input, settings.api_base(), settings).map_err(|error| error.code())
}

#[test]
fn business_centrals_apis_are_below_the_relay() {
    let settings = central();
    let base = |name| settings.api(name).unwrap().unwrap().as_str().to_owned();
    assert_eq!(
        base(None),
        format!("{ENTRY}/api/v2.0/{}/Production/api/v2.0", scene::TENANT)
    );
    for (name, _) in &settings.apis {
        let found = settings.api(Some(name)).unwrap().unwrap();
        assert!(
            found.as_str().starts_with(&format!("{ENTRY}/api/")),
            "{name}"
        );
    }
    assert!(settings.apis.len() >= 3 && settings.calls_by_relay());
    // Sign-in and tokens stay between the page and Microsoft.
    assert!(!settings.redeems_by_relay());
    let (login, _) = play::begun(&settings, Wishes::default());
    assert!(login.metadata.token_endpoint.starts_with(scene::LOGIN) && !login.relayed);
    let found = reach(&settings, "/companies").unwrap();
    assert!(found.own && found.relayed);
    assert_eq!(
        reach(&settings, &format!("{}/v2.0/x", scene::CENTRAL)),
        Err(Code::OriginNotAllowed),
        "not past the relay either"
    );
    serves(
        "R-142",
        "an API behind the relay is reached at the relay's own address; the page names no host",
    );
}

#[test]
fn doccentrums_api_is_where_the_relay_has_it() {
    let settings = doccentrum("");
    assert_eq!(
        settings.api_base().unwrap().as_str(),
        format!("{ENTRY}/api/")
    );
    let found = reach(&settings, "/tasks?x=1").unwrap();
    assert_eq!(found.url, format!("{ENTRY}/api/tasks?x=1"));
    assert!(found.own && found.relayed);
    // Without a relay there is none, unless the config says so.
    let tenant = format!(r#","tenant":"{}","tier":"lite""#, scene::TENANT);
    let plain = settings_of(&scene::preset_config("doccentrum", &tenant, ""));
    assert!(plain.api_base().is_none() && !plain.calls_by_relay());
}

#[test]
fn nothing_above_the_api_is_the_relays() {
    let settings = doccentrum(r#","allowedOrigins":["https://relay.example"]"#);
    for input in [
        "..",
        "../token",
        "/../token",
        "%2e%2e/token",
        "/%2E%2E/logout",
        "x/../../login",
        "\\..\\token",
        "//relay.example/v1/bc/token",
        "/\\evil.example",
    ] {
        match reach(&settings, input) {
            Err(Code::OriginNotAllowed) => {}
            found => panic!("{input}: {found:?}"),
        }
    }
    // The app may list the origin; then what is not below `/api` gets neither cookies nor header.
    for (url, relayed) in [
        ("https://relay.example/v1/bc/api/tasks", true),
        ("https://relay.example/v1/bc/api", true),
        ("https://relay.example/v1/bc/token", false),
        ("https://relay.example/v1/bc/apis", false),
        ("https://relay.example/v1/other/api/tasks", false),
        ("https://relay.example:8443/v1/bc/api/tasks", false),
        ("https://relay.example.evil.example/v1/bc/api/", false),
        ("http://relay.example/v1/bc/api/tasks", false),
    ] {
        let found = reach(&settings, url).is_ok_and(|found| found.relayed);
        assert_eq!(found, relayed, "{url}");
    }
    assert!(reach(&settings, "https://relay.example/v1/bc/token").is_ok());
    serves(
        "R-106",
        "the relay's cookies and header go below its /api alone",
    );
    serves(
        "A-43",
        "look-alikes of the relay's address are not the relay",
    );
}

#[test]
fn without_a_relay_no_call_is_relayed() {
    for (settings, input) in [
        (scene::docspace(), "/api/2.0/people"),
        (scene::business_central(), "/companies"),
    ] {
        assert!(!reach(&settings, input).unwrap().relayed);
    }
    // A relay that only redeems has no part in calls of the API.
    let found = reach(&docspace(), "/api/2.0/people").unwrap();
    assert!(!found.relayed && found.url.starts_with(scene::PORTAL));
}
