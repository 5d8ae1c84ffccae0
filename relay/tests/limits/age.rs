//! How long a connection lives, under a clock that jumps.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, Response},
};
use docgate_relay::serve::{Bounds, Handler};
use tokio::{io::AsyncReadExt, time::sleep};

use crate::wire::{BOUNDS, Wire, running};

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// Answers `/long` after almost ten minutes, which is what an API may take.
#[derive(Clone)]
struct Api;

impl Handler for Api {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        if request.uri().path() == "/long" {
            sleep(seconds(590)).await;
        }
        Response::new(Body::from("whole"))
    }
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_connection_cuts_no_answer_that_may_take_so_long() {
    let patient = Bounds {
        header: seconds(3600),
        ..BOUNDS
    };
    let relay = running(patient, Api).await;
    let mut wire = Wire::open(relay.address).await;
    wire.send("GET / HTTP/1.1\r\nHost: relay\r\n\r\n").await;
    assert!(wire.some().await.contains("200 OK"));
    sleep(seconds(590)).await;
    wire.send("GET /long HTTP/1.1\r\nHost: relay\r\n\r\n").await;
    let mut answer = String::new();
    // Read to the end: the connection is closed then.
    wire.0.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("whole"), "{answer}");
}
