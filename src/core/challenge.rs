//! What an API wants before it answers, told by `WWW-Authenticate`.
//!
//! Three things are understood: claims that the token must have (Microsoft Entra ID), a stronger or
//! newer sign-in (RFC 9470, section 3), and more scopes (RFC 6750, section 3.1). All else is an
//! ordinary 401. The header is read by a real parser, since parameters come in any order, several
//! challenges stand in one value, and quoted texts and base64 hold commas and equals signs.

mod read;

pub use read::{Challenge, MAX_CHALLENGES, MAX_LENGTH, MAX_PARAMETERS, read};

use super::base64url;
use super::claims_request;
use super::names::{Scopes, number};

/// The longest list of authentication contexts that is passed on, in bytes.
const MAX_ACR_VALUES: usize = 1024;

/// What the API wants before it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// A token with these claims (`insufficient_claims`).
    Claims {
        /// The `claims` request parameter, as [`claims_request::check`] gives it.
        claims: String,
        /// Who is to issue it, as the API says. Its host may be compared with the provider's own;
        /// nobody is ever sent there.
        authorization_uri: Option<String>,
    },
    /// A stronger or newer sign-in (`insufficient_user_authentication`).
    StepUp {
        /// The authentication contexts that would do, the best first.
        acr_values: Option<String>,
        /// How many seconds ago the person may have signed in.
        max_age: Option<u64>,
    },
    /// More scopes (`insufficient_scope`): these, or nobody says which.
    Scope(Scopes),
}

/// What the first `Bearer` challenge that demands something demands. A challenge for another scheme
/// (`DPoP`, also as `dpop`) is not for us.
pub fn demand(header: &str) -> Option<Demand> {
    read(header)
        .iter()
        .filter(|challenge| challenge.is_of("Bearer"))
        .find_map(of_challenge)
}

fn of_challenge(challenge: &Challenge<'_>) -> Option<Demand> {
    match challenge.parameter("error")? {
        "insufficient_claims" => Some(Demand::Claims {
            claims: claims(challenge.parameter("claims")?)?,
            authorization_uri: challenge.parameter("authorization_uri").map(String::from),
        }),
        "insufficient_user_authentication" => Some(Demand::StepUp {
            acr_values: match challenge.parameter("acr_values") {
                None | Some("") => None,
                Some(values) => Some(acr_values(values)?),
            },
            max_age: match challenge.parameter("max_age") {
                None => None,
                // Half understood, it would lead to a sign-in that does not help.
                Some(seconds) => Some(number(seconds)?),
            },
        }),
        "insufficient_scope" => {
            let named = challenge.parameter("scope").and_then(Scopes::parse);
            Some(Demand::Scope(named.unwrap_or_default()))
        }
        _ => None,
    }
}

/// The claims request in base64 or base64url, padded or not.
fn claims(encoded: &str) -> Option<String> {
    let bare = encoded.strip_suffix('=').unwrap_or(encoded);
    let bare = bare.strip_suffix('=').unwrap_or(bare);
    let bytes = base64url::decode(&bare.replace('+', "-").replace('/', "_")).ok()?;
    claims_request::check(std::str::from_utf8(&bytes).ok()?)
}

/// Plain, since it becomes a parameter of an address.
fn acr_values(values: &str) -> Option<String> {
    let plain = values.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    (plain && values.len() <= MAX_ACR_VALUES).then(|| String::from(values))
}
