//! The limit of requests by address.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, Response, StatusCode},
};
use docgate_relay::{
    access::Access,
    limits::{Busy, Door, Proxies},
    metrics::Metrics,
    serve::Handler,
};

use crate::{
    rows::serves,
    wire::{BOUNDS, asked, get, running},
};

/// Refuses as the gate does.
#[derive(Clone)]
struct Gate;

impl Handler for Gate {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let mut answer = Response::new(Body::empty());
        if let Some(busy) = request.extensions().get::<Busy>() {
            *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            answer
                .headers_mut()
                .insert("retry-after", busy.seconds().into());
        }
        answer
    }
}

/// How many of these requests pass, each with its `X-Forwarded-For`.
async fn passed(trusted: &[&str], forwarded: &[&str]) -> usize {
    let door = Door::new(3, Proxies::parse(trusted.iter().copied()).unwrap());
    let handler = Access::new(Gate, [], Arc::new(Metrics::default()), door);
    let relay = running(BOUNDS, handler).await;
    let mut passed = 0;
    for forwarded in forwarded {
        let request = get("/v1/files/token")
            .replace("Host:", &format!("X-Forwarded-For: {forwarded}\r\nHost:"));
        let (status, answer) = asked(relay.address, &request).await;
        match status {
            200 => passed += 1,
            429 => assert!(answer.contains("retry-after: 20\r\n"), "{answer}"),
            other => panic!("{other}"),
        }
    }
    passed
}

#[tokio::test]
async fn a_forged_header_is_no_other_address() {
    let forged = [
        "192.0.2.1",
        "192.0.2.2",
        "192.0.2.3",
        "192.0.2.4",
        "192.0.2.5",
    ];
    assert_eq!(passed(&[], &forged).await, 3);
    assert_eq!(passed(&["10.0.0.1"], &forged).await, 3);
    assert_eq!(passed(&["127.0.0.1"], &forged).await, 5);
    let prepended = [
        "192.0.2.1, 203.0.113.9",
        "192.0.2.2, 203.0.113.9",
        "192.0.2.3, 203.0.113.9",
        "192.0.2.4, 203.0.113.9",
    ];
    assert_eq!(passed(&["127.0.0.1"], &prepended).await, 3);
    serves(
        "R-147",
        "address limit: a forged X-Forwarded-For is ignored, also in front of a proxy's own",
    );
}

#[tokio::test]
async fn a_network_of_ipv6_is_one_address() {
    let rotating = [
        "2001:db8:0:7::1",
        "2001:db8:0:7::2",
        "2001:db8:0:7:8::1",
        "2001:db8:0:7:ffff::",
        "2001:db8:0:8::1",
    ];
    assert_eq!(passed(&["127.0.0.1"], &rotating).await, 4);
    serves(
        "R-147",
        "address limit: addresses of one IPv6 network of 64 bits share it",
    );
}
