//! A scripted provider on loopback. It records every request, and answers as it is told.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response};

/// A request that reached a provider.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub host: String,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    /// The fields of the form in the body, in order.
    pub fn fields(&self) -> Vec<(String, String)> {
        let form = docgate::core::form::Form::parse(&self.body).unwrap();
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        form.iter().map(owned).collect()
    }

    /// One field of the form in the body.
    pub fn field(&self, name: &str) -> Option<String> {
        let mut fitting = self.fields().into_iter().filter(|(own, _)| own == name);
        fitting.next().map(|(_, value)| value)
    }

    /// The names of the headers, sorted.
    pub fn header_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.headers.keys().map(|it| it.to_string()).collect();
        names.sort();
        names
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Scripted {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Scripted {
    pub fn json(status: u16, body: impl Into<String>) -> Scripted {
        Scripted::of(status, "application/json", body)
    }

    pub fn of(status: u16, kind: &str, body: impl Into<String>) -> Scripted {
        Scripted {
            status,
            headers: vec![("content-type", kind.to_owned())],
            body: body.into().into_bytes(),
        }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Scripted {
        self.headers.push((name, value.to_owned()));
        self
    }
}

type Script = Box<dyn FnMut(&Seen) -> Scripted + Send>;

/// The provider.
#[derive(Clone)]
pub struct Double {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    script: Arc<Mutex<Script>>,
}

impl Double {
    /// Listens on a port of its own.
    pub async fn start() -> Double {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let double = Double {
            port: listener.local_addr().unwrap().port(),
            seen: Arc::default(),
            script: Arc::new(Mutex::new(Box::new(|_| Scripted::json(404, "{}")))),
        };
        let own = double.clone();
        let router = Router::new().fallback(move |request| own.clone().answer(request));
        tokio::spawn(async move { axum::serve(listener, router).await });
        double
    }

    /// From now on it answers so.
    pub fn script(&self, script: impl FnMut(&Seen) -> Scripted + Send + 'static) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    /// From now on it answers everything so.
    pub fn always(&self, answer: Scripted) {
        self.script(move |_| answer.clone());
    }

    /// All that was received, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How much was received.
    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// Waits until so much was received.
    pub async fn received(&self, count: usize) {
        for _ in 0..500 {
            if self.count() >= count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("only {} of {count} were received", self.count());
    }

    /// The paths that were received.
    pub fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }

    async fn answer(self, request: Request) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let seen = Seen {
            method: parts.method.to_string(),
            host: parts.headers["host"].to_str().unwrap().to_owned(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        };
        self.seen.lock().unwrap().push(seen.clone());
        let scripted = (self.script.lock().unwrap())(&seen);
        let mut answer = Response::builder().status(scripted.status);
        for (name, value) in scripted.headers {
            answer = answer.header(name, value);
        }
        answer.body(Body::from(scripted.body)).unwrap()
    }
}
