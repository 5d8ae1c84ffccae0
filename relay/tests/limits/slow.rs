//! Requests that come slowly, or are too large.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::{
    rows::serves,
    wire::{BOUNDS, CAP, Echo, Wire, asked, get, running},
};

#[tokio::test]
async fn headers_byte_by_byte_are_cut_at_the_deadline() {
    let relay = running(BOUNDS, Echo).await;
    let began = Instant::now();
    let mut slow = Wire::open(relay.address).await;
    slow.send("GET / HTTP/1.1\r\n").await;
    let (mut read, mut write) = slow.0.into_split();
    let drip = tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while write.write_all(b"X-Y: z\r\n").await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
    });
    let mut left = Vec::new();
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut read, &mut left).await;
    let took = began.elapsed();
    assert!(
        took >= BOUNDS.header && took < Duration::from_secs(3),
        "{took:?}"
    );
    assert!(!String::from_utf8_lossy(&left).contains("200"));
    drip.abort();
    serves("R-147", "slow headers: cut at the deadline");
}

#[tokio::test]
async fn a_body_byte_by_byte_is_408_at_the_deadline() {
    let relay = running(BOUNDS, Echo).await;
    let began = Instant::now();
    let mut slow = Wire::open(relay.address).await;
    slow.send("POST / HTTP/1.1\r\nHost: relay\r\nContent-Length: 1000\r\n\r\n")
        .await;
    for _ in 0..40 {
        sleep(Duration::from_millis(20)).await;
        if !slow.send("x").await {
            break;
        }
    }
    let answer = slow.rest().await;
    let took = began.elapsed();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.ends_with("request_timeout"), "{answer}");
    assert!(
        took >= BOUNDS.body && took < Duration::from_secs(4),
        "{took:?}"
    );
    serves(
        "R-147",
        "slow body: 408 at the deadline, however steadily it drips",
    );
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let relay = running(BOUNDS, Echo).await;
    let mut wire = Wire::open(relay.address).await;
    assert_eq!(wire.rest().await, "");
    let mut wire = Wire::open(relay.address).await;
    wire.send("GET / HTTP/1.1\r\nHost: relay\r\n\r\n").await;
    assert!(wire.some().await.starts_with("HTTP/1.1 200"));
    let began = Instant::now();
    assert_eq!(wire.rest().await, "");
    assert!(began.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn large_heads_are_431_and_large_bodies_413() {
    let relay = running(BOUNDS, Echo).await;
    let cookie = "c".repeat(64 * 1024);
    let head = format!("GET / HTTP/1.1\r\nHost: relay\r\nCookie: {cookie}\r\n\r\n");
    assert_eq!(asked(relay.address, &head).await.0, 431);
    let many = "A: b\r\n".repeat(200);
    let head = format!("GET / HTTP/1.1\r\nHost: relay\r\n{many}\r\n");
    assert_eq!(asked(relay.address, &head).await.0, 431);

    let post = |length: usize| {
        let body = "x".repeat(length);
        format!(
            "POST / HTTP/1.1\r\nHost: relay\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    };
    assert_eq!(asked(relay.address, &post(CAP)).await.0, 200);
    assert_eq!(asked(relay.address, &post(CAP + 1)).await.0, 413);
    let chunk = format!("{:x}\r\n{}\r\n", 600, "x".repeat(600));
    let chunked = format!(
        "POST / HTTP/1.1\r\nHost: relay\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n"
    );
    assert_eq!(asked(relay.address, &chunked).await.0, 413);
    assert_eq!(asked(relay.address, &get("/")).await.0, 200);
    serves(
        "R-147",
        "oversized heads 431, bodies 413, declared or chunked",
    );
}

#[tokio::test]
async fn what_could_be_read_in_two_ways_is_refused() {
    let relay = running(BOUNDS, Echo).await;
    for smuggled in [
        "POST / HTTP/1.1\r\nHost: relay\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: relay\r\nTransfer-Encoding: gzip\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: relay\r\n folded: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : relay\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: relay\r\n\r\n",
    ] {
        let (status, answer) = asked(relay.address, smuggled).await;
        assert_eq!(status, 400, "{smuggled:?}: {answer}");
    }
}
