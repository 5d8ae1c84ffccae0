//! The address of an entry's API: `/v1/{entry}/api/…`, with any method.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};

use super::{call, needs_session};
use crate::answer::Answer;
use crate::error::{Code, Refusal};
use crate::gate::Caller;
use crate::session;
use crate::state::AppState;

/// Which of the page's sessions calls: its token goes to the API of that one, and of no other.
const SESSION: &str = "docgate-session";

/// Answers a call. The path is taken from the request line as it stands there: nothing was decoded before it
/// is judged.
///
/// # Errors
/// As [`call`].
pub async fn api(
    State(state): State<Arc<AppState>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Answer, Refusal> {
    let entry = caller.entry()?;
    let whole = request.uri().path().to_owned();
    let path = whole
        .strip_prefix("/v1/")
        .and_then(|rest| rest.strip_prefix(entry.name.as_str()))
        .and_then(|rest| rest.strip_prefix("/api"))
        .ok_or(Refusal::new(Code::PathNotAllowed))?;
    let discovered = if needs_session(entry) {
        // A call without a session is refused like one without a token: the page renews, and hears then that
        // the session has ended.
        let named = request
            .headers()
            .get(SESSION)
            .and_then(|id| id.to_str().ok());
        let session = named.and_then(|id| session::open(&state, &caller, id).ok());
        session.and_then(|session| session.api_base)
    } else {
        None
    };
    call(&state, entry, path, discovered.as_deref(), request).await
}
