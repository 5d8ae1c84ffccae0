//! One connection: a request becomes a value, the sandbox's answer becomes bytes.
//!
//! Every connection serves one request. A browser repeats a request by itself when a connection that it reuses is cut, and tests
//! count requests.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use http_body_util::{BodyExt, Limited};
use hyper::{
    Request as HttpRequest, Response as HttpResponse,
    body::Incoming,
    header::{HeaderName, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::sleep};

use super::body::{Cut, PacedBody};
use crate::{
    entropy::Entropy,
    http::{Now, Request, Response},
    sandbox::Sandbox,
};

/// Longer request bodies are refused.
const BODY_LIMIT: usize = 1024 * 1024;

/// Serves a connection until it ends, however it ends.
pub(super) async fn serve(stream: TcpStream, client_address: String, sandbox: Arc<Mutex<Sandbox>>) {
    let service =
        service_fn(|request| answer(request, client_address.clone(), Arc::clone(&sandbox)));
    let connection = http1::Builder::new()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    // An error is a client that went away, or a cut on purpose.
    let _ = connection.await;
}

async fn answer(
    request: HttpRequest<Incoming>,
    client_address: String,
    sandbox: Arc<Mutex<Sandbox>>,
) -> Result<HttpResponse<PacedBody>, Cut> {
    let response = match read(request, client_address).await {
        None => Response::empty(413),
        Some(request) => {
            let now = SystemTime::now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .unwrap_or_default();
            let now = Now(u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
            let mut sandbox = sandbox.lock().unwrap_or_else(PoisonError::into_inner);
            sandbox.handle(&request, now, &mut SystemEntropy)
        }
    };
    if response.pacing.hang {
        let never: Infallible = std::future::pending().await;
        match never {}
    }
    if response.pacing.delay_milliseconds > 0 {
        sleep(Duration::from_millis(response.pacing.delay_milliseconds)).await;
    }
    if response.pacing.close {
        Err(Cut)
    } else {
        Ok(write(response))
    }
}

async fn read(request: HttpRequest<Incoming>, client_address: String) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.as_str().to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    let host = headers
        .iter()
        .find(|(name, _)| name == "host")
        .map(|(_, value)| value.clone());
    let host = host
        .or_else(|| parts.uri.authority().map(ToString::to_string))
        .unwrap_or_default();
    let body = Limited::new(body, BODY_LIMIT)
        .collect()
        .await
        .ok()?
        .to_bytes()
        .to_vec();
    Some(Request {
        method: parts.method.as_str().to_string(),
        scheme: "http".to_string(),
        host,
        path: parts.uri.path().to_string(),
        query: parts.uri.query().unwrap_or_default().to_string(),
        headers,
        body,
        client_address,
    })
}

fn write(response: Response) -> HttpResponse<PacedBody> {
    let mut written = HttpResponse::new(PacedBody::new(response.body, response.pacing));
    *written.status_mut() = hyper::StatusCode::from_u16(response.status)
        .unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        // A state may hold anything; what cannot stand in a header becomes a space, as at the real server.
        let value: String = value
            .chars()
            .map(|character| {
                if character.is_ascii_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect();
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            written.headers_mut().append(name, value);
        }
    }
    written
}

/// The operating system's randomness.
#[derive(Debug)]
struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Without it every code and token would be the same.
            std::process::abort();
        }
    }
}
