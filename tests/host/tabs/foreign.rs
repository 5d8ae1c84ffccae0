//! What comes from another client, or leads where the config does not, is not taken.

use super::*;

#[test]
fn another_client_is_not_heard() {
    let other =
        settings_of(&scene::docspace_config("\"files:read\"").replace(scene::CLIENT, "other"));
    let mut foreign = Tabs::new(&other.key(), "tab-1");
    let own = session("s-1", 1, 0);
    let mut theirs = session("s-2", 9, 0);
    theirs.client = other.key();
    let messages = [
        foreign.announce(&theirs),
        foreign.announce(&session("s-2", 9, 0)),
        foreign.farewell(9),
        foreign.expired(&own),
        Tabs::new(&other.key(), "tab-2").ask(),
        // The envelope is ours, the session inside is not.
        tab().announce(&theirs),
    ];
    for act in &messages {
        for session in [Some(&own), None] {
            let mut asking = tab();
            let _ = asking.ask();
            let heard = hear(&mut asking, Heard::Message(text(act)), session, None);
            assert_eq!(kinds(&heard), [] as [&str; 0], "{}", text(act));
        }
    }
    serves("R-009", "messages of another client's tabs change nothing");
}

#[test]
fn a_session_that_the_config_does_not_allow_is_not_taken() {
    let mut elsewhere = session("s-2", 1, 0);
    elsewhere.metadata.token_endpoint = String::from("https://evil.example/token");
    let mut other_api = session("s-2", 1, 0);
    other_api.api_base = docgate::core::url::Url::parse("https://evil.example").ok();
    let mut dead = session("s-2", 1, 0);
    dead.dead = true;
    for offered in [elsewhere, other_api, dead] {
        let message = text(&tab().announce(&offered)).to_owned();
        let mut tabs = Tabs::new(&client(), "tab-2");
        assert_eq!(
            kinds(&hear(&mut tabs, Heard::Message(&message), None, None)),
            [] as [&str; 0]
        );
    }
    serves(
        "R-106",
        "a handed-over session cannot move the API base or the token endpoint",
    );
    serves(
        "A-16",
        "a session from the channel is judged like a stored one",
    );
}

#[test]
fn a_discovered_clients_session_keeps_to_the_pinned_origins() {
    let pinned = settings_of(&scene::oidc_config("\"scopes\":[\"a\"]").replace(
        "\"issuer\"",
        "\"endpointOrigins\":[\"https://t.example\"],\"issuer\"",
    ));
    let fits = |endpoint: &str, userinfo: &str, settings: &Rc<Settings>| {
        let mut session = session("s-1", 1, 0);
        session.metadata.token_endpoint = String::from(endpoint);
        session.metadata.userinfo_endpoint = Some(String::from(userinfo));
        session.api_base = None;
        session.fits(settings)
    };
    let good = "https://t.example/x";
    assert!(fits(good, good, &pinned));
    assert!(fits("https://id.example/t", good, &pinned));
    assert!(!fits("https://evil.example/t", good, &pinned));
    assert!(!fits(good, "https://evil.example/me", &pinned));
    assert!(!fits("http://localhost/t", good, &scene::oauth()));
    serves(
        "R-083",
        "a stored session whose endpoints left the pinned origins is not used",
    );
}
