//! Whose login or session a cookie holds, and until when.

use docgate::core::secret::same;

use crate::config::{Entry, Kind, SignIn};
use crate::cookies;
use crate::error::{Code, Refusal};
use crate::gate::Caller;
use crate::seal::{Purpose, Sealer, Session};
use crate::state::AppState;

/// The entry that is called, and how people sign in by it.
///
/// # Errors
/// [`Code::EntryUnknown`] where nobody does.
pub fn sign_in(caller: &Caller) -> Result<(&Entry, &SignIn), Refusal> {
    let entry = caller.entry()?;
    let sign_in = entry.sign_in.as_ref();
    Ok((entry, sign_in.ok_or(Code::EntryUnknown)?))
}

/// A hash of all that a sealed cookie stays bound to: entry, origin, client, and where the provider is. After
/// a change of the config no refresh token goes to another provider than the one that issued it.
#[must_use]
pub fn binding(entry: &Entry, sign_in: &SignIn, origin: &str) -> [u8; 32] {
    let place = match &sign_in.kind {
        Kind::Standard(standard) => &standard.settings.issuer,
        Kind::Enadoc(enadoc) => enadoc.identity_provider.as_str(),
    };
    cookies::hash(&["caller", &entry.name, origin, &sign_in.client_id, place])
}

/// The session of this id of the calling page, if its cookie is whole, its own, and not at its end.
///
/// # Errors
/// [`Code::InvalidGrant`].
pub fn open(state: &AppState, caller: &Caller, id: &str) -> Result<Session, Refusal> {
    let (_, sign_in) = sign_in(caller)?;
    let session = read(state, caller, id)?.ok_or(Code::InvalidGrant)?;
    if session.ends_unused(sign_in.idle) <= state.clock.now() {
        return Err(Code::InvalidGrant.into());
    }
    Ok(session)
}

/// The same, whether or not it has ended. Nothing if there is none that can be read.
///
/// # Errors
/// [`Code::EntryUnknown`].
pub fn read(state: &AppState, caller: &Caller, id: &str) -> Result<Option<Session>, Refusal> {
    let (entry, sign_in) = sign_in(caller)?;
    let name = cookies::session_name(&entry.name, &caller.origin, id);
    let own = binding(entry, sign_in, &caller.origin);
    let text = caller.cookies.value(&name);
    Ok(text
        .and_then(|text| unsealed(state, &name, text))
        .filter(|session| session.caller == own && same(session.id.as_bytes(), id.as_bytes())))
}

fn unsealed(state: &AppState, name: &str, text: &str) -> Option<Session> {
    let bytes = Sealer(&state.config.seal).open(Purpose::Session, name, text)?;
    Session::from_bytes(&bytes)
}

/// Names of the cookies that make room for another session of this page: all of its sessions but the one that was
/// used last, which stays until the new one has been confirmed, or for good if it is not.
///
/// # Errors
/// [`Code::EntryUnknown`].
pub fn leaving(state: &AppState, caller: &Caller) -> Result<Vec<String>, Refusal> {
    let (entry, sign_in) = sign_in(caller)?;
    let own = binding(entry, sign_in, &caller.origin);
    let mut sessions: Vec<(u64, String)> = caller
        .cookies
        .sessions()
        .filter_map(|(name, text)| Some((unsealed(state, name, text)?, name)))
        .filter(|(session, _)| session.caller == own)
        .map(|(session, name)| (session.used, name.to_owned()))
        .collect();
    sessions.sort();
    sessions.pop();
    Ok(sessions.into_iter().map(|(_, name)| name).collect())
}

/// The page's random id of a session.
///
/// # Errors
/// [`Code::InvalidRequest`].
pub fn check_id(id: &str) -> Result<(), Refusal> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (16..=64).contains(&id.len()) && id.bytes().all(fits) {
        Ok(())
    } else {
        Err(Refusal::at(Code::InvalidRequest, "session"))
    }
}

/// The client id must be the entry's.
///
/// # Errors
/// [`Code::InvalidClient`].
pub fn check_client(sign_in: &SignIn, client_id: &str) -> Result<(), Refusal> {
    if client_id == sign_in.client_id {
        Ok(())
    } else {
        Err(Code::InvalidClient.into())
    }
}
