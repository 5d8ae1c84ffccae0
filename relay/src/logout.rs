//! `POST /logout`: the session's end. The refresh token is given back where the provider takes it, and the
//! cookie goes at once, whatever the provider says later (RFC 7009; R-150).

use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use docgate::core::json::Object;

use crate::answer::{self, Answer};
use crate::cookies;
use crate::error::{Code, Refusal};
use crate::form::Parameters;
use crate::gate::Caller;
use crate::session;
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
    // A session that another one took the place of is forgotten, not given back: at some providers that would end the
    // other one too, which the same person was granted.
    let revokes = parameters.optional("revoke")? != Some("0");
    let refresh_token = session.and_then(|session| session.refresh_token);
    if let Some(refresh_token) = refresh_token.filter(|_| revokes) {
        state.revocations.begin(&state, entry, refresh_token);
    }
    let name = cookies::session_name(&entry.name, &caller.origin, id);
    if caller.cookies.value(&name).is_some() {
        let cookie = cookies::clear(&name).ok_or(Code::InternalError)?;
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(answer)
}
