//! A relay's listener around a small handler, and requests byte by byte.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{Request, Response, StatusCode},
};
use docgate_relay::{
    metrics::Metrics,
    serve::{Bounds, Handler, judge, serve},
};
use http_body_util::{BodyExt, Limited};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
    time::{sleep, timeout},
};

/// Reads the body as the relay's endpoints do, and echoes its length. `/slow` takes half a second.
#[derive(Clone)]
pub(crate) struct Echo;

/// The cap of the echo.
pub(crate) const CAP: usize = 1024;

impl Handler for Echo {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        if request.uri().path() == "/slow" {
            sleep(Duration::from_millis(500)).await;
        }
        let (status, text) = match Limited::new(request.into_body(), CAP).collect().await {
            Ok(body) => (200, body.to_bytes().len().to_string()),
            Err(error) => {
                let code = judge(error.as_ref());
                (code.status(), code.as_str().to_string())
            }
        };
        let mut answer = Response::new(Body::from(text));
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        answer
    }
}

pub(crate) const BOUNDS: Bounds = Bounds {
    header: Duration::from_millis(400),
    body: Duration::from_millis(400),
    connections: 100,
    grace: Duration::ZERO,
    drain: Duration::from_secs(2),
};

/// A listener that can be told to stop.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) ended: JoinHandle<()>,
}

pub(crate) async fn running(bounds: Bounds, handler: impl Handler) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let metrics = Arc::new(Metrics::default());
    let (stop, stopping) = watch::channel(false);
    let ended = tokio::spawn(serve(
        listener,
        bounds,
        handler,
        Arc::clone(&metrics),
        stopping,
    ));
    Running {
        address,
        metrics,
        stop,
        ended,
    }
}

/// A connection on which bytes are written by hand.
pub(crate) struct Wire(pub(crate) TcpStream);

impl Wire {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Sends, and says whether the other side still takes it.
    pub(crate) async fn send(&mut self, bytes: &str) -> bool {
        self.0.write_all(bytes.as_bytes()).await.is_ok()
    }

    /// Everything until the other side closes.
    pub(crate) async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        let read = timeout(Duration::from_secs(10), self.0.read_to_end(&mut bytes)).await;
        read.expect("it was never closed").ok();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// What comes within a moment.
    pub(crate) async fn some(&mut self) -> String {
        let mut bytes = vec![0; 4096];
        let length = timeout(Duration::from_secs(5), self.0.read(&mut bytes))
            .await
            .expect("nothing came")
            .unwrap();
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    }
}

/// One request on a connection of its own: the status, and all of the answer.
pub(crate) async fn asked(address: SocketAddr, request: &str) -> (u16, String) {
    let mut wire = Wire::open(address).await;
    wire.send(request).await;
    let answer = wire.rest().await;
    let status = answer.get(9..12).and_then(|it| it.parse().ok());
    (status.unwrap_or(0), answer)
}

pub(crate) fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n\r\n")
}
