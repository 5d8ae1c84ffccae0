//! The restore ladder: stored, sibling, refresh token.

use super::*;

/// What `ready()` says of a stored session and a shared record, `after` milliseconds from its start.
fn restore(session: Option<Session>, shared: Option<Shared>, after: u64) -> (Restored, Life) {
    let mut life = Life::new(HABITS);
    life.shared = shared;
    life.stored = session.as_ref().map(Session::encode);
    life.wait(after);
    life.on(Event::Arrived {
        stored: session.map(Box::new),
        parked: Vec::new(),
        quiet: false,
    });
    if life.restored.is_none() {
        life.failed(Code::Network.into());
    }
    (life.restored.unwrap(), life)
}

fn record(generation: u64, sign_outs: u64) -> Shared {
    crate::siblings::shared(Some("s-1"), generation, sign_outs)
}

#[test]
fn each_rung_of_the_ladder() {
    let out = |reason| Restored::SignedOut(reason);
    let stored = Restored::SignedIn("stored");
    let cases = [
        ("nothing", None, None, 0, out(None)),
        ("fresh", Some(renewable()), None, 0, stored),
        ("known", Some(renewable()), Some(record(1, 0)), 0, stored),
        ("ended, no network", Some(renewable()), None, HOUR, stored),
        ("over", Some(plain()), None, HOUR, out(Some("expired"))),
        (
            "signed out",
            Some(renewable()),
            Some(record(1, 1)),
            0,
            out(None),
        ),
        (
            "behind and fresh",
            Some(renewable()),
            Some(record(2, 0)),
            0,
            stored,
        ),
        (
            "behind and ended",
            Some(renewable()),
            Some(record(2, 0)),
            HOUR,
            out(Some("expired")),
        ),
        (
            "another session",
            Some(renewable()),
            Some(crate::siblings::shared(Some("s-2"), 1, 0)),
            0,
            out(None),
        ),
    ];
    for (name, session, shared, after, expected) in cases {
        let (restored, life) = restore(session, shared, after);
        assert_eq!(restored, expected, "{name}");
        let sends = usize::from(name == "ended, no network");
        assert_eq!(life.sent, sends, "{name}: requests");
        assert_eq!(life.tab.living().is_some(), expected == stored, "{name}");
        assert_eq!(life.stored.is_some(), expected == stored, "{name}: stored");
    }
    serves(
        "R-034",
        "the restore ladder, rung by rung, and at most one request",
    );
    serves("R-124", "a session from before a sign-out is not restored");
}

#[test]
fn a_session_that_is_known_to_be_over_is_not_restored() {
    let mut shared = record(1, 0);
    shared.over = true;
    let (restored, life) = restore(Some(renewable()), Some(shared), 0);
    assert_eq!(restored, Restored::SignedOut(Some("expired")));
    assert_eq!((life.sent, life.stored), (0, None));
    let (restored, _) = restore(renewable().over().map(|over| *over), None, 0);
    assert_eq!(restored, Restored::SignedOut(Some("expired")));
    serves(
        "R-089",
        "what another tab found to be over is not tried again",
    );
}

#[test]
fn restored_by_a_renewal() {
    let mut life = Life::new(HABITS);
    life.wait(2 * HOUR);
    life.on(Event::Arrived {
        stored: Some(Box::new(renewable())),
        parked: Vec::new(),
        quiet: false,
    });
    assert!(life.restored.is_none());
    life.renewed();
    assert_eq!(life.restored, Some(Restored::SignedIn("refresh")));
    // Refused instead: nobody is signed in, and nothing is left.
    let mut life = Life::new(HABITS);
    life.wait(2 * HOUR);
    life.on(Event::Arrived {
        stored: Some(Box::new(renewable())),
        parked: Vec::new(),
        quiet: false,
    });
    life.failed(Code::GrantRefused.into());
    assert_eq!(life.restored, Some(Restored::SignedOut(Some("expired"))));
    assert!(life.tab.session().is_none() && life.stored.is_none());
}

#[test]
fn a_look_beside_a_failed_login_sends_nothing() {
    let mut life = Life::new(HABITS);
    life.wait(2 * HOUR);
    life.on(Event::Arrived {
        stored: Some(Box::new(renewable())),
        parked: Vec::new(),
        quiet: true,
    });
    assert_eq!(life.restored, Some(Restored::SignedIn("stored")));
    assert_eq!(life.sent, 0);
    // And a second look changes nothing.
    life.on(Event::Arrived {
        stored: None,
        parked: Vec::new(),
        quiet: true,
    });
    assert_eq!(life.restored, Some(Restored::SignedIn("stored")));
}

#[test]
fn a_page_that_died_before_it_told_corrects_the_record() {
    // Stored: generation 2. Known to all: generation 1, and the mark of the one who renewed.
    let mut session = renewable();
    session.generation = 2;
    let mut shared = record(1, 0);
    shared.mark(&renewable(), 1, NOW);
    let (restored, life) = restore(Some(session), Some(shared), 0);
    assert_eq!(restored, Restored::SignedIn("stored"));
    let shared = life.shared.unwrap();
    assert_eq!((shared.generation, shared.renewing), (2, None));
    serves(
        "R-087",
        "a renewed session that was stored and not told is told by the next page of that tab",
    );
}

#[test]
fn a_tab_that_is_behind_asks_twice_and_uses_its_token_to_the_end() {
    let (restored, mut life) = restore(Some(renewable()), Some(record(2, 0)), 0);
    assert_eq!(restored, Restored::SignedIn("stored"));
    assert_eq!(life.tick(), 60_000, "the one who has it may be frozen");
    assert_eq!(life.tab.next(), None, "and then no more");
    assert_eq!(life.want(), Some(Ok(())));
    life.wait(HOUR);
    assert_eq!(life.want(), Some(Err(Code::LoginRequired)));
    assert_eq!(
        (life.sent, life.told.as_slice()),
        (0, &[String::from("login-required")][..])
    );
    serves(
        "R-086",
        "a tab whose session was renewed without it never sends its old refresh token",
    );
}
