//! Trouble with the network or the server never ends a session; it slows down.

use super::*;

fn troubled(error: &Error) -> Life {
    let mut life = Life::signed_in(HABITS, renewable());
    life.wait(HOUR);
    life.want();
    life.failed(error.clone());
    life
}

#[test]
fn no_trouble_ends_a_session() {
    let codes = [
        Code::Network,
        Code::Timeout,
        Code::HttpStatus,
        Code::RateLimited,
        Code::ResponseInvalid,
        Code::ResponseTooLarge,
        Code::ClientRefused,
        Code::TokenRefused,
        Code::RelayRefused,
    ];
    for code in codes {
        let mut life = troubled(&code.into());
        assert_eq!(life.settled, [Err(code)]);
        assert_eq!(life.told, ["degraded network"], "{code:?}");
        assert!(life.tab.living().is_some());
        assert_eq!(
            life.shared.as_ref().unwrap().renewing,
            None,
            "the sender lives"
        );
        // The same answer until the wait is over, with the seconds that are left.
        assert_eq!((life.want(), life.sent), (Some(Err(code)), 1));
        life.wait(120_000);
        assert_eq!((life.want(), life.sent), (None, 2), "{code:?}");
        life.renewed();
        assert_eq!(life.told, ["degraded network", "renewed"]);
    }
    serves(
        "R-089",
        "nine kinds of trouble, a relay that refuses among them: the session is kept, and tried again later",
    );
    serves(
        "A-38",
        "no answer, a broken one, a late one: the session is kept",
    );
}

#[test]
fn the_waits_grow_up_to_a_minute() {
    let mut life = troubled(&Code::Network.into());
    let mut waits = Vec::new();
    for _ in 0..12 {
        let mut waited = 0;
        let before = life.sent;
        while life.sent == before {
            waited += 50;
            assert!(waited <= 61_000);
            life.wait(50);
            life.want();
        }
        waits.push(waited);
        life.failed(Code::Network.into());
    }
    assert!((500..=1050).contains(&waits[0]), "{waits:?}");
    for (at, wait) in waits.iter().enumerate() {
        let step = (1000u64 << at.min(6)).min(60_000);
        assert!((step / 2..=step + 50).contains(wait), "{at}: {waits:?}");
    }
    serves(
        "R-089",
        "the waits double from a second to a minute, with jitter",
    );
}

#[test]
fn an_hour_off_line_costs_few_requests_and_no_session() {
    let mut life = troubled(&Code::Network.into());
    for _ in 0..3600 {
        life.wait(1000);
        if life.want().is_none() {
            life.failed(Code::Network.into());
        }
    }
    assert!(life.sent < 130, "{}", life.sent);
    assert!(life.tab.living().is_some());
    life.on(Event::Online);
    assert_eq!(life.want(), None, "the network is back: no more waiting");
    life.renewed();
    assert_eq!(life.told, ["degraded network", "renewed"]);
    serves(
        "A-38",
        "an hour off line with a caller every second: a request a minute at most, then a renewal",
    );
}

#[test]
fn the_server_says_how_long_to_wait() {
    for (told, expected) in [
        (Some(7), 7000),
        (Some(90), 90_000),
        (Some(1 << 40), HOUR),
        (None, 30_000),
    ] {
        let mut life = troubled(&limited(told));
        life.on(Event::Online);
        life.wait(expected - 1);
        assert_eq!(life.want(), Some(Err(Code::RateLimited)), "{told:?}");
        life.wait(1);
        assert_eq!(life.want(), None, "{told:?}");
    }
    serves(
        "R-089",
        "Retry-After is heeded, up to an hour; half a minute where the page cannot read it",
    );
}

#[test]
fn a_lock_that_never_comes_is_given_up() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.wait(HOUR);
    let settings = life.settings.clone();
    let seen = Seen {
        settings: &settings,
        moment: life.moment,
        shared: life.shared.clone(),
    };
    let acts = life.tab.on(wanted(false), seen);
    assert!(acts.iter().any(|act| matches!(act, Act::Lock)));
    let waited = life.tick();
    assert_eq!(
        (life.settled.as_slice(), waited),
        (&[Err(Code::Timeout)][..], 35_000)
    );
    assert!(life.tab.living().is_some());
    // Granted after all: given back unused.
    life.on(Event::Locked(true));
    assert_eq!(life.sent, 0);
    serves(
        "R-090",
        "a lock that is held by a tab that does not move: a timeout, the session kept",
    );
}

#[test]
fn a_server_that_says_at_once_is_not_asked_in_a_loop() {
    let ahead = Habits {
        ahead: true,
        ..HABITS
    };
    let mut life = Life::signed_in(ahead, renewable());
    let start = life.moment.steady;
    while life.moment.steady - start < HOUR + 60_000 {
        life.tick();
        if life.sent > 0 {
            life.failed(limited(Some(0)));
        }
    }
    assert!((2..20).contains(&life.sent), "{}", life.sent);
    serves("R-092", "Retry-After: 0 makes no storm");
}
