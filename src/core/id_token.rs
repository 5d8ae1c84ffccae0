//! The ID token: its form, and every claim with its type
//! (OpenID Connect Core 1.0, sections 2 and 3.1.3.7; RFC 7515; ).

use super::base64url;
use super::date::Clock;
use super::error::{Code, Error};
use super::json::{self, Object, Value};
use super::provider::Audience;
use super::secret::{redacted, same};

/// A JWS in compact form, taken apart. Says nothing about who made it.
pub struct Jwt {
    /// The protected header.
    pub header: Object,
    /// The payload.
    pub claims: Object,
    /// What the signature is over.
    pub signing_input: String,
    /// The signature's bytes.
    pub signature: Vec<u8>,
}

/// What the claims must say.
#[derive(Debug)]
pub struct Expected<'a> {
    /// Exact `iss`.
    pub issuer: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// Exact `aud` where the provider uses its own address.
    pub base: &'a str,
    /// Which of the two `aud` must be.
    pub audience: Audience,
    /// Algorithms that are accepted.
    pub algorithms: &'a [&'static str],
    /// What is known of the nonce.
    pub nonce: Nonce<'a>,
    /// `max_age` that was sent.
    pub max_age: Option<u64>,
    /// Tolerated clock difference in seconds.
    pub clock_skew: u64,
    /// Now.
    pub clock: Clock,
}

/// What is known of the nonce.
#[derive(Clone, Copy)]
pub enum Nonce<'a> {
    /// The answer to a login that sent this one.
    Sent(Option<&'a str>),
    /// The answer to a renewal, which sends none; the login's may be repeated.
    Renewal,
}

redacted!("Jwt" for Jwt, "Nonce" for Nonce<'_>);

/// Takes a compact JWS apart: exactly three segments of strict base64url, JSON objects in the
/// first two.
pub fn take_apart(token: &str) -> Option<Jwt> {
    let mut segments = token.splitn(4, '.');
    let (header, payload, signature) = (segments.next()?, segments.next()?, segments.next()?);
    if segments.next().is_some() {
        return None;
    }
    let object = |segment: &str| match json::parse(&base64url::decode(segment).ok()?) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    };
    let mut signing_input = String::from(header);
    signing_input.push('.');
    signing_input.push_str(payload);
    Some(Jwt {
        header: object(header)?,
        claims: object(payload)?,
        signing_input,
        signature: base64url::decode(signature).ok()?,
    })
}

/// Checks the header and every claim. A claim of a wrong type is an error, never "absent".
pub fn check(jwt: &Jwt, expected: &Expected<'_>) -> Result<(), Error> {
    check_header(&jwt.header, expected)?;
    let claims = &jwt.claims;
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let text = |name: &'static str| claims.string(name).map_err(|_| invalid(name));
    let time = |name: &'static str| claims.optional_seconds(name).map_err(|_| invalid(name));

    if text("iss")? != expected.issuer {
        return Err(invalid("iss"));
    }
    check_audience(claims, expected)?;
    let subject = text("sub")?;
    if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() {
        return Err(invalid("sub"));
    }
    check_times(expected, &time)?;
    match (expected.nonce, claims.value("nonce")) {
        (Nonce::Renewal, _) | (Nonce::Sent(None), None) => {}
        (Nonce::Sent(Some(sent)), Some(Value::String(said)))
            if same(sent.as_bytes(), said.as_bytes()) => {}
        _ => return Err(invalid("nonce")),
    }
    Ok(())
}

fn check_header(header: &Object, expected: &Expected<'_>) -> Result<(), Error> {
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let algorithm = header.string("alg").map_err(|_| invalid("alg"))?;
    if !expected.algorithms.contains(&algorithm) {
        return Err(invalid("alg"));
    }
    for name in ["crit", "b64", "zip"] {
        if header.value(name).is_some() {
            return Err(invalid(name));
        }
    }
    match header.value("typ") {
        None => Ok(()),
        Some(Value::String(kind)) if kind.eq_ignore_ascii_case("JWT") => Ok(()),
        Some(_) => Err(invalid("typ")),
    }
}

/// `aud` is the expected one and nobody else's; `azp`, where it is or must be, is the client.
fn check_audience(claims: &Object, expected: &Expected<'_>) -> Result<(), Error> {
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let wanted = match expected.audience {
        Audience::Client => expected.client_id,
        Audience::Base => expected.base,
    };
    let is_wanted = |value: &Value| matches!(value, Value::String(text) if text == wanted);
    let fits = match claims.value("aud") {
        Some(Value::Array(list)) => !list.is_empty() && list.iter().all(is_wanted),
        Some(value) => is_wanted(value),
        None => false,
    };
    if !fits {
        return Err(invalid("aud"));
    }
    match claims.value("azp") {
        None if expected.audience == Audience::Client => Ok(()),
        Some(Value::String(party)) if party == expected.client_id => Ok(()),
        _ => Err(invalid("azp")),
    }
}

fn check_times(
    expected: &Expected<'_>,
    time: &dyn Fn(&'static str) -> Result<Option<u64>, Error>,
) -> Result<(), Error> {
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let now = u64::try_from(expected.clock.now.seconds()).unwrap_or_default();
    let skew = expected.clock_skew;
    let ends = time("exp")?.ok_or_else(|| invalid("exp"))?;
    let issued = time("iat")?.ok_or_else(|| invalid("iat"))?;
    if ends.saturating_add(skew) <= issued {
        return Err(invalid("exp"));
    }
    let past = ends.saturating_add(skew) <= now;
    // A renewal is no login: the device's clock may have been moved since, and costs nobody the session.
    let judged = !matches!(expected.nonce, Nonce::Renewal) || expected.clock.is_the_servers();
    if judged && (past || issued > now.saturating_add(skew)) {
        let claim = if past { "exp" } else { "iat" };
        return Err(if expected.clock.explains(issued) {
            Error::at(Code::ClockSkewed, claim)
        } else {
            invalid(claim)
        });
    }
    let begins = time("nbf")?;
    if judged && begins.is_some_and(|begins| begins > now.saturating_add(skew)) {
        return Err(invalid("nbf"));
    }
    match (time("auth_time")?, expected.max_age) {
        (None, Some(_)) => Err(invalid("auth_time")),
        (Some(at), Some(age)) if at.saturating_add(age).saturating_add(skew) < now => {
            Err(invalid("auth_time"))
        }
        _ => Ok(()),
    }
}
