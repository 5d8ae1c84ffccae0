//! What all stored records share: a version, bounds, and the metadata inside of them.
//!
//! Everything that is read back may have been cut, swapped or written by someone else of the
//! same origin, so it is judged like a server's answer.

use super::json::{self, Object, Value};
use super::metadata::Metadata;
use super::names::Timestamp;
use super::url::Url;

/// A longer record than this is nobody's of ours.
const SIZE_LIMIT: usize = 1024 * 1024;

/// The object in `text`, if it is one of this version.
pub fn open(text: &str, version: i64) -> Option<Object> {
    if text.len() > SIZE_LIMIT {
        return None;
    }
    match json::parse(text.as_bytes()) {
        Ok(Value::Object(object)) if object.integer("v").ok()? == version => Some(object),
        _ => None,
    }
}

/// Whether `then` is at most `seconds` ago, and at most a minute ahead (a clock that was set back).
pub fn is_within(then: Timestamp, now: Timestamp, seconds: u64) -> bool {
    now <= then.plus_seconds(seconds) && then <= now.plus_seconds(60)
}

/// Who redeems, as records say it.
pub fn exchange(relayed: bool) -> &'static str {
    if relayed { "relay" } else { "direct" }
}

/// Whether a record says that docgate-relay does; `None`: it says something else.
pub fn is_relayed(object: &Object) -> Option<bool> {
    match object.string("exchange").ok()? {
        "direct" => Some(false),
        "relay" => Some(true),
        _ => None,
    }
}

/// Metadata as part of a record.
pub fn metadata(metadata: &Metadata) -> Object {
    let mut object = Object::new();
    object.push(
        "authorization",
        Value::from(metadata.authorization_endpoint.as_str()),
    );
    object.push("token", Value::from(metadata.token_endpoint.as_str()));
    let mut optional = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            object.push(name, Value::from(value.as_str()));
        }
    };
    optional("jwks", &metadata.jwks_uri);
    optional("userinfo", &metadata.userinfo_endpoint);
    optional("revocation", &metadata.revocation_endpoint);
    optional("end_session", &metadata.end_session_endpoint);
    object.push("iss", Value::Bool(metadata.promises_iss));
    object
}

/// The same, read back; every address is checked again.
pub fn read_metadata(object: &Object) -> Option<Metadata> {
    // Loopback http is allowed here: whether it may be used was decided when the record was made,
    // and the browser itself refuses it to an https page.
    let address = |name: &'static str| match object.optional_string(name) {
        Ok(Some(text)) => Url::endpoint(text, true)
            .ok()
            .map(|url| Some(String::from(url.as_str()))),
        Ok(None) => Some(None),
        Err(_) => None,
    };
    Some(Metadata {
        authorization_endpoint: address("authorization")??,
        token_endpoint: address("token")??,
        jwks_uri: address("jwks")?,
        userinfo_endpoint: address("userinfo")?,
        revocation_endpoint: address("revocation")?,
        end_session_endpoint: address("end_session")?,
        promises_iss: object.boolean("iss").ok()?,
    })
}
