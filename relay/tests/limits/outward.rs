//! Calls of entries to their providers: in turn, counted, and again after a 429.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, Response, StatusCode},
};
use docgate_relay::{
    config::{self, Config, Sources},
    error::Code,
    metrics::Metrics,
    outward::{Outward, Purpose},
    serve::Handler,
    upstream::{Call, Upstream},
};
use http_body_util::BodyExt;

use crate::{
    rows::serves,
    wire::{BOUNDS, running},
};

/// A status, and `Retry-After`.
type Planned = (u16, Option<&'static str>);

/// A provider with a list of answers. Then all is well.
#[derive(Clone, Default)]
struct Provider {
    answers: Arc<Mutex<VecDeque<Planned>>>,
    bodies: Arc<Mutex<Vec<String>>>,
}

impl Handler for Provider {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let body = request.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        self.bodies.lock().unwrap().push(body);
        let next = self.answers.lock().unwrap().pop_front();
        let (status, retry_after) = next.unwrap_or((200, None));
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        if let Some(text) = retry_after {
            answer
                .headers_mut()
                .insert("retry-after", text.parse().unwrap());
        }
        answer
    }
}

/// Two apps of one portal; `patient` would allow more than `strict`.
fn config(portal: SocketAddr) -> Config {
    let entry = |name: &str, per_minute: u32| {
        format!(
            r#"
[entries.{name}]
provider = "docspace"
portal = "http://{portal}"
origins = ["http://app.localhost:5173"]
redirect_uris = ["http://app.localhost:5173/{name}"]
client_id = "demo"
client_secret = {{ env = "SECRET" }}
upstream = {{ per_minute = {per_minute}, wait_seconds = 5 }}
"#
        )
    };
    let text = format!(
        "listen = '127.0.0.1:0'\nhosts = ['relay.localhost']\n[seal]\nkeys = [{{ env = 'KEY' }}]\n{}{}",
        entry("patient", 100),
        entry("strict", 3)
    );
    let environment = |name: &str| match name {
        "KEY" => Some("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_string()),
        _ => Some("a-secret".to_string()),
    };
    let file = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let sources = Sources {
        environment: &environment,
        file: &file,
    };
    config::read(&text, &sources).unwrap()
}

fn call(portal: SocketAddr, method: Method) -> Call {
    let body = (method == Method::POST).then(|| "grant_type=refresh_token".into());
    Call {
        method,
        url: format!("http://{portal}/oauth2/token"),
        headers: HeaderMap::new(),
        body,
        deadline: None,
    }
}

#[tokio::test]
async fn a_429_is_waited_for_and_the_call_sent_again() {
    let provider = Provider::default();
    provider.answers.lock().unwrap().push_back((429, Some("1")));
    let portal = running(BOUNDS, provider.clone()).await;
    let config = config(portal.address);
    let upstream = Upstream::new(&config.resolve, Duration::from_secs(5)).unwrap();
    let metrics = Arc::new(Metrics::default());
    let outward = Outward::new(upstream, config.entries.values(), Arc::clone(&metrics));
    let patient = &config.entries["patient"];

    let began = Instant::now();
    let post = call(portal.address, Method::POST);
    let answer = outward.send(patient, Purpose::Refresh, post, 100).await;
    assert_eq!(answer.unwrap().unwrap().status, 200);
    assert!(began.elapsed() >= Duration::from_secs(1));
    let bodies = provider.bodies.lock().unwrap().clone();
    assert_eq!(bodies, ["grant_type=refresh_token"; 2]);
    let text = metrics.text();
    for outcome in ["limited", "ok"] {
        let line = format!(
            r#"upstream_calls_total{{entry="patient",purpose="refresh",outcome="{outcome}"}} 1"#
        );
        assert!(text.contains(&line), "{line} in {text}");
    }
    serves(
        "R-147",
        "an upstream's 429 with Retry-After: waited for, and the same call sent again",
    );
}

#[tokio::test]
async fn a_provider_that_never_has_time_is_not_asked_in_a_circle() {
    let provider = Provider::default();
    provider
        .answers
        .lock()
        .unwrap()
        .extend([(429, Some("1")); 9]);
    let portal = running(BOUNDS, provider.clone()).await;
    let config = config(portal.address);
    let upstream = Upstream::new(&config.resolve, Duration::from_secs(5)).unwrap();
    let outward = Outward::new(upstream, config.entries.values(), Arc::default());
    let patient = &config.entries["patient"];
    let post = call(portal.address, Method::POST);
    let answer = outward.send(patient, Purpose::Refresh, post, 100).await;
    let refusal = answer.unwrap_err();
    assert_eq!(refusal.code, Code::TooManyRequests);
    assert_eq!(refusal.retry_after, Some(1));
    assert_eq!(provider.bodies.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn entries_of_one_portal_share_its_queue_and_the_strictest_limit() {
    let provider = Provider::default();
    let portal = running(BOUNDS, provider.clone()).await;
    let config = config(portal.address);
    let upstream = Upstream::new(&config.resolve, Duration::from_secs(5)).unwrap();
    let outward = Outward::new(upstream, config.entries.values(), Arc::default());
    for entry in ["patient", "strict", "patient"] {
        let post = call(portal.address, Method::POST);
        let entry = &config.entries[entry];
        outward
            .send(entry, Purpose::Code, post, 100)
            .await
            .unwrap()
            .unwrap();
    }
    for entry in ["patient", "strict"] {
        let post = call(portal.address, Method::POST);
        let entry = &config.entries[entry];
        let refusal = outward
            .send(entry, Purpose::Code, post, 100)
            .await
            .unwrap_err();
        assert_eq!(refusal.code, Code::TooManyRequests);
        assert!(
            refusal.retry_after.unwrap() >= 50,
            "{:?}",
            refusal.retry_after
        );
    }
    assert_eq!(provider.bodies.lock().unwrap().len(), 3);
    // What is not counted does not wait.
    let get = call(portal.address, Method::GET);
    let strict = &config.entries["strict"];
    outward
        .send(strict, Purpose::Metadata, get, 100)
        .await
        .unwrap()
        .unwrap();
    serves(
        "R-147",
        "a full queue: nothing is sent, the delay can be read, entries of one portal share it",
    );
}

#[tokio::test]
async fn a_429_without_a_delay_stops_the_queue_for_a_minute() {
    let provider = Provider::default();
    provider.answers.lock().unwrap().push_back((429, None));
    let portal = running(BOUNDS, provider.clone()).await;
    let config = config(portal.address);
    let upstream = Upstream::new(&config.resolve, Duration::from_secs(5)).unwrap();
    let outward = Arc::new(Outward::new(
        upstream,
        config.entries.values(),
        Arc::default(),
    ));
    let address = portal.address;
    let config = Arc::new(config);
    let task = {
        let (outward, config) = (Arc::clone(&outward), Arc::clone(&config));
        tokio::spawn(async move {
            let post = call(address, Method::POST);
            let patient = &config.entries["patient"];
            outward.send(patient, Purpose::Refresh, post, 100).await
        })
    };
    while provider.bodies.lock().unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let post = call(address, Method::POST);
    let strict = &config.entries["strict"];
    let refusal = outward
        .send(strict, Purpose::Refresh, post, 100)
        .await
        .unwrap_err();
    assert!((58..=60).contains(&refusal.retry_after.unwrap()));
    assert_eq!(provider.bodies.lock().unwrap().len(), 1);
    assert!(
        !task.is_finished(),
        "the refused call waits for the end of the pause"
    );
    task.abort();
}
