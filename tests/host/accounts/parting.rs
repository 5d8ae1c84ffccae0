//! Signing out: one of several, or everybody.

use super::*;

#[test]
fn the_current_one_signs_out_and_the_others_stay() {
    let mut life = signed_in(&[ADA, BOB]);
    life.on(Event::Parted("bob"));
    assert_eq!(
        (current(&life), parked(&life)),
        (None, vec![String::from("ada")])
    );
    assert_eq!(
        (life.told.as_slice(), life.stored.as_ref()),
        (&[String::from("signed-out logout")][..], None)
    );
    let shared = life.shared.as_ref().unwrap();
    assert_eq!((shared.session.as_ref(), shared.sign_outs), (None, 0));
    assert_eq!(shared.parted, person("s-bob", "bob").names());
    assert_eq!(life.messages.len(), 1);
    assert!(!life.messages[0].contains("rt-"), "no token in it");
    assert_eq!(
        life.want(),
        Some(Err(Code::LoginRequired)),
        "nobody takes the place by itself"
    );
    life.on(Event::Switched("ada"));
    assert_eq!(current(&life), Some("ada"));
    serves(
        "R-124",
        "one account signs out: recorded and told, the others stay",
    );
}

#[test]
fn another_one_signs_out_and_the_current_one_stays() {
    let mut life = signed_in(&[ADA, BOB]);
    life.on(Event::Parted("ada"));
    assert_eq!((current(&life), parked(&life).len()), (Some("bob"), 0));
    let shared = life.shared.as_ref().unwrap();
    assert_eq!(shared.session.as_deref(), Some("s-bob"));
    assert_eq!(
        (shared.parted.as_slice(), life.told.len()),
        (person("s-ada", "ada").names().as_slice(), 0)
    );
    assert_eq!((life.want(), life.messages.len()), (Some(Ok(())), 1));
    // Nobody of that name.
    life.on(Event::Parted("ada"));
    life.on(Event::Parted("eve"));
    assert_eq!((current(&life), life.messages.len()), (Some("bob"), 1));
}

#[test]
fn everybody_signs_out() {
    let mut life = signed_in(&[ADA, EVE, BOB]);
    life.on(Event::Left);
    assert_eq!((current(&life), parked(&life).len()), (None, 0));
    assert_eq!(life.stored, None);
    let shared = life.shared.as_ref().unwrap();
    assert_eq!((shared.sign_outs, shared.parted.len()), (1, 0));
    for name in ["ada", "eve", "bob"] {
        life.on(Event::Switched(name));
    }
    assert_eq!(
        (current(&life), life.told.as_slice()),
        (None, &[String::from("signed-out logout")][..])
    );
    serves(
        "R-124",
        "a sign-out of all leaves no token of anybody, stored or known",
    );
    serves("R-120", "every account is forgotten here first");
}

#[test]
fn nobody_does_anything() {
    let mut life = Life::new(Habits {
        idle: Some(600_000),
        ..ACCOUNTS
    });
    for (id, user) in [ADA, BOB] {
        life.on(Event::Began(Box::new(person(id, user))));
    }
    life.wait(600_000);
    life.on(Event::Tick);
    assert_eq!(
        (current(&life), parked(&life).len(), life.stored.as_ref()),
        (None, 0, None)
    );
    serves("R-124", "an idle sign-out is everybody's");
}

#[test]
fn a_renewal_of_one_who_signed_out_is_dropped() {
    let mut life = signed_in(&[ADA, BOB]);
    life.wait(HOUR);
    life.want();
    let ticket = life.ticket.unwrap();
    life.on(Event::Parted("bob"));
    assert_eq!(life.settled, [Err(Code::LoginRequired)]);
    let mut late = person(BOB.0, BOB.1);
    late.generation = 2;
    life.on(Event::Sent(ticket, Ok(Box::new(late))));
    assert_eq!((current(&life), life.stored.as_ref()), (None, None));
    assert!(life.shared.as_ref().unwrap().session.is_none());
    serves(
        "R-052",
        "a renewal that is answered after that account's sign-out is dropped",
    );
}

#[test]
fn the_list_of_those_who_left_has_an_end() {
    let mut shared = Shared::default();
    for at in 0..40 {
        shared.part(&person(&format!("s-{at}"), &format!("user-{at}")).names());
    }
    assert_eq!(shared.parted.len(), 16);
    assert!(shared.ended(&person("s-39", "ada")) && !shared.ended(&person("s-1", "ada")));
    let text = shared.encode();
    assert_eq!(Shared::decode(&text), Some(shared));
    let many = vec!["\"x\""; 500].join(",");
    let vast = format!(r#"{{"v":1,"generation":0,"sign_outs":0,"spent":[],"parted":[{many}]}}"#);
    assert_eq!(Shared::decode(&vast).unwrap().parted.len(), 16);
    serves(
        "A-46",
        "forty accounts that signed out one by one: 16 are remembered",
    );
}

#[test]
fn an_earlier_session_of_somebody_who_signed_out_is_over_too() {
    // Signed in twice; the tab of the first time was closed meanwhile.
    let mut life = signed_in(&[("s-1", "ada"), ("s-2", "ada")]);
    life.on(Event::Parted("ada"));
    let mut late = Life::new(ACCOUNTS);
    late.shared = life.shared.clone();
    late.on(Event::Arrived {
        stored: Some(Box::new(person("s-1", "ada"))),
        parked: Vec::new(),
        quiet: false,
    });
    assert_eq!(late.restored, Some(Restored::SignedOut(None)));
    assert_eq!((current(&late), late.stored.as_ref()), (None, None));
    assert!(late.shared.as_ref().unwrap().session.is_none());
    serves(
        "R-124",
        "whoever signed out is not brought back by a tab that kept an earlier session",
    );
    // Signing in again is not what was meant.
    late.on(Event::Began(Box::new(person("s-3", "ada"))));
    assert_eq!(current(&late), Some("ada"));
    let shared = late.shared.as_ref().unwrap();
    assert!(!shared.ended(&person("s-3", "ada")) && shared.ended(&person("s-2", "bob")));
}

#[test]
fn a_sign_out_that_is_the_first_call_means_whoever_is_stored() {
    for habits in [HABITS, ACCOUNTS] {
        let stored = || {
            vec![
                Box::new(person(ADA.0, ADA.1)),
                Box::new(person(BOB.0, BOB.1)),
            ]
        };
        let mut life = Life::new(habits);
        life.on(Event::Stored(stored()));
        life.on(Event::Left);
        assert_eq!((life.stored.as_ref(), life.tab.parked().len()), (None, 0));
        assert_eq!(life.shared.as_ref().unwrap().sign_outs, 1);
        let mut life = Life::new(habits);
        life.on(Event::Stored(stored()));
        life.on(Event::Parted("ada"));
        assert_eq!((current(&life), life.stored.as_ref()), (None, None));
        assert!(life.shared.as_ref().unwrap().ended(&person("s-0", "ada")));
    }
    serves(
        "R-120",
        "signed out by the first call of a page: whoever is stored is forgotten",
    );
}

#[test]
fn the_providers_own_sign_out_means_the_current_one() {
    let mut life = signed_in(&[ADA, BOB]);
    life.on(Event::SignedOutThere);
    assert_eq!(
        (current(&life), parked(&life)),
        (None, vec![String::from("ada")])
    );
    // In a frame nobody is signed in: the record tells who is meant.
    let mut frame = Life::new(ACCOUNTS);
    frame.shared = signed_in(&[EVE]).shared;
    frame.on(Event::SignedOutThere);
    let shared = frame.shared.as_ref().unwrap();
    assert!(shared.session.is_none() && shared.ended(&person(EVE.0, EVE.1)));
    assert_eq!(frame.messages.len(), 1);
    serves(
        "R-125",
        "a front-channel sign-out ends the current session and no other",
    );
}
