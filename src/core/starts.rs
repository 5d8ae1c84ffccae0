//! The loop breaker: logins that nobody clicked for, counted over a minute in one tab.
//!
//! An app that starts a login on every load, at a provider that answers without asking anybody,
//! would go round for ever. The record is a list of times and nothing else.

use super::error::{Code, Error};
use super::json::{self, Value};
use super::names::Timestamp;

/// Where the list is kept, in `sessionStorage`.
pub const KEY: &str = "docgate:starts";
/// This many within [`WINDOW_SECONDS`] are a loop.
const LIMIT: usize = 5;
const WINDOW_SECONDS: u64 = 60;

/// Counts one more start; the new list, or the loop.
pub fn count(stored: Option<&str>, now: Timestamp) -> Result<String, Error> {
    let list = stored.and_then(|text| json::parse(text.as_bytes()).ok());
    let mut times: Vec<Value> = match list {
        Some(Value::Array(times)) => times
            .into_iter()
            .filter(|time| is_recent(time, now))
            .collect(),
        _ => Vec::new(),
    };
    if times.len() >= LIMIT {
        return Err(Code::LoginLoop.into());
    }
    times.push(Value::Integer(now.0));
    Ok(json::write(&Value::Array(times)))
}

fn is_recent(time: &Value, now: Timestamp) -> bool {
    time.as_integer()
        .is_some_and(|time| super::record::is_within(Timestamp(time), now, WINDOW_SECONDS))
}
