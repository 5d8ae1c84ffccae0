//! What an access token for this relay must say (RFC 9068, section 4), whoever told it: the token itself
//! or the introspection of it (RFC 7662, section 2.2). A claim of a wrong type is wrong, never absent.

use docgate::core::json::{Object, Value};

use crate::config::Guard;

/// How far the clocks may be apart, in seconds.
pub const SKEW: u64 = 60;
/// Algorithms that a configuration may pin. There is no symmetric one, and not `none`.
pub const ALGORITHMS: [&str; 5] = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];

/// Claims of ID tokens (OpenID Connect Core 1.0, sections 2 and 3.3.2.11). Where a server calls its access
/// tokens plain `JWT`, they are what gives the other kind away.
const OF_ID_TOKENS: [&str; 4] = ["nonce", "at_hash", "c_hash", "s_hash"];

/// What is wrong with a token; for the log, never for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong(pub &'static str);

/// The header: a pinned algorithm, the kind of token, nothing that changes how it is read.
///
/// # Errors
/// Names the member.
pub fn header(expected: &Guard, header: &Object) -> Result<(), Wrong> {
    let algorithm = header.string("alg").map_err(|_| Wrong("alg"))?;
    if !expected.algorithms.iter().any(|pinned| pinned == algorithm) {
        return Err(Wrong("alg"));
    }
    for name in ["crit", "b64", "zip"] {
        if header.value(name).is_some() {
            return Err(Wrong(name));
        }
    }
    let kind = header.string("typ").map_err(|_| Wrong("typ"))?;
    // RFC 7515, section 4.1.9: the prefix is left out, or not.
    let kind = match kind.get(..12) {
        Some(prefix) if prefix.eq_ignore_ascii_case("application/") => kind.get(12..),
        _ => Some(kind),
    };
    let fits = |own: &String| kind.is_some_and(|kind| kind.eq_ignore_ascii_case(own));
    if expected.token_types.iter().any(fits) {
        Ok(())
    } else {
        Err(Wrong("typ"))
    }
}

/// The claims of a token that carries them itself: all that tell who, for whom and until when.
///
/// # Errors
/// Names the claim.
pub fn claims(expected: &Guard, claims: &Object, now: u64) -> Result<(), Wrong> {
    if claims.string("iss") != Ok(expected.issuer.as_str()) {
        return Err(Wrong("iss"));
    }
    audience(expected, claims)?;
    if claims.string("sub").unwrap_or_default().is_empty() {
        return Err(Wrong("sub"));
    }
    if claims.value("exp").is_none() {
        return Err(Wrong("exp"));
    }
    if let Some(name) = OF_ID_TOKENS
        .iter()
        .find(|name| claims.value(name).is_some())
    {
        return Err(Wrong(name));
    }
    times(claims, now)
}

/// The members of an introspection: `active` is `true`, and it is for this relay. The server was asked
/// at its own address, so an issuer that it leaves out is its own.
///
/// # Errors
/// Names the member.
pub fn introspection(expected: &Guard, members: &Object, now: u64) -> Result<(), Wrong> {
    if members.boolean("active") != Ok(true) {
        return Err(Wrong("active"));
    }
    match members.value("iss") {
        None => {}
        Some(Value::String(issuer)) if *issuer == expected.issuer => {}
        Some(_) => return Err(Wrong("iss")),
    }
    match members.value("token_type") {
        None => {}
        Some(Value::String(kind)) if kind.eq_ignore_ascii_case("bearer") => {}
        Some(_) => return Err(Wrong("token_type")),
    }
    audience(expected, members)?;
    times(members, now)
}

/// `aud` is the relay, as a text or as a list that names nobody else: a token for two could have been
/// sent on by the other one.
fn audience(expected: &Guard, claims: &Object) -> Result<(), Wrong> {
    let is_ours = |value: &Value| value.as_str() == Some(expected.audience.as_str());
    let fits = match claims.value("aud") {
        Some(Value::Array(list)) => !list.is_empty() && list.iter().all(is_ours),
        Some(value) => is_ours(value),
        None => false,
    };
    if fits { Ok(()) } else { Err(Wrong("aud")) }
}

/// `exp`, `nbf` and `iat`, as far as they are there.
fn times(claims: &Object, now: u64) -> Result<(), Wrong> {
    let time = |name| claims.optional_seconds(name).map_err(|_| Wrong(name));
    if time("exp")?.is_some_and(|ends| ends.saturating_add(SKEW) <= now) {
        return Err(Wrong("exp"));
    }
    for name in ["nbf", "iat"] {
        if time(name)?.is_some_and(|begins| begins > now.saturating_add(SKEW)) {
            return Err(Wrong(name));
        }
    }
    Ok(())
}
