//! A sign-out and an end reach every tab, by message and by the shared record.

use super::*;

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
fn a_session_announced_before_a_known_sign_out_comes_too_late() {
    let late = tab().announce(&session("s-1", 1, 2));
    let mut told = tab();
    let _ = told.farewell(3);
    let mut heard = tab();
    let farewell = tab().farewell(3);
    let _ = hear(&mut heard, Heard::Message(text(&farewell)), None, None);
    for tabs in [&mut told, &mut heard] {
        assert_eq!(tabs.sign_outs(), 3);
        let acts = hear(tabs, Heard::Message(text(&late)), None, None);
        assert_eq!(kinds(&acts), [] as [&str; 0]);
        let next = tab().announce(&session("s-2", 1, 3));
        let acts = hear(tabs, Heard::Message(text(&next)), None, None);
        assert_eq!(kinds(&acts), ["adopt"]);
    }
    serves(
        "R-052",
        "without a shared record, a session announced before a sign-out is not taken after it",
    );
}

#[test]
fn an_absurd_count_does_not_stop_the_counting() {
    let absurd = tab().farewell(u64::MAX);
    let mut tabs = tab();
    let own = session("s-1", 1, 0);
    let acts = hear(&mut tabs, Heard::Message(text(&absurd)), Some(&own), None);
    assert_eq!(kinds(&acts), [] as [&str; 0]);
    assert_eq!(tabs.sign_outs(), 0);
    serves("A-31", "a message with an absurd count is not heard");
}
