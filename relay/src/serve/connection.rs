//! One connection: its requests one after the other, each within its deadlines.

use std::{convert::Infallible, net::IpAddr, time::Duration};

use axum::{body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpStream, sync::watch, time::sleep};
use tokio_io_timeout::TimeoutStream;

use super::{Bounds, Handler, Peer, body::Timed, stop};
use crate::api::forward::LONGEST;

/// A head, and what of a body comes with it. Longer heads are 431.
const HEAD: usize = 32 * 1024;
/// Who does not take a byte of its answer for so long is gone.
const STALLED: Duration = Duration::from_secs(30);
/// After so long a connection takes no further request, so that load spreads anew and nothing lives for ever.
const AGE: Duration = Duration::from_secs(600);
/// How long the last request of an aged connection may go on: as long as an API's answer, and what comes before it.
const LAST: Duration = LONGEST.saturating_add(Duration::from_secs(180));

/// Serves a connection until it ends, however it ends.
pub(super) async fn serve(
    stream: TcpStream,
    peer: IpAddr,
    bounds: Bounds,
    handler: impl Handler,
    mut stop: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let service = service_fn(|request: Request<Incoming>| {
        let (mut parts, body) = request.into_parts();
        parts.extensions.insert(Peer(peer));
        let body = Body::new(Timed::new(body, bounds.body));
        let handler = handler.clone();
        async move { Ok::<_, Infallible>(handler.answer(Request::from_parts(parts, body)).await) }
    });
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(bounds.header)
            .max_buf_size(HEAD)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    // Errors are clients that went away or broke the protocol. hyper has answered what could be answered.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop::told(&mut stop) => {}
        () = sleep(AGE) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        _ = connection => {}
        () = sleep(LAST) => {}
    }
}
