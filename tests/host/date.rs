//! The server's clock, where it can be read, and the diagnosis of a wrong one where it cannot (A-32).

use docgate::core::authorize::Wishes;
use docgate::core::date::{Clock, parse};
use docgate::core::error::Code;
use docgate::core::http::{Failure, Response};
use docgate::core::login::Finish;
use docgate::core::names::Timestamp;

use crate::play::{Played, Reply, answered, begun, play_on, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    NOW, NOW_SECONDS, Received, entropy, good_claims, id_token, later, oidc, tokens_with_id,
};

#[test]
fn a_date_is_read_as_rfc_9110_writes_it() {
    let good = [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 946_684_799),
        ("Sun, 15 Jun 2025 15:06:40 GMT", NOW_SECONDS),
        ("Wed, 01 Mar 2400 00:00:00 GMT", 13_574_649_600),
    ];
    for (text, seconds) in good {
        assert_eq!(parse(text), Some(Timestamp(seconds * 1000)), "{text}");
    }
    let bad = [
        "",
        "now",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 08:49:37 GMT x",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1969 08:49:37 GMT",
        "Sun, 06 Nov 0 08:49:37 GMT",
        "Sun, 06 Nov 99999 08:49:37 GMT",
        "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ];
    for text in bad {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn without_a_readable_date_the_device_is_believed() {
    let silent: Received = Ok(Response::default());
    let broken: Received = Err(Failure::Network);
    let junk: Received = Ok(dated("yesterday"));
    for answer in [silent, broken, junk] {
        assert_eq!(Clock::of(&answer, NOW).now, NOW);
    }
    let answer: Received = Ok(dated("Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_eq!(Clock::of(&answer, NOW).now, Timestamp(784_111_777_000));
}

/// Plays a callback to its end on a device that shows `device` when it is [`NOW`].
fn finish(device: Timestamp, date: Option<&str>) -> Played {
    let settings = oidc();
    let (login, _) = begun(&settings, Wishes::default());
    let claims = good_claims(login.nonce.as_deref().unwrap());
    let mut answer = tokens_with_id(&id_token(r#"{"alg":"RS256"}"#, &claims)).unwrap();
    answer.date = date.map(String::from);
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
    let script = [
        with_keys(Ok(answer)),
        verified(true),
        Reply::Recorded(Ok(())),
    ];
    play_on(Ok(turn), &mut script.into_iter(), device)
}

#[test]
fn a_wrong_clock_is_named_and_a_readable_date_puts_it_right() {
    const HERE: &str = "Sun, 15 Jun 2025 15:06:40 GMT";
    for hours in [-87_600, -24, -1, 1, 24, 87_600] {
        let device = later(hours * 3600);
        let played = finish(device, None);
        let failure = played.failure.expect("a failure");
        assert_eq!(failure.code(), Code::ClockSkewed, "{hours}");
        assert_eq!(played.recorded, 0);
        let session = finish(device, Some(HERE)).session.expect("a session");
        // Its life is counted by the device, whose clock will tell when it is over.
        assert_eq!(session.access.expires, Some(device.plus_seconds(600)));
    }
    assert!(finish(NOW, None).session.is_some());
    // A server whose own date contradicts its token has no excuse.
    let failure = finish(NOW, Some("Sun, 15 Jun 2025 20:06:40 GMT")).failure;
    assert_eq!(failure.unwrap().code(), Code::IdTokenInvalid);
    serves(
        "A-32",
        "a clock that is wrong by an hour up to ten years: clock_skewed, or a session where the server's date can be read",
    );
}

fn dated(text: &str) -> Response {
    Response {
        date: Some(String::from(text)),
        ..Response::default()
    }
}
