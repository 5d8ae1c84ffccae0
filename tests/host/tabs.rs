//! How tabs act together: what a tab does with what it hears (R-009, R-052, R-124; ).

use std::rc::Rc;

use docgate::core::session::Session;
use docgate::core::settings::Settings;
use docgate::core::shared::Shared;
use docgate::core::tabs::{Act, Heard, Known, Tabs};

use crate::rows::serves;
use crate::scene::{self, docspace, settings_of};
use crate::siblings::{client, kinds, session, shared};

/// What a tab with this session and this record does.
fn hear(
    tabs: &mut Tabs,
    heard: Heard<'_>,
    own: Option<&Session>,
    record: Option<&Shared>,
) -> Vec<Act> {
    let settings = docspace();
    let known = Known {
        settings: &settings,
        session: own,
        shared: record,
    };
    tabs.hear(heard, &known)
}

fn tab() -> Tabs {
    Tabs::new(&client(), "tab-1")
}

fn text(act: &Act) -> &str {
    match act {
        Act::Post(message) => message,
        _ => panic!("no message"),
    }
}

#[test]
fn a_new_tab_asks_and_takes_the_answer() {
    let (mut new, mut old) = (tab(), Tabs::new(&client(), "tab-2"));
    let own = session("s-1", 3, 0);
    let record = shared(Some("s-1"), 3, 0);
    let question = new.ask();
    assert!(new.is_asking());
    let answer = hear(
        &mut old,
        Heard::Message(text(&question)),
        Some(&own),
        Some(&record),
    );
    assert_eq!(kinds(&answer), ["post"]);
    let taken = hear(
        &mut new,
        Heard::Message(text(&answer[0])),
        None,
        Some(&record),
    );
    assert_eq!(kinds(&taken), ["adopt", "settle"]);
    let Act::Adopt(adopted) = &taken[0] else {
        unreachable!();
    };
    assert_eq!(adopted.encode(), own.encode());
    assert!(!new.is_asking());
    // The same answer again changes nothing.
    let again = hear(
        &mut new,
        Heard::Message(text(&answer[0])),
        Some(adopted),
        Some(&record),
    );
    assert_eq!(kinds(&again), [] as [&str; 0]);
    serves(
        "A-18",
        "a second tab takes the session of the first; no second login",
    );
}

#[test]
fn a_tab_without_a_current_session_does_not_answer() {
    let question = text(&tab().ask()).to_owned();
    let ask = |own: Option<&Session>, record: Option<&Shared>| {
        let mut old = Tabs::new(&client(), "tab-2");
        kinds(&hear(&mut old, Heard::Message(&question), own, record))
    };
    let own = session("s-1", 3, 1);
    let dead = own.over().unwrap();
    assert_eq!(ask(None, None), [] as [&str; 0]);
    assert_eq!(ask(Some(&dead), None), [] as [&str; 0]);
    assert_eq!(
        ask(Some(&own), Some(&shared(Some("s-1"), 4, 1))),
        [] as [&str; 0]
    );
    assert_eq!(
        ask(Some(&own), Some(&shared(Some("s-2"), 1, 1))),
        [] as [&str; 0]
    );
    assert_eq!(ask(Some(&own), Some(&shared(None, 0, 2))), [] as [&str; 0]);
    // Unknown is no reason to keep silent, nor is a record that is older.
    assert_eq!(ask(Some(&own), None), ["post"]);
    assert_eq!(ask(Some(&own), Some(&shared(Some("s-1"), 2, 1))), ["post"]);
    serves(
        "R-124",
        "a signed-out or overtaken tab hands its session to nobody",
    );
}

#[test]
fn silence_settles_a_question_once() {
    let mut new = tab();
    assert_eq!(
        kinds(&hear(&mut new, Heard::Silence, None, None)),
        [] as [&str; 0]
    );
    let _ = new.ask();
    assert_eq!(
        kinds(&hear(&mut new, Heard::Silence, None, None)),
        ["settle"]
    );
    assert_eq!(
        kinds(&hear(&mut new, Heard::Silence, None, None)),
        [] as [&str; 0]
    );
    // An answer that comes after that was not asked for any more.
    let answer = addressed("tab-1", &session("s-1", 1, 0));
    assert_eq!(
        kinds(&hear(&mut new, Heard::Message(&answer), None, None)),
        [] as [&str; 0]
    );
    serves(
        "R-034",
        "a question to the siblings ends with an answer or with silence, once",
    );
}

/// An answer to that tab.
fn addressed(name: &str, session: &Session) -> String {
    let mut asking = Tabs::new(&client(), name);
    let question = asking.ask();
    let mut old = Tabs::new(&client(), "tab-9");
    let acts = hear(
        &mut old,
        Heard::Message(text(&question)),
        Some(session),
        None,
    );
    text(&acts[0]).to_owned()
}

#[test]
fn an_answer_to_another_tab_is_not_taken() {
    let answer = addressed("tab-7", &session("s-1", 1, 0));
    let mut asking = tab();
    let _ = asking.ask();
    assert_eq!(
        kinds(&hear(&mut asking, Heard::Message(&answer), None, None)),
        [] as [&str; 0]
    );
    assert!(asking.is_asking());
}

#[test]
fn a_login_in_one_tab_reaches_the_others() {
    let (new, old) = (session("s-2", 1, 0), session("s-1", 5, 0));
    let message = text(&tab().announce(&new)).to_owned();
    let announce = |own: Option<&Session>, record: Option<&Shared>| {
        kinds(&hear(
            &mut Tabs::new(&client(), "tab-2"),
            Heard::Message(&message),
            own,
            record,
        ))
    };
    let record = shared(Some("s-2"), 1, 0);
    assert_eq!(announce(None, Some(&record)), ["adopt"]);
    assert_eq!(announce(Some(&old), Some(&record)), ["adopt"]);
    assert_eq!(
        announce(Some(&old.over().unwrap()), Some(&record)),
        ["adopt"]
    );
    assert_eq!(announce(Some(&new), Some(&record)), [] as [&str; 0]);
    // Never against what the record says.
    assert_eq!(
        announce(Some(&old), Some(&shared(Some("s-1"), 5, 0))),
        [] as [&str; 0]
    );
    assert_eq!(
        announce(None, Some(&shared(Some("s-3"), 1, 0))),
        [] as [&str; 0]
    );
    assert_eq!(
        announce(None, Some(&shared(Some("s-2"), 2, 0))),
        [] as [&str; 0]
    );
    assert_eq!(announce(None, Some(&shared(None, 0, 1))), [] as [&str; 0]);
    serves(
        "A-18",
        "a login in one tab is taken over by the others, never against the shared record",
    );
    serves(
        "R-052",
        "a session from before the last sign-out is not taken",
    );
}

#[test]
fn a_renewal_reaches_the_others_and_an_older_state_does_not() {
    let message = |generation| text(&tab().announce(&session("s-1", generation, 0))).to_owned();
    let own = session("s-1", 4, 0);
    let heard = |generation| {
        let mut tabs = Tabs::new(&client(), "tab-2");
        let message = message(generation);
        kinds(&hear(&mut tabs, Heard::Message(&message), Some(&own), None))
    };
    assert_eq!(heard(5), ["adopt"]);
    assert_eq!(heard(4), [] as [&str; 0]);
    assert_eq!(heard(3), [] as [&str; 0]);
    // A dead state of one's own gives way to a living one.
    let dead = own.over().unwrap();
    let mut tabs = Tabs::new(&client(), "tab-2");
    let acts = hear(&mut tabs, Heard::Message(&message(4)), Some(&dead), None);
    assert_eq!(kinds(&acts), ["adopt"]);
}

#[test]
fn a_sign_out_ends_every_tab() {
    let own = session("s-1", 1, 2);
    let farewell = |count| text(&tab().farewell(count)).to_owned();
    let heard = |count, own: Option<&Session>| {
        let mut tabs = Tabs::new(&client(), "tab-2");
        kinds(&hear(
            &mut tabs,
            Heard::Message(&farewell(count)),
            own,
            None,
        ))
    };
    assert_eq!(heard(3, Some(&own)), ["sign-out"]);
    // A late message about an earlier sign-out does not end a later session.
    assert_eq!(heard(2, Some(&own)), [] as [&str; 0]);
    assert_eq!(heard(0, Some(&own)), [] as [&str; 0]);
    assert_eq!(heard(3, None), [] as [&str; 0]);
    // Who slept through the message sees it in the record.
    let looks = |record: &Shared| {
        let mut tabs = Tabs::new(&client(), "tab-2");
        kinds(&hear(&mut tabs, Heard::Record, Some(&own), Some(record)))
    };
    assert_eq!(looks(&shared(None, 0, 3)), ["sign-out"]);
    assert_eq!(looks(&shared(Some("s-1"), 1, 3)), ["sign-out"]);
    assert_eq!(looks(&shared(Some("s-2"), 1, 3)), ["sign-out"]);
    serves(
        "R-124",
        "a sign-out reaches every tab by message, and by the record those that slept",
    );
}

#[test]
fn a_missing_or_older_record_is_no_sign_out() {
    let own = session("s-1", 3, 2);
    let looks = |record: Option<&Shared>| {
        let mut tabs = Tabs::new(&client(), "tab-2");
        kinds(&hear(&mut tabs, Heard::Record, Some(&own), record))
    };
    assert_eq!(looks(None), ["restore"]);
    assert_eq!(looks(Some(&Shared::default())), ["restore"]);
    assert_eq!(looks(Some(&shared(None, 0, 2))), ["restore"]);
    assert_eq!(looks(Some(&shared(Some("s-1"), 3, 1))), ["restore"]);
    assert_eq!(looks(Some(&shared(Some("s-1"), 2, 2))), ["restore"]);
    assert_eq!(looks(Some(&shared(Some("s-1"), 3, 2))), [] as [&str; 0]);
    let mut tabs = tab();
    assert_eq!(
        kinds(&hear(&mut tabs, Heard::Record, None, None)),
        [] as [&str; 0]
    );
    // A session that is over is nothing that others should follow.
    let dead = own.over().unwrap();
    assert_eq!(
        kinds(&hear(&mut tabs, Heard::Record, Some(&dead), None)),
        [] as [&str; 0]
    );
    serves(
        "A-30",
        "storage that was cleared by the person is no sign-out",
    );
}

#[test]
fn a_stale_tab_asks_for_the_current_session() {
    let own = session("s-1", 3, 0);
    for record in [shared(Some("s-1"), 4, 0), shared(Some("s-2"), 1, 0)] {
        let mut tabs = tab();
        let acts = hear(&mut tabs, Heard::Record, Some(&own), Some(&record));
        assert_eq!(kinds(&acts), ["catch"]);
    }
    serves(
        "R-086",
        "a tab whose generation is older than the record's asks, and spends nothing",
    );
}

#[test]
fn the_end_of_a_session_reaches_the_tabs_that_have_it() {
    let own = session("s-1", 3, 0);
    let expired =
        |id: &str, generation| text(&tab().expired(&session(id, generation, 0))).to_owned();
    let heard = |message: &str, own: Option<&Session>| {
        kinds(&hear(
            &mut Tabs::new(&client(), "tab-2"),
            Heard::Message(message),
            own,
            None,
        ))
    };
    assert_eq!(heard(&expired("s-1", 3), Some(&own)), ["expire"]);
    assert_eq!(heard(&expired("s-1", 4), Some(&own)), ["expire"]);
    // Not of a later state, of another session, or twice.
    assert_eq!(heard(&expired("s-1", 2), Some(&own)), [] as [&str; 0]);
    assert_eq!(heard(&expired("s-2", 3), Some(&own)), [] as [&str; 0]);
    assert_eq!(
        heard(&expired("s-1", 3), Some(&own.over().unwrap())),
        [] as [&str; 0]
    );
    assert_eq!(heard(&expired("s-1", 3), None), [] as [&str; 0]);
}

#[test]
fn another_client_is_not_heard() {
    let other =
        settings_of(&scene::docspace_config("\"files:read\"").replace(scene::CLIENT, "other"));
    let foreign = Tabs::new(&other.key(), "tab-1");
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
