//! An authorization URL that a server was asked for (docs/providers/enadoc.md): what it may look like in the
//! answer, and where it may lead (R-175). It comes from the network, and the person is about to be sent there.

use super::json::{self, Value};
use super::url::Url;

/// A longer address is none.
const LIMIT: usize = 8 * 1024;

/// The address in an answer: `Location` of a redirect, a JSON text, a member of a JSON object, or the body as it
/// is. Not judged: see [`permitted`].
pub fn address(body: &[u8], location: Option<&str>) -> Option<String> {
    if let Some(location) = location {
        return sized(location);
    }
    match json::parse(body) {
        Ok(Value::String(text)) => sized(&text),
        Ok(Value::Object(object)) => object
            .iter()
            .filter(|(name, _)| is_named(name))
            .find_map(|(_, value)| sized(value.as_str()?)),
        Ok(_) => None,
        Err(_) => sized(str::from_utf8(body).ok()?),
    }
}

/// `url`, `authorizationUrl`, `authorization_url`, … in any casing.
fn is_named(name: &str) -> bool {
    let plain = |b: &u8| !matches!(b, b'_' | b'-');
    let bare = name.bytes().filter(plain).map(|b| b.to_ascii_lowercase());
    ["url", "authorizationurl"]
        .iter()
        .any(|known| bare.clone().eq(known.bytes()))
}

fn sized(text: &str) -> Option<String> {
    let text = text.trim_matches(|c| c <= ' ');
    (!text.is_empty() && text.len() <= LIMIT).then(|| String::from(text))
}

/// The address, if a person may be sent there: https, of exactly one of these hosts (with the port, where it is
/// not the usual one), without a user name. `loopback`: the page is on this machine, so plain http on it is fine.
pub fn permitted(address: &str, hosts: &[&str], loopback: bool) -> Option<Url> {
    let url = Url::endpoint(address, loopback).ok()?;
    hosts.contains(&authority(&url)).then_some(url)
}

/// Its host, and its port where that is not the usual one.
pub fn authority(url: &Url) -> &str {
    let origin = url.origin();
    let scheme = if url.is_https() {
        "https://"
    } else {
        "http://"
    };
    origin.strip_prefix(scheme).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_dialect_gives_the_same_address() {
        let url = "https://auth.enadoc.com/login?x=1";
        for body in [
            "https://auth.enadoc.com/login?x=1",
            " https://auth.enadoc.com/login?x=1\r\n",
            r#""https://auth.enadoc.com/login?x=1""#,
            r#"{"url":"https://auth.enadoc.com/login?x=1"}"#,
            r#"{"isOk":true,"AuthorizationUrl":"https://auth.enadoc.com/login?x=1"}"#,
            r#"{"authorization_url":"https://auth.enadoc.com/login?x=1"}"#,
            r#"{"AUTHORIZATIONURL":"https:\/\/auth.enadoc.com\/login?x=1"}"#,
        ] {
            assert_eq!(
                address(body.as_bytes(), None).as_deref(),
                Some(url),
                "{body}"
            );
        }
        assert_eq!(
            address(b"<html>login</html>", Some(url)).as_deref(),
            Some(url)
        );
    }

    #[test]
    fn what_holds_no_address_gives_none() {
        for body in [
            "",
            "  ",
            "[]",
            "42",
            "null",
            r#"{"uri":"https://a.example/"}"#,
            r#"{"url":7}"#,
        ] {
            assert_eq!(address(body.as_bytes(), None), None, "{body}");
        }
        assert_eq!(address(b"\xff\xfe", None), None);
        assert_eq!(address(&[b'a'; 9000], None), None);
    }

    #[test]
    fn people_are_sent_to_listed_hosts_only() {
        let hosts = ["auth.enadoc.com", "enadoc.localhost:9400"];
        let fits = |url: &str, loopback| permitted(url, &hosts, loopback).is_some();
        assert!(fits("https://auth.enadoc.com/login?a=b", false));
        assert!(fits("https://AUTH.enadoc.com:443/", false));
        assert!(fits("http://enadoc.localhost:9400/login", true));
        for url in [
            "http://auth.enadoc.com/",
            "http://enadoc.localhost:9400/",
            "https://auth.enadoc.com:8443/",
            "https://auth.enadoc.com.evil.example/",
            "https://evil.example/auth.enadoc.com",
            "https://evilauth.enadoc.com/",
            "https://auth.enadoc.com@evil.example/",
            "https://evil.example\\@auth.enadoc.com/",
            "//auth.enadoc.com/",
            "/login",
            "javascript:alert(1)//auth.enadoc.com",
            "data:text/html,hello",
            "https://auth.enadoc.com./",
            "https://аuth.enadoc.com/",
        ] {
            assert!(!fits(url, false), "{url}");
        }
    }
}
