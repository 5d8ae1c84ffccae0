//! Reading the file as a whole.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use toml::Table;

use super::secrets::{self, Sources};
use super::table::{Keys, Mistakes};
use super::{Config, Limits, addresses, read_entry};
use crate::limits::Proxies;

/// Reads and checks the configuration.
///
/// # Errors
/// Every mistake, each beginning with its key.
pub fn read(text: &str, sources: &Sources<'_>) -> Result<Config, Vec<String>> {
    let table = text.parse::<Table>().map_err(|error| {
        // Only where it is: a line of the file may have what somebody should not have written there.
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        vec![format!("line {line}: {}", error.message())]
    })?;
    let mistakes = Mistakes::default();
    let config = whole(&Keys::new(String::new(), &table, &mistakes), sources);
    let all = mistakes.into_all();
    match config {
        Some(config) if all.is_empty() => Ok(config),
        _ => Err(all),
    }
}

fn whole(keys: &Keys<'_>, sources: &Sources<'_>) -> Option<Config> {
    let listen = socket(keys, "listen");
    if !keys.has("listen") {
        keys.wrong("listen", "is missing");
    }
    if !keys.has("hosts") {
        keys.wrong("hosts", "is missing");
    }
    let hosts = addresses::hosts(keys, "hosts");
    let operations = keys.table("operations").and_then(|table| {
        if !table.has("listen") {
            table.wrong("listen", "is missing");
        }
        let own = socket(&table, "listen");
        if own.is_some_and(|own| own.port() != 0 && Some(own) == listen) {
            table.wrong(
                "listen",
                "is where pages are answered; metrics need an address of their own",
            );
        }
        table.finish();
        own
    });
    if !keys.has("seal") {
        keys.wrong("seal.keys", "is missing");
    }
    let seal = keys.table("seal").map(|table| {
        let found = secrets::seal_keys(&table, sources);
        table.finish();
        found
    });
    let limits = limits(keys);
    let trusted_proxies = trusted(keys);
    let resolve = resolve(keys);
    let entries = read_entry::entries(keys, sources);
    for name in keys.names().filter(|name| !KEYS.contains(name)) {
        keys.wrong(name, "is not a key of the relay's");
    }
    Some(Config {
        listen: listen?,
        hosts: hosts?,
        operations,
        seal: seal?,
        limits,
        trusted_proxies,
        resolve,
        entries,
    })
}

const KEYS: [&str; 8] = [
    "listen",
    "hosts",
    "operations",
    "seal",
    "limits",
    "proxies",
    "resolve",
    "entries",
];

fn socket(keys: &Keys<'_>, key: &str) -> Option<SocketAddr> {
    let text = keys.text(key)?;
    let address = text.parse().ok();
    if address.is_none() {
        keys.wrong(key, "an address and a port, as in 127.0.0.1:9500");
    }
    address
}

fn limits(keys: &Keys<'_>) -> Limits {
    let usual = Limits::default();
    let Some(table) = keys.table("limits") else {
        return usual;
    };
    let size = |key: &str, usual: usize, least: u64, most: u64| {
        usize::try_from(table.number(key, usual as u64, least, most)).unwrap_or(usual)
    };
    let seconds = |key: &str, usual: Duration| {
        Duration::from_secs(table.number(key, usual.as_secs(), 1, 120))
    };
    let limits = Limits {
        body_bytes: size("body_bytes", usual.body_bytes, 4096, 65_536),
        api_body_bytes: size("api_body_bytes", usual.api_body_bytes, 1, 1 << 30),
        header: seconds("header_seconds", usual.header),
        body: seconds("body_seconds", usual.body),
        upstream: seconds("upstream_seconds", usual.upstream),
        connections: size("connections", usual.connections, 1, 1_000_000),
        requests_per_minute: u32::try_from(table.number(
            "requests_per_minute",
            u64::from(usual.requests_per_minute),
            1,
            1_000_000,
        ))
        .unwrap_or(usual.requests_per_minute),
    };
    table.finish();
    limits
}

fn trusted(keys: &Keys<'_>) -> Proxies {
    let Some(table) = keys.table("proxies") else {
        return Proxies::default();
    };
    let texts = table.texts("trusted").unwrap_or_default();
    let proxies = Proxies::parse(texts.iter().map(AsRef::as_ref));
    if proxies.is_err() {
        table.wrong(
            "trusted",
            "addresses without a port, or networks, as in 127.0.0.1 or 10.0.0.0/8; not everybody",
        );
    }
    table.finish();
    proxies.unwrap_or_default()
}

/// Names that lead to test doubles: only to this computer, and to the port that the name has.
fn resolve(keys: &Keys<'_>) -> BTreeMap<String, SocketAddr> {
    let mut names = BTreeMap::new();
    let Some(table) = keys.table("resolve") else {
        return names;
    };
    for name in table.names() {
        let Some(text) = table.text(name) else {
            continue;
        };
        let address = text.parse::<SocketAddr>().ok();
        let Some(address) = address.filter(|address| address.ip().is_loopback()) else {
            table.wrong(
                name,
                "an address on loopback with its port: it is for test doubles only",
            );
            continue;
        };
        let (host, port) = name.rsplit_once(':').unwrap_or((name, ""));
        if port.parse() != Ok(address.port()) {
            table.wrong(name, "a name with the port of the address that it leads to");
        }
        let clash = names.iter().any(|(other, at): (&String, &SocketAddr)| {
            other.rsplit_once(':').is_some_and(|(own, _)| own == host) && at.ip() != address.ip()
        });
        if clash {
            table.wrong(name, "the same name leads to another address already");
        }
        names.insert(name.to_owned(), address);
    }
    names
}
