//! Which headers go on to an API, and which of its answer come back. Everything else stays here: cookies
//! of either side, the page's address, the relay's own header, and all that speaks of the connection.

use axum::http::header::{self, HeaderMap, HeaderName};

/// Headers of a call that an API sees.
const ASKED: [&str; 7] = [
    "accept",
    "accept-language",
    "content-type",
    "if-match",
    "if-none-match",
    "prefer",
    "range",
];
/// The same, by how the name begins (OData 4.01, part 1, section 8).
const ASKED_FAMILY: &str = "odata-";

/// Headers of an answer that a page sees.
const ANSWERED: [&str; 12] = [
    "content-type",
    "content-disposition",
    "content-encoding",
    "content-range",
    "etag",
    "last-modified",
    "retry-after",
    "www-authenticate",
    "x-total-count",
    "odata-version",
    "request-id",
    "ms-correlation-x",
];
/// The same, by how the name begins.
const ANSWERED_FAMILY: &str = "x-ratelimit-";

/// What of a call's headers goes on.
#[must_use]
pub fn onwards(asked: &HeaderMap) -> HeaderMap {
    kept(asked, &ASKED, ASKED_FAMILY)
}

/// What of an answer's headers comes back. `www-authenticate` speaks to whoever owns the token, so it is
/// left out where that is the relay.
#[must_use]
pub fn back(answered: &HeaderMap, token_is_the_pages: bool) -> HeaderMap {
    let mut kept = kept(answered, &ANSWERED, ANSWERED_FAMILY);
    if !token_is_the_pages {
        kept.remove(header::WWW_AUTHENTICATE);
    }
    kept
}

fn kept(headers: &HeaderMap, names: &[&str], family: &str) -> HeaderMap {
    let mut kept = HeaderMap::new();
    for (name, value) in headers {
        let fits =
            |name: &HeaderName| names.contains(&name.as_str()) || name.as_str().starts_with(family);
        // The connection may name any header as its own (RFC 9110, section 7.6.1).
        if fits(name) && !belongs_to_the_connection(headers, name) {
            kept.append(name, value.clone());
        }
    }
    kept
}

fn belongs_to_the_connection(headers: &HeaderMap, name: &HeaderName) -> bool {
    headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|option| option.trim().eq_ignore_ascii_case(name.as_str()))
}
