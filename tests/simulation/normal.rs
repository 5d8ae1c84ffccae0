//! What of a world decides its future, as one text: moments as distances from now, names in the order
//! in which they appear. Worlds with the same text are the same state for the model checker.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use docgate::core::session::Session;

use super::world::World;

/// The fingerprint of a world.
pub(crate) fn fingerprint(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    let moment = world.moment;
    normal(&text(world), moment.wall.0, moment.steady).hash(&mut hasher);
    hasher.finish()
}

fn text(world: &World) -> String {
    let mut out = String::with_capacity(4096);
    for page in &world.pages {
        let session = page.tab.session().map(|own| secrets(own));
        let _ = writeln!(
            out,
            "{:?} {:?} {session:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {}",
            page.state,
            page.tab,
            page.stored,
            page.full,
            page.had.as_ref().map(|own| secrets(own)),
            page.inbox,
            page.noticed,
            page.counting,
            page.due,
            page.wanted,
            page.arriving,
            page.login,
            page.name,
        );
    }
    let _ = writeln!(out, "{:?} {:?} {}", world.record, world.locks, world.online);
    for flight in &world.flights {
        let own = flight.session_id();
        let _ = writeln!(
            out,
            "{:?} {own} {} {} {:?}",
            flight.page, flight.token, flight.since, flight.answer
        );
    }
    for (at, family) in world.provider.families.iter().enumerate() {
        let _ = writeln!(out, "rt-{at}-{} {}", family.current, family.revoked);
    }
    // Tokens that nobody holds any more are nobody's future.
    let ledger = &world.ledger;
    let mut kept = String::new();
    for (token, sendings) in &ledger.sendings {
        if out.contains(token.as_str()) {
            let _ = writeln!(kept, "{token} {sendings:?}");
        }
    }
    for (token, ends) in &ledger.ends {
        if out.contains(token.as_str()) {
            let _ = writeln!(kept, "{token} {ends}");
        }
    }
    for id in ledger.sessions.keys() {
        let _ = writeln!(kept, "{id} {}", ledger.signed_out(id));
    }
    let _ = write!(
        kept,
        "{:?} {:?} {:?} {:?}",
        ledger.current, ledger.over, ledger.told, ledger.pauses
    );
    out.push_str(&kept);
    out
}

fn secrets(session: &Session) -> String {
    session.encode()
}

/// Numbers as long as a moment become distances, names are counted, and the seed for jitter is left out.
fn normal(text: &str, wall: i64, steady: u64) -> String {
    let bytes = text.as_bytes();
    let steady = i64::try_from(steady).expect("a moment");
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if bytes[at].is_ascii_alphanumeric() {
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'-') {
                at += 1;
            }
            let word = &text[start..at];
            let after_seed = text[..start].ends_with("seed: ");
            let known = names.len();
            match word.len() {
                _ if after_seed => {}
                11 | 13 if word.bytes().all(|b| b.is_ascii_digit()) => {
                    let number: i64 = word.parse().expect("a number");
                    let from = if word.len() == 13 { wall } else { steady };
                    let _ = write!(out, "{}", number - from);
                }
                _ if is_name(word) => {
                    let number = *names.entry(word).or_insert(known);
                    let _ = write!(out, "name {number}");
                }
                _ => out.push_str(word),
            }
        } else {
            at += 1;
            while at < bytes.len() && !text.is_char_boundary(at) {
                at += 1;
            }
            out.push_str(&text[start..at]);
        }
    }
    out
}

fn is_name(word: &str) -> bool {
    let numbered = |prefix| {
        word.strip_prefix(prefix)
            .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
    };
    ["tab-", "s-", "rt-", "at-"].into_iter().any(numbered)
}

#[test]
fn what_differs_in_names_and_moments_alone_is_the_same() {
    let one = normal(
        "Some(10000000100) s-1 rt-0-1 s-1 1750000000500 seed: 77,",
        1_750_000_000_000,
        10_000_000_000,
    );
    let other = normal(
        "Some(10000000900) s-4 rt-2-5 s-4 1760000000500 seed: 12,",
        1_760_000_000_000,
        10_000_000_800,
    );
    assert_eq!(one, other);
    let third = normal(
        "Some(10000000900) s-4 rt-2-5 s-3 1760000000500 seed: 12,",
        1_760_000_000_000,
        10_000_000_800,
    );
    assert_ne!(one, third);
}
