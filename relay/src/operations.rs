//! Health, readiness and metrics, on a listener of their own that is never public.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Response, StatusCode, header::CONTENT_TYPE},
};
use tokio::sync::watch;

use crate::{
    metrics::{self, Metrics},
    serve::Handler,
};

/// Answers `/healthz`, `/readyz` and `/metrics`.
#[derive(Debug, Clone)]
pub struct Operations {
    metrics: Arc<Metrics>,
    draining: watch::Receiver<bool>,
}

impl Operations {
    /// `draining` says true once the relay is told to stop.
    pub fn new(metrics: Arc<Metrics>, draining: watch::Receiver<bool>) -> Self {
        Self { metrics, draining }
    }

    fn respond(&self, method: &Method, path: &str) -> Response<Body> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return text(StatusCode::METHOD_NOT_ALLOWED, "GET, please\n".into());
        }
        match path {
            // The process answers: that is all that it says. Upstreams are not asked, or their failure would restart relays.
            "/healthz" => text(StatusCode::OK, "ok\n".into()),
            "/readyz" if *self.draining.borrow() => {
                text(StatusCode::SERVICE_UNAVAILABLE, "draining\n".into())
            }
            "/readyz" => text(StatusCode::OK, "ready\n".into()),
            "/metrics" => {
                let mut answer = text(StatusCode::OK, self.metrics.text());
                answer.headers_mut().insert(
                    CONTENT_TYPE,
                    HeaderValue::from_static(metrics::CONTENT_TYPE),
                );
                answer
            }
            _ => text(StatusCode::NOT_FOUND, "not here\n".into()),
        }
    }
}

impl Handler for Operations {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.respond(request.method(), request.uri().path())
    }
}

fn text(status: StatusCode, text: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    answer
}
