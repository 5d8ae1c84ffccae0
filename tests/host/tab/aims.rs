//! Several tokens of one session: one request at a time under one lock, one for each token
//!

use super::*;

pub(super) fn files() -> Aim {
    aim("https://files.example", "read")
}

pub(super) fn mail() -> Aim {
    aim("https://mail.example", "send")
}

fn aim(resource: &str, scope: &str) -> Aim {
    Aim {
        resource: Some(String::from(resource)),
        scopes: vec![String::from(scope)],
        claims: None,
    }
}

fn token(life: &Life, aim: &Aim) -> String {
    let access = life.tab.session().unwrap().access_for(aim).unwrap();
    String::from(access.token.expose())
}

/// The one answer, which must be for this token.
pub(super) fn single(answered: &[(Aim, Result<(), Error>)], aim: &Aim) -> Result<(), Error> {
    let [(whose, result)] = answered else {
        panic!("{} answers", answered.len());
    };
    assert_eq!(whose, aim);
    result.clone()
}

#[test]
fn each_token_is_asked_for_once_under_one_lock() {
    let mut life = Life::signed_in(HABITS, renewable());
    for aim in [files(), mail(), files(), mail()] {
        assert!(life.want_other(&aim, false).is_empty(), "nobody has it yet");
    }
    assert_eq!(
        (life.sent, life.locks),
        (1, (1, 0)),
        "one request at a time"
    );
    assert_eq!(life.shared.as_ref().unwrap().renewing.unwrap().senders, 1);
    life.brought("at-files", 3600);
    assert_eq!(single(&life.answered, &files()), Ok(()));
    assert_eq!((life.sent, life.locks), (2, (1, 0)), "the next one goes on");
    assert_eq!(life.shared.as_ref().unwrap().renewing.unwrap().senders, 1);
    life.answered.clear();
    life.brought("at-mail", 3600);
    assert_eq!(single(&life.answered, &mail()), Ok(()));
    assert_eq!(
        (life.aims.as_slice(), life.locks),
        (&[files(), mail()][..], (1, 1))
    );
    assert_eq!(life.shared.as_ref().unwrap().renewing, None);
    // Served from now on, each with its own.
    assert_eq!(single(&life.want_other(&files(), false), &files()), Ok(()));
    assert_eq!(single(&life.want_other(&mail(), false), &mail()), Ok(()));
    assert_eq!(
        (token(&life, &files()), token(&life, &mail())),
        (String::from("at-files"), String::from("at-mail"))
    );
    assert_eq!(token(&life, &Aim::default()), "at-1");
    assert_eq!(life.sent, 2);
    serves(
        "R-086",
        "four calls for two tokens: two requests, one after the other, under one lock",
    );
    serves(
        "R-093",
        "each call is answered for the token that it asked for",
    );
}

#[test]
fn another_token_has_an_end_of_its_own() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.want_other(&files(), false);
    life.brought("at-files", 600);
    life.wait(571_000);
    assert!(
        life.want_other(&files(), false).is_empty(),
        "half a minute before its end"
    );
    assert_eq!(
        (life.want(), life.sent),
        (Some(Ok(())), 2),
        "the session's own is fresh"
    );
    life.brought("at-files-2", 600);
    assert_eq!(token(&life, &files()), "at-files-2");
    // By the steady clock, too.
    life.moment.steady += 600_000;
    assert!(life.want_other(&files(), false).is_empty());
    assert_eq!(life.sent, 3);
    serves("R-092", "each token has its own end, by both clocks");
}

#[test]
fn whoever_insists_is_not_answered_with_the_token_that_is_there() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.want_other(&files(), false);
    life.brought("at-files", 3600);
    life.answered.clear();
    for own in [files(), Aim::default()] {
        let before = life.sent;
        assert!(life.want_other(&own, true).is_empty());
        // Somebody who would have taken the old one comes along: both wait for the new one.
        assert!(
            life.want_other(&own, false).is_empty(),
            "the one who insists is not answered by it"
        );
        assert!(life.want_other(&own, true).is_empty());
        assert_eq!(life.sent, before + 1);
        life.answered.clear();
        life.brought("newer", 3600);
        assert_eq!(single(&life.answered, &own), Ok(()));
        assert_eq!(
            (token(&life, &own), life.sent),
            (String::from("newer"), before + 1)
        );
    }
    serves(
        "R-086",
        "a forced renewal, and a call that comes meanwhile: one request, and the new token for both",
    );
}

#[test]
fn a_wish_that_another_tab_fulfilled_is_not_sent() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.want_other(&files(), false);
    let (settings, moment) = (life.settings.clone(), life.moment);
    life.want_other(&mail(), false);
    // While the first is under way, a sibling brings a state that has both.
    let mut newer = life.tab.session().unwrap().copy().unwrap();
    newer.generation = 3;
    for (name, aim, since) in [("s-files", files(), 2), ("s-mail", mail(), 3)] {
        let mut access = crate::siblings::access(name, &aim.scopes.join(" "));
        (access.since, access.resource) = (since, aim.resource);
        newer.add(access);
    }
    life.shared = Some(crate::siblings::shared(Some("s-1"), 3, 0));
    life.answered.clear();
    let message = posted(Tabs::new(&settings.key(), "tab-2").announce(&newer));
    life.on(Event::Message(&message));
    assert_eq!(life.answered.len(), 2);
    assert!(life.answered.iter().all(|(_, result)| result.is_ok()));
    assert_eq!((life.sent, life.locks, life.moment), (1, (1, 1), moment));
    assert_eq!(token(&life, &mail()), "s-mail");
    // What comes back for the old state changes nothing.
    life.on(Event::Sent(
        life.ticket.unwrap(),
        Err(Code::GrantRefused.into()),
    ));
    assert!(life.tab.living().is_some() && !life.shared.as_ref().unwrap().over);
    serves(
        "R-086",
        "tokens that a sibling got meanwhile are not asked for again",
    );
}
