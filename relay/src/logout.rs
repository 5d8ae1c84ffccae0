//! `POST /logout`: the session's end. The refresh token is given back where the provider takes it, and the
//! cookie goes, whatever the provider says (RFC 7009; R-150).

use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use docgate::core::json::Object;

use crate::answer::{self, Answer};
use crate::config::Kind;
use crate::cookies;
use crate::error::{Code, Refusal};
use crate::form::Parameters;
use crate::gate::Caller;
use crate::session;
use crate::standard;
use crate::state::AppState;

/// The handler.
///
/// # Errors
/// What is wrong with the request.
pub async fn logout(
    State(state): State<Arc<AppState>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Answer, Refusal> {
    let (entry, sign_in) = session::sign_in(&caller)?;
    let parameters = Parameters::read(request, &state.config.limits).await?;
    session::check_client(sign_in, parameters.required("client_id")?)?;
    let id = parameters.required("session")?;
    session::check_id(id)?;
    let mut answer = answer::json(StatusCode::OK, Object::new());
    let session = session::read(&state, &caller, id)?;
    if let Some(session) = &session {
        if let (Kind::Standard(standard), Some(refresh_token)) =
            (&sign_in.kind, &session.refresh_token)
        {
            let revoked = standard::revoke(&state, entry, sign_in, standard, refresh_token).await;
            if let Err(refusal) = revoked {
                tracing::warn!(entry = entry.name, ?refusal, "revocation");
            }
        }
    }
    let name = cookies::session_name(&entry.name, &caller.origin, id);
    if caller.cookies.value(&name).is_some() {
        let cookie = cookies::clear(&name).ok_or(Code::InternalError)?;
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(answer)
}
