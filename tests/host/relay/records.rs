//! A record says who redeems: one that was made the other way, or by another relay, is not used.

use docgate::core::error::Code;
use docgate::core::session::Exchange;

use super::*;

const OTHER: &str = "https://relay.example/v1/other";

fn at_other() -> Rc<Settings> {
    through(&scene::oidc_config(r#""scopes":["api"]"#), OTHER)
}

fn direct() -> Session {
    let script = [answers(scene::tokens("at-1", "")), Reply::Recorded(Ok(()))];
    play::exchange(&scene::oauth(), script).session.unwrap()
}

#[test]
fn a_session_is_read_as_it_was_written() {
    for renews in [true, false] {
        let session = session(&oauth(), renews);
        let text = session.encode();
        let read = Session::decode(&text, &oauth().key()).unwrap();
        assert_eq!(read.exchange, Exchange::Relay { renews });
        assert_eq!(read.encode(), text);
        assert!(read.fits(&oauth()));
        let over = session.over().unwrap();
        assert_eq!(over.exchange, Exchange::Relay { renews: false });
        assert!(!over.is_renewable(), "over is over");
    }
    let text = session(&oauth(), true).encode();
    for (own, other) in [
        (r#""exchange":"relay""#, r#""exchange":"proxy""#),
        (r#""exchange":"relay""#, r#""exchange":true"#),
        (r#""relay_renews":true"#, r#""relay_renews":"yes""#),
    ] {
        let damaged = text.replace(own, other);
        assert!(damaged != text, "{own}");
        assert!(
            Session::decode(&damaged, &oauth().key()).is_none(),
            "{other}"
        );
    }
    serves(
        "R-102",
        "a session of a relay is read as it was written, and is as if absent when it was changed",
    );
}

#[test]
fn a_session_is_used_only_the_way_it_began() {
    assert!(direct().fits(&scene::oauth()));
    assert!(!direct().fits(&oauth()), "the page has its refresh token");
    let relayed = session(&oauth(), true);
    assert!(relayed.fits(&oauth()));
    assert!(
        !relayed.fits(&scene::oauth()),
        "the relay has its refresh token"
    );
    assert!(!relayed.fits(&at_other()), "another relay has it");
    // Whoever writes a record cannot send the relay's cookies and the session's name elsewhere.
    let mut moved = relayed.copy().unwrap();
    moved.metadata.token_endpoint = String::from("https://evil.example/token");
    assert!(!moved.fits(&oauth()));
    let mut moved = direct();
    moved.exchange = Exchange::Relay { renews: true };
    assert!(!moved.fits(&oauth()) && !moved.fits(&scene::oauth()));
    serves(
        "R-140",
        "a session that was begun without the relay, or at another one, is not used with it, nor the other way round",
    );
    serves(
        "A-31",
        "a record that names another token endpoint than the relay's",
    );
}

#[test]
fn a_login_is_finished_only_the_way_it_began() {
    let judged = |login: PendingLogin, settings: &Settings| {
        answered(login, settings)
            .map(|_| ())
            .map_err(|it| it.code())
    };
    let relayed = || login(&oauth());
    let plain = || play::begun(&scene::oauth(), Wishes::default()).0;
    assert_eq!(judged(relayed(), &oauth()), Ok(()));
    assert_eq!(judged(plain(), &scene::oauth()), Ok(()));
    let foreign = Err(Code::PendingLoginForeign);
    assert_eq!(judged(relayed(), &scene::oauth()), foreign);
    assert_eq!(judged(plain(), &oauth()), foreign);
    assert_eq!(judged(relayed(), &at_other()), foreign);
    let mut moved = relayed();
    moved.metadata.token_endpoint = String::from("https://evil.example/token");
    assert_eq!(judged(moved, &oauth()), foreign);
    serves(
        "R-141",
        "no record makes the page send code and verifier past the relay, or to another one",
    );
    serves(
        "A-09",
        "a planted record with another token endpoint than the relay's is refused before any request",
    );
}

#[test]
fn a_login_is_read_as_it_was_written() {
    let login = login(&oauth());
    let text = login.encode();
    assert!(text.contains(r#""exchange":"relay""#));
    let read = PendingLogin::decode(&text).unwrap();
    assert!(read.relayed && read.fits(&oauth()));
    assert_eq!((read.lifetime, read.encode()), (3600, text));
}
