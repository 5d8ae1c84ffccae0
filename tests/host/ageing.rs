//! Time: how long what is stored counts, and what a clock that jumps does to it; and that no list
//! grows without end (R-018, R-092, A-46).

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::names::Timestamp;
use docgate::core::pending::{self, PendingLogin};
use docgate::core::session::Session;
use docgate::core::shared::Shared;
use docgate::core::starts;
use docgate::core::tombstone::{self, Tombstone};

use crate::play::{Reply, answers, begun, callback_at, exchange};
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, docspace_tokens, later, oauth, tokens};

const HOUR: i64 = 3600;
const YEAR: i64 = 365 * 24 * HOUR;

fn login() -> PendingLogin {
    begun(&docspace(), Wishes::default()).0
}

fn session() -> Session {
    let script = [answers(docspace_tokens()), Reply::Recorded(Ok(()))];
    exchange(&docspace(), script).session.unwrap()
}

#[test]
fn a_login_waits_an_hour_for_its_callback() {
    for (seconds, expired) in [
        (0, false),
        (HOUR, false),
        (HOUR + 1, true),
        (24 * HOUR, true),
        (10 * YEAR, true),
        // A clock that was set back a little is no reason to lose a login; one that was set back a
        // lot tells nothing.
        (-60, false),
        (-61, true),
        (-10 * YEAR, true),
    ] {
        assert_eq!(login().is_expired(later(seconds)), expired, "{seconds}");
        let settings = docspace();
        let address = format!("{}?code=c&state={}", scene::CALLBACK, login().state);
        let judged = callback_at(&address, &settings).validate(login(), &settings, later(seconds));
        let code = judged.err().map(|error| error.code());
        assert_eq!(
            code,
            expired.then_some(Code::PendingLoginExpired),
            "{seconds}"
        );
    }
    for extreme in [i64::MIN, i64::MAX] {
        assert!(login().is_expired(Timestamp(extreme)));
    }
    serves(
        "R-018",
        "a pending login counts for 60 minutes, by a clock that was not set back",
    );
    serves("R-021", "an expired login is refused before any request");
}

#[test]
fn a_login_without_its_verifier_is_over() {
    let mut login = login();
    login.verifier = None;
    assert!(login.is_expired(NOW));
    // What was dropped stays dropped in the record.
    let text = login.encode();
    assert!(!text.contains("verifier"));
    let read = PendingLogin::decode(&text).unwrap();
    assert!(read.verifier.is_none() && read.return_to == login.return_to);
    serves(
        "R-018",
        "without its verifier a login cannot be finished; its returnTo is kept",
    );
}

#[test]
fn what_is_left_of_a_login_is_kept_for_a_day() {
    let left = Tombstone::of(&login());
    for (seconds, stale) in [
        (0, false),
        (24 * HOUR, false),
        (24 * HOUR + 1, true),
        (-61, true),
    ] {
        assert_eq!(left.is_stale(later(seconds)), stale, "{seconds}");
    }
    assert_eq!((pending::LIMIT, tombstone::LIMIT), (5, 10));
}

#[test]
fn a_spent_state_is_remembered_for_a_day_and_whatever_the_clock_does() {
    let mut shared = Shared::default();
    shared.spend("hash", NOW);
    for seconds in [0, HOUR, 24 * HOUR, -HOUR, -10 * YEAR] {
        assert!(shared.is_spent("hash", later(seconds)), "{seconds}");
    }
    assert!(!shared.is_spent("other", NOW));
    assert!(!shared.is_spent("", NOW));
    // A day later the next one sweeps it.
    shared.spend("next", later(24 * HOUR + 1));
    assert!(!shared.is_spent("hash", later(24 * HOUR + 1)));
    serves(
        "R-026",
        "a taken state stays spent for a day, also when the clock was set back",
    );
    serves("A-17", "a repeated callback is known by its spent state");
    serves("A-20", "a state taken in one tab is spent in its clone");
}

#[test]
fn the_list_of_spent_states_has_an_end() {
    let mut shared = Shared::default();
    for at in 0..10_000u32 {
        shared.spend(&format!("hash-{at}"), later(i64::from(at / 100)));
    }
    let text = shared.encode();
    assert_eq!(text.matches("hash-").count(), 32);
    assert!(text.len() < 2048, "{}", text.len());
    assert!(shared.is_spent("hash-9999", later(100)) && !shared.is_spent("hash-0", later(100)));
    // The same one twice is one.
    let mut shared = Shared::default();
    for _ in 0..100 {
        shared.spend("same", NOW);
    }
    assert_eq!(shared.encode().matches("same").count(), 1);
    // What is read back has an end too.
    let many = vec!["[\"x\",1750000000000]"; 5000].join(",");
    let vast = format!(r#"{{"v":1,"generation":0,"sign_outs":0,"spent":[{many}]}}"#);
    let read = Shared::decode(&vast).unwrap();
    assert!(read.encode().matches("\"x\"").count() <= 32);
    serves("A-46", "10,000 spent states: 32 are kept");
    serves("R-018", "the list of spent states is bounded");
}

#[test]
fn five_unclicked_starts_a_minute_are_a_loop() {
    let mut stored = None;
    for at in 0..5 {
        stored = Some(starts::count(stored.as_deref(), later(at)).unwrap());
    }
    let again = |seconds| starts::count(stored.as_deref(), later(seconds)).map_err(|e| e.code());
    assert_eq!(again(5), Err(Code::LoginLoop));
    assert_eq!(again(60), Err(Code::LoginLoop));
    assert!(again(65).is_ok());
    // Junk, and times from after a jump of the clock, count for nothing.
    assert!(again(-10 * YEAR).is_ok());
    for junk in [
        "",
        "x",
        "{}",
        "[1,2,3,4,5,6]",
        "[null,true,\"x\",{}]",
        "[9e99]",
    ] {
        assert!(starts::count(Some(junk), NOW).is_ok(), "{junk}");
    }
    let vast = format!("[{}]", vec![NOW.0.to_string(); 10_000].join(","));
    assert_eq!(
        starts::count(Some(&vast), NOW).unwrap_err().code(),
        Code::LoginLoop
    );
    let old = format!("[{}]", vec!["1"; 10_000].join(","));
    assert!(starts::count(Some(&old), NOW).unwrap().len() < 30);
    serves(
        "A-46",
        "the list of starts is bounded; a flood is a typed error",
    );
}

#[test]
fn a_token_is_used_to_its_end_and_not_beyond() {
    let session = session();
    assert_eq!(session.margin(&session.access), 0);
    for (seconds, fresh) in [
        (0, true),
        (3598, true),
        (3599, false),
        (10 * YEAR, false),
        // Set back by more than five minutes, the clock says nothing about the end.
        (-300, true),
        (-301, false),
        (-10 * YEAR, false),
    ] {
        assert_eq!(session.is_fresh(later(seconds), 0), fresh, "{seconds}");
        assert_eq!(session.is_over(later(seconds)), !fresh, "{seconds}");
    }
    assert!(!session.is_fresh(later(3590), 30) && session.is_fresh(later(3560), 30));
    serves(
        "R-092",
        "clock jumps of a decade either way: the token is not used",
    );
}

#[test]
fn a_dead_session_stays_dead() {
    let over = session().over().unwrap();
    assert!(over.dead && over.is_over(NOW) && !over.is_fresh(NOW, 0));
    let settings = docspace();
    let read = Session::decode(&over.encode(), &settings.key()).unwrap();
    assert!(read.dead && read.is_over(NOW));
    assert_eq!(read.user, session().user);
}

#[test]
fn a_token_without_a_stated_end_is_not_dead_and_not_for_ever_in_the_record() {
    let script = [answers(tokens("at-1", "")), Reply::Recorded(Ok(()))];
    let session = exchange(&oauth(), script).session.unwrap();
    assert!(session.access.expires.is_none());
    assert!(session.is_fresh(later(10 * YEAR), 0) && !session.is_fresh(later(-301), 0));
    assert!(!session.encode().contains("\"expires\""));
    serves(
        "R-048",
        "an unknown life is unknown: no end is written down",
    );
}

#[test]
fn the_margin_is_half_a_minute_or_a_quarter_of_a_short_life() {
    for (life, margin) in [(3600, 30), (120, 30), (119, 29), (40, 10), (3, 0), (1, 0)] {
        let more = format!(r#","expires_in":{life},"refresh_token":"rt-1""#);
        let script = [answers(tokens("at-1", &more)), Reply::Recorded(Ok(()))];
        let session = exchange(&oauth(), script).session.unwrap();
        assert_eq!(session.margin(&session.access), margin, "{life}");
        assert!(
            session.is_fresh(NOW, session.margin(&session.access)),
            "{life}"
        );
        assert!(!session.is_over(later(10 * YEAR)));
    }
}

#[test]
fn arithmetic_saturates() {
    let extremes = [i64::MIN, -1, 0, 1, i64::MAX];
    for a in extremes {
        for b in extremes {
            let (a, b) = (Timestamp(a), Timestamp(b));
            let _ = a.since(b);
            let _ = a.plus_seconds(u64::MAX);
            let _ = a.seconds();
            let mut session = session();
            (session.access.issued, session.access.expires) = (a, Some(b));
            for now in extremes {
                let _ = (
                    session.is_fresh(Timestamp(now), u64::MAX),
                    session.margin(&session.access),
                );
            }
        }
    }
    assert_eq!(Timestamp(-1).seconds(), -1);
    serves("R-092", "no time, however odd, overflows");
}
