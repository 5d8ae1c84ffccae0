//! What a page gets of what a provider granted: these members and no other, and the sealed rest.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use docgate::core::json::{Object, Value};
use docgate::core::token::Tokens;

use crate::answer::{self, Answer};
use crate::config::SignIn;
use crate::cookies;
use crate::error::{Code, Refusal};
use crate::gate::Caller;
use crate::room;
use crate::seal::{Purpose, Sealer, Session};
use crate::state::AppState;

/// What a provider granted, judged.
#[derive(Debug)]
pub(crate) struct Granted {
    /// The tokens.
    pub tokens: Tokens,
    /// Where the API is, if that was discovered.
    pub api_base: Option<String>,
}

/// The answer, with the session's cookie.
pub(crate) fn answer(
    state: &AppState,
    caller: &Caller,
    sign_in: &SignIn,
    granted: &Granted,
    session: &Session,
    leaving: &[String],
) -> Result<Answer, Refusal> {
    let name = cookies::session_name(&caller.entry()?.name, &caller.origin, &session.id);
    let ends = session.ends_unused(sign_in.idle);
    let mut left = ends.saturating_sub(state.clock.now());
    if let Some(seconds) = granted.tokens.refresh_expires_in {
        left = left.min(seconds);
    }
    let renewable = session.refresh_token.is_some();
    let mut making_room = leaving.to_vec();
    let cookie = if renewable || session.api_base.is_some() {
        let sealer = Sealer(&state.config.seal);
        let sealed = sealer
            .seal(Purpose::Session, &name, &session.to_bytes())
            .map_err(|_| Code::InternalError)?;
        let (own, now) = ((name.as_str(), sealed.as_str()), state.clock.now());
        room::make(sealer, caller, own, &mut making_room, now)?;
        cookies::set(&name, &sealed, left)
    } else {
        // Nothing to keep, and nothing of an earlier session may stay.
        cookies::clear(&name)
    };
    let mut answer = answer::json(StatusCode::OK, members(granted, renewable.then_some(left)));
    let cookie = cookie.ok_or(Code::InternalError)?;
    answer.headers_mut().append(SET_COOKIE, cookie);
    // Those that leave anyway are the caller's business.
    for name in making_room.iter().skip(leaving.len()) {
        let cleared = cookies::clear(name).ok_or(Code::InternalError)?;
        answer.headers_mut().append(SET_COOKIE, cleared);
    }
    Ok(answer)
}

fn members(granted: &Granted, renewable: Option<u64>) -> Object {
    let tokens = &granted.tokens;
    // The page is whom the access token and the ID token are for.
    let mut object = Object::new()
        .with("access_token", tokens.access_token.expose())
        .with("token_type", "Bearer");
    let scope = tokens.scopes.as_ref().map(|scopes| scopes.to_parameter());
    for (name, text) in [
        ("scope", scope.as_deref()),
        (
            "id_token",
            tokens.id_token.as_ref().map(|token| token.expose()),
        ),
        ("api_base", granted.api_base.as_deref()),
    ] {
        if let Some(text) = text {
            object.push(name, Value::from(text));
        }
    }
    for (name, seconds) in [
        ("expires_in", tokens.expires_in),
        ("refresh_in", tokens.refresh_in),
        ("refresh_token_expires_in", renewable),
    ] {
        if let Some(seconds) = seconds.and_then(|seconds| i64::try_from(seconds).ok()) {
            object.push(name, Value::from(seconds));
        }
    }
    object.with("renewable", renewable.is_some())
}
