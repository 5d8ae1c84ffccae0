//! A refresh token that ends by what the server said, and a token that the server would rather
//! see renewed (docs/providers/entra.md).

use super::*;

/// A token of an hour; a refresh token of so many seconds.
fn limited(seconds: u64) -> Session {
    let mut session = renewable();
    session.renewable_until = Some(NOW.plus_seconds(seconds));
    session
}

#[test]
fn it_ends_without_any_request() {
    let mut life = Life::signed_in(HABITS, limited(2 * 3600));
    life.wait(HOUR);
    assert_eq!((life.want(), life.sent), (None, 1), "renewed as ever");
    life.renewed();
    // The renewed token outlives what could renew it: it is used to its end.
    life.told.clear();
    life.wait(HOUR - 1);
    assert_eq!((life.want(), life.sent), (None, 2));
    life.failed(Code::Network.into());
    life.wait(1);
    life.on(Event::Woke);
    assert_eq!(life.want(), Some(Err(Code::LoginRequired)));
    assert_eq!(life.sent, 2, "the ended token is never sent");
    assert_eq!(life.told.last().unwrap(), "login-required");
    let ends = |kind: &str| life.told.iter().filter(|it| it.starts_with(kind)).count();
    assert_eq!(ends("login-required"), 1);
    assert!(!life.stored.as_ref().unwrap().contains("rt-1"));
    serves(
        "R-094",
        "a refresh token at its announced end: one login-required, and no request with it",
    );
    serves(
        "R-176",
        "a fixed life ends in one clean login, without a loop",
    );
}

#[test]
fn the_last_token_is_used_to_its_end() {
    // Ends in half an hour; the access token in a whole one.
    let mut life = Life::signed_in(HABITS, limited(1800));
    life.wait(HOUR - 1000);
    assert_eq!(life.want(), Some(Ok(())), "no margin: nothing can renew it");
    assert_eq!(life.told, ["expiring lifetime 1000"]);
    life.wait(1000);
    assert_eq!(
        (life.want(), life.sent),
        (Some(Err(Code::LoginRequired)), 0)
    );
    assert_eq!(life.told.last().unwrap(), "login-required");
    serves(
        "R-094",
        "an access token that outlives its refresh token is used to its end",
    );
}

#[test]
fn the_end_is_announced() {
    let mut life = Life::signed_in(HABITS, limited(86_400));
    let mut renewals = 0;
    let mut waited = 0;
    while !life.told.iter().any(|it| it.starts_with("expiring")) {
        let left = life.tab.next().unwrap();
        let step = left.min(HOUR / 2);
        life.wait(step);
        waited += step;
        life.on(Event::Tick);
        if life.want().is_none() {
            life.renewed();
            renewals += 1;
        }
        assert!(waited < 25 * HOUR);
    }
    assert!(renewals > 20, "{renewals}");
    assert!(life.told.last().unwrap().starts_with("expiring lifetime "));
    let left = 24 * HOUR - waited;
    assert!((200_000..=300_000).contains(&left), "{left}");
    serves(
        "R-094",
        "before a day's login ends, the app is told, five minutes ahead",
    );
}

#[test]
fn a_sibling_cannot_send_it_either() {
    let mut life = Life::new(HABITS);
    life.wait(3 * HOUR);
    life.on(Event::Arrived {
        stored: Some(Box::new(limited(2 * 3600))),
        parked: Vec::new(),
        quiet: false,
    });
    assert_eq!(life.restored, Some(Restored::SignedOut(Some("expired"))));
    assert_eq!((life.sent, life.stored), (0, None));
    serves(
        "R-094",
        "a reload after the end of the refresh token: signed out, no request",
    );
}

#[test]
fn a_stale_token_makes_one_renewal_that_nobody_waits_for() {
    let mut session = renewable();
    session.access.stale = Some(NOW.plus_seconds(1800));
    let mut life = Life::signed_in(HABITS, session);
    life.wait(1_799_000);
    assert_eq!((life.want(), life.sent), (Some(Ok(())), 0));
    life.wait(1000);
    for _ in 0..5 {
        assert_eq!(
            life.want(),
            Some(Ok(())),
            "answered at once, with the token that is there"
        );
    }
    assert_eq!(life.sent, 1, "and one renewal behind it");
    let moment = life.moment;
    assert!(
        !life.tab.is_fresh_at(moment),
        "so that the page's own calls come by"
    );
    life.renewed();
    assert!(life.tab.is_fresh_at(moment));
    assert_eq!((life.want(), life.sent), (Some(Ok(())), 1));
    assert_eq!(life.told, ["renewed"]);
    // Trouble with it costs nobody anything, and does not repeat itself at once.
    let mut session = renewable();
    session.access.stale = Some(NOW);
    let mut life = Life::signed_in(HABITS, session);
    assert_eq!((life.want(), life.sent), (Some(Ok(())), 1));
    life.failed(Code::Network.into());
    for _ in 0..5 {
        assert_eq!(life.want(), Some(Ok(())));
    }
    assert_eq!((life.sent, life.told.len()), (1, 0));
    serves(
        "R-092",
        "refresh_in: one early renewal, while the token that is there serves",
    );
}

#[test]
fn ahead_goes_by_what_the_server_would_rather() {
    let mut session = renewable();
    session.access.stale = Some(NOW.plus_seconds(600));
    let ahead = Habits {
        ahead: true,
        ..HABITS
    };
    let mut life = Life::signed_in(ahead, session);
    let waited = life.tick();
    assert_eq!(life.sent, 1);
    assert!((600_000..606_000).contains(&waited), "{waited}");
}
