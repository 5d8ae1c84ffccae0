//! A browser: its cookies, and the headers that it sends with a page's `fetch`.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use docgate::core::form::Form;
use docgate::core::json::{self, Object, Value};
use tower::ServiceExt;

use super::logs;
use super::scene::{APP, HOST};

/// An answer of the relay.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    /// The JSON object in it.
    pub fn object(&self) -> Object {
        let value = json::parse(self.text.as_bytes()).unwrap();
        value.into_object().unwrap()
    }

    /// A member's text.
    pub fn member(&self, name: &str) -> Option<String> {
        let object = self.object();
        object
            .value(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
    }

    /// The status and the error.
    pub fn error(&self) -> (u16, String) {
        (self.status, self.member("error").unwrap_or_default())
    }

    /// What `Set-Cookie` says.
    pub fn cookies(&self) -> Vec<String> {
        let lines = self.headers.get_all("set-cookie").iter();
        lines
            .map(|line| line.to_str().unwrap().to_owned())
            .collect()
    }

    /// The names of the JSON object's members, sorted.
    pub fn members(&self) -> Vec<String> {
        let mut names: Vec<String> = self.object().names().map(str::to_owned).collect();
        names.sort();
        names
    }
}

/// One browser with one page.
#[derive(Clone)]
pub struct Browser {
    pub relay: Router,
    pub origin: String,
    pub jar: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(relay: &Router) -> Browser {
        Browser {
            relay: relay.clone(),
            origin: APP.to_owned(),
            jar: BTreeMap::new(),
        }
    }

    /// A request as a page's `fetch` makes it; `change` is what is wrong with it.
    pub fn request(&self, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let mut form = Form::new();
        for (name, value) in fields {
            form.push(name, value);
        }
        let mut request = Request::builder()
            .method("POST")
            .uri(path)
            .header("host", HOST)
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-site")
            .header("docgate-relay", "1")
            .header("content-type", "application/x-www-form-urlencoded");
        if !self.jar.is_empty() {
            request = request.header("cookie", self.cookie_header());
        }
        request.body(Body::from(form.encode())).unwrap()
    }

    pub fn cookie_header(&self) -> String {
        let pairs = self
            .jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// Sends it, and keeps what cookies come.
    pub async fn send(&mut self, request: Request<Body>) -> Reply {
        let answer = self.relay.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 1 << 22).await.unwrap();
        let reply = Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        };
        logs::outbound(&reply);
        for line in reply.cookies() {
            let (pair, attributes) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
        reply
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.request(path, fields);
        self.send(request).await
    }

    /// The names of cookies that begin so.
    pub fn cookies(&self, prefix: &str) -> Vec<String> {
        let names = self.jar.keys().filter(|name| name.starts_with(prefix));
        names.cloned().collect()
    }
}
