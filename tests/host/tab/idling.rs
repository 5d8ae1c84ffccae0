//! Idle sign-out: in every tab, after the last thing that anybody did in any of them.

use super::*;

const IDLE: Habits = Habits {
    idle: Some(600_000),
    ..HABITS
};

#[test]
fn nobody_does_anything() {
    let mut life = Life::signed_in(IDLE, renewable());
    let waited = life.tick();
    assert_eq!(waited, 540_001);
    assert_eq!(life.told, ["expiring idle 59999"]);
    life.tick();
    assert_eq!(life.told, ["expiring idle 59999", "signed-out idle"]);
    assert_eq!(life.shared.as_ref().unwrap().sign_outs, 1, "everywhere");
    assert!(life.tab.session().is_none() && life.stored.is_none());
}

#[test]
fn somebody_does_something() {
    let mut life = Life::signed_in(IDLE, renewable());
    for _ in 0..100 {
        life.wait(500_000);
        life.on(Event::Stirred);
    }
    assert!(life.told.is_empty());
    // The warning comes again, once, after each silence.
    life.wait(550_000);
    life.on(Event::Tick);
    life.on(Event::Stirred);
    life.wait(550_000);
    life.on(Event::Tick);
    assert_eq!(life.told.len(), 2);
}

#[test]
fn somebody_does_something_in_another_tab() {
    let mut life = Life::signed_in(IDLE, renewable());
    for _ in 0..10 {
        life.wait(500_000);
        let now = life.moment.wall;
        life.shared.as_mut().unwrap().active = Some(now);
        life.on(Event::Changed);
    }
    assert!(life.told.is_empty());
}

#[test]
fn moving_the_mouse_does_not_write_each_time() {
    let mut life = Life::signed_in(IDLE, renewable());
    let mut written = Vec::new();
    for _ in 0..1000 {
        life.wait(100);
        life.on(Event::Stirred);
        written.push(life.shared.as_ref().unwrap().active);
    }
    written.dedup();
    assert!(written.len() <= 12, "{}", written.len());
}

#[test]
fn whoever_comes_back_too_late_is_signed_out_before_the_click_counts() {
    let mut life = Life::signed_in(IDLE, renewable());
    life.wait(8 * HOUR);
    life.on(Event::Stirred);
    assert_eq!(life.told, ["signed-out idle"]);
    // The same on a reload.
    let mut life = Life::signed_in(IDLE, renewable());
    let (shared, stored) = (life.shared.clone(), life.stored.clone());
    let own = life.tab.session().unwrap().encode();
    life = Life::new(IDLE);
    (life.shared, life.stored) = (shared, stored);
    life.wait(8 * HOUR);
    let stored = Session::decode(&own, &oidc().key());
    life.on(Event::Arrived {
        stored,
        parked: Vec::new(),
        quiet: false,
    });
    assert_eq!(life.restored, Some(Restored::SignedOut(Some("idle"))));
    assert_eq!(life.sent, 0);
}

#[test]
fn a_new_login_is_not_idle_because_of_an_old_record() {
    let mut life = Life::new(IDLE);
    let mut shared = crate::siblings::shared(None, 0, 0);
    shared.active = Some(NOW);
    life.shared = Some(shared);
    life.wait(8 * HOUR);
    let mut session = renewable();
    session.access.issued = life.moment.wall;
    session.access.expires = Some(life.moment.wall.plus_seconds(3600));
    life.on(Event::Began(Box::new(session)));
    assert_eq!(life.told, ["signed-in"]);
    assert!(life.tab.living().is_some());
}
