//! Reading the entries.

use std::collections::BTreeMap;
use std::time::Duration;

use super::secrets::{self, Sources};
use super::table::Keys;
use super::{Entry, Kind, Machine, Queue, SignIn, addresses, read_api, read_guard, read_provider};
use read_provider::Family;

const DAY: u64 = 24 * 60 * 60;
/// What an entry's name is made of.
const NAME: &str = "small letters, digits and '-', at most 32";

/// All entries; noted if two could be mixed up.
pub(super) fn entries(keys: &Keys<'_>, sources: &Sources<'_>) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    if !keys.has("entries") {
        keys.wrong("entries", "is missing");
    }
    let Some(tables) = keys.table("entries") else {
        return entries;
    };
    for name in tables.names() {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || name.len() > 32 || !name.bytes().all(fits) {
            tables.wrong(name, NAME);
        }
        if let Some(table) = tables.table(name)
            && let Some(entry) = entry(name, table, sources)
        {
            entries.insert(name.to_owned(), entry);
        }
    }
    if tables.names().next().is_none() {
        keys.wrong("entries", "has no entry");
    }
    clashes(&tables, &entries);
    entries
}

/// One redirect URI for two clients: a code could be brought to the wrong one.
fn clashes(tables: &Keys<'_>, entries: &BTreeMap<String, Entry>) {
    let redirects = |entry: &'_ Entry| {
        let sign_in = entry.sign_in.as_ref();
        sign_in.map_or(Vec::new(), |it| it.redirect_uris.clone())
    };
    for (name, entry) in entries {
        let before = entries.values().take_while(|other| other.name != *name);
        for other in before {
            let shared = redirects(other);
            if let Some(uri) = redirects(entry).iter().find(|uri| shared.contains(uri)) {
                tables.wrong(
                    &format!("{name}.redirect_uris"),
                    &format!("'{uri}' is entries.{}'s too; give each its own", other.name),
                );
            }
        }
    }
}

fn entry(name: &str, keys: Keys<'_>, sources: &Sources<'_>) -> Option<Entry> {
    let id = keys.required("provider");
    let family = id.and_then(|id| {
        let family = Family::of(id);
        if family.is_none() {
            keys.wrong(
                "provider",
                &format!("one of '{}'", Family::ids().join("', '")),
            );
        }
        family
    });
    let origins = addresses::origins(&keys, "origins");
    // Without its provider, nobody knows which of the other keys are right.
    let family = family?;
    let mut sign_in = None;
    let mut machine = None;
    match family {
        Family::Standard(provider) => {
            let redirects = addresses::redirect_uris(&keys, &origins);
            let kind = read_provider::standard(&keys, provider, &redirects).map(Kind::Standard);
            sign_in = self::sign_in(&keys, kind, redirects, 60 * 60, sources);
        }
        Family::Enadoc => {
            let redirects = addresses::redirect_uris(&keys, &origins);
            let kind = read_provider::enadoc(&keys, &redirects).map(Kind::Enadoc);
            sign_in = self::sign_in(&keys, kind, redirects, 15 * 60, sources);
        }
        Family::Machine => machine = read_provider::machine(&keys, sources),
        Family::ApiOnly => {}
    }
    let api = read_api::api(&keys, family, machine.as_ref());
    let guard = match family {
        Family::Machine => read_guard::guard(&keys, sources),
        _ => None,
    };
    let queue = queue(&keys, read_provider::usual_queue(family));
    keys.finish();
    Some(Entry {
        name: name.to_owned(),
        provider: id.unwrap_or_default().to_owned(),
        origins,
        sign_in,
        machine: machine.map(|(machine, _)| machine),
        guard,
        api,
        queue,
    })
}

fn sign_in(
    keys: &Keys<'_>,
    kind: Option<Kind>,
    redirect_uris: Vec<String>,
    login: u64,
    sources: &Sources<'_>,
) -> Option<SignIn> {
    let client_id = keys.required("client_id");
    let client_secret = secrets::client_secret(keys, "client_secret", sources);
    let session = keys.number("session_days", 60, 1, 400) * DAY;
    // Renewals alone are seen, and a token may last an hour.
    let idle = keys.number("idle_hours", 0, 2, 9600) * 60 * 60;
    Some(SignIn {
        client_id: client_id?.to_owned(),
        client_secret: client_secret?,
        redirect_uris,
        login: Duration::from_secs(login),
        session: Duration::from_secs(session),
        idle: (idle > 0).then(|| Duration::from_secs(idle)),
        kind: kind?,
    })
}

fn queue(keys: &Keys<'_>, usual: Option<Queue>) -> Option<Queue> {
    let Some(table) = keys.table("upstream") else {
        return usual;
    };
    let per_minute = table.number("per_minute", 10, 1, 100_000);
    let wait = table.number("wait_seconds", 30, 0, 60);
    table.finish();
    Some(Queue {
        per_minute: u32::try_from(per_minute).unwrap_or(u32::MAX),
        wait: Duration::from_secs(wait),
    })
}

/// A machine, and the origin of its API.
pub(super) type MachineAndApi = (Machine, docgate::core::url::Url);
