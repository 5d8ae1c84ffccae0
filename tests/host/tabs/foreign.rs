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
    let good = "https://t.example/x";
    let fits = |at: usize, address: &str, settings: &Rc<Settings>| {
        let mut session = session("s-1", 1, 0);
        let mut all = [good; 5];
        all[at] = address;
        let [token, userinfo, keys, revocation, sign_out] = all.map(String::from);
        session.metadata.token_endpoint = token;
        session.metadata.userinfo_endpoint = Some(userinfo);
        session.metadata.jwks_uri = Some(keys);
        session.metadata.revocation_endpoint = Some(revocation);
        session.metadata.end_session_endpoint = Some(sign_out);
        session.api_base = None;
        session.fits(settings)
    };
    for at in 0..5 {
        assert!(fits(at, good, &pinned));
        assert!(fits(at, "https://id.example/t", &pinned), "{at}");
        assert!(!fits(at, "https://evil.example/t", &pinned), "{at}");
        assert!(!fits(at, "http://localhost/t", &scene::oauth()), "{at}");
    }
    serves(
        "R-083",
        "a stored session whose endpoints left the pinned origins is not used",
    );
}
