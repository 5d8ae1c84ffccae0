//! Both clocks, renewing ahead, and telling that the end is near.

use super::*;

#[test]
fn either_clock_can_end_a_token() {
    let fresh = |wall: i64, steady: u64| {
        let mut life = Life::signed_in(HABITS, renewable());
        life.moment.wall = Timestamp(NOW.0 + wall);
        life.moment.steady += steady;
        life.want() == Some(Ok(()))
    };
    let hour = HOUR as i64;
    assert!(fresh(0, 0));
    assert!(!fresh(hour, 0), "slept, or the date was moved");
    assert!(!fresh(0, HOUR), "the date was moved back");
    assert!(!fresh(10 * 365 * 24 * hour, 0));
    assert!(!fresh(-10 * 365 * 24 * hour, 0));
    assert!(fresh(-60_000, 0) && fresh(60_000, 0));
    serves(
        "R-092",
        "a token has ended as soon as the date or the steady clock says so",
    );
}

#[test]
fn a_jump_of_the_clock_costs_one_renewal() {
    const YEARS: i64 = 10 * 365 * 24 * 3_600_000;
    let mut life = Life::signed_in(HABITS, renewable());
    for jump in [YEARS, -YEARS, -YEARS, YEARS, 86_400_000, -86_400_000] {
        let before = life.sent;
        life.moment.wall = Timestamp(life.moment.wall.0 + jump);
        for _ in 0..20 {
            life.wait(1000);
            if life.want().is_none() {
                life.renewed();
            }
        }
        assert_eq!(life.sent - before, 1, "{jump}");
    }
    serves(
        "R-092",
        "jumps of ten years and of a day, there and back: one renewal each",
    );
    serves("A-32", "jumps of the clock: one renewal each, no storm");
}

#[test]
fn ahead_means_before_the_end_and_without_being_asked() {
    let mut life = Life::signed_in(
        Habits {
            ahead: true,
            ..HABITS
        },
        renewable(),
    );
    let waited = life.tick();
    assert_eq!(life.sent, 1);
    // A minute before the end, and a few seconds of jitter.
    assert!((HOUR - 60_000..HOUR - 55_000).contains(&waited), "{waited}");
    life.renewed();
    assert_eq!(life.told, ["renewed"]);
    let again = life.tick();
    assert!(again > HOUR - 61_000);
    assert_eq!(life.sent, 2);
    // Trouble: tried again by itself.
    life.failed(Code::Network.into());
    while life.sent == 2 {
        assert!(life.tick() <= 60_000);
    }
    life.renewed();
    assert!(life.tab.living().is_some());
    // On demand, nothing is due.
    let life = Life::signed_in(HABITS, renewable());
    assert_eq!(life.tab.next(), None);
}

#[test]
fn a_page_that_slept_renews_when_it_wakes() {
    let mut life = Life::signed_in(
        Habits {
            ahead: true,
            ..HABITS
        },
        renewable(),
    );
    life.moment.wall = Timestamp(NOW.0 + 8 * HOUR as i64);
    life.on(Event::Woke);
    assert_eq!(life.sent, 1);
    serves("R-092", "eight hours of sleep: one renewal on waking");
}

#[test]
fn the_end_of_what_cannot_be_renewed_is_announced() {
    let mut life = Life::signed_in(HABITS, plain());
    let waited = life.tick();
    assert_eq!(waited, HOUR - 300_000 + 1);
    assert_eq!(life.told, ["expiring lifetime 299999"]);
    life.on(Event::Woke);
    assert_eq!(life.told.len(), 1, "once");
    life.tick();
    assert_eq!(life.told, ["expiring lifetime 299999", "expired"]);
    assert_eq!(life.tab.next(), None);
    // Asleep through all of it.
    let mut life = Life::signed_in(HABITS, plain());
    life.wait(2 * HOUR);
    life.on(Event::Woke);
    assert_eq!(life.told, ["expired"]);
}
