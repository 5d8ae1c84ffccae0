//! The sessions of other people, as one record of the tab beside the current session's.

use std::sync::Arc;

use super::json::{self, Object, Value};
use super::record;
use super::session::Session;

const VERSION: i64 = 1;

/// Where the sessions of other people are kept, beside the current one.
pub fn key(client: &str) -> String {
    ["docgate:parked:", client].concat()
}

/// Several as they are stored.
pub fn encode(sessions: &[Arc<Session>]) -> String {
    let texts = sessions.iter().map(|session| Value::from(session.encode()));
    let object = Object::new()
        .with("v", VERSION)
        .with("sessions", Value::Array(texts.collect()));
    json::write(&Value::Object(object))
}

/// The same, read back; what is no session of this client is as if absent.
pub fn decode(text: &str, client: &str) -> Vec<Box<Session>> {
    let object = record::open(text, VERSION).unwrap_or_default();
    let texts = object.strings("sessions").unwrap_or_default();
    let sessions = texts.into_iter().take(16);
    sessions
        .filter_map(|text| Session::decode(text, client))
        .collect()
}
