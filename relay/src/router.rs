//! The addresses of the relay. Everything of an entry is below `/v1/{entry}`, behind the gate.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, post};

use crate::api::api;
use crate::error::{Code, Refusal};
use crate::gate::gate;
use crate::login::login;
use crate::logout::logout;
use crate::state::AppState;
use crate::token::token;

/// The whole relay as a service.
pub fn router(state: Arc<AppState>) -> Router {
    Router::new()
        .route("/v1/{entry}/login", post(login))
        .route("/v1/{entry}/token", post(token))
        .route("/v1/{entry}/logout", post(logout))
        .route("/v1/{entry}/api/{*path}", any(api))
        .method_not_allowed_fallback(|| async { Refusal::new(Code::MethodNotAllowed) })
        .fallback(|| async { Refusal::new(Code::EntryUnknown) })
        .layer(from_fn_with_state(Arc::clone(&state), gate))
        .with_state(state)
}
