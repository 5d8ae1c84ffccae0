//! Who may redeem: the redirect URI's type decides whether there must be an `Origin`, a secret, a code verifier.

use crate::{form::Parameters, http::Request, switches::SpaError};

use super::{Registration, problem::Problem, registration::RedirectType, state::Grant};

/// A page's redemption where the redirect URI is not a page's.
const CROSS_ORIGIN: u32 = 9_002_326;

/// Checks `Origin` and secret against the type. Nothing is spent by a request that fails here.
pub(super) fn allowed(
    registration: &Registration,
    kind: RedirectType,
    request: &Request,
    form: &Parameters,
) -> Result<(), Problem> {
    let origin = request.header("origin");
    let secret = form
        .text("client_secret")
        .map(str::to_string)
        .or_else(|| basic_secret(request));
    if secret.is_some() && registration.secret.is_none() {
        return Err(Problem::new(700_025, ""));
    }
    match (kind, origin, secret) {
        (RedirectType::Web, Some(origin), _) | (_, Some(origin), Some(_)) => {
            Err(Problem::new(CROSS_ORIGIN, origin))
        }
        (RedirectType::Spa, Some(_), None) => Ok(()),
        (RedirectType::Spa, None, _) => Err(Problem::new(9_002_327, "")),
        (RedirectType::Web, None, None) => Err(Problem::new(7_000_218, "")),
        (RedirectType::Web, None, secret) if secret == registration.secret => Ok(()),
        (RedirectType::Web, None, Some(_)) => Err(Problem::new(7_000_215, "")),
    }
}

/// Checks the code verifier: given as itself and as its S256 challenge.
pub(super) fn verify(grant: &Grant, verifier: Option<(String, String)>) -> Result<(), Problem> {
    let Some((challenge, plain)) = &grant.challenge else {
        return match grant.redirect_type {
            RedirectType::Spa => Err(Problem::new(9_002_325, "")),
            RedirectType::Web => Ok(()),
        };
    };
    let fits =
        verifier.is_some_and(|(text, hashed)| challenge == if *plain { &text } else { &hashed });
    if fits {
        Ok(())
    } else {
        Err(Problem::new(501_481, ""))
    }
}

/// A page's refresh tokens die all at once, a server's by disuse.
pub(super) fn expired(kind: RedirectType) -> Problem {
    Problem::new(
        match kind {
            RedirectType::Spa => 700_084,
            RedirectType::Web => 700_082,
        },
        "",
    )
}

/// Whether a page sees nothing but a network error.
pub(super) fn is_hidden(problem: &Problem, spa_error: SpaError) -> bool {
    problem.code == CROSS_ORIGIN && spa_error == SpaError::Network
}

/// The password of HTTP Basic authentication, without its encoding's finer points.
fn basic_secret(request: &Request) -> Option<String> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let (scheme, credentials) = request.header("authorization")?.split_once(' ')?;
    let bytes = STANDARD
        .decode(credentials)
        .ok()
        .filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let text = String::from_utf8(bytes).ok()?;
    Some(crate::form::decode(text.split_once(':')?.1))
}
