//! The relay's own token: one request however many need it, its lifetime, and what a 401 does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use docgate_relay::state::AppState;
use futures_util::future::join_all;

use super::rows::serves;
use super::scene::{Ask, Got, SECRET, ask, asking, guarded, later, state};
use super::tokens::AUDIENCE;
use super::upstream::{Reply, Seen, Service};

const PATH: &str = "/api/v3/integration/bookings";

/// A service whose issuer takes every token, whose machine tokens are counted, and whose API is a script
/// that gets the number of the token.
async fn scene(
    members: &'static str,
    api: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
) -> (Service, Arc<AppState>) {
    let issued = AtomicUsize::new(0);
    let service = Service::start(move |seen, _| match seen.path() {
        "/introspect" => Reply::json(200, &format!(r#"{{"active":true,"aud":"{AUDIENCE}"}}"#)),
        "/oauth/v2/token" => {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            let body =
                format!(r#"{{"access_token":"machine-{number}","token_type":"bearer"{members}}}"#);
            Reply::json(200, &body).after(Duration::from_millis(50))
        }
        _ => {
            let token = seen.header("authorization").unwrap();
            let number = token.strip_prefix("Bearer machine-").unwrap();
            api(seen, number.parse().unwrap())
        }
    })
    .await;
    let relay = state(vec![guarded(&service.origin(), asking(&service.origin()))]);
    (service, relay)
}

const HOUR: &str = r#","expires_in":3600,"scope":null"#;

fn fine(_: &Seen, _: usize) -> Reply {
    Reply::json(200, "{}")
}

fn refused() -> Reply {
    Reply::json(
        401,
        r#"{"message":"Authentication credentials could not be found."}"#,
    )
}

async fn send(relay: &Arc<AppState>, call: Ask) -> Got {
    call.send(relay, "calendar").await
}

fn call(method: &str) -> Ask {
    ask(method, PATH, "page-token")
}

#[tokio::test]
async fn a_hundred_calls_ask_for_one_token() {
    let (service, relay) = scene(HOUR, fine).await;
    for got in join_all((0..100).map(|_| send(&relay, call("GET")))).await {
        assert_eq!(got.status, 200, "{got:?}");
    }
    let asked = service.seen_at("/oauth");
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].method, "POST");
    assert_eq!(
        asked[0].body,
        b"grant_type=client_credentials&scope=integration"
    );
    assert_eq!(
        asked[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    // `clinic:m4chine-s3cret%2F%2B` in base64.
    assert_eq!(
        asked[0].header("authorization"),
        Some("Basic Y2xpbmljOm00Y2hpbmUtczNjcmV0JTJGJTJC")
    );
    assert!(asked[0].header("user-agent").is_some());
    for seen in service.seen_at("/api") {
        assert_eq!(seen.header("authorization"), Some("Bearer machine-1"));
        assert!(!seen.head.contains("page-token") && !seen.head.contains(SECRET));
    }
    serves(
        "R-146",
        "the machine's secret goes to its token endpoint alone, form-encoded in Basic",
    );
}

#[tokio::test]
async fn a_token_lasts_as_long_as_its_answer_says() {
    for (members, before, after) in [
        (HOUR, 3530, 20),
        (r#","expires_in":100"#, 85, 10),
        // An answer that does not say is believed for an hour, never for a day.
        ("", 3530, 20),
        (r#","scope":null"#, 3530, 20),
    ] {
        let (service, relay) = scene(members, fine).await;
        let mut asked = Vec::new();
        for seconds in [0, before, after] {
            later(seconds).await;
            let got = send(&relay, call("GET")).await;
            assert_eq!(got.status, 200, "{members}");
            asked.push(service.seen_at("/oauth").len());
        }
        assert_eq!(asked, [1, 1, 2], "{members}");
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_call_sent_again_where_it_may_be() {
    for (method, body) in [
        ("GET", ""),
        ("HEAD", ""),
        ("PUT", "{\"a\":1}"),
        ("DELETE", ""),
        ("PUT", ""),
    ] {
        let (service, relay) = scene(HOUR, |_, number| match number {
            1 => refused(),
            _ => Reply::json(200, "{}"),
        })
        .await;
        let ask = match body {
            "" => call(method),
            body => call(method).body(body),
        };
        let got = send(&relay, ask).await;
        assert_eq!(got.status, 200, "{method} {got:?}");
        let sent = service.seen_at("/api");
        assert_eq!(sent.len(), 2, "{method}");
        assert_eq!(
            (sent[0].body.as_slice(), sent[1].body.as_slice()),
            (body.as_bytes(), body.as_bytes())
        );
        assert_eq!(sent[1].header("authorization"), Some("Bearer machine-2"));
        assert_eq!(service.seen_at("/oauth").len(), 2);
    }
}

#[tokio::test]
async fn what_may_not_be_sent_twice_is_not() {
    let large = "x".repeat(20_000);
    let small = "{\"slot\":1}";
    let streamed = || {
        call("PUT").stream(Body::from_stream(futures_util::stream::iter([Ok::<
            _,
            std::io::Error,
        >(
            "x"
        )])))
    };
    for (what, ask) in [
        ("POST", call("POST").body(small)),
        ("POST without a body", call("POST")),
        ("PATCH", call("PATCH").body(small)),
        ("a large PUT", call("PUT").body(&large)),
        ("a PUT of unknown length", streamed()),
    ] {
        let (service, relay) = scene(HOUR, |_, number| match number {
            1 => refused(),
            _ => Reply::json(201, "{}"),
        })
        .await;
        let got = send(&relay, ask).await;
        // Not a 401: the page would renew its own token, and send the call again.
        assert_eq!(
            (got.status, got.code()),
            (502, "upstream_refused"),
            "{what}"
        );
        assert!(!got.headers.contains_key("www-authenticate"));
        assert_eq!(service.seen_at("/api").len(), 1, "{what}");
        // The token is dropped all the same.
        assert_eq!(
            send(&relay, call("POST").body(small)).await.status,
            201,
            "{what}"
        );
        assert_eq!(service.seen_at("/oauth").len(), 2, "{what}");
    }
}

#[tokio::test]
async fn a_hundred_refused_calls_ask_for_one_new_token() {
    let revoked = Arc::new(AtomicBool::new(false));
    let seen_as = Arc::clone(&revoked);
    let (service, relay) = scene(HOUR, move |_, number| {
        match number == 1 && seen_as.load(Ordering::SeqCst) {
            true => refused(),
            false => Reply::json(200, "{}"),
        }
    })
    .await;
    assert_eq!(send(&relay, call("GET")).await.status, 200);
    revoked.store(true, Ordering::SeqCst);
    for got in join_all((0..100).map(|_| send(&relay, call("GET")))).await {
        assert_eq!(got.status, 200, "{got:?}");
    }
    assert_eq!(service.seen_at("/oauth").len(), 2);
}

#[tokio::test]
async fn an_api_that_refuses_every_token_makes_no_storm() {
    let (service, relay) = scene(HOUR, |_, _| refused()).await;
    for _ in 0..30 {
        let got = send(&relay, call("GET")).await;
        assert_eq!((got.status, got.code()), (502, "upstream_refused"));
    }
    assert_eq!(service.seen_at("/oauth").len(), 2);
    assert_eq!(service.seen_at("/api").len(), 2);
    later(2).await;
    send(&relay, call("GET")).await;
    let asked = service.seen_at("/oauth").len();
    assert!(asked == 3, "{asked}");
    for _ in 0..30 {
        send(&relay, call("GET")).await;
    }
    assert_eq!(service.seen_at("/oauth").len(), 3, "it waits longer now");
}

#[tokio::test]
async fn a_call_that_is_refused_whatever_the_token_takes_it_from_nobody() {
    let (service, relay) = scene(HOUR, |seen, _| match seen.path().ends_with("/forbidden") {
        true => refused(),
        false => Reply::json(200, "{}"),
    })
    .await;
    let forbidden = || ask("GET", "/api/v3/integration/forbidden", "page-token");
    assert_eq!(send(&relay, call("GET")).await.status, 200);
    for _ in 0..20 {
        let got = send(&relay, forbidden()).await;
        assert_eq!((got.status, got.code()), (502, "upstream_refused"));
        assert_eq!(got.headers.get("retry-after"), None);
        assert_eq!(send(&relay, call("GET")).await.status, 200);
    }
    assert_eq!(service.seen_at("/oauth").len(), 2, "given up once");
    later(30).await;
    send(&relay, forbidden()).await;
    assert_eq!(service.seen_at("/oauth").len(), 2);
    later(31).await;
    send(&relay, forbidden()).await;
    assert_eq!(send(&relay, call("GET")).await.status, 200);
    assert_eq!(service.seen_at("/oauth").len(), 3, "once a minute");
    serves(
        "R-146",
        "calls that the API always refuses: the shared machine token is kept, and nobody else is paused",
    );
}

#[tokio::test]
async fn a_page_that_goes_away_stops_nobody() {
    let (service, relay) = scene(HOUR, fine).await;
    let gone = tokio::time::timeout(Duration::from_millis(30), send(&relay, call("GET")));
    assert!(
        gone.await.is_err(),
        "it went away while the token was asked for"
    );
    assert_eq!(send(&relay, call("GET")).await.status, 200);
    assert_eq!(service.seen_at("/oauth").len(), 1);
}

#[tokio::test]
async fn entries_of_one_client_share_its_token() {
    let (service, _) = scene(HOUR, fine).await;
    let entry = |name: &str| {
        let mut entry = guarded(&service.origin(), asking(&service.origin()));
        name.clone_into(&mut entry.name);
        entry
    };
    let mut other = entry("other");
    other.machine.as_mut().unwrap().client_id = String::from("another");
    let relay = state(vec![entry("one"), entry("two"), other]);
    for (name, asked) in [("one", 1), ("two", 1), ("other", 2), ("one", 2)] {
        let got = call("GET").send(&relay, name).await;
        assert_eq!(
            (got.status, service.seen_at("/oauth").len()),
            (200, asked),
            "{name}"
        );
    }
}
