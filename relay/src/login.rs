//! `POST /login`: a page is about to send a person away.
//!
//! What the redemption must show is sealed into a cookie of this browser. A started login that is opened in
//! another browser finds no cookie there.

use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use docgate::core::json::{Object, Value};
use docgate::core::url::Url;

use crate::answer::{self, Answer};
use crate::config::{Kind, SignIn};
use crate::cookies;
use crate::enadoc;
use crate::error::{Code, Refusal};
use crate::form::Parameters;
use crate::gate::Caller;
use crate::room;
use crate::seal::{Login, Purpose, Sealer};
use crate::session;
use crate::state::AppState;

/// So many logins of one entry and origin may be under way.
const MOST: usize = 5;

/// What the page asks for.
struct Wish {
    challenge: String,
    redirect_uri: String,
    state: String,
    wants_url: bool,
}

/// The handler.
///
/// # Errors
/// What is wrong with the request, or why the provider gave no authorization URL.
pub async fn login(
    State(state): State<Arc<AppState>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Answer, Refusal> {
    let (_, sign_in) = session::sign_in(&caller)?;
    let parameters = Parameters::read(request, &state.config.limits).await?;
    let wish = read(&parameters, &caller, sign_in)?;
    let url = match &sign_in.kind {
        Kind::Enadoc(enadoc) if wish.wants_url => Some(
            enadoc::authorization_url(&state, caller.entry()?, sign_in, enadoc, &wish.redirect_uri)
                .await?,
        ),
        _ => None,
    };
    remember(&state, &caller, &wish, url)
}

fn read(parameters: &Parameters, caller: &Caller, sign_in: &SignIn) -> Result<Wish, Refusal> {
    let wrong = |name| Refusal::at(Code::InvalidRequest, name);
    session::check_client(sign_in, parameters.required("client_id")?)?;
    if parameters.required("code_challenge_method")? != "S256" {
        return Err(wrong("code_challenge_method"));
    }
    let challenge = parameters.required("code_challenge")?;
    let base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if challenge.len() != 43 || !challenge.bytes().all(base64url) {
        return Err(wrong("code_challenge"));
    }
    let redirect_uri = parameters.required("redirect_uri")?;
    // Its own page's, too: a page that could send people to another's callback could have them signed in there.
    let own = Url::parse(redirect_uri).is_ok_and(|url| url.origin() == caller.origin);
    if !own || !sign_in.redirect_uris.iter().any(|own| own == redirect_uri) {
        return Err(wrong("redirect_uri"));
    }
    let state = parameters.required("state")?;
    if state.len() > 256 || !state.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(wrong("state"));
    }
    Ok(Wish {
        challenge: challenge.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        state: state.to_owned(),
        wants_url: parameters.optional("authorization_url")? == Some("1"),
    })
}

/// The name of the cookie of a login.
pub(crate) fn cookie_name(
    caller: &Caller,
    sign_in: &SignIn,
    state: &str,
) -> Result<String, Refusal> {
    let state = match sign_in.kind {
        Kind::Standard(_) => Some(state),
        // No `state` comes back, so only the newest login can be meant.
        Kind::Enadoc(_) => None,
    };
    Ok(cookies::login_name(
        &caller.entry()?.name,
        &caller.origin,
        state,
    ))
}

/// What a redemption must name again.
pub(crate) fn request_hash(redirect_uri: &str, state: &str) -> [u8; 32] {
    cookies::hash(&["request", redirect_uri, state])
}

fn remember(
    state: &AppState,
    caller: &Caller,
    wish: &Wish,
    url: Option<String>,
) -> Result<Answer, Refusal> {
    let (entry, sign_in) = session::sign_in(caller)?;
    let now = state.clock.now();
    let login = Login {
        caller: session::binding(entry, sign_in, &caller.origin),
        request: request_hash(&wish.redirect_uri, &wish.state),
        challenge: wish.challenge.clone(),
        started: now,
        ends: now.saturating_add(sign_in.login.as_secs()),
    };
    let name = cookie_name(caller, sign_in, &wish.state)?;
    let sealer = Sealer(&state.config.seal);
    let mut leaving = leaving(sealer, caller, &login, &name, now);
    let sealed = sealer
        .seal(Purpose::Login, &name, &login.to_bytes())
        .map_err(|_| Code::InternalError)?;
    room::make(sealer, caller, (&name, &sealed), &mut leaving, now)?;

    let seconds = sign_in.login.as_secs();
    let mut object = Object::new().with("expires_in", i64::try_from(seconds).unwrap_or(i64::MAX));
    if let Some(url) = url {
        object.push("authorization_url", Value::from(url));
    }
    let mut answer = answer::json(StatusCode::OK, object);
    for name in leaving {
        answer
            .headers_mut()
            .extend(cookies::clear(&name).map(|it| (SET_COOKIE, it)));
    }
    let cookie = cookies::set(&name, &sealed, seconds).ok_or(Code::InternalError)?;
    answer.headers_mut().append(SET_COOKIE, cookie);
    Ok(answer)
}

/// Logins of this page that make room: those that have ended, and the oldest of too many.
fn leaving(sealer: Sealer<'_>, caller: &Caller, new: &Login, name: &str, now: u64) -> Vec<String> {
    let opened = caller.cookies.logins().filter(|(own, _)| *own != name);
    let mut own: Vec<(u64, String)> = opened
        .filter_map(|(name, text)| {
            let (since, login) = room::since(sealer, name, text, now)?;
            (login.caller == new.caller).then(|| (since, name.to_owned()))
        })
        .collect();
    own.sort();
    let ended = own.iter().take_while(|(since, _)| *since == 0).count();
    let surplus = (own.len() + 1).saturating_sub(MOST);
    own.truncate(ended.max(surplus));
    own.into_iter().map(|(_, name)| name).collect()
}
