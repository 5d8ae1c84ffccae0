//! The whole process: both listeners, from the first line of output to the end of the drain.

use std::{io::Write, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use tokio::sync::watch;

use super::{Bounds, Handler, bind, descriptors, serve, stopped};
use crate::{
    access::Access, limits::Door, metrics::Metrics, operations::Operations, state::AppState,
};

/// How many may look at health and metrics at once.
const OPERATORS: usize = 64;

/// How long open requests may go on once the relay is told to stop. Nobody waits in a queue then, so it is longer
/// than any call; the service manager's own patience is longer still (relay/deploy).
const DRAIN: Duration = Duration::from_secs(50);

/// How long it goes on taking connections then, where somebody asks it whether it is ready: a load balancer looks every few seconds,
/// and what it sends until it has looked must not be refused.
const GRACE: Duration = Duration::from_secs(5);

/// Where a relay listens.
#[derive(Debug, Clone, Copy)]
pub struct Addresses {
    /// For pages; port 0 picks one.
    pub pages: SocketAddr,
    /// For the operator.
    pub operations: Option<SocketAddr>,
}

/// Runs the relay of a configuration: what `router` answers, limited by address, logged and counted.
///
/// # Errors
/// As [`run`].
pub async fn relay(state: &Arc<AppState>, router: Router) -> Result<(), String> {
    let (config, metrics) = (&state.config, Arc::clone(&state.metrics));
    let addresses = Addresses {
        pages: config.listen,
        operations: config.operations,
    };
    let bounds = Bounds {
        header: config.limits.header,
        body: config.limits.body,
        connections: config.limits.connections,
        grace: if addresses.operations.is_some() {
            GRACE
        } else {
            Duration::ZERO
        },
        drain: DRAIN,
    };
    let proxies = config.trusted_proxies.clone();
    let door = Door::new(config.limits.requests_per_minute, proxies);
    let names = config.entries.keys().cloned();
    let handler = Access::new(router, names, Arc::clone(&metrics), door);
    let ending = Arc::clone(state);
    let told = move || ending.outward.close();
    run(addresses, bounds, handler, metrics, told).await
}

/// Binds, says so in a line of standard output each, and serves until the process is told to stop. `told` is called then.
///
/// # Errors
/// One line about what is wrong: an address in use, an output that is closed.
pub async fn run(
    addresses: Addresses,
    bounds: Bounds,
    handler: impl Handler,
    metrics: Arc<Metrics>,
    told: impl FnOnce() + Send + 'static,
) -> Result<(), String> {
    descriptors::raise(bounds.connections);
    let (stop, stopping) = watch::channel(false);
    // Heard from here on: a signal between the lines and the first request must not be missed.
    tokio::spawn(async move {
        stopped().await;
        tracing::info!("told to stop");
        let _ = stop.send(true);
        told();
    });
    let pages = bind(addresses.pages).await?;
    let operations = match addresses.operations {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let mut output = std::io::stdout();
    let address = |listener: &tokio::net::TcpListener| {
        listener.local_addr().map_err(|error| error.to_string())
    };
    let mut lines = format!("docgate-relay listening on {}\n", address(&pages)?);
    if let Some(operations) = &operations {
        lines.push_str(&format!("operations on {}\n", address(operations)?));
    }
    output
        .write_all(lines.as_bytes())
        .and_then(|()| output.flush())
        .map_err(|error| format!("standard output: {error}"))?;
    // The operator's listener ends last: a relay that drains says so.
    let (end, ending) = watch::channel(false);
    let operations = operations.map(|listener| {
        let answers = Operations::new(Arc::clone(&metrics), stopping.clone());
        let bounds = Bounds {
            connections: OPERATORS,
            grace: Duration::ZERO,
            drain: Duration::from_millis(100),
            ..bounds
        };
        // Its own connections are no figure.
        let own = Arc::new(Metrics::default());
        tokio::spawn(serve(listener, bounds, answers, own, ending))
    });
    serve(pages, bounds, handler, metrics, stopping).await;
    let _ = end.send(true);
    if let Some(operations) = operations {
        let _ = operations.await;
    }
    Ok(())
}
