//! The relay renews with the refresh token that it keeps: the page has none to send.

use std::sync::Arc;

use docgate::core::error::Code;
use docgate::core::renew::Renew;
use docgate::core::resources::Aim;
use docgate::core::secret::Secret;
use docgate::core::session::Exchange;

use super::*;
use crate::play::play_at;
use crate::scene::later;

const REFRESH: &str = "POST refresh https://relay.example/v1/files/token";

fn renewed(settings: &Rc<Settings>, answer: Received) -> (Arc<Session>, Played) {
    let session = Arc::new(session(settings, true));
    let turn = Renew::begin(settings.clone(), session.clone(), Aim::default(), true);
    let script = [answers(answer), Reply::Recorded(Ok(()))];
    let turn = Ok(turn.expect("it can be renewed"));
    (session, play_on(turn, &mut script.into_iter(), later(500)))
}

#[test]
fn a_renewal_names_the_session_and_sends_no_token() {
    let (old, played) = renewed(&oauth(), tokens(r#","expires_in":600"#));
    assert_eq!(played.asked, [REFRESH, "record", "finished"]);
    let request = &played.requests[0];
    assert!(is_through(request));
    assert_eq!(
        body(request),
        pairs(&[
            ("grant_type", "refresh_token"),
            ("client_id", "spa"),
            ("session", known(&old)),
        ])
    );
    let new = played.session.unwrap();
    assert_eq!((new.generation, &new.id), (2, &old.id));
    assert_eq!(new.access.expires, Some(later(1100)));
    assert!(new.is_renewable() && new.refresh_token.is_none());
    serves(
        "R-150",
        "a renewal through the relay: the session's id, and no refresh token",
    );
}

#[test]
fn the_relay_says_each_time_whether_it_goes_on() {
    let answer = scene::tokens(
        "at-2",
        r#","renewable":false,"refresh_token":"rt-stray","refresh_token_expires_in":60"#,
    );
    let (_, played) = renewed(&oauth(), answer);
    let session = played.session.unwrap();
    assert_eq!(session.exchange, Exchange::Relay { renews: false });
    assert!(!session.is_renewable() && !session.encode().contains("rt-stray"));
    let again = Renew::begin(oauth(), Arc::new(session), Aim::default(), true);
    assert!(again.is_none(), "nothing to renew it with");
    for value in ["", r#","renewable":"yes""#] {
        let (_, played) = renewed(&oauth(), scene::tokens("at-2", value));
        assert_eq!(played.failed(), (Code::ResponseInvalid, Some("renewable")));
        assert_eq!(played.recorded, 0);
    }
    serves("R-150", "a refresh token in a renewal's answer is not kept");
}

#[test]
fn what_the_relay_refuses_ends_as_its_words_say() {
    for (status, error, code) in [
        (400, "invalid_grant", Code::GrantRefused),
        (502, "upstream_unreachable", Code::RelayRefused),
        (403, "cross_site", Code::RelayRefused),
        (429, "too_many_requests", Code::RateLimited),
    ] {
        let answer = scene::json(status, &format!(r#"{{"error":"{error}"}}"#));
        let (_, played) = renewed(&oauth(), answer);
        assert_eq!((played.code(), played.recorded), (Some(code), 0), "{error}");
        assert_eq!(played.requests.len(), 1, "not sent again");
    }
    serves(
        "R-053",
        "a renewal that the relay refuses is not sent again",
    );
}

#[test]
fn another_resource_is_asked_for_at_the_relay_too() {
    let settings = entra();
    // Without an ID token: only what is sent is looked at.
    let login = login(&settings);
    let mut session = crate::siblings::session("s-relay", 1, 0);
    session.metadata = login.metadata;
    session.exchange = Exchange::Relay { renews: true };
    session.refresh_token = None;
    session.relay_session = Some(Secret::new(String::from("s-relay")));
    session.id_token = None;
    let aim = Aim {
        scopes: vec![String::from("https://api.example/read")],
        ..Aim::default()
    };
    let turn = Renew::begin(settings, Arc::new(session), aim, true).unwrap();
    let script = [answers(scene::json(400, r#"{"error":"invalid_grant"}"#))];
    let played = play_at(Ok(turn), script, later(500));
    assert_eq!(played.asked, [REFRESH]);
    assert_eq!(
        body(&played.requests[0]),
        pairs(&[
            ("grant_type", "refresh_token"),
            ("client_id", scene::CLIENT),
            ("scope", "https://api.example/read offline_access"),
            ("session", "s-relay"),
        ])
    );
}
