//! What the relay sends to others.
//!
//! An address comes from the config alone, or was checked against it. Redirects are never followed. Every
//! call has a deadline that bounds its body too, and every answer that is read has a cap.

mod answer;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use axum::http::{HeaderMap, Method};
use reqwest::redirect::Policy;

pub use answer::Received;

/// Some services refuse requests without one.
const USER_AGENT: &str = concat!("docgate-relay/", env!("CARGO_PKG_VERSION"));
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// What sends. Cloning it is cheap and shares the connections.
#[derive(Clone)]
pub struct Upstream {
    client: reqwest::Client,
    deadline: Duration,
}

/// A request that the relay sends.
pub struct Call {
    /// The method.
    pub method: Method,
    /// The absolute address.
    pub url: String,
    /// The headers: these, `User-Agent`, `Host`, and what frames the body.
    pub headers: HeaderMap,
    /// The body.
    pub body: Option<reqwest::Body>,
    /// Another deadline than the usual one.
    pub deadline: Option<Duration>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection, or one that broke.
    Unreachable,
    /// The deadline passed.
    Timeout,
    /// The body is longer than the cap.
    TooLarge,
}

impl Call {
    /// The same call, to be sent once more. `None`: its body is a stream, which is read once.
    #[must_use]
    pub fn again(&self) -> Option<Call> {
        let body = match &self.body {
            Some(body) => Some(reqwest::Body::from(body.as_bytes()?.to_vec())),
            None => None,
        };
        Some(Call {
            method: self.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body,
            deadline: self.deadline,
        })
    }
}

impl Upstream {
    /// The sender. `resolve` names loopback addresses; `deadline` bounds every call.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(
        resolve: &BTreeMap<String, SocketAddr>,
        deadline: Duration,
    ) -> Result<Upstream, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(deadline)
            .pool_idle_timeout(Duration::from_secs(30))
            .user_agent(USER_AGENT);
        for (name, address) in resolve {
            let host = name
                .rsplit_once(':')
                .map_or(name.as_str(), |(host, _)| host);
            builder = builder.resolve(host, *address);
        }
        Ok(Upstream {
            client: builder.build()?,
            deadline,
        })
    }

    /// How long a call may take, its body included.
    #[must_use]
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Sends, and returns as soon as the answer's headers are there. A redirect is an answer like another.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] and [`Failure::Timeout`].
    pub async fn open(&self, call: Call) -> Result<reqwest::Response, Failure> {
        let mut request = self
            .client
            .request(call.method, call.url)
            .headers(call.headers)
            .timeout(call.deadline.unwrap_or(self.deadline));
        if let Some(body) = call.body {
            request = request.body(body);
        }
        request.send().await.map_err(|error| failure(&error))
    }

    /// Sends, and reads the answer whole, up to `cap` bytes.
    ///
    /// # Errors
    /// Any [`Failure`].
    pub async fn send(&self, call: Call, cap: usize) -> Result<Received, Failure> {
        answer::read(self.open(call).await?, cap).await
    }
}

fn failure(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Unreachable
    }
}

/// The method and the address without its query: what a log may have.
impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split(['?', '#']).next().unwrap_or_default();
        write!(formatter, "{} {url}", self.method)
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Upstream")
    }
}
