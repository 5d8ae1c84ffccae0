//! The queue in front of an upstream, under a clock that jumps.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use docgate_relay::limits::{Claim, Limit, Queue};
use tokio::{
    task::{JoinSet, yield_now},
    time::{Instant, advance, sleep, timeout},
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

#[tokio::test(start_paused = true)]
async fn calls_wait_in_the_order_in_which_they_came_and_none_is_lost() {
    let queue = queue(10, 600);
    let began = Instant::now();
    let sent = Arc::new(Mutex::new(Vec::new()));
    let mut callers = JoinSet::new();
    for number in 0..45 {
        let (queue, sent) = (Arc::clone(&queue), Arc::clone(&sent));
        callers.spawn(async move {
            queue.turn(Claim::default()).await.unwrap();
            sent.lock().unwrap().push((number, began.elapsed()));
        });
        yield_now().await;
    }
    assert_eq!(queue.waiting(), 35);
    while callers.join_next().await.is_some() {}
    let sent = sent.lock().unwrap().clone();
    assert!(sent.iter().map(|(number, _)| *number).eq(0..45));
    let minute = |number: usize| sent[number].1;
    assert!(minute(9) < seconds(1), "{sent:?}");
    assert!(minute(10) > seconds(60) && minute(19) < seconds(62));
    assert!(minute(40) > seconds(240) && minute(44) < seconds(246));
    for calls in sent.windows(11) {
        assert!(calls[10].1 - calls[0].1 > seconds(60), "{calls:?}");
    }
    assert_eq!(queue.waiting(), 0);
    serves(
        "R-147",
        "upstream queue: 45 calls in order, 10 a minute, none lost",
    );
}

#[tokio::test(start_paused = true)]
async fn who_would_wait_too_long_is_told_so_at_once() {
    let queue = queue(10, 30);
    for _ in 0..10 {
        queue.turn(Claim::default()).await.unwrap();
    }
    advance(seconds(20)).await;
    let asked = Instant::now();
    let first = queue.turn(Claim::default()).await.unwrap_err();
    let second = queue.turn(Claim::default()).await.unwrap_err();
    assert_eq!(asked.elapsed(), Duration::ZERO);
    assert_eq!(first.seconds(), 41);
    assert!(
        second.retry_after > first.retry_after,
        "they do not all come back at once"
    );
    // In half a minute it is worth waiting.
    advance(seconds(15)).await;
    let began = Instant::now();
    queue.turn(Claim::default()).await.unwrap();
    assert!((25..=27).contains(&began.elapsed().as_secs()));
    serves(
        "R-147",
        "upstream queue full: refused at once, with a delay that can be read",
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_stops_all_and_the_one_that_got_it_goes_first() {
    let queue = queue(3, 30);
    let order = Arc::new(Mutex::new(Vec::new()));
    let began = Instant::now();
    let refused = queue.turn(Claim::default()).await.unwrap();
    let mut callers = JoinSet::new();
    {
        let order = Arc::clone(&order);
        callers.spawn(async move {
            let _turn = refused.denied(seconds(60)).await.unwrap();
            order.lock().unwrap().push((0, began.elapsed().as_secs()));
        });
    }
    yield_now().await;
    assert_eq!(
        queue.turn(Claim::default()).await.unwrap_err().seconds(),
        60
    );
    advance(seconds(40)).await;
    for number in 1..3 {
        let (queue, order) = (Arc::clone(&queue), Arc::clone(&order));
        callers.spawn(async move {
            let turn = queue.turn(Claim::default()).await;
            let at = began.elapsed().as_secs();
            order.lock().unwrap().push((number, at));
            turn.unwrap();
        });
        yield_now().await;
    }
    while let Some(ended) = callers.join_next().await {
        ended.unwrap();
    }
    let order = order.lock().unwrap().clone();
    assert_eq!(
        order.iter().map(|(number, _)| *number).collect::<Vec<_>>(),
        [0, 1, 2]
    );
    assert!(order.iter().all(|(_, at)| *at >= 60), "{order:?}");
    serves(
        "R-147",
        "an upstream's 429 pauses the queue, and the waiting calls go on afterwards",
    );
}

#[tokio::test(start_paused = true)]
async fn waiting_calls_outlast_a_pause_but_not_an_hour() {
    let waits = |pause: u64| async move {
        let queue = queue(1, 61);
        let sent = queue.turn(Claim::default()).await.unwrap();
        let waiting = {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move { queue.turn(Claim::default()).await.map(|_| ()) })
        };
        yield_now().await;
        let began = Instant::now();
        let denied = tokio::spawn(async move { sent.denied(seconds(pause)).await.map(|_| ()) });
        let (denied, waiting) = (denied.await.unwrap(), waiting.await.unwrap());
        (denied, waiting, began.elapsed())
    };
    let (denied, waiting, took) = waits(60).await;
    assert!(denied.is_ok() && waiting.is_ok());
    assert!(took >= seconds(121) && took < seconds(126), "{took:?}");
    let (denied, waiting, took) = waits(3600).await;
    assert!(denied.unwrap_err().seconds() >= 3600);
    assert!(waiting.unwrap_err().seconds() >= 3600);
    assert!(took < seconds(1));
}

#[tokio::test(start_paused = true)]
async fn who_goes_away_frees_the_place() {
    let queue = queue(1, 600);
    queue.turn(Claim::default()).await.unwrap();
    let mut impatient = JoinSet::new();
    for _ in 0..5 {
        let queue = Arc::clone(&queue);
        impatient.spawn(async move {
            timeout(seconds(5), queue.turn(Claim::default()))
                .await
                .is_err()
        });
    }
    yield_now().await;
    let patient = {
        let queue = Arc::clone(&queue);
        tokio::spawn(async move {
            queue.turn(Claim::default()).await.unwrap();
            Instant::now()
        })
    };
    let began = Instant::now();
    sleep(seconds(6)).await;
    while let Some(gave_up) = impatient.join_next().await {
        assert!(gave_up.unwrap());
    }
    assert_eq!(queue.waiting(), 1);
    let took = patient.await.unwrap() - began;
    assert!(took >= seconds(60) && took < seconds(62), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_only_a_429_holds() {
    let queue = Queue::new(Limit {
        per_minute: None,
        wait: seconds(30),
    });
    let mut last = queue.turn(Claim::default()).await.unwrap();
    for _ in 0..1000 {
        last = queue.turn(Claim::default()).await.unwrap();
    }
    let began = Instant::now();
    let denied = tokio::spawn(async move { last.denied(seconds(5)).await.map(|_| ()) });
    yield_now().await;
    queue.turn(Claim::default()).await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 5);
    denied.await.unwrap().unwrap();
}
