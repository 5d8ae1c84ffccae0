//! What the log says, and what it and the metrics never say.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, Response},
    response::IntoResponse,
};
use docgate_relay::{
    access::Access,
    error::{Code, Refusal},
    limits::{Door, Proxies},
    logs,
    metrics::Metrics,
    serve::{Handler, Peer},
};

use crate::paper::Paper;
use crate::rows::serves;

/// `logout` never ends, `token` is refused.
#[derive(Clone)]
struct Inner;

impl Handler for Inner {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        match request.uri().path() {
            "/v1/files/logout" => std::future::pending().await,
            "/v1/files/token" => Refusal::new(Code::InvalidGrant).into_response(),
            _ => Response::new(Body::empty()),
        }
    }
}

fn request(method: &str, path: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(format!("{path}?code=hush-query&state=hush-state"))
        .header("cookie", "__Host-dg-s-0=hush-cookie")
        .header("authorization", "Bearer hush-token")
        .header("origin", "https://hush-origin.example")
        .header("x-forwarded-for", "192.0.2.77")
        .body(Body::from("code=hush-body&code_verifier=hush-verifier"))
        .unwrap()
}

#[tokio::test]
async fn a_proxy_that_was_left_out_is_told_of_once() {
    let paper = Paper::default();
    let _log = tracing::subscriber::set_default(logs::subscriber(paper.clone()));
    let door = Door::new(100, Proxies::parse(["10.0.0.1"]).unwrap());
    let access = Access::new(Inner, [], Arc::new(Metrics::default()), door);
    let warnings = || {
        let log = paper.text();
        assert!(!log.contains("192.0.2.77"), "{log}");
        log.matches("proxies.trusted").count()
    };
    for (peer, expected) in [("10.0.0.1", 0), ("10.0.0.2", 1), ("10.0.0.2", 1)] {
        let mut request = request("POST", "/v1/files/login");
        let peer = Peer(peer.parse().unwrap());
        request.extensions_mut().insert(peer);
        access.answer(request).await;
        assert_eq!(warnings(), expected, "{peer:?}");
    }
}

#[tokio::test]
async fn one_line_a_request_without_anything_that_it_carried() {
    let paper = Paper::default();
    let _log = tracing::subscriber::set_default(logs::subscriber(paper.clone()));
    let metrics = Arc::new(Metrics::default());
    let door = Door::new(100, Proxies::default());
    let entries = ["files".to_string()];
    let access = Access::new(Inner, entries, Arc::clone(&metrics), door);

    access.answer(request("POST", "/v1/files/token")).await;
    access
        .answer(request("GET", "/v1/files/api/hush-path/7"))
        .await;
    access
        .answer(request("HUSH", "/v1/hush-entry/hush-endpoint"))
        .await;
    let left = access.answer(request("POST", "/v1/files/logout"));
    let gone = tokio::time::timeout(std::time::Duration::from_millis(20), left).await;
    assert!(gone.is_err());
    tracing::warn!(target: "hyper", header = "hush-header", "a library speaks");

    let log = paper.text();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            assert!(line["milliseconds"].is_u64() && line["timestamp"].is_string());
            let word = |key: &str| line[key].as_str().unwrap_or("-").to_string();
            let number = line["request"].as_u64().unwrap();
            let status = line["status"].as_u64().unwrap();
            (
                number,
                word("entry"),
                word("endpoint"),
                word("method"),
                status,
                word("error"),
            )
        })
        .collect();
    let line = |number, entry: &str, endpoint: &str, method: &str, status, error: &str| {
        (
            number,
            entry.into(),
            endpoint.into(),
            method.into(),
            status,
            error.into(),
        )
    };
    assert_eq!(
        told,
        [
            line(1, "files", "token", "POST", 400, "invalid_grant"),
            line(2, "files", "api", "GET", 200, "-"),
            line(3, "", "unknown", "other", 200, "-"),
            line(4, "files", "logout", "POST", 499, "-"),
        ]
    );
    let text = metrics.text();
    for (what, told) in [("log", &log), ("metrics", &text)] {
        let told = told.to_ascii_lowercase();
        assert!(!told.contains("hush"), "{what}: {told}");
        assert!(!told.contains("192.0.2.77"), "{what}: {told}");
    }
    assert!(
        text.contains(r#"refused_total{reason="invalid_grant"} 1"#),
        "{text}"
    );
    serves(
        "R-146",
        "log and metrics: no query, path, body, cookie, authorization, or made-up name",
    );
}
