//! Which redirect URI an authorization request means, and whether it is registered.

use crate::{clients::Client, form::Parameters};

/// The redirect URI to use, if it is registered. Left out: the only one there is, without `openid`.
pub(super) fn chosen(
    parameters: &Parameters,
    client: &Client,
    requested: &[String],
) -> Option<String> {
    match parameters.text("redirect_uri") {
        Some(uri) => client
            .redirect_uris
            .iter()
            .any(|known| matches(known, uri))
            .then(|| uri.to_string()),
        None if requested.iter().any(|scope| scope == "openid") => None,
        None => match client.redirect_uris.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        },
    }
}

/// Exact text; an IP loopback address may have any port (`localhost` may not).
fn matches(registered: &str, uri: &str) -> bool {
    if uri.contains('#') {
        return false;
    }
    registered == uri
        || matches!((without_loopback_port(registered), without_loopback_port(uri)), (Some(known), Some(asked)) if known == asked)
}

/// The address without its port, if its host is an IP loopback address.
fn without_loopback_port(uri: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = uri.split_once("://")?;
    let (authority, path) = rest
        .find('/')
        .and_then(|slash| rest.split_at_checked(slash))
        .unwrap_or((rest, ""));
    let host = match authority.rsplit_once(':') {
        Some((host, port))
            if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            host
        }
        _ => authority,
    };
    let is_address = host
        .parse::<std::net::Ipv4Addr>()
        .is_ok_and(|address| address.is_loopback())
        || host == "[::1]";
    is_address.then_some((scheme, host, path))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn only_ip_loopback_may_change_its_port() {
        assert!(matches(
            "http://127.0.0.1:3000/cb",
            "http://127.0.0.1:4000/cb"
        ));
        assert!(matches("http://[::1]/cb", "http://[::1]:4000/cb"));
        assert!(!matches(
            "http://127.0.0.1:3000/cb",
            "http://127.0.0.1:4000/other"
        ));
        assert!(!matches(
            "http://127.0.0.1:3000/cb",
            "http://127.0.0.2:3000/cb"
        ));
        assert!(!matches(
            "http://localhost:3000/cb",
            "http://localhost:4000/cb"
        ));
        assert!(matches(
            "http://localhost:3000/cb",
            "http://localhost:3000/cb"
        ));
        assert!(!matches(
            "http://localhost:3000/cb",
            "http://localhost:3000/cb/"
        ));
        assert!(!matches(
            "http://localhost:3000/cb#x",
            "http://localhost:3000/cb#x"
        ));
    }
}
