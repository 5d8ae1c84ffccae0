//! `POST /token`: an ordinary token endpoint (RFC 6749, sections 4.1.3 and 6), but for the refresh token, which
//! is in the sealed cookie and never in a page.

use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use docgate::core::pkce::Verifier;
use docgate::core::secret::{Secret, same};

use crate::answer::Answer;
use crate::config::{Kind, SignIn};
use crate::cookies;
use crate::enadoc;
use crate::error::{Code, Refusal};
use crate::form::Parameters;
use crate::gate::Caller;
use crate::granted::{self, Granted};
use crate::login;
use crate::replays::Spent;
use crate::seal::{Login, Purpose, Sealer, Session};
use crate::session;
use crate::standard::{self, Extras};
use crate::state::AppState;

/// What a page has no business to send.
const FOREIGN: [&str; 3] = ["refresh_token", "client_secret", "client_assertion"];
/// A code of more bytes is none.
const CODE_LIMIT: usize = 8 * 1024;

/// The handler.
///
/// # Errors
/// What is wrong with the request, or what the provider said.
pub async fn token(
    State(state): State<Arc<AppState>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Answer, Refusal> {
    let (_, sign_in) = session::sign_in(&caller)?;
    let parameters = Parameters::read(request, &state.config.limits).await?;
    parameters.without(&FOREIGN)?;
    session::check_client(sign_in, parameters.required("client_id")?)?;
    session::check_id(parameters.required("session")?)?;
    match parameters.required("grant_type")? {
        "authorization_code" => redeem(&state, &caller, sign_in, &parameters).await,
        "refresh_token" => renew(&state, &caller, sign_in, &parameters).await,
        _ => Err(Code::UnsupportedGrantType.into()),
    }
}

/// A code, and the proof that this browser's login may redeem it.
pub(crate) struct Redemption<'a> {
    /// From the provider, by the page.
    pub(crate) code: Secret,
    /// One of the entry's.
    pub(crate) redirect_uri: String,
    /// Fits the challenge of the login.
    pub(crate) verifier: Verifier,
    /// The login, which is spent once the code has been sent.
    pub(crate) spent: Spent<'a>,
}

async fn redeem(
    state: &Arc<AppState>,
    caller: &Caller,
    sign_in: &SignIn,
    parameters: &Parameters,
) -> Result<Answer, Refusal> {
    let extras = Extras::read(parameters, sign_in)?;
    let (name, redemption) = proved(state, caller, sign_in, parameters)?;
    let id = parameters.required("session")?;
    let outcome = match &sign_in.kind {
        Kind::Standard(standard) => {
            standard::exchange(
                state,
                caller.entry()?,
                sign_in,
                standard,
                &redemption,
                &extras,
            )
            .await
        }
        Kind::Enadoc(enadoc) => {
            enadoc::exchange(state, caller.entry()?, sign_in, enadoc, &redemption).await
        }
    };
    if let Err(refusal) = &outcome {
        if refusal.code == Code::TooManyRequests {
            redemption.spent.was_not_looked_at();
        }
        // The page may try again, after the delay if there is one.
        if !redemption.spent.is_sent() {
            return Err(refusal.clone());
        }
    }
    let mut leaving = session::leaving(state, caller)?;
    leaving.push(name);
    let outcome = outcome.and_then(|granted| begin(state, caller, sign_in, id, granted, &leaving));
    let mut answer = outcome.unwrap_or_else(IntoResponse::into_response);
    let cleared = leaving.iter().filter_map(|name| cookies::clear(name));
    for cookie in cleared {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(answer)
}

/// The login of this browser that the code belongs to. Nobody else can redeem it from here on.
fn proved<'a>(
    state: &'a AppState,
    caller: &Caller,
    sign_in: &SignIn,
    parameters: &Parameters,
) -> Result<(String, Redemption<'a>), Refusal> {
    let code = parameters.required("code")?;
    if code.len() > CODE_LIMIT || code.chars().any(char::is_control) {
        return Err(Refusal::at(Code::InvalidRequest, "code"));
    }
    let redirect_uri = parameters.required("redirect_uri")?;
    let verifier = Verifier::from_stored(parameters.required("code_verifier")?.to_owned())
        .ok_or(Refusal::at(Code::InvalidRequest, "code_verifier"))?;
    let page_state = parameters.required("state")?;

    let name = login::cookie_name(caller, sign_in, page_state)?;
    let sealed = caller.cookies.value(&name).ok_or(Code::InvalidGrant)?;
    let login = Sealer(&state.config.seal)
        .open(Purpose::Login, &name, sealed)
        .and_then(|bytes| Login::from_bytes(&bytes))
        .ok_or(Code::InvalidGrant)?;
    let now = state.clock.now();
    let caller_fits = login.caller == session::binding(caller.entry()?, sign_in, &caller.origin);
    let request_fits = login.request == login::request_hash(redirect_uri, page_state);
    let proof_fits = same(login.challenge.as_bytes(), verifier.challenge().as_bytes());
    if !(caller_fits && request_fits && proof_fits && now < login.ends) {
        return Err(Code::InvalidGrant.into());
    }
    let spent = state
        .replays
        .spend(cookies::hash(&[sealed]), login.ends, now);
    let redemption = Redemption {
        code: Secret::new(code.to_owned()),
        redirect_uri: redirect_uri.to_owned(),
        verifier,
        spent: spent.ok_or(Code::InvalidGrant)?,
    };
    Ok((name, redemption))
}

/// A new session.
fn begin(
    state: &AppState,
    caller: &Caller,
    sign_in: &SignIn,
    id: &str,
    mut granted: Granted,
    leaving: &[String],
) -> Result<Answer, Refusal> {
    let now = state.clock.now();
    let session = Session {
        caller: session::binding(caller.entry()?, sign_in, &caller.origin),
        id: id.to_owned(),
        refresh_token: granted.tokens.refresh_token.take(),
        api_base: granted.api_base.clone(),
        began: now,
        used: now,
        ends: now.saturating_add(sign_in.session.as_secs()),
    };
    granted::answer(state, caller, sign_in, &granted, &session, leaving)
}

async fn renew(
    state: &Arc<AppState>,
    caller: &Caller,
    sign_in: &SignIn,
    parameters: &Parameters,
) -> Result<Answer, Refusal> {
    let extras = Extras::read(parameters, sign_in)?;
    let mut session = session::open(state, caller, parameters.required("session")?)?;
    let before = session.refresh_token.take().ok_or(Code::InvalidGrant)?;
    let entry = caller.entry()?;
    let mut granted = match &sign_in.kind {
        Kind::Standard(standard) => {
            standard::refresh(state, entry, sign_in, standard, &before, &extras).await?
        }
        Kind::Enadoc(enadoc) => enadoc::refresh(state, entry, sign_in, enadoc, &before).await?,
    };
    granted.api_base.clone_from(&session.api_base);
    // RFC 6749, section 6: a new one takes the place of the old one, if one comes.
    session.refresh_token = granted.tokens.refresh_token.take().or(Some(before));
    session.used = state.clock.now();
    granted::answer(state, caller, sign_in, &granted, &session, &[])
}
