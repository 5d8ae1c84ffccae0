//! Addresses in the configuration: in their one exact spelling, or refused.

use docgate::core::url::Url;

use super::table::Keys;

const ORIGIN: &str = "exact origins: https (http on loopback), small letters, no path, no slash at the end, no usual port";
const HOST: &str = "exact host names in small letters, with the port where it is not the usual one";

/// An address over https, or over http on this computer.
pub(super) fn endpoint(text: &str) -> Option<Url> {
    Url::endpoint(text, true).ok()
}

/// Origins, exactly as a browser writes them in `Origin`.
pub(super) fn origins(keys: &Keys<'_>, key: &str) -> Vec<String> {
    if !keys.has(key) {
        keys.wrong(key, "is missing");
    }
    let list = keys.texts(key).unwrap_or_default();
    let exact = |text: &str| endpoint(text).is_some_and(|url| url.origin() == text);
    if !list.iter().all(|text| exact(text)) {
        keys.wrong(key, ORIGIN);
        return Vec::new();
    }
    list.into_iter().map(str::to_owned).collect()
}

/// Redirect URIs: each on one of the origins, byte for byte as it is registered.
pub(super) fn redirect_uris(keys: &Keys<'_>, origins: &[String]) -> Vec<String> {
    let key = "redirect_uris";
    if !keys.has(key) {
        keys.wrong(key, "is missing");
    }
    let list = keys.texts(key).unwrap_or_default();
    for text in &list {
        let url = endpoint(text).filter(|url| url.as_str() == *text && text.len() <= 1024);
        match url {
            None => keys.wrong(key, &format!("'{text}' is no exact address")),
            Some(url) if !origins.is_empty() && !origins.iter().any(|own| own == url.origin()) => {
                keys.wrong(key, &format!("'{text}' is on none of `origins`"));
            }
            Some(_) => {}
        }
    }
    list.into_iter().map(str::to_owned).collect()
}

/// Host names, with the port where it is not the usual one.
pub(super) fn hosts(keys: &Keys<'_>, key: &str) -> Option<Vec<String>> {
    let list = keys.texts(key)?;
    if !list.iter().all(|text| is_host(text)) {
        keys.wrong(key, HOST);
    }
    Some(list.into_iter().map(str::to_owned).collect())
}

/// Whether it is a host, with or without a port, exactly as in `Host`.
fn is_host(text: &str) -> bool {
    let fits = |scheme: &str| {
        let whole = [scheme, text].concat();
        Url::parse(&whole).is_ok_and(|url| url.origin() == whole)
    };
    // A port that is usual for the one scheme is not for the other.
    fits("https://") || fits("http://")
}

/// One address under a key; noted if it is none, or must be on loopback and is not.
pub(super) fn address(keys: &Keys<'_>, key: &str, loopback_only: bool) -> Option<Url> {
    let text = keys.text(key)?;
    let url = endpoint(text).filter(|url| url.query().is_none());
    match url {
        Some(url) if url.is_loopback() || !loopback_only => Some(url),
        _ if loopback_only => {
            keys.wrong(key, "an address on loopback: it is for test doubles only");
            None
        }
        _ => {
            keys.wrong(
                key,
                "an https address (http on loopback), without query and fragment",
            );
            None
        }
    }
}
