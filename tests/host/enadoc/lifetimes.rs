//! What is stored of a login that no `state` tells: in its own record, and in the one that all tabs share.

use docgate::core::digest;
use docgate::core::names::Timestamp;
use docgate::core::shared::Shared;

use super::*;

#[test]
fn its_record_keeps_the_shorter_life() {
    let login = login();
    assert_eq!((login.lifetime, login.relayed), (900, true));
    let text = login.encode();
    let read = PendingLogin::decode(&text).unwrap();
    assert_eq!((read.lifetime, read.encode()), (900, text.clone()));
    assert!(read.is_expired(scene::later(901)) && !read.is_expired(scene::later(900)));
    // Nobody's record lives longer than an hour, and none of a foreign form is one.
    for (written, read) in [
        ("3600", Some(3600)),
        ("3601", Some(3600)),
        ("1", Some(1)),
        ("-1", None),
        ("\"900\"", None),
    ] {
        let other = text.replace(r#""lifetime":900"#, &format!(r#""lifetime":{written}"#));
        assert!(other != text || written == "900");
        let found = PendingLogin::decode(&other).map(|login| login.lifetime);
        assert_eq!(found, read, "{written}");
    }
    serves(
        "R-018",
        "a pending login's shorter life is stored with it, and no record has a longer one",
    );
}

#[test]
fn only_the_newest_login_of_a_browser_is_open() {
    let mut shared = Shared::default();
    assert_eq!(shared.open, None);
    let hashes = [1, 2, 3].map(|seed| digest::hash(&format!("state-{seed}")));
    for hash in &hashes {
        let ends = NOW.plus_seconds(900);
        shared.begin(hash, ends);
        // One, and the newest: whoever began before cannot come back.
        assert_eq!(shared.open, Some((hash.clone(), ends)));
        let read = Shared::decode(&shared.encode()).unwrap();
        assert_eq!(read, shared);
        for other in hashes.iter().filter(|other| *other != hash) {
            assert!(!shared.encode().contains(other.as_str()));
        }
    }
    serves(
        "R-174",
        "a login that no state tells supersedes every earlier one in this browser",
    );
}

#[test]
fn what_was_open_stays_open_while_other_things_happen() {
    let mut shared = Shared::default();
    shared.begin("hash", NOW);
    let open = shared.open.clone();
    let session = crate::siblings::session("s-1", 1, 0);
    shared.follow(&session);
    shared.mark(&session, 1, NOW);
    shared.finish(&session);
    shared.spend("hash", NOW);
    assert_eq!(shared.open, open, "spent, it says where to go on from");
    assert!(shared.is_spent("hash", NOW));
}

#[test]
fn a_damaged_mark_opens_nothing_and_costs_nothing_else() {
    let mut shared = Shared::default();
    shared.begin("hash", Timestamp(5));
    shared.sign_outs = 3;
    let text = shared.encode();
    let own = r#""open":["hash",5]"#;
    assert!(text.contains(own), "{text}");
    for open in [
        "[]",
        "[\"hash\"]",
        "[5,\"hash\"]",
        "[\"hash\",5,6]",
        "[null,5]",
        "[\"hash\",\"5\"]",
    ] {
        let damaged = text.replace(own, &format!(r#""open":{open}"#));
        let read = Shared::decode(&damaged).expect("the rest is good");
        assert_eq!((read.open, read.sign_outs), (None, 3), "{open}");
    }
    for open in ["\"hash\"", "7", "{}"] {
        let damaged = text.replace(own, &format!(r#""open":{open}"#));
        assert!(Shared::decode(&damaged).is_none(), "{open}");
    }
    // A record of before is of a browser in which no such login is open.
    let before = text.replace(&format!("{own},"), "");
    assert_eq!(Shared::decode(&before).unwrap().open, None);
    serves("R-102", "a damaged mark of the open login: none is open");
}
