//! A service on loopback that answers as it is told to, byte for byte, and writes down what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Every byte of its head.
    pub(crate) head: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.headers.iter();
        let (_, value) = fields.find(|(own, _)| own == name)?;
        Some(value)
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }
}

/// What is sent back: pieces of bytes, with pauses between. Then the connection is closed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply(Vec<(Duration, Vec<u8>)>);

impl Reply {
    /// An answer with its length.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut text = format!(
            "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        Reply::raw(&format!("{text}connection: close\r\n\r\n{body}"))
    }

    pub(crate) fn json(status: u16, body: &str) -> Reply {
        Reply::new(status, &[("content-type", "application/json")], body)
    }

    /// These bytes and no others.
    pub(crate) fn raw(text: &str) -> Reply {
        Reply(vec![(Duration::ZERO, text.as_bytes().to_vec())])
    }

    /// The same after a pause.
    pub(crate) fn after(mut self, pause: Duration) -> Reply {
        self.0.insert(0, (pause, Vec::new()));
        self
    }

    /// More bytes after a pause.
    pub(crate) fn then(mut self, pause: Duration, text: &str) -> Reply {
        self.0.push((pause, text.as_bytes().to_vec()));
        self
    }
}

type Script = dyn Fn(&Seen, usize) -> Reply + Send + Sync;

/// The service.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Service {
    /// Begins to answer. The script gets each request and how many came before it.
    pub(crate) async fn start(
        script: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
    ) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = Service {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
        };
        let (own, script): (Service, Arc<Script>) = (service.clone(), Arc::new(script));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(own.clone().answer(socket, Arc::clone(&script)));
            }
        });
        service
    }

    /// What it was asked so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The same below a path.
    pub(crate) fn seen_at(&self, path: &str) -> Vec<Seen> {
        let mut seen = self.seen();
        seen.retain(|it| it.path().starts_with(path));
        seen
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn answer(self, mut socket: TcpStream, script: Arc<Script>) {
        let Some(seen) = read(&mut socket).await else {
            return;
        };
        let before = {
            let mut all = self.seen.lock().unwrap();
            all.push(seen.clone());
            all.len() - 1
        };
        for (pause, piece) in script(&seen, before).0 {
            tokio::time::sleep(pause).await;
            if socket.write_all(&piece).await.is_err() {
                return;
            }
        }
        let _ = socket.shutdown().await;
    }
}

async fn read(socket: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end;
        }
        more(socket, &mut bytes).await?;
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut body = bytes.split_off(end + 4);
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let mut seen = Seen {
        method,
        target,
        headers,
        body: Vec::new(),
        head: head.clone(),
    };
    if seen.header("transfer-encoding").is_some() {
        while find(&body, b"0\r\n\r\n").is_none() {
            more(socket, &mut body).await?;
        }
        seen.body = unchunked(&body);
    } else {
        let length: usize = seen
            .header("content-length")
            .map_or(0, |text| text.parse().unwrap());
        while body.len() < length {
            more(socket, &mut body).await?;
        }
        seen.body = body;
    }
    Some(seen)
}

async fn more(socket: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut piece = [0; 4096];
    let length = socket.read(&mut piece).await.ok()?;
    bytes.extend_from_slice(&piece[..length]);
    (length > 0).then_some(())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|it| it == part)
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = find(bytes, b"\r\n") {
        let length = std::str::from_utf8(&bytes[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        body.extend_from_slice(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 2 + length + 2..];
        if length == 0 {
            break;
        }
    }
    body
}
