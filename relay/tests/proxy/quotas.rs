//! The quota that all people behind the relay share, and the date at which it begins anew.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use docgate_relay::state::AppState;

use super::rows::serves;
use super::scene::{Got, ask, asking, guarded, later, state};
use super::tokens::AUDIENCE;
use super::upstream::{Reply, Service};

const BOOKINGS: &str = "/api/v3/integration/bookings";

/// A time of today, as the API writes it.
fn date(from_now: u64) -> String {
    let at = SystemTime::now() + Duration::from_secs(from_now);
    let seconds = at.duration_since(UNIX_EPOCH).unwrap().as_secs();
    // The day is that of the HTTP date; the time of day is arithmetic.
    let http = httpdate::fmt_http_date(at);
    let (day, month, year) = (&http[5..7], &http[8..11], &http[12..16]);
    let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let month = months.find(month).unwrap() / 3 + 1;
    let (hour, minute) = (seconds / 3600 % 24, seconds / 60 % 60);
    let second = seconds % 60;
    format!("{year}-{month:02}-{day}T{hour:02}:{minute:02}:{second:02}+00:00")
}

fn limited() -> Reply {
    let reset = [
        ("content-type", "application/json"),
        ("x-ratelimit-reset", &*date(120)),
    ];
    Reply::new(429, &reset, "{\"message\":\"later\"}")
}

/// Who says 429: the token endpoint, the API to what changes something, the API to everything.
async fn scene(limits: &'static str) -> (Service, Arc<AppState>) {
    let service = Service::start(move |seen, _| match (seen.path(), limits) {
        ("/introspect", _) => Reply::json(200, &format!(r#"{{"active":true,"aud":"{AUDIENCE}"}}"#)),
        ("/oauth/v2/token", "token") => limited(),
        ("/oauth/v2/token", _) => Reply::json(
            200,
            r#"{"access_token":"machine-1","expires_in":3600,"token_type":"bearer"}"#,
        ),
        (_, "changes") if seen.method == "GET" => Reply::json(200, "{}"),
        _ => limited(),
    })
    .await;
    let relay = state(vec![guarded(&service.origin(), asking(&service.origin()))]);
    (service, relay)
}

async fn send(relay: &Arc<AppState>, method: &str) -> Got {
    ask(method, BOOKINGS, "page").send(relay, "calendar").await
}

fn seconds(got: &Got) -> u64 {
    let text = got.headers["retry-after"].to_str().unwrap();
    text.parse().unwrap()
}

#[tokio::test]
async fn a_date_is_told_in_seconds_and_nobody_asks_before_it() {
    let (service, relay) = scene("all").await;
    let got = send(&relay, "GET").await;
    assert_eq!(got.status, 429);
    assert_eq!(got.body.as_deref(), Some("{\"message\":\"later\"}"));
    assert!((117..=121).contains(&seconds(&got)), "{got:?}");
    for method in ["GET", "POST"] {
        let got = send(&relay, method).await;
        assert_eq!((got.status, got.code()), (429, "too_many_requests"));
        assert!((110..=121).contains(&seconds(&got)), "{got:?}");
    }
    assert_eq!(service.seen_at("/api").len(), 1);
    later(122).await;
    send(&relay, "GET").await;
    assert_eq!(service.seen_at("/api").len(), 2);
    serves(
        "R-146",
        "an API's 429 with an ISO date: told in seconds, and waited for by all who share the quota",
    );
}

#[tokio::test]
async fn a_limit_of_changes_stops_no_reading() {
    let (service, relay) = scene("changes").await;
    assert_eq!(send(&relay, "POST").await.status, 429);
    assert_eq!(send(&relay, "DELETE").await.code(), "too_many_requests");
    assert_eq!(send(&relay, "GET").await.status, 200);
    assert_eq!(service.seen_at("/api").len(), 2);
}

#[tokio::test]
async fn the_token_is_not_asked_for_before_the_date() {
    let (service, relay) = scene("token").await;
    let got = send(&relay, "GET").await;
    assert_eq!(got.code(), "upstream_refused");
    assert!((117..=121).contains(&seconds(&got)), "{got:?}");
    later(100).await;
    send(&relay, "GET").await;
    assert_eq!(service.seen_at("/oauth").len(), 1);
    later(30).await;
    send(&relay, "GET").await;
    assert_eq!(service.seen_at("/oauth").len(), 2);
}
