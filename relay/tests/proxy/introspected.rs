//! How often an issuer is asked about a token: once for all who wait, and not again at once.

use std::sync::Arc;
use std::time::Duration;

use docgate_relay::state::AppState;
use futures_util::future::join_all;

use super::guard::{PATH, service};
use super::rows::serves;
use super::scene::{Got, ask, asking, guarded, later, state};
use super::tokens::AUDIENCE;
use super::upstream::{Reply, Service};

async fn scene(status: u16, active: bool) -> (Service, Arc<AppState>) {
    let body = format!(r#"{{"active":{active},"sub":"anna","aud":"{AUDIENCE}"}}"#);
    let service = Service::start(move |seen, _| match seen.path() {
        "/introspect" => Reply::json(status, &body).after(Duration::from_millis(50)),
        _ => service(seen, ""),
    })
    .await;
    let relay = state(vec![guarded(&service.origin(), asking(&service.origin()))]);
    (service, relay)
}

async fn call(relay: &Arc<AppState>, token: &str) -> Got {
    ask("GET", PATH, token).send(relay, "calendar").await
}

#[tokio::test]
async fn many_calls_with_one_token_ask_once() {
    for (status, active, expected, again) in [
        (200, true, 200, 31),
        (200, false, 401, 6),
        (500, true, 502, 2),
    ] {
        let (service, relay) = scene(status, active).await;
        for got in join_all((0..50).map(|_| call(&relay, "one"))).await {
            assert_eq!(got.status, expected, "{got:?}");
        }
        assert_eq!(service.seen_at("/introspect").len(), 1, "{expected}");
        // Another token is another question.
        assert_eq!(call(&relay, "two").await.status, expected);
        assert_eq!(service.seen_at("/introspect").len(), 2, "{expected}");
        later(again).await;
        assert_eq!(call(&relay, "one").await.status, expected);
        assert_eq!(service.seen_at("/introspect").len(), 3, "{expected}");
    }
    serves(
        "R-147",
        "introspection: one question for all calls with a token, also with one that is not active",
    );
}

#[tokio::test]
async fn who_goes_away_takes_the_answer_from_nobody() {
    let (service, relay) = scene(200, true).await;
    let gone = tokio::time::timeout(Duration::from_millis(20), call(&relay, "one"));
    assert!(gone.await.is_err());
    for got in join_all((0..5).map(|_| call(&relay, "one"))).await {
        assert_eq!(got.status, 200, "{got:?}");
    }
    assert_eq!(service.seen_at("/introspect").len(), 2);
}
