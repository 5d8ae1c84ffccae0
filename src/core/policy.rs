//! Where an access token may go (R-106; RFC 6750, section 5.3; RFC 9700, sections 4.9 and 4.10).

use super::error::{Code, Error};
use super::settings::Settings;
use super::url::Url;

/// An address that may get the token.
#[derive(Debug, PartialEq, Eq)]
pub struct Destination {
    /// Parsed and written anew, so that the browser sees what was judged.
    pub url: String,
    /// It is the provider's own API: a 401 from there says something about the session.
    pub own: bool,
    /// It is docgate-relay, which has cookies of its own.
    pub relayed: bool,
}

/// Judges what the app wants to call. Origins are compared parsed and exactly, never as text.
pub fn destination(
    input: &str,
    api_base: Option<&Url>,
    settings: &Settings,
) -> Result<Destination, Error> {
    let refused = || Error::new(Code::OriginNotAllowed);
    // As browsers do it: a blank in the query is encoded (an OData filter is full of them).
    let encoded = input.split_once('?').map(|(place, query)| {
        let query = query.split(' ').collect::<Vec<_>>().join("%20");
        [place, "?", &query].concat()
    });
    let input = encoded.as_deref().unwrap_or(input);
    if !is_absolute(input) {
        let base = api_base.ok_or_else(|| {
            Error::hinting(
                Code::ConfigInvalid,
                "apiBase",
                "A relative path needs apiBase in the config, since this provider does not say where its API is.",
            )
        })?;
        let url = Url::join_api(base, input).map_err(|_| refused())?;
        return Ok(Destination {
            relayed: is_relay(&url, settings),
            url: String::from(url.as_str()),
            own: true,
        });
    }
    let url = Url::parse(input).map_err(|_| refused())?;
    let apis = settings.apis.iter().map(|(_, base)| base);
    let own = apis.chain(api_base).any(|base| url.within(base));
    let listed = settings
        .allowed_origins
        .iter()
        .any(|origin| origin == url.origin());
    if !own && !listed {
        return Err(refused());
    }
    Ok(Destination {
        relayed: is_relay(&url, settings),
        url: String::from(url.as_str()),
        own,
    })
}

fn is_relay(url: &Url, settings: &Settings) -> bool {
    settings.relay.as_ref().is_some_and(|relay| relay.has(url))
}

/// RFC 3986, section 3.1: a scheme and a colon. Blanks in front do not hide one.
fn is_absolute(input: &str) -> bool {
    let trimmed = input.trim_start_matches(|c: char| c <= ' ');
    trimmed.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}
