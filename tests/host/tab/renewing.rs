//! One renewal, and what its answer means.

use super::*;

fn ended() -> Life {
    let mut life = Life::signed_in(HABITS, renewable());
    life.wait(HOUR);
    life
}

#[test]
fn a_fresh_token_costs_nothing_and_an_ended_one_a_renewal() {
    let mut life = Life::signed_in(HABITS, renewable());
    assert_eq!((life.want(), life.sent), (Some(Ok(())), 0));
    // Half a minute is kept from its end.
    life.wait(HOUR - 31_000);
    assert_eq!((life.want(), life.sent), (Some(Ok(())), 0));
    life.wait(2000);
    assert_eq!((life.want(), life.sent), (None, 1));
    assert_eq!(life.shared.as_ref().unwrap().renewing.unwrap().senders, 1);
    // Whoever asks meanwhile waits for the same one.
    assert_eq!((life.want(), life.sent), (None, 1));
    life.renewed();
    assert_eq!((life.settled.as_slice(), life.sent), (&[Ok(())][..], 1));
    assert_eq!(life.told, ["renewed"]);
    let shared = life.shared.as_ref().unwrap();
    assert_eq!((shared.generation, shared.renewing), (2, None));
    serves(
        "R-086",
        "one renewal for all who ask in a tab, under the lock, marked before it is sent",
    );
    serves(
        "R-087",
        "the generation rises with the new token, before anybody is told",
    );
}

#[test]
fn a_refusal_ends_the_session_once() {
    for code in [
        Code::GrantRefused,
        Code::InteractionRequired,
        Code::IdTokenInvalid,
    ] {
        let mut life = ended();
        life.want();
        life.posts = 0;
        life.failed(code.into());
        assert_eq!(life.told, ["login-required"], "{code:?}");
        assert_eq!(life.settled, [Err(Code::LoginRequired)]);
        assert_eq!(life.posts, 1, "the siblings are told");
        assert!(life.shared.as_ref().unwrap().over);
        assert_eq!(life.want(), Some(Err(Code::LoginRequired)));
        assert_eq!(life.sent, 1, "no loop");
        assert!(life.stored.as_ref().unwrap().contains("\"dead\":true"));
        assert!(!life.stored.as_ref().unwrap().contains("rt-1"));
    }
    serves(
        "R-089",
        "invalid_grant ends the session once, tells the siblings, and is not followed by a request",
    );
    serves(
        "R-094",
        "a refresh token at the end of its fixed life: one login-required",
    );
}

#[test]
fn a_refusal_of_a_token_that_is_not_the_current_one_is_ignored() {
    let mut life = ended();
    life.want();
    // Meanwhile another tab got further; without locks this can happen.
    life.shared = Some(crate::siblings::shared(Some("s-1"), 2, 0));
    life.posts = 0;
    life.failed(Code::GrantRefused.into());
    assert!(!life.shared.as_ref().unwrap().over, "the others go on");
    assert_eq!(life.sent, 1);
    serves(
        "R-089",
        "invalid_grant for a token that is no longer current ends nobody else's session",
    );
}

#[test]
fn a_sign_out_wins_against_an_answer_on_its_way() {
    let mut life = ended();
    life.want();
    life.on(Event::Left);
    assert_eq!(life.settled, [Err(Code::LoginRequired)]);
    let own = renewable();
    life.on(Event::Sent(life.ticket.unwrap(), Ok(Box::new(own))));
    assert!(life.tab.session().is_none() && life.stored.is_none());
    assert_eq!(life.told, ["signed-out logout"]);
    serves(
        "R-124",
        "a renewal that is answered after the sign-out is dropped",
    );
}

#[test]
fn another_login_wins_against_an_answer_on_its_way() {
    let mut life = ended();
    life.want();
    let ticket = life.ticket.unwrap();
    let other = life.somebody_else();
    life.on(Event::Began(Box::new(other)));
    let mut late = renewable();
    late.generation = 2;
    life.on(Event::Sent(ticket, Ok(Box::new(late))));
    assert_eq!(life.tab.session().unwrap().id, "s-2");
    assert_eq!(
        life.shared.as_ref().unwrap().session.as_deref(),
        Some("s-2")
    );
}

#[test]
fn a_token_whose_sender_vanished_is_sent_once_more_and_no_more() {
    let mut life = ended();
    // Two senders, one after the other, that were never heard of again.
    for sent in 1..=2 {
        let own = life.tab.session().unwrap().encode();
        let (shared, moment) = (life.shared.clone(), life.moment);
        life = Life::new(HABITS);
        (life.shared, life.moment) = (shared, moment);
        let stored = Session::decode(&own, &oidc().key());
        life.on(Event::Arrived {
            stored,
            parked: Vec::new(),
            quiet: false,
        });
        assert_eq!(life.sent, 1);
        assert_eq!(
            life.shared.as_ref().unwrap().renewing.unwrap().senders,
            sent
        );
    }
    let shared = life.shared.clone();
    let mut third = ended();
    third.shared = shared;
    assert_eq!(third.want(), Some(Err(Code::LoginRequired)));
    assert_eq!(
        (third.sent, third.told),
        (0, vec![String::from("login-required")])
    );
    serves(
        "R-090",
        "a mark that was left behind: one more sending, then a login",
    );
    serves(
        "A-36",
        "an answer that was lost with its page: the token is sent once more, then a login is required",
    );
}

#[test]
fn a_refused_access_token_ends_a_session_that_cannot_be_renewed() {
    let mut life = Life::signed_in(HABITS, plain());
    let own = life.tab.session().unwrap().clone();
    let other = Arc::new(plain());
    life.on(Event::Refused(&other));
    assert!(life.told.is_empty(), "the token of another state");
    life.on(Event::Refused(&own));
    assert_eq!(life.told, ["expired"]);
    assert!(life.shared.as_ref().unwrap().over);
}

#[test]
fn without_locks_a_young_mark_is_waited_for() {
    let mut life = ended();
    let mut shared = life.shared.clone().unwrap();
    shared.mark(&renewable(), 1, life.moment.wall);
    life.shared = Some(shared);
    // The host says at once that there are no locks.
    let settings = life.settings.clone();
    let acts = life.tab.on(
        wanted(false),
        Seen {
            settings: &settings,
            moment: life.moment,
            shared: life.shared.clone(),
        },
    );
    assert!(acts.iter().any(|act| matches!(act, Act::Lock)));
    life.on(Event::Locked(false));
    assert_eq!(life.sent, 0);
    let mut waited = 0;
    while life.sent == 0 {
        waited += life.tick();
    }
    assert!((15_000..17_000).contains(&waited), "{waited}");
    serves(
        "R-090",
        "without Web Locks a mark younger than a request can last is waited for, then taken over",
    );
}

#[test]
fn whoever_is_signed_in_elsewhere_is_asked_for_before_a_caller_is_refused() {
    let mut life = ended();
    life.want();
    life.failed(Code::GrantRefused.into());
    // Another tab signed in; its message has not come yet.
    life.shared = Some(crate::siblings::shared(Some("s-2"), 1, 0));
    let settings = life.settings.clone();
    let seen = |life: &Life| Seen {
        settings: &settings,
        moment: life.moment,
        shared: life.shared.clone(),
    };
    let asked = seen(&life);
    let acts = life.tab.on(wanted(false), asked);
    assert!(matches!(acts.as_slice(), [Act::Count]), "{}", acts.len());
    let counted = seen(&life);
    let acts = life.tab.on(Event::Counted(Some(true)), counted);
    assert!(matches!(acts.as_slice(), [Act::Post(_)]));
    let other = life.somebody_else();
    let message = posted(life.sibling().announce(&other));
    life.settled.clear();
    life.on(Event::Message(&message));
    assert_eq!(life.settled, [Ok(())]);
    assert_eq!(life.told.last().unwrap(), "signed-in");
    // Nobody there after all: refused, without a wait.
    let mut life = ended();
    life.want();
    life.failed(Code::GrantRefused.into());
    life.shared = Some(crate::siblings::shared(Some("s-2"), 1, 0));
    assert_eq!(life.want(), Some(Err(Code::LoginRequired)));
}

#[test]
fn the_refusal_of_one_persons_token_does_not_end_the_next_ones_session() {
    let mut life = ended();
    life.want();
    let ticket = life.ticket.unwrap();
    // While the request is out, another tab announces somebody else.
    let other = life.somebody_else();
    life.shared = Some(crate::siblings::shared(Some("s-2"), 1, 0));
    let message = posted(life.sibling().announce(&other));
    life.on(Event::Message(&message));
    assert_eq!(
        life.settled,
        [Ok(())],
        "whoever waits gets the one who is signed in now"
    );
    life.on(Event::Sent(ticket, Err(Code::GrantRefused.into())));
    assert_eq!(life.tab.living().unwrap().id, "s-2");
    assert!(!life.shared.as_ref().unwrap().over);
    assert_eq!(life.told, ["signed-in"]);
    serves(
        "R-089",
        "a refusal that comes after another person signed in ends nothing",
    );
}

#[test]
fn a_forced_renewal_is_not_served_by_a_token_that_was_there() {
    let mut life = Life::signed_in(
        Habits {
            ahead: true,
            ..HABITS
        },
        renewable(),
    );
    life.wait(HOUR - 50_000);
    let settings = life.settings.clone();
    let seen = |life: &Life| Seen {
        settings: &settings,
        moment: life.moment,
        shared: life.shared.clone(),
    };
    // Queued ahead of time; then somebody insists.
    let tick = seen(&life);
    let acts = life.tab.on(Event::Tick, tick);
    assert!(acts.iter().any(|act| matches!(act, Act::Lock)));
    let insisted = seen(&life);
    let acts = life.tab.on(wanted(true), insisted);
    assert!(acts.is_empty());
    life.on(Event::Locked(true));
    assert_eq!(life.sent, 1);
}

#[test]
fn a_sign_out_that_the_record_lost_is_written_again() {
    let mut life = Life::signed_in(HABITS, renewable());
    let farewell = posted(life.sibling().farewell(3));
    life.on(Event::Message(&farewell));
    assert_eq!(life.told, ["signed-out other-tab"]);
    let shared = life.shared.unwrap();
    assert_eq!((shared.sign_outs, shared.session), (3, None));
    serves(
        "R-124",
        "two tabs write the record at once: the sign-out is written again",
    );
}
