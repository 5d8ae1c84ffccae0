//! Bodies of calls: sent on as they come, within the cap and the deadline.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;

use super::rows::serves;
use super::scene::{ask, in_front_of};
use super::upstream::{Reply, Service};

/// Pieces that come one after the other, each after a pause.
fn pieces(pause: Duration, count: usize, length: usize) -> Body {
    Body::from_stream(stream::unfold(0, move |sent| async move {
        if sent == count {
            return None;
        }
        tokio::time::sleep(pause).await;
        Some((
            Ok::<_, std::io::Error>(Bytes::from("x".repeat(length))),
            sent + 1,
        ))
    }))
}

#[tokio::test]
async fn a_body_goes_on_as_it_is() {
    let service = Service::start(|_, _| Reply::json(201, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    let small = "{\"a\": 1}";
    let large = "y".repeat(40_000);
    for body in [small, large.as_str()] {
        let got = ask("POST", "/files/a", "t0ken")
            .with("content-type", "application/vnd.docplanner+json")
            .body(body)
            .send(&relay, "plain")
            .await;
        assert_eq!(got.status, 201, "{got:?}");
        let seen = service.seen().pop().unwrap();
        assert_eq!(seen.body, body.as_bytes());
        assert_eq!(
            seen.header("content-length"),
            Some(body.len().to_string().as_str())
        );
        assert_eq!(seen.header("transfer-encoding"), None);
        assert_eq!(
            seen.header("content-type"),
            Some("application/vnd.docplanner+json")
        );
    }
    let got = ask("POST", "/files/a", "t0ken")
        .stream(pieces(Duration::ZERO, 3, 5))
        .send(&relay, "plain")
        .await;
    assert_eq!(got.status, 201);
    assert_eq!(service.seen().pop().unwrap().body, b"xxxxxxxxxxxxxxx");
}

#[tokio::test]
async fn a_call_without_a_body_has_none() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    ask("GET", "/files/a", "t0ken").send(&relay, "plain").await;
    let seen = service.seen().remove(0);
    assert_eq!(seen.header("content-length"), None);
    assert_eq!(seen.header("transfer-encoding"), None);
}

#[tokio::test]
async fn too_large_a_body_is_refused() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    let got = ask("POST", "/files/a", "t0ken")
        .body(&"x".repeat(64 * 1024 + 1))
        .send(&relay, "plain")
        .await;
    assert_eq!((got.status, got.code()), (413, "body_too_large"));
    assert!(service.seen().is_empty());
    let got = ask("POST", "/files/a", "t0ken")
        .stream(pieces(Duration::from_millis(1), 9, 8 * 1024))
        .send(&relay, "plain")
        .await;
    assert_eq!((got.status, got.code()), (413, "body_too_large"));
    // It began to be sent, and was broken off: no whole request came.
    assert!(service.seen().is_empty());
    for length in ["-1", "1e3", "99999999999999999999999", "x"] {
        let got = ask("POST", "/files/a", "t0ken")
            .with("content-length", length)
            .send(&relay, "plain")
            .await;
        assert_eq!(got.code(), "invalid_request", "{length}");
    }
    serves(
        "R-147",
        "a body over the cap: refused, however its length is told",
    );
}

#[tokio::test]
async fn too_slow_a_body_is_refused() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    for body in [
        ask("POST", "/files/a", "t0ken").with("content-length", "20"),
        ask("POST", "/files/a", "t0ken"),
    ] {
        let got = body
            .stream(pieces(Duration::from_millis(150), 20, 1))
            .send(&relay, "plain")
            .await;
        assert_eq!((got.status, got.code()), (408, "request_timeout"));
    }
    assert!(service.seen().is_empty());
    serves("R-147", "a body that drips: refused at the deadline");
}
