//! The other tabs: they follow a switch and a sign-out, and one that slept finds out.

use super::*;

/// Another tab of the same client, with the same shared record, which heard everything so far.
fn other_tab(life: &Life) -> Life {
    let mut other = Life::new(ACCOUNTS);
    let own = life.tab.session().unwrap().copy().unwrap();
    let beside = life.tab.parked().iter().map(|it| it.copy().unwrap());
    (other.moment, other.shared) = (life.moment, life.shared.clone());
    other.parked = life.parked.clone();
    other.on(Event::Arrived {
        stored: Some(own),
        parked: beside.collect(),
        quiet: false,
    });
    assert_eq!(other.restored, Some(Restored::SignedIn("stored")));
    other.told.clear();
    other.messages.clear();
    other
}

/// The other tab hears what the first one said, and sees the record.
fn hears(other: &mut Life, life: &Life) {
    other.shared.clone_from(&life.shared);
    for message in &life.messages {
        other.on(Event::Message(message));
    }
    other.on(Event::Changed);
}

#[test]
fn they_follow_a_switch() {
    let mut life = signed_in(&[ADA, BOB]);
    let mut other = other_tab(&life);
    assert_eq!(
        (current(&other), parked(&other)),
        (Some("bob"), vec![String::from("ada")])
    );
    life.on(Event::Switched("ada"));
    hears(&mut other, &life);
    assert_eq!(
        (current(&other), parked(&other)),
        (Some("ada"), vec![String::from("bob")])
    );
    assert_eq!(
        (other.told.as_slice(), other.sent),
        (&[String::from("signed-in")][..], 0)
    );
    assert!(other.stored.as_ref().unwrap().contains("\"s-ada\""));
    // A third person signs in.
    life.messages.clear();
    life.on(Event::Began(Box::new(person(EVE.0, EVE.1))));
    hears(&mut other, &life);
    assert_eq!(
        (current(&other), parked(&other)),
        (Some("eve"), parked(&life))
    );
    serves(
        "R-124",
        "a switch reaches every tab, and each keeps the one who was there",
    );
}

#[test]
fn they_follow_a_sign_out_of_one() {
    let mut life = signed_in(&[ADA, BOB]);
    for (name, stays) in [("ada", Some("bob")), ("bob", None)] {
        let mut other = other_tab(&life);
        life.messages.clear();
        life.on(Event::Parted(name));
        hears(&mut other, &life);
        assert_eq!(
            (current(&other), parked(&other).len()),
            (stays, 0),
            "{name}"
        );
        assert!(other.stored.is_none());
        assert_eq!(other.told.len(), usize::from(stays.is_none()));
    }
    serves(
        "R-124",
        "one account's sign-out reaches every tab, whether or not it is the current one there",
    );
}

#[test]
fn whoever_slept_through_it_finds_it_in_the_record() {
    // The current one signed out elsewhere.
    let mut life = signed_in(&[ADA, BOB]);
    let (mut own, mut beside) = (other_tab(&life), other_tab(&life));
    life.on(Event::Parted("bob"));
    own.shared.clone_from(&life.shared);
    own.on(Event::Woke);
    assert_eq!(
        (current(&own), parked(&own)),
        (None, vec![String::from("ada")])
    );
    assert_eq!(
        own.shared.as_ref().unwrap().sign_outs,
        0,
        "nobody else is signed out by it"
    );
    // One who is kept signed out elsewhere.
    let mut life = signed_in(&[ADA, BOB]);
    life.on(Event::Parted("ada"));
    beside.shared.clone_from(&life.shared);
    beside.on(Event::Woke);
    assert_eq!((current(&beside), parked(&beside).len()), (Some("bob"), 0));
    // Everybody did.
    let mut life = signed_in(&[ADA, BOB]);
    let mut asleep = other_tab(&life);
    life.on(Event::Left);
    asleep.shared.clone_from(&life.shared);
    asleep.on(Event::Woke);
    assert_eq!((current(&asleep), parked(&asleep).len()), (None, 0));
    serves(
        "R-124",
        "a page that slept through the sign-out of one or of all reads it in the record",
    );
}

#[test]
fn a_reload_finds_them_again_and_those_who_left_are_gone() {
    let mut life = signed_in(&[ADA, EVE, BOB]);
    let (own, beside) = (
        life.tab.session().unwrap().encode(),
        kept::encode(life.tab.parked()),
    );
    life.on(Event::Parted("eve"));
    let mut again = Life::new(ACCOUNTS);
    again.shared.clone_from(&life.shared);
    again.on(Event::Arrived {
        stored: Session::decode(&own, &oidc().key()),
        parked: kept::decode(&beside, &oidc().key()),
        quiet: false,
    });
    assert_eq!(current(&again), Some("bob"));
    assert_eq!(parked(&again), ["ada"]);
    // The current one was signed out elsewhere: the others are there, and nobody is current.
    life.on(Event::Parted("bob"));
    let mut again = Life::new(ACCOUNTS);
    again.shared.clone_from(&life.shared);
    again.on(Event::Arrived {
        stored: Session::decode(&own, &oidc().key()),
        parked: kept::decode(&beside, &oidc().key()),
        quiet: false,
    });
    assert_eq!(again.restored, Some(Restored::SignedOut(None)));
    assert_eq!(
        (current(&again), parked(&again)),
        (None, vec![String::from("ada")])
    );
    serves(
        "R-124",
        "a reload after an account's sign-out restores neither it nor its tokens",
    );
}

#[test]
fn a_new_tab_gets_them_with_the_session() {
    let mut life = signed_in(&[ADA, EVE, BOB]);
    let mut new = Tabs::new(&oidc().key(), "tab-new");
    let question = posted(new.ask());
    life.on(Event::Message(&question));
    assert_eq!(life.messages.len(), 1);
    let told = |answer: &str, shared: &Shared| {
        let mut asking = Life::new(ACCOUNTS);
        asking.shared = Some(shared.clone());
        // It asks by itself when it comes up; here its question is the one that was answered.
        asking.tab = docgate::core::tab::Tab::new(&oidc().key(), "tab-new", ACCOUNTS);
        let settings = asking.settings.clone();
        let seen = |asking: &mut Life, event| {
            let seen = docgate::core::tab::Seen {
                settings: &settings,
                moment: asking.moment,
                shared: asking.shared.clone(),
            };
            asking.tab.on(event, seen)
        };
        let arrived = Event::Arrived {
            stored: None,
            parked: Vec::new(),
            quiet: false,
        };
        seen(&mut asking, arrived);
        seen(&mut asking, Event::Counted(Some(true)));
        asking.on(Event::Message(answer));
        asking
    };
    let shared = life.shared.clone().unwrap();
    let asking = told(&life.messages[0], &shared);
    assert_eq!(
        (current(&asking), parked(&asking)),
        (Some("bob"), vec![String::from("ada"), String::from("eve")])
    );
    // One of them signed out meanwhile.
    let mut later = shared.clone();
    later.part(&person(EVE.0, EVE.1).names());
    let asking = told(&life.messages[0], &later);
    assert_eq!(
        (current(&asking), parked(&asking)),
        (Some("bob"), vec![String::from("ada")])
    );
    // One whose tokens would go where the config does not allow, and another client's.
    let mut odd = person(EVE.0, EVE.1);
    odd.metadata.token_endpoint = String::from("http://localhost/token");
    let mut life = signed_in(&[ADA]);
    life.on(Event::Began(Box::new(odd)));
    life.on(Event::Began(Box::new(person(BOB.0, BOB.1))));
    life.messages.clear();
    life.on(Event::Message(&question));
    let asking = told(&life.messages[0], &shared);
    assert_eq!(
        (current(&asking), parked(&asking)),
        (Some("bob"), vec![String::from("ada")])
    );
    let foreign = life.messages[0].replace(&oidc().key(), "another-client");
    let asking = told(&foreign, &shared);
    assert_eq!((current(&asking), asking.tab.parked().len()), (None, 0));
    serves(
        "A-16",
        "accounts from the channel are judged like the session",
    );
}

#[test]
fn what_is_stored_of_them_is_judged() {
    let client = oidc().key();
    let people: Vec<Arc<Session>> = [ADA, BOB]
        .map(|(id, user)| Arc::new(person(id, user)))
        .to_vec();
    let text = kept::encode(&people);
    let read = |text: &str| {
        let all = kept::decode(text, &client);
        all.iter().map(|it| it.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(read(&text), ["s-ada", "s-bob"]);
    assert!(kept::decode(&text, "another").is_empty());
    for (from, to) in [
        ("\"v\":1,\"sessions\"", "\"v\":2,\"sessions\""),
        ("\"sessions\"", "\"others\""),
    ] {
        let other = text.replacen(from, to, 1);
        assert!(other != text && read(&other).is_empty(), "{from}");
    }
    let damaged = text.replacen("s-ada", "s-a\\\"da", 1);
    assert_eq!(read(&damaged), ["s-bob"]);
    for junk in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"v":1,"sessions":[1]}"#,
        r#"{"v":1,"sessions":{}}"#,
    ] {
        assert!(read(junk).is_empty(), "{junk}");
    }
    let many: Vec<Arc<Session>> = (0..40)
        .map(|at| Arc::new(person(&format!("s-{at}"), "x")))
        .collect();
    assert_eq!(read(&kept::encode(&many)).len(), 16);
    assert_ne!(docgate::core::session::key(&client), kept::key(&client));
    serves(
        "A-31",
        "stored accounts of another client, version or form are as if absent",
    );
    serves("R-009", "no other client's accounts are read");
}
