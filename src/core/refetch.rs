//! When the issuer's keys were last fetched a second time for one answer (R-065).
//!
//! A record of its own that all tabs share, without any secret: the shared record is written by many
//! at the same moment, and whoever has not seen the latest one writes an older state of it.

use super::json::{self, Object};
use super::names::Timestamp;
use super::record;

const VERSION: i64 = 1;
/// Milliseconds between two fetches of keys that the first set did not have.
const PAUSE: i64 = 30_000;

/// Where a client's record of it is kept.
pub fn key(client: &str) -> String {
    ["docgate:keys:", client].concat()
}

/// It is done now, as it is stored.
pub fn encode(now: Timestamp) -> String {
    json::write(&Object::new().with("v", VERSION).with("at", now.0).into())
}

/// Whether it may be done, by what is stored: not again within half a minute, in any tab. Junk is as if
/// absent.
pub fn is_allowed(stored: Option<&str>, now: Timestamp) -> bool {
    let last = stored
        .and_then(|text| record::open(text, VERSION))
        .and_then(|object| object.integer("at").ok());
    // A clock that was set back holds nobody up for longer.
    last.is_none_or(|at| now.since(Timestamp(at)).abs() >= PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_again_within_half_a_minute() {
        let then = Timestamp(1_000_000);
        let stored = encode(then);
        let allowed = |now| is_allowed(Some(&stored), Timestamp(now));
        assert!(!allowed(1_000_000) && !allowed(1_029_999) && !allowed(970_001));
        assert!(allowed(1_030_000) && allowed(970_000));
    }

    #[test]
    fn junk_is_as_if_absent() {
        for stored in ["", "{}", "1000000", r#"{"v":2,"at":1000000}"#, r#"{"v":1}"#] {
            assert!(is_allowed(Some(stored), Timestamp(1_000_000)), "{stored}");
        }
        assert!(is_allowed(None, Timestamp(0)));
    }
}
