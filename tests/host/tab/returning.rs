//! A page that comes back from the back-forward cache, after later pages of the same tab signed in, renewed or
//! signed out. They are frozen by then, so nobody answers a question.

use super::*;

fn returned(life: &mut Life, stored: Option<Session>) {
    life.stored = stored.as_ref().map(Session::encode);
    life.told.clear();
    life.on(Event::Returned {
        stored: stored.map(Box::new),
        parked: Vec::new(),
    });
}

fn record(session: &str, generation: u64, sign_outs: u64) -> Shared {
    crate::siblings::shared(Some(session), generation, sign_outs)
}

/// Nobody is signed in, and `ready()` has said so.
fn signed_out() -> Life {
    let mut life = Life::new(HABITS);
    life.on(Event::Arrived {
        stored: None,
        parked: Vec::new(),
        quiet: false,
    });
    assert_eq!(life.restored, Some(Restored::SignedOut(None)));
    life
}

#[test]
fn a_login_that_the_page_was_left_for_is_its_own() {
    for shared in [Some(record("s-1", 1, 0)), None] {
        let mut life = signed_out();
        life.shared = shared;
        returned(&mut life, Some(renewable()));
        assert_eq!(life.told, ["signed-in"]);
        assert_eq!(life.want(), Some(Ok(())));
        assert_eq!(life.tab.next(), None, "nothing is left to find out");
        assert!(life.stored.is_some());
    }
    serves(
        "A-40",
        "a kept page takes over the login that it was left for",
    );
}

#[test]
fn a_renewal_by_a_later_page_is_its_own() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.shared = Some(record("s-1", 2, 0));
    let mut later = renewable();
    later.generation = 2;
    later.refresh_token = Some(Secret::new(String::from("rt-2")));
    returned(&mut life, Some(later));
    assert_eq!(life.told, ["renewed"]);
    let own = life.tab.session().unwrap();
    assert_eq!(own.refresh_token.as_ref().unwrap().expose(), "rt-2");
    // What it has now is the current state, so it may renew again.
    life.wait(HOUR);
    assert_eq!(life.want(), None);
    assert_eq!(life.sent, 1);
    assert!(
        life.stored.is_some(),
        "the good session stayed in the store"
    );
}

#[test]
fn somebody_else_who_signed_in_on_a_later_page_is_the_one() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.shared = Some(record("s-2", 1, 1));
    let mut other = life.somebody_else();
    other.epoch = 1;
    returned(&mut life, Some(other));
    assert_eq!(life.told, ["signed-out other-tab", "signed-in"]);
    assert_eq!(life.tab.living().unwrap().id, "s-2");
    let stored = life.stored.unwrap();
    assert_eq!(Session::decode(&stored, &oidc().key()).unwrap().id, "s-2");
}

#[test]
fn what_is_stored_and_ended_elsewhere_is_nobodys() {
    let mut ended = record("s-1", 1, 0);
    ended.over = true;
    let mut dead = renewable();
    dead.dead = true;
    for (name, stored, shared) in [
        ("signed out", renewable(), Some(record("s-1", 1, 1))),
        ("over", renewable(), Some(ended)),
        ("renewed elsewhere", renewable(), Some(record("s-1", 2, 0))),
        ("another one's", renewable(), Some(record("s-2", 1, 0))),
        ("dead", dead, None),
    ] {
        let mut life = signed_out();
        life.shared = shared;
        returned(&mut life, Some(stored));
        assert!(life.tab.living().is_none(), "{name}");
        assert!(!life.told.contains(&String::from("signed-in")), "{name}");
        assert_eq!(life.sent, 0, "{name}");
    }
    serves(
        "R-124",
        "a kept page takes over nothing that was ended elsewhere",
    );
}

#[test]
fn nothing_new_is_no_news() {
    let mut life = Life::signed_in(HABITS, renewable());
    returned(&mut life, Some(renewable()));
    assert_eq!(life.told, Vec::<String>::new());
    let mut life = Life::signed_in(HABITS, renewable());
    returned(&mut life, None);
    assert_eq!(life.told, Vec::<String>::new());
    assert!(life.tab.living().is_some());
}
