//! What is left of a pending login that was taken: enough to answer the same callback again
//! (reload, Back, bookmark), and nothing that could finish it.

use super::json::{self, Object, Value};
use super::names::Timestamp;
use super::pending::{MEMORY_SECONDS, PendingLogin};
use super::record;

/// Every key of a tombstone begins like this.
pub const PREFIX: &str = "docgate:spent:";
/// At most this many in one tab.
pub const LIMIT: usize = 10;

const VERSION: i64 = 1;

/// No verifier, nonce, state or code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Where the login wanted to return to.
    pub return_to: String,
    /// The app's own JSON text.
    pub app_state: Option<String>,
    /// When the login was started.
    pub created: Timestamp,
}

/// Where the tombstone of a `state` with this hash is kept.
pub fn key(hash: &str) -> String {
    [PREFIX, hash].concat()
}

impl Tombstone {
    /// Of this login.
    pub fn of(login: &PendingLogin) -> Tombstone {
        Tombstone {
            return_to: login.return_to.clone(),
            app_state: login.app_state.clone(),
            created: login.created,
        }
    }

    /// Old enough to be swept.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        !record::is_within(self.created, now, MEMORY_SECONDS)
    }

    /// As it is stored.
    pub fn encode(&self) -> String {
        let mut object = Object::new();
        object.push("v", Value::Integer(VERSION));
        object.push("return_to", Value::from(self.return_to.as_str()));
        object.push("created", Value::Integer(self.created.0));
        if let Some(app_state) = &self.app_state {
            object.push("app_state", Value::from(app_state.as_str()));
        }
        json::write(&Value::Object(object))
    }

    /// Reads a stored one; junk is as if absent.
    pub fn decode(text: &str) -> Option<Tombstone> {
        let object = record::open(text, VERSION)?;
        Some(Tombstone {
            return_to: String::from(object.string("return_to").ok()?),
            app_state: object.optional_string("app_state").ok()?.map(String::from),
            created: Timestamp(object.integer("created").ok()?),
        })
    }
}
