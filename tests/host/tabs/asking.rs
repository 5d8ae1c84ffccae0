//! A tab asks, a sibling answers; a login or a renewal is told to all.

use super::*;

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
    let Act::Adopt(adopted, _) = &taken[0] else {
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
