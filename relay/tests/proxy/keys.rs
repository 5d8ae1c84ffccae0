//! The issuer's key set: kept, fetched again for an unknown key, and judged.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use docgate::core::json::Object;
use docgate_relay::state::AppState;
use futures_util::future::join_all;

use super::guard::{PATH, service};
use super::rows::serves;
use super::scene::{Got, ask, guard, guarded, later, state};
use super::tokens::{Key, claims, header, set, signed};
use super::upstream::{Reply, Service};

fn relay_of(service: &Service) -> Arc<AppState> {
    let guard = guard(format!("{}/keys", service.origin()));
    state(vec![guarded(&service.origin(), guard)])
}

async fn call(relay: &Arc<AppState>, key: &Key, id: &str) -> Got {
    let token = signed(key, &header("ES256", id), &claims());
    ask("GET", PATH, &token).send(relay, "calendar").await
}

#[tokio::test]
async fn a_hundred_calls_fetch_the_keys_once() {
    let key = Key::p256();
    let keys = set(&[key.jwk("a")]);
    let service = Service::start(move |seen, _| match seen.path() {
        "/keys" => Reply::json(200, &keys).after(Duration::from_millis(100)),
        _ => service(seen, ""),
    })
    .await;
    let relay = relay_of(&service);
    let calls = (0..100).map(|_| call(&relay, &key, "a"));
    for got in join_all(calls).await {
        assert_eq!(got.status, 200, "{got:?}");
    }
    assert_eq!(service.seen_at("/keys").len(), 1);
    assert_eq!(service.seen_at("/oauth").len(), 1);
    assert_eq!(service.seen_at("/api").len(), 100);
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_once_in_thirty_seconds() {
    let (old, new, other) = (Key::p256(), Key::p256(), Key::p256());
    let keys = Arc::new(Mutex::new(set(&[old.jwk("a")])));
    let shown = Arc::clone(&keys);
    let service = Service::start(move |seen, _| service(seen, &shown.lock().unwrap())).await;
    let relay = relay_of(&service);
    let fetched = || service.seen_at("/keys").len();
    assert_eq!(call(&relay, &old, "a").await.status, 200);
    assert_eq!(fetched(), 1);
    *keys.lock().unwrap() = set(&[new.jwk("b")]);
    // Many at once find the new key, and ask for it once.
    for got in join_all((0..20).map(|_| call(&relay, &new, "b"))).await {
        assert_eq!(got.status, 200, "{got:?}");
    }
    assert_eq!(fetched(), 2);
    for id in ["c", "d", "e", "a"] {
        assert_eq!(call(&relay, &other, id).await.code(), "token_invalid");
    }
    assert_eq!(
        call(&relay, &old, "a").await.code(),
        "token_invalid",
        "a withdrawn key is none"
    );
    assert_eq!(call(&relay, &new, "b").await.status, 200);
    assert_eq!(fetched(), 2, "made-up key ids fetch nothing");
    *keys.lock().unwrap() = set(&[other.jwk("c")]);
    later(31).await;
    assert_eq!(call(&relay, &other, "c").await.status, 200);
    assert_eq!(call(&relay, &other, "d").await.code(), "token_invalid");
    assert_eq!(fetched(), 3);
    serves(
        "R-142",
        "made-up key ids do not make the relay fetch keys again and again",
    );
}

#[tokio::test]
async fn keys_are_used_no_longer_than_an_hour() {
    let key = Key::p256();
    let keys = Arc::new(Mutex::new(set(&[key.jwk("a")])));
    let shown = Arc::clone(&keys);
    let service = Service::start(move |seen, _| service(seen, &shown.lock().unwrap())).await;
    let relay = relay_of(&service);
    assert_eq!(call(&relay, &key, "a").await.status, 200);
    *keys.lock().unwrap() = String::from("no keys");
    for (seconds, code) in [
        (0, ""),
        (601, ""),
        (0, ""),
        (1800, ""),
        (1200, "upstream_invalid"),
    ] {
        later(seconds).await;
        assert_eq!(call(&relay, &key, "a").await.code(), code, "{seconds}");
    }
    assert_eq!(service.seen_at("/keys").len(), 4);
}

#[tokio::test]
async fn the_pause_after_a_failure_begins_when_it_ends() {
    let key = Key::p256();
    let late = Reply::raw("").then(Duration::from_secs(20), "");
    let service = Service::start(move |seen, _| match seen.path() {
        "/keys" => late.clone(),
        _ => service(seen, ""),
    })
    .await;
    let relay = relay_of(&service);
    // Two seconds after a request that took 700 ms.
    for (fetched, milliseconds) in [(1, 1500), (1, 700), (2, 0)] {
        let got = call(&relay, &key, "a").await;
        assert_eq!(got.code(), "upstream_timeout");
        assert_eq!(service.seen_at("/keys").len(), fetched);
        tokio::time::pause();
        tokio::time::advance(Duration::from_millis(milliseconds)).await;
        tokio::time::resume();
    }
}

#[tokio::test]
async fn a_hostile_key_set_lets_nobody_in() {
    let key = Key::p256();
    let good = set(&[key.jwk("a")]);
    let secret = set(&[Object::new()
        .with("kty", "oct")
        .with("k", "AAAA")
        .with("kid", "a")
        .with("alg", "ES256")]);
    let huge = format!("{{\"keys\":[],\"x\":\"{}\"}}", "y".repeat(1024 * 1024));
    for (what, reply, code) in [
        (
            "HTML",
            Reply::new(200, &[("content-type", "text/html")], "<html>"),
            "upstream_invalid",
        ),
        (
            "text",
            Reply::new(200, &[("content-type", "text/plain")], &good),
            "upstream_invalid",
        ),
        ("not JSON", Reply::json(200, "{"), "upstream_invalid"),
        ("a list", Reply::json(200, "[]"), "upstream_invalid"),
        ("no keys", Reply::json(200, "{}"), "upstream_invalid"),
        (
            "keys as an object",
            Reply::json(200, "{\"keys\":{}}"),
            "upstream_invalid",
        ),
        ("an error", Reply::json(500, &good), "upstream_invalid"),
        (
            "a redirect",
            Reply::new(302, &[("location", "/keys2")], ""),
            "upstream_invalid",
        ),
        ("over the cap", Reply::json(200, &huge), "upstream_invalid"),
        ("nothing", Reply::raw(""), "upstream_unreachable"),
        (
            "late",
            Reply::raw("").then(Duration::from_secs(20), ""),
            "upstream_timeout",
        ),
        (
            "no key at all",
            Reply::json(200, "{\"keys\":[]}"),
            "token_invalid",
        ),
        (
            "a shared secret",
            Reply::json(200, &secret),
            "token_invalid",
        ),
    ] {
        let service = Service::start(move |seen, _| match seen.path() {
            "/keys" => reply.clone(),
            _ => service(seen, ""),
        })
        .await;
        let relay = relay_of(&service);
        for _ in 0..3 {
            assert_eq!(call(&relay, &key, "a").await.code(), code, "{what}");
        }
        // Once more for an unknown key; a failure is remembered from its end.
        let most = if code == "token_invalid" { 2 } else { 1 };
        assert!(service.seen_at("/keys").len() <= most, "{what}");
        assert!(
            service.seen_at("/oauth").is_empty() && service.seen_at("/api").is_empty(),
            "{what}"
        );
        assert!(service.seen_at("/keys2").is_empty());
    }
    serves(
        "A-44",
        "hostile key sets: nobody passes, and they are not asked for in a storm",
    );
}
