//! How a session is stored, and handed from tab to tab.

use super::{Exchange, OTHERS, Session, User};
use crate::core::access::{Access, visible};
use crate::core::json::{self, Object, Value};
use crate::core::names::Timestamp;
use crate::core::record;
use crate::core::secret::Secret;
use crate::core::url::Url;

const VERSION: i64 = 1;

impl Session {
    /// As it is stored and as siblings hand it over. Tokens included: sessionStorage and the
    /// origin's own channel only.
    pub fn encode(&self) -> String {
        let mut object = Object::new().with("v", VERSION);
        object.push(
            "exchange",
            Value::from(record::exchange(self.exchange != Exchange::Direct)),
        );
        if self.exchange == (Exchange::Relay { renews: true }) {
            object.push("relay_renews", Value::Bool(true));
        }
        let mut text = |name: &str, value: &str| object.push(name, Value::from(value));
        text("id", &self.id);
        text("client", &self.client);
        text("claims", &self.claims);
        if let Some(base) = &self.api_base {
            text("api_base", base.as_str());
        }
        if let Some(nonce) = &self.nonce {
            text("nonce", nonce);
        }
        let tokens = self
            .tokens()
            .map(|access| Value::Object(access.encode()))
            .collect();
        object.push("tokens", Value::Array(tokens));
        let mut secret = |name: &str, token: &Option<Secret>| {
            if let Some(token) = token {
                object.push(name, Value::from(token.expose()));
            }
        };
        secret("refresh_token", &self.refresh_token);
        secret("id_token", &self.id_token);
        secret("relay_session", &self.relay_session);
        if let Some(ends) = self.renewable_until {
            object.push("renewable_until", Value::Integer(ends.0));
        }
        if let Some(user) = &self.user {
            object.push("user", Value::Object(encode_user(user)));
        }
        object.push(
            "generation",
            Value::Integer(i64::try_from(self.generation).unwrap_or_default()),
        );
        object.push(
            "epoch",
            Value::Integer(i64::try_from(self.epoch).unwrap_or_default()),
        );
        object.push("metadata", Value::Object(record::metadata(&self.metadata)));
        object.push("dead", Value::Bool(self.dead));
        json::write(&Value::Object(object))
    }

    /// Reads a stored or handed-over session of this client; anything else is as if absent.
    pub fn decode(text: &str, client: &str) -> Option<Box<Session>> {
        let object = record::open(text, VERSION)?;
        if object.string("client").ok()? != client {
            return None;
        }
        let string = |name| object.string(name).ok().map(String::from);
        let secret = |name| match object.optional_string(name).ok()? {
            Some(text) => Some(Some(visible(text)?)),
            None => Some(None),
        };
        let mut tokens = Vec::new();
        for token in object.array("tokens").ok()?.iter().take(OTHERS + 1) {
            tokens.push(Access::decode(token.as_object()?)?);
        }
        let mut tokens = tokens.into_iter();
        Some(Box::new(Session {
            id: string("id")?,
            generation: u64::try_from(object.integer("generation").ok()?).ok()?,
            client: string("client")?,
            epoch: u64::try_from(object.integer("epoch").ok()?).ok()?,
            metadata: record::read_metadata(object.object("metadata").ok()?)?,
            access: tokens.next()?,
            others: tokens.collect(),
            refresh_token: secret("refresh_token")?,
            renewable_until: object
                .optional_integer("renewable_until")
                .ok()?
                .map(Timestamp),
            id_token: secret("id_token")?,
            nonce: object.optional_string("nonce").ok()?.map(String::from),
            user: match object.optional_object("user").ok()? {
                Some(user) => Some(decode_user(user)?),
                None => None,
            },
            claims: string("claims").filter(|text| json::parse(text.as_bytes()).is_ok())?,
            api_base: match object.optional_string("api_base").ok()? {
                Some(text) => Some(Url::endpoint(text, true).ok()?),
                None => None,
            },
            relay_session: secret("relay_session")?,
            exchange: if record::is_relayed(&object)? {
                Exchange::Relay {
                    renews: object
                        .optional_boolean("relay_renews")
                        .ok()?
                        .unwrap_or(false),
                }
            } else {
                Exchange::Direct
            },
            dead: object.boolean("dead").ok()?,
        }))
    }
}

fn encode_user(user: &User) -> Object {
    let mut object = Object::new().with("id", user.id.as_str());
    if let Some(name) = &user.name {
        object.push("name", Value::from(name.as_str()));
    }
    if let Some(email) = &user.email {
        object.push("email", Value::from(email.as_str()));
    }
    object
}

fn decode_user(object: &Object) -> Option<User> {
    Some(User {
        id: String::from(object.string("id").ok()?),
        name: object.optional_string("name").ok()?.map(String::from),
        email: object.optional_string("email").ok()?.map(String::from),
    })
}
