//! The listener: as many connections as are allowed, each within its deadlines, until the relay is told to stop.
//!
//! On hyper's connections and not on a framework's server, which has no deadline for headers. HTTP/1.1 alone: in front of the
//! relay stands a reverse proxy, and what it keeps from HTTP/2 need not be defended here.

mod body;
mod connection;
mod descriptors;
mod farewell;
mod run;
mod stop;

use std::{
    future::Future,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{Request, Response},
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};
use tower::ServiceExt;

pub use body::{BodyLate, judge};
pub use run::{Addresses, relay, run};
pub use stop::stopped;

use crate::metrics::Metrics;

/// A pause after a failure to accept: there is no file descriptor left, and asking again at once would only burn time.
const BREATH: Duration = Duration::from_millis(50);

/// What a connection may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How long the head of a request may take; also how long a connection may be idle.
    pub header: Duration,
    /// How long the body may take, from the end of the head.
    pub body: Duration,
    /// How many connections there may be.
    pub connections: usize,
    /// How long the relay goes on as before once it is told to stop: until whoever sends it requests has heard that.
    pub grace: Duration,
    /// How long open requests may go on after that.
    pub drain: Duration,
}

/// Whom a connection is with. In the extensions of every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// What answers requests.
pub trait Handler: Clone + Send + Sync + 'static {
    /// Answers one.
    fn answer(&self, request: Request<Body>) -> impl Future<Output = Response<Body>> + Send;
}

impl Handler for Router {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        match self.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        }
    }
}

/// A listening socket.
///
/// # Errors
/// One line that names the address and the reason.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address)
        .await
        .map_err(|error| format!("{address}: {error}"))
}

/// Serves until `bounds.grace` after `stop` says true; then nothing new is accepted, and open requests have `bounds.drain` to end.
pub async fn serve(
    listener: TcpListener,
    bounds: Bounds,
    handler: impl Handler,
    metrics: Arc<Metrics>,
    stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let farewells = Arc::new(Semaphore::new(farewell::AT_ONCE));
    let mut connections = JoinSet::new();
    let (close, closing) = watch::channel(false);
    let mut stopping = stop;
    let mut ending = std::pin::pin!(async {
        stop::told(&mut stopping).await;
        sleep(bounds.grace).await;
    });
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => match Arc::clone(&places).try_acquire_owned() {
                    Ok(place) => {
                        let (handler, metrics, closing) = (handler.clone(), Arc::clone(&metrics), closing.clone());
                        connections.spawn(async move {
                            metrics.connections.inc();
                            connection::serve(stream, peer.ip(), bounds, handler, closing).await;
                            metrics.connections.dec();
                            drop(place);
                        });
                    }
                    Err(_) => {
                        metrics.refused("connections");
                        if let Ok(place) = Arc::clone(&farewells).try_acquire_owned() {
                            connections.spawn(farewell::overloaded(stream, place));
                        }
                    }
                },
                Err(error) => {
                    tracing::warn!(error = %error.kind(), "a connection could not be accepted");
                    sleep(BREATH).await;
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = ending.as_mut() => break,
        }
    }
    drop(listener);
    let _ = close.send(true);
    let ended = async { while connections.join_next().await.is_some() {} };
    if timeout(bounds.drain, ended).await.is_err() {
        tracing::warn!(
            open = connections.len(),
            "requests were cut at the end of the drain"
        );
    }
}
