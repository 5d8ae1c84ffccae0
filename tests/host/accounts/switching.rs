//! A second login, and going back to the first person.

use super::*;

#[test]
fn a_second_person_takes_the_place_and_the_first_is_kept() {
    let mut life = signed_in(&[ADA]);
    life.on(Event::Began(Box::new(person(BOB.0, BOB.1))));
    assert_eq!(
        (current(&life), parked(&life)),
        (Some("bob"), vec![String::from("ada")])
    );
    let shared = life.shared.as_ref().unwrap();
    assert_eq!(
        (shared.session.as_deref(), shared.sign_outs),
        (Some("s-bob"), 0)
    );
    assert_eq!(life.told, ["signed-in"], "nobody was signed out");
    // The same person again: the new session takes the place of the old one.
    life.on(Event::Began(Box::new(person("s-bob-2", "bob"))));
    assert_eq!(
        (current(&life), parked(&life)),
        (Some("bob"), vec![String::from("ada")])
    );
    life.on(Event::Began(Box::new(person("s-ada-2", "ada"))));
    assert_eq!(
        (current(&life), parked(&life)),
        (Some("ada"), vec![String::from("bob")])
    );
    assert!(!life.parked[0].contains("s-ada") && life.parked[0].contains("s-bob-2"));
    assert_eq!(life.sent, 0);
}

#[test]
fn a_switch_is_told_stored_and_costs_no_request() {
    let mut life = signed_in(&[ADA, BOB]);
    life.on(Event::Switched("ada"));
    assert_eq!(
        (current(&life), parked(&life)),
        (Some("ada"), vec![String::from("bob")])
    );
    assert!(life.stored.as_ref().unwrap().contains("\"s-ada\""));
    assert_eq!(
        life.shared.as_ref().unwrap().session.as_deref(),
        Some("s-ada")
    );
    assert_eq!(
        (life.told.as_slice(), life.messages.len(), life.sent),
        (&[String::from("signed-in")][..], 1, 0)
    );
    // Renewed with the token of the one who is there now.
    life.wait(HOUR);
    assert_eq!(life.want(), None);
    let body = life.tab.session().unwrap().refresh_token.as_ref().unwrap();
    assert_eq!((life.sent, body.expose()), (1, "rt-ada"));
    life.renewed();
    life.on(Event::Switched("bob"));
    assert_eq!(
        (current(&life), parked(&life)),
        (Some("bob"), vec![String::from("ada")])
    );
    assert!(
        life.parked[0].contains("\"generation\":2"),
        "as it was renewed"
    );
    serves(
        "R-093",
        "after a switch the tokens are those of the person who is current",
    );
}

#[test]
fn nobody_is_switched_to_who_is_not_there() {
    let mut life = signed_in(&[ADA, BOB]);
    for name in ["eve", "", "Ada", "s-ada", "bob"] {
        life.on(Event::Switched(name));
        assert_eq!(
            (current(&life), parked(&life)),
            (Some("bob"), vec![String::from("ada")]),
            "{name}"
        );
    }
    assert!(life.told.is_empty() && life.messages.is_empty());
    // One whose session has ended meanwhile.
    let mut ended = person(EVE.0, EVE.1);
    ended.refresh_token = None;
    let mut life = Life::new(ACCOUNTS);
    life.on(Event::Began(Box::new(ended)));
    life.on(Event::Began(Box::new(person(BOB.0, BOB.1))));
    life.wait(HOUR);
    life.told.clear();
    life.on(Event::Switched("eve"));
    assert_eq!((current(&life), life.told.len()), (Some("bob"), 0));
}

#[test]
fn whoever_waits_for_one_persons_token_gets_no_others() {
    let mut life = signed_in(&[ADA, BOB]);
    life.wait(HOUR);
    assert_eq!(life.want(), None);
    let ticket = life.ticket.unwrap();
    life.on(Event::Switched("ada"));
    assert_eq!(life.settled, [Err(Code::LoginRequired)]);
    assert_eq!(life.locks, (1, 1), "the lock is given back");
    // The answer for the other person comes late.
    let mut late = person(BOB.0, BOB.1);
    late.generation = 2;
    life.on(Event::Sent(ticket, Ok(Box::new(late))));
    assert_eq!(current(&life), Some("ada"));
    life.on(Event::Sent(ticket, Err(Code::GrantRefused.into())));
    assert_eq!(
        (current(&life), life.told.as_slice()),
        (Some("ada"), &[String::from("signed-in")][..])
    );
    serves(
        "R-093",
        "a call that waits while the account is switched is refused, not given the other person's token",
    );
}

#[test]
fn there_is_an_end_to_how_many() {
    let names: Vec<(String, String)> = (0..9)
        .map(|at| (format!("s-{at}"), format!("p-{at}")))
        .collect();
    let people: Vec<(&str, &str)> = names
        .iter()
        .map(|(id, user)| (id.as_str(), user.as_str()))
        .collect();
    let life = signed_in(&people);
    assert_eq!(current(&life), Some("p-8"));
    assert_eq!(
        parked(&life),
        ["p-3", "p-4", "p-5", "p-6", "p-7"],
        "the oldest go"
    );
    serves("A-46", "nine people: five are kept beside the current one");
}

#[test]
fn elsewhere_there_is_one_person_at_a_time() {
    let mut life = Life::new(HABITS);
    for (id, user) in [ADA, BOB, EVE] {
        life.on(Event::Began(Box::new(person(id, user))));
    }
    assert_eq!((current(&life), parked(&life).len()), (Some("eve"), 0));
    life.on(Event::Switched("ada"));
    assert_eq!(current(&life), Some("eve"));
    // What another build stored is not taken up either.
    let mut life = Life::new(HABITS);
    life.on(Event::Arrived {
        stored: Some(Box::new(person(BOB.0, BOB.1))),
        parked: vec![Box::new(person(ADA.0, ADA.1))],
        quiet: false,
    });
    assert_eq!((current(&life), life.tab.parked().len()), (Some("bob"), 0));
    let several = |id| docgate::providers::by_id(id).is_none_or(|it| it.accounts);
    assert!(!several("oidc") && !several("docspace") && several("entra"));
    serves(
        "R-170",
        "accounts beside each other are the Entra presets' alone: elsewhere a new login replaces the last",
    );
}
