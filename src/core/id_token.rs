//! The ID token: its form, and every claim with its type
//! (OpenID Connect Core 1.0, sections 2 and 3.1.3.7; RFC 7515; ).

use super::base64url;
use super::date::Clock;
use super::error::{Code, Error};
use super::json::{self, Object, Value};
use super::provider::{Audience, Subject};
use super::secret::{redacted, same};
use super::settings::{Settings, is_guid};

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
pub struct Expected<'a> {
    /// The client, its provider, the tolerated clock difference.
    pub settings: &'a Settings,
    /// What the token answers.
    pub question: Question<'a>,
    /// Now.
    pub clock: Clock,
}

/// What an ID token answers.
#[derive(Clone, Copy)]
pub enum Question<'a> {
    /// A login.
    Login {
        /// The nonce that was sent.
        nonce: Option<&'a str>,
        /// The `max_age` that was sent.
        max_age: Option<u64>,
        /// The `acr_values` that were sent.
        acr_values: Option<&'a str>,
    },
    /// A renewal: the claims of the ID token before.
    Renewal(&'a Object),
}

redacted!("Jwt" for Jwt, "Expected" for Expected<'_>, "Question" for Question<'_>);

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
    check_header(&jwt.header, expected.settings)?;
    let claims = &jwt.claims;
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let text = |name: &'static str| claims.string(name).map_err(|_| invalid(name));
    let time = |name: &'static str| claims.optional_seconds(name).map_err(|_| invalid(name));

    if !expected.settings.has_issuer(text("iss")?) {
        return Err(invalid("iss"));
    }
    check_audience(claims, expected.settings)?;
    let subject = text("sub")?;
    if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() {
        return Err(invalid("sub"));
    }
    if expected.settings.provider.id_token.subject == Subject::ObjectAndTenant {
        check_tenant(claims)?;
    }
    check_times(expected, &time)?;
    match expected.question {
        Question::Login {
            nonce, acr_values, ..
        } => {
            match (nonce, claims.value("nonce")) {
                (None, None) => {}
                (Some(sent), Some(Value::String(said)))
                    if same(sent.as_bytes(), said.as_bytes()) => {}
                _ => return Err(invalid("nonce")),
            }
            match (acr_values, claims.value("acr")) {
                (None, None | Some(Value::String(_))) => Ok(()),
                (Some(asked), Some(Value::String(said)))
                    if asked.split(' ').any(|it| it == said && !it.is_empty()) =>
                {
                    Ok(())
                }
                _ => Err(invalid("acr")),
            }
        }
        Question::Renewal(before) => check_continuity(claims, before),
    }
}

/// A renewed ID token is of the same sign-in (OpenID Connect Core 1.0, section 12.2; R-088).
fn check_continuity(claims: &Object, before: &Object) -> Result<(), Error> {
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    for name in ["iss", "sub", "tid"] {
        if claims.value(name) != before.value(name) {
            return Err(invalid(name));
        }
    }
    // These may be left out, and must be the same where they are not.
    for name in ["nonce", "azp"] {
        if claims.value(name).is_some() && claims.value(name) != before.value(name) {
            return Err(invalid(name));
        }
    }
    let time = |claims: &Object, name| claims.optional_seconds(name).ok().flatten();
    let (now, then) = (time(claims, "auth_time"), time(before, "auth_time"));
    if now.is_some() && then.is_some() && now != then {
        return Err(invalid("auth_time"));
    }
    if time(claims, "iat") < time(before, "iat") {
        return Err(invalid("iat"));
    }
    Ok(())
}

/// The issuer names the tenant that the token says it is of (docs/providers/entra.md; R-055).
fn check_tenant(claims: &Object) -> Result<(), Error> {
    let invalid = || Error::at(Code::IdTokenInvalid, "tid");
    let tenant = claims.string("tid").map_err(|_| invalid())?;
    let object = claims.optional_string("oid");
    object.map_err(|_| Error::at(Code::IdTokenInvalid, "oid"))?;
    let issuer = claims.string("iss").unwrap_or_default();
    let named = issuer.split('/').any(|part| part == tenant);
    if named && is_guid(tenant) {
        Ok(())
    } else {
        Err(invalid())
    }
}

fn check_header(header: &Object, settings: &Settings) -> Result<(), Error> {
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let algorithm = header.string("alg").map_err(|_| invalid("alg"))?;
    if !settings.provider.id_token.algorithms.contains(&algorithm) {
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
fn check_audience(claims: &Object, settings: &Settings) -> Result<(), Error> {
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let audience = settings.provider.id_token.audience;
    let wanted = match audience {
        Audience::Client => &settings.client_id,
        Audience::Base => &settings.issuer,
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
        None if audience == Audience::Client => Ok(()),
        Some(Value::String(party)) if *party == settings.client_id => Ok(()),
        _ => Err(invalid("azp")),
    }
}

fn check_times(
    expected: &Expected<'_>,
    time: &dyn Fn(&'static str) -> Result<Option<u64>, Error>,
) -> Result<(), Error> {
    let invalid = |name: &'static str| Error::at(Code::IdTokenInvalid, name);
    let now = u64::try_from(expected.clock.now.seconds()).unwrap_or_default();
    let skew = expected.settings.clock_skew;
    let (renewal, max_age) = match expected.question {
        Question::Login { max_age, .. } => (false, max_age),
        Question::Renewal(_) => (true, None),
    };
    let ends = time("exp")?.ok_or_else(|| invalid("exp"))?;
    let issued = time("iat")?.ok_or_else(|| invalid("iat"))?;
    if ends.saturating_add(skew) <= issued {
        return Err(invalid("exp"));
    }
    let past = ends.saturating_add(skew) <= now;
    // A renewal is no login: the device's clock may have been moved since, and costs nobody the session.
    let judged = !renewal || expected.clock.is_the_servers();
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
    match (time("auth_time")?, max_age) {
        (None, Some(_)) => Err(invalid("auth_time")),
        (Some(at), Some(age)) if at.saturating_add(age).saturating_add(skew) < now => {
            Err(invalid("auth_time"))
        }
        _ => Ok(()),
    }
}
