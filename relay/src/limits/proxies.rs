//! Who the caller is when the relay stands behind reverse proxies.
//!
//! `X-Forwarded-For` is written by anybody. Each proxy appends the address that it was called from, so only what the operator's
//! own proxies appended is true: read from the right, the first address that is not one of theirs.

use std::net::IpAddr;

use axum::http::{HeaderMap, header::HeaderName};
use ipnet::IpNet;

/// The header that is read.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The operator's proxies, by address or network.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Reads addresses (`192.0.2.1`, `2001:db8::1`) and networks (`10.0.0.0/8`).
    ///
    /// # Errors
    ///
    /// The first one that is neither, or that is everybody.
    pub fn parse<'a>(trusted: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        trusted
            .into_iter()
            .map(|text| network(text).ok_or_else(|| text.to_string()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The address that a request is counted under: the peer's own, unless it is a proxy.
    ///
    /// What cannot be read ends the search: then the proxy that passed it on is counted.
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut caller = peer.to_canonical();
        let mut hops = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .collect::<Vec<_>>()
            .into_iter()
            .rev();
        while self.trusts(caller) {
            match hops.next().and_then(address) {
                Some(address) => caller = address,
                None => break,
            }
        }
        caller
    }

    /// Whether somebody says whose request it is who is not believed: a stranger, or a proxy that was left out.
    pub fn disbelieves(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        headers.contains_key(FORWARDED_FOR) && !self.trusts(peer.to_canonical())
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

fn network(text: &str) -> Option<IpNet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(IpNet::from(address.to_canonical())),
        // Whoever trusts everybody lets everybody say who they are.
        Err(_) => text.parse::<IpNet>().ok().filter(|it| it.prefix_len() > 0),
    }
}

/// One hop: an address, possibly with a port, possibly in brackets.
fn address(bytes: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None => match text.split_once(':') {
            Some((host, port)) if !port.contains(':') => host,
            _ => text,
        },
    };
    bare.parse::<IpAddr>()
        .ok()
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn caller(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let proxies = Proxies::parse(trusted.iter().copied()).unwrap();
        proxies.caller(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_stranger_cannot_say_who_it_is() {
        assert_eq!(
            caller(&["127.0.0.1"], "192.0.2.9", &["10.1.1.1"]),
            "192.0.2.9"
        );
        assert_eq!(caller(&[], "127.0.0.1", &["10.1.1.1"]), "127.0.0.1");
    }

    #[test]
    fn the_rightmost_hop_that_is_not_ours_counts() {
        let ours = ["127.0.0.1", "10.0.0.0/8"];
        assert_eq!(caller(&ours, "127.0.0.1", &["203.0.113.5"]), "203.0.113.5");
        let forged = ["198.51.100.1, 203.0.113.5", "10.2.3.4"];
        assert_eq!(caller(&ours, "127.0.0.1", &forged), "203.0.113.5");
        assert_eq!(
            caller(&ours, "::ffff:127.0.0.1", &["203.0.113.5"]),
            "203.0.113.5"
        );
        assert_eq!(
            caller(&["2001:db8::/32"], "2001:db8::1", &["[2001:dead::7]:443"]),
            "2001:dead::7"
        );
        assert_eq!(
            caller(&ours, "127.0.0.1", &["203.0.113.5:99"]),
            "203.0.113.5"
        );
    }

    #[test]
    fn what_cannot_be_read_ends_the_search() {
        let ours = ["127.0.0.1", "10.0.0.0/8"];
        assert_eq!(
            caller(&ours, "127.0.0.1", &["203.0.113.5, unknown"]),
            "127.0.0.1"
        );
        assert_eq!(
            caller(&ours, "127.0.0.1", &["203.0.113.5, , 10.0.0.1"]),
            "10.0.0.1"
        );
        assert_eq!(caller(&ours, "127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(caller(&ours, "127.0.0.1", &["10.0.0.1"]), "10.0.0.1");
    }

    #[test]
    fn mistakes_are_named() {
        for bad in [
            "localhost",
            "10.0.0.0/33",
            "",
            "*",
            "10.0.0.1:80",
            "0.0.0.0/0",
            "::/0",
        ] {
            assert_eq!(Proxies::parse([bad]).unwrap_err(), bad);
        }
    }
}
