//! Connections that take their time: headers and bodies, a byte at a time, opened anew when they are cut.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    person::address,
    scene::{ORIGIN, Relay},
};

/// Slow connections; they end with this value.
pub(crate) struct Slow {
    _tasks: JoinSet<()>,
    open: Arc<AtomicUsize>,
    cut: Arc<AtomicUsize>,
}

impl Slow {
    /// Half of them are slow with their headers, half with their bodies.
    pub(crate) fn start(relay: &Relay, number: usize) -> Self {
        let open = Arc::new(AtomicUsize::new(0));
        let cut = Arc::new(AtomicUsize::new(0));
        let mut tasks = JoinSet::new();
        for index in 0..number {
            let head = head(relay, index);
            let (open, cut, port) = (Arc::clone(&open), Arc::clone(&cut), relay.process.port);
            tasks.spawn(async move {
                loop {
                    if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)).await {
                        open.fetch_add(1, Ordering::Relaxed);
                        drip(stream, &head).await;
                        open.fetch_sub(1, Ordering::Relaxed);
                        cut.fetch_add(1, Ordering::Relaxed);
                    }
                    sleep(Duration::from_millis(50)).await;
                }
            });
        }
        Self {
            _tasks: tasks,
            open,
            cut,
        }
    }

    /// How many are open now.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// How many were cut so far.
    pub(crate) fn cut(&self) -> usize {
        self.cut.load(Ordering::Relaxed)
    }
}

/// What is sent at once: half a head, or a head whose body is then due.
fn head(relay: &Relay, index: usize) -> String {
    let authority = relay.entry.split('/').nth(2).unwrap_or_default();
    let head = format!(
        "POST /v1/files/token HTTP/1.1\r\nHost: {authority}\r\nOrigin: {ORIGIN}\r\nDocgate-Relay: 1\r\nSec-Fetch-Site: same-site\r\nX-Forwarded-For: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        address(10_000 + index)
    );
    if index.is_multiple_of(2) {
        head
    } else {
        head + "Content-Length: 2000\r\n\r\ngrant_type=authorization_code&code="
    }
}

/// A byte each second, until the other side has enough.
async fn drip(mut stream: TcpStream, head: &str) {
    if stream.write_all(head.as_bytes()).await.is_err() {
        return;
    }
    let mut answer = [0; 512];
    loop {
        match timeout(Duration::from_secs(1), stream.read(&mut answer)).await {
            Ok(Ok(length)) if length > 0 => {}
            Ok(_) => return,
            Err(_) => {
                if stream.write_all(b"x").await.is_err() {
                    return;
                }
            }
        }
    }
}
