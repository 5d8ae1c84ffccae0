//! What goes through docgate-relay, and how a login begins there, as the config's `provider` says.

use super::values::{choice, optional, wrong};
use crate::core::asked;
use crate::core::error::Error;
use crate::core::json::{Object, Value};
use crate::core::provider::{Chosen, Endpoints, RelayRole};
use crate::core::relay::Relay;
use crate::core::settings::Asked;
use crate::core::url::Url;

const RELAY: &str = "The whole https address of the entry at docgate-relay, such as https://relay.example.com/v1/files; on the same site as the page.";

/// The relay's entry, where the config names one or the provider needs one.
pub(super) fn relay(
    chosen: &Object,
    provider: Chosen,
    loopback: bool,
) -> Result<Option<Relay>, Error> {
    let refused = || wrong("relay", RELAY);
    let needed = matches!(provider.relay, RelayRole::Everything | RelayRole::Guarded);
    let Some(text) = optional(chosen, "relay").map_err(|_| refused())? else {
        return if needed { Err(refused()) } else { Ok(None) };
    };
    let (tokens, calls) = match provider.relay {
        RelayRole::Tokens => (true, false),
        RelayRole::Everything => (true, choice(chosen, "api", &["relay", "direct"])? == 0),
        RelayRole::Api | RelayRole::Guarded => (false, true),
    };
    Url::endpoint(text, loopback)
        .ok()
        .filter(|url| url.path() != "/" && text.len() <= 1024)
        .and_then(|url| Relay::at(&url, tokens, calls))
        .map(Some)
        .ok_or_else(refused)
}

/// How the authorization URL is asked for, where it is.
pub(super) fn asked(chosen: &Object, provider: Chosen, base: &Url) -> Result<Option<Asked>, Error> {
    if !matches!(provider.endpoints, Endpoints::Asked { .. }) {
        return Ok(None);
    }
    let own = || vec![String::from(asked::authority(base))];
    let hosts = hosts(chosen, "authorizationHosts")?.unwrap_or_else(own);
    Ok(Some(Asked {
        direct: choice(chosen, "authorizationUrl", &["relay", "direct"])? == 1,
        headers: choice(chosen, "firstCall", &["headers", "form"])? == 0,
        hosts,
    }))
}

/// A list of hosts, where there is one.
pub(super) fn hosts(chosen: &Object, key: &'static str) -> Result<Option<Vec<String>>, Error> {
    let refused = || {
        wrong(
            key,
            "A list of exact host names in small letters, with the port where it is not 443.",
        )
    };
    let Some(list) = chosen.optional_strings(key).map_err(|_| refused())? else {
        return Ok(None);
    };
    let read = |name: &str| {
        let url = Url::parse(&["https://", name].concat());
        let fits = url.is_ok_and(|url| asked::authority(&url) == name);
        fits.then(|| String::from(name)).ok_or_else(refused)
    };
    let hosts: Vec<String> = list.into_iter().map(read).collect::<Result<_, _>>()?;
    if hosts.is_empty() {
        return Err(refused());
    }
    Ok(Some(hosts))
}

/// Whether the app confirms who came back. It has to say either way: a function stands here as `true`.
pub(super) fn confirms(chosen: &Object, provider: Chosen) -> Result<bool, Error> {
    if !provider.confirms {
        return Ok(false);
    }
    match chosen.value("confirm") {
        Some(Value::Bool(confirms)) => Ok(*confirms),
        _ => Err(wrong(
            "confirm",
            "A function that shows the person who signed in and answers true if it is the right one; or false, written out, to go without.",
        )),
    }
}

/// The guard stands here as `true`; the audience of its tokens may be named. Gives what tells two of them apart.
pub(super) fn guard(chosen: &Object) -> Result<String, Error> {
    if chosen.value("guard") != Some(&Value::Bool(true)) {
        return Err(wrong(
            "guard",
            "What createAuth() of this same import gave for the provider where people sign in.",
        ));
    }
    let audience = optional(chosen, "audience")?.unwrap_or_default();
    Ok(String::from(audience))
}
