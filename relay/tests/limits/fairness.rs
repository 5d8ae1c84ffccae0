//! What one caller can take of a queue.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::Body,
    http::{Request, Response, StatusCode},
};
use docgate_relay::{
    access::Access,
    limits::{Claim, Door, Limit, Proxies, Queue, Rank, Source, Turn},
    metrics::Metrics,
    serve::{Handler, Peer},
};
use tokio::{
    task::{JoinHandle, yield_now},
    time::{Instant, advance},
};

use crate::rows::serves;

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

fn queue(per_minute: u32, wait: u64) -> Arc<Queue> {
    Queue::new(Limit {
        per_minute: Some(per_minute),
        wait: seconds(wait),
    })
}

fn claim(rank: Rank, source: u8) -> Claim {
    Claim {
        rank,
        source: Some(Source::V4([192, 0, 2, source])),
    }
}

/// Asks for a turn in a task of its own.
async fn waits(queue: &Arc<Queue>, claim: Claim) -> JoinHandle<Result<u64, u64>> {
    let (queue, began) = (Arc::clone(queue), Instant::now());
    let task = tokio::spawn(async move {
        let turn: Result<Turn, _> = queue.turn(claim).await;
        turn.map(|_| began.elapsed().as_secs())
            .map_err(|busy| busy.seconds())
    });
    yield_now().await;
    task
}

#[tokio::test(start_paused = true)]
async fn one_address_does_not_take_all_places() {
    let queue = queue(10, 30);
    let attacker = claim(Rank::Anybody, 1);
    for _ in 0..10 {
        queue.turn(attacker).await.unwrap();
        advance(seconds(6)).await;
    }
    let mut junk = Vec::new();
    for _ in 0..50 {
        junk.push(waits(&queue, attacker).await);
    }
    assert_eq!(queue.waiting(), 2, "a quarter of a minute's calls");
    let person = waits(&queue, claim(Rank::Anybody, 2)).await;
    let took = person.await.unwrap().unwrap();
    assert!(took < 20, "{took}");
    let mut refused = 0;
    for task in junk {
        if let Err(delay) = task.await.unwrap() {
            assert!(delay >= 1);
            refused += 1;
        }
    }
    assert_eq!(refused, 48);
    // Where nobody has to wait, nobody is counted.
    let idle = self::queue(10, 30);
    for _ in 0..10 {
        idle.turn(attacker).await.unwrap();
    }
    serves(
        "R-147",
        "upstream queue: one address that sends codes all the time leaves places for others",
    );
}

#[tokio::test(start_paused = true)]
async fn renewals_go_before_codes() {
    let queue = queue(1, 60 * 60);
    queue.turn(Claim::default()).await.unwrap();
    let code = waits(&queue, claim(Rank::Anybody, 1)).await;
    let renewal = waits(&queue, claim(Rank::Known, 2)).await;
    let other = waits(&queue, claim(Rank::Known, 3)).await;
    assert_eq!(queue.waiting(), 3);
    let (renewal, other, code) = (
        renewal.await.unwrap().unwrap(),
        other.await.unwrap().unwrap(),
        code.await.unwrap().unwrap(),
    );
    assert!((60..=62).contains(&renewal), "{renewal}");
    assert!((121..=123).contains(&other), "{other}");
    assert!((182..=184).contains(&code), "{code}");
}

#[tokio::test(start_paused = true)]
async fn who_is_overtaken_for_too_long_is_told_so() {
    let queue = queue(1, 61);
    queue.turn(Claim::default()).await.unwrap();
    let began = Instant::now();
    let code = waits(&queue, claim(Rank::Anybody, 1)).await;
    let mut renewals = Vec::new();
    for source in 2..6 {
        renewals.push(waits(&queue, claim(Rank::Known, source)).await);
        advance(seconds(50)).await;
        yield_now().await;
    }
    assert!(code.await.unwrap().is_err());
    assert!(began.elapsed() <= seconds(201), "{:?}", began.elapsed());
    for renewal in renewals {
        let _ = renewal.await.unwrap();
    }
    assert_eq!(queue.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_relay_that_ends() {
    let queue = queue(3, 61);
    let sent = queue.turn(Claim::default()).await.unwrap();
    let denied = queue.turn(Claim::default()).await.unwrap();
    queue.turn(Claim::default()).await.unwrap();
    let code = waits(&queue, claim(Rank::Anybody, 1)).await;
    let renewal = waits(&queue, claim(Rank::Known, 2)).await;
    assert_eq!(queue.waiting(), 2);
    let began = Instant::now();
    queue.close();
    for task in [code, renewal] {
        let delay = task.await.unwrap().unwrap_err();
        assert!((1..=130).contains(&delay), "{delay}");
    }
    // A provider's 429 does not make a call wait any more either, nor does a new one.
    assert!(denied.denied(seconds(5)).await.is_err());
    assert!(queue.turn(claim(Rank::Known, 3)).await.is_err());
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(queue.waiting(), 0);
    drop(sent);
    // What has not to wait is sent.
    advance(seconds(70)).await;
    queue.turn(claim(Rank::Known, 3)).await.unwrap();
    serves(
        "R-147",
        "shutdown: whoever waits in a queue is told at once, so that only sent calls remain",
    );
}

/// Asks for a turn as the relay does, and says 429 if there is none.
#[derive(Clone)]
struct Asking(Arc<Queue>);

impl Handler for Asking {
    async fn answer(&self, _: Request<Body>) -> Response<Body> {
        let mut answer = Response::new(Body::empty());
        let claim = Claim::of_this_request(Rank::Anybody);
        if self.0.turn(claim).await.is_err() {
            *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        }
        answer
    }
}

#[tokio::test(start_paused = true)]
async fn a_turn_is_asked_for_in_the_name_of_the_requests_sender() {
    let queue = queue(4, 61);
    for _ in 0..4 {
        queue.turn(Claim::default()).await.unwrap();
    }
    let proxies = Proxies::parse(["127.0.0.1"]).unwrap();
    let door = Door::new(100, proxies);
    let access = Access::new(Asking(queue), [], Arc::new(Metrics::default()), door);
    let told = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for sender in ["192.0.2.1", "192.0.2.1", "192.0.2.2"] {
        let (access, told) = (access.clone(), Arc::clone(&told));
        tasks.push(tokio::spawn(async move {
            let peer: SocketAddr = "127.0.0.1:1".parse().unwrap();
            let mut request = Request::new(Body::empty());
            request.extensions_mut().insert(Peer(peer.ip()));
            let value = sender.parse().unwrap();
            request.headers_mut().insert("x-forwarded-for", value);
            let status = access.answer(request).await.status().as_u16();
            told.lock().unwrap().push((sender, status));
        }));
        yield_now().await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    let told = told.lock().unwrap().clone();
    assert_eq!(
        told,
        [("192.0.2.1", 429), ("192.0.2.1", 200), ("192.0.2.2", 200)]
    );
}
