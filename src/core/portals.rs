//! Where the API is, as the `aud` of an access token says it (docs/providers/docspace.md).
//!
//! A person's portal in the cloud is known only when they have signed in: the token says where it is. Nobody vouches
//! for that but the token endpoint, so the address must be https, an origin, and below the provider's own domain or
//! on the app's list. What is not would get the token with the next call.

use super::asked;
use super::error::{Code, Error, sanitise};
use super::json::{Object, Value};
use super::settings::Settings;
use super::url::Url;

/// What may be an API.
#[derive(Debug)]
pub struct Portals {
    /// Any host below this domain.
    pub below: &'static str,
    /// Beside those, these exact hosts, with the port where it is not the usual one.
    pub hosts: Vec<String>,
    /// A test double in place of all of them.
    pub double: Option<Url>,
}

impl Portals {
    /// Whether this is the address of a portal.
    pub fn admit(&self, url: &Url) -> bool {
        let origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let authority = asked::authority(url);
        let (safe, own) = match &self.double {
            Some(double) => (url.is_loopback(), double.origin() == url.origin()),
            None => (url.is_https(), is_below(authority, self.below)),
        };
        origin && safe && (own || self.hosts.iter().any(|host| host == authority))
    }
}

/// A name of its own below the domain, at the usual port.
fn is_below(authority: &str, domain: &str) -> bool {
    authority
        .strip_suffix(domain)
        .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
}

/// Where the API of a token with these claims is. `known`: the one portal that can be meant, where it is known.
pub fn api(claims: &Object, settings: &Settings, known: Option<&Url>) -> Result<Url, Error> {
    let said = match claims.value("aud") {
        Some(Value::String(text)) => Some(text),
        Some(Value::Array(list)) => match list.as_slice() {
            [Value::String(text)] => Some(text),
            _ => None,
        },
        _ => None,
    };
    let url = said.and_then(|text| Url::parse(text).ok());
    let Some(portals) = &settings.portals else {
        // Hosts are compared, not addresses: behind TLS termination a portal may call itself `http:`.
        let fits = url.is_some_and(|url| url.host() == settings.base.host());
        return match fits {
            true => Ok(settings.base.clone()),
            false => Err(mismatch(said, None)),
        };
    };
    match url.filter(|url| portals.admit(url)) {
        None => Err(mismatch(said, Some(UNLISTED))),
        Some(url) if known.is_none_or(|known| url.origin() == known.origin()) => Ok(url),
        Some(_) => Err(mismatch(said, Some(ANOTHER))),
    }
}

fn mismatch(said: Option<&String>, hint: Option<&'static str>) -> Error {
    let mut error = Error::at(Code::ApiBaseMismatch, "aud");
    let evidence = error.evidence_mut();
    evidence.error_description = said.map(|text| sanitise(text, 256));
    evidence.hint = hint;
    error
}

const UNLISTED: &str =
    "The host of a portal that has a domain of its own belongs into portalHosts.";
const ANOTHER: &str = "It is for another portal than before: sign out, then in again.";

/// The refusal of `openid` where [`Settings::may_ask`] says no.
pub fn no_identity() -> Error {
    Error::hinting(
        Code::ConfigInvalid,
        "scopes",
        "Without portal nobody knows beforehand what an ID token must say: name the portal, or leave 'openid' out.",
    )
}
