//! How many connections there may be, and how they end.

use std::time::{Duration, Instant};

use docgate_relay::serve::Bounds;
use tokio::time::sleep;

use crate::{
    rows::serves,
    wire::{BOUNDS, Echo, Wire, asked, get, running},
};

#[tokio::test]
async fn one_too_many_is_told_at_once() {
    let bounds = Bounds {
        connections: 3,
        header: Duration::from_secs(1),
        ..BOUNDS
    };
    let relay = running(bounds, Echo).await;
    let mut slow = Vec::new();
    for _ in 0..3 {
        let mut wire = Wire::open(relay.address).await;
        wire.send("GET / HT").await;
        slow.push(wire);
    }
    sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    let (status, answer) = asked(relay.address, &get("/")).await;
    assert_eq!(status, 503, "{answer}");
    assert!(answer.contains("overloaded") && answer.contains("retry-after: 1"));
    assert!(began.elapsed() < Duration::from_millis(500));
    let text = relay.metrics.text();
    assert!(text.contains("docgate_relay_connections 3\n"), "{text}");
    assert!(text.contains(r#"refused_total{reason="connections"} 1"#));
    // Their deadline frees the places.
    for mut wire in slow {
        wire.rest().await;
    }
    assert_eq!(asked(relay.address, &get("/")).await.0, 200);
    serves(
        "R-147",
        "connection cap: 503 at once, and service again once slow ones are cut",
    );
}

#[tokio::test]
async fn a_drain_lets_requests_end_and_takes_no_new_ones() {
    let relay = running(BOUNDS, Echo).await;
    let address = relay.address;
    let mut idle = Wire::open(address).await;
    idle.send("GET / HTTP/1.1\r\nHost: relay\r\n\r\n").await;
    idle.some().await;
    let open = tokio::spawn(async move { asked(address, &get("/slow")).await.0 });
    sleep(Duration::from_millis(100)).await;
    let began = Instant::now();
    relay.stop.send(true).unwrap();
    assert_eq!(idle.rest().await, "");
    assert!(
        began.elapsed() < Duration::from_millis(300),
        "idle: closed at once"
    );
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    assert_eq!(open.await.unwrap(), 200);
    relay.ended.await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(2));
    serves(
        "R-147",
        "shutdown: open requests end, idle connections close, nothing new is taken",
    );
}

#[tokio::test]
async fn what_comes_before_a_balancer_has_heard_of_the_end_is_answered() {
    let bounds = Bounds {
        grace: Duration::from_millis(300),
        header: Duration::from_secs(5),
        ..BOUNDS
    };
    let relay = running(bounds, Echo).await;
    let mut kept = Wire::open(relay.address).await;
    let request = "GET / HTTP/1.1\r\nHost: relay\r\n\r\n";
    kept.send(request).await;
    kept.some().await;
    relay.stop.send(true).unwrap();
    sleep(Duration::from_millis(100)).await;
    // On a new connection, and on one that was there.
    assert_eq!(asked(relay.address, &get("/")).await.0, 200);
    kept.send(request).await;
    assert!(kept.some().await.contains("200 OK"));
    // Then as ever.
    assert_eq!(kept.rest().await, "");
    relay.ended.await.unwrap();
    assert!(tokio::net::TcpStream::connect(relay.address).await.is_err());
    serves(
        "R-147",
        "shutdown: what comes before a load balancer has heard of it is answered",
    );
}

#[tokio::test]
async fn a_drain_has_an_end() {
    let bounds = Bounds {
        body: Duration::from_secs(60),
        drain: Duration::from_millis(200),
        ..BOUNDS
    };
    let relay = running(bounds, Echo).await;
    let mut stuck = Wire::open(relay.address).await;
    stuck
        .send("POST / HTTP/1.1\r\nHost: relay\r\nContent-Length: 9\r\n\r\nx")
        .await;
    sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    relay.stop.send(true).unwrap();
    relay.ended.await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(stuck.rest().await, "");
}
