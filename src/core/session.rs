//! The session: who is signed in, with which tokens, and how it is stored.

use super::json::{self, Object, Value};
use super::metadata::Metadata;
use super::names::{Scopes, Timestamp};
use super::record;
use super::secret::{Secret, redacted};
use super::settings::Settings;
use super::url::Url;

const VERSION: i64 = 1;

/// Where a client's session is kept in this tab.
pub fn key(client: &str) -> String {
    let mut key = String::from("docgate:session:");
    key.push_str(client);
    key
}

/// Who is signed in. The identity is (issuer, id), never the e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The issuer's stable identifier.
    pub id: String,
    /// As the ID token says.
    pub name: Option<String>,
    /// As the ID token says.
    pub email: Option<String>,
}

/// One person's session with one client.
pub struct Session {
    /// Random; what records, messages and locks of this session carry.
    pub id: String,
    /// Raised by each renewal.
    pub generation: u64,
    /// How many sign-outs this browser had seen when the session began; a later one ends it.
    pub epoch: u64,
    /// Whom it belongs to; a record of another client is as if absent.
    pub client: String,
    /// Where it can be renewed, and where the claims are.
    pub metadata: Metadata,
    /// The token that the API gets.
    pub access_token: Secret,
    /// The token that renews, where there is one.
    pub refresh_token: Option<Secret>,
    /// When the access token was received.
    pub issued: Timestamp,
    /// When it ends; `None`: the server did not say.
    pub expires: Option<Timestamp>,
    /// What was asked for.
    pub requested: Scopes,
    /// What was granted.
    pub granted: Scopes,
    /// `None`: the provider tells no identity.
    pub user: Option<User>,
    /// The checked claims, as JSON text.
    pub claims: String,
    /// Where relative paths of `fetch` go.
    pub api_base: Option<Url>,
    /// The API refused the token: a reload does not revive it.
    pub dead: bool,
}

redacted!("Session" for Session);

impl Session {
    /// Whether the access token can still be sent. `margin` in seconds is kept from its end.
    pub fn is_fresh(&self, now: Timestamp, margin: u64) -> bool {
        let turned_back = now.since(self.issued) < -300_000;
        !self.dead
            && !turned_back
            && self
                .expires
                .is_none_or(|ends| now.plus_seconds(margin) < ends)
    }

    /// Seconds before its end at which a renewable token counts as ended: half a minute, or a
    /// quarter of a shorter life. One that cannot be renewed is used to its end.
    pub fn margin(&self) -> u64 {
        let life = self
            .expires
            .map_or(0, |ends| ends.since(self.issued) / 1000);
        if self.is_renewable() {
            u64::try_from(life / 4).unwrap_or_default().min(30)
        } else {
            0
        }
    }

    /// The same session, over and without its tokens: for the record, and for those who still show
    /// who it was.
    pub fn over(&self) -> Option<Box<Session>> {
        let mut session = Session::decode(&self.encode(), &self.client)?;
        session.dead = true;
        session.access_token = Secret::new(String::from("ended"));
        session.refresh_token = None;
        Some(session)
    }

    /// Whether it can go on without the person.
    pub fn is_renewable(&self) -> bool {
        self.refresh_token.is_some()
    }

    /// Whether it is over: the token has ended, and nothing can renew it.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.dead || (!self.is_renewable() && !self.is_fresh(now, 0))
    }

    /// Whether this one is the other, or a later state of it.
    pub fn supersedes(&self, other: &Session) -> bool {
        self.id != other.id || self.generation > other.generation
    }

    /// Whether it is the same person's: the same session, or another one of the same identity.
    pub fn is_same_person(&self, other: &Session) -> bool {
        let identity = |session: &Session| session.user.as_ref().map(|user| user.id.clone());
        self.id == other.id || (self.user.is_some() && identity(self) == identity(other))
    }

    /// As it is stored and as siblings hand it over. Tokens included: sessionStorage and the
    /// origin's own channel only.
    pub fn encode(&self) -> String {
        let mut object = Object::new();
        let mut text = |name: &str, value: &str| object.push(name, Value::from(value));
        text("id", &self.id);
        text("client", &self.client);
        text("requested", &self.requested.to_parameter());
        text("claims", &self.claims);
        if let Some(base) = &self.api_base {
            text("api_base", base.as_str());
        }
        // Room for several (resource, scopes) tokens: today there is one.
        let mut token = Object::new();
        token.push("access_token", Value::from(self.access_token.expose()));
        token.push("scopes", Value::from(self.granted.to_parameter()));
        token.push("issued", Value::Integer(self.issued.0));
        if let Some(ends) = self.expires {
            token.push("expires", Value::Integer(ends.0));
        }
        object.push("tokens", Value::Array(vec![Value::Object(token)]));
        if let Some(refresh_token) = &self.refresh_token {
            object.push("refresh_token", Value::from(refresh_token.expose()));
        }
        if let Some(user) = &self.user {
            object.push("user", Value::Object(encode_user(user)));
        }
        object.push("v", Value::Integer(VERSION));
        object.push(
            "generation",
            Value::Integer(i64::try_from(self.generation).unwrap_or_default()),
        );
        object.push(
            "epoch",
            Value::Integer(i64::try_from(self.epoch).unwrap_or_default()),
        );
        object.push("metadata", Value::Object(record::metadata(&self.metadata)));
        object.push("exchange", Value::from("direct"));
        object.push("dead", Value::Bool(self.dead));
        json::write(&Value::Object(object))
    }

    /// Reads a stored or handed-over session of this client; anything else is as if absent.
    pub fn decode(text: &str, client: &str) -> Option<Box<Session>> {
        let object = record::open(text, VERSION)?;
        if object.string("client").ok()? != client || object.string("exchange").ok()? != "direct" {
            return None;
        }
        let string = |name| object.string(name).ok().map(String::from);
        let tokens = object.array("tokens").ok()?;
        let Some(Value::Object(token)) = tokens.first() else {
            return None;
        };
        Some(Box::new(Session {
            id: string("id")?,
            generation: u64::try_from(object.integer("generation").ok()?).ok()?,
            client: string("client")?,
            epoch: u64::try_from(object.integer("epoch").ok()?).ok()?,
            metadata: record::read_metadata(object.object("metadata").ok()?)?,
            access_token: visible(token.string("access_token").ok()?)?,
            refresh_token: match object.optional_string("refresh_token").ok()? {
                Some(text) => Some(visible(text)?),
                None => None,
            },
            issued: Timestamp(token.integer("issued").ok()?),
            expires: token.optional_integer("expires").ok()?.map(Timestamp),
            requested: Scopes::parse(object.string("requested").ok()?)?,
            granted: Scopes::parse(token.string("scopes").ok()?)?,
            user: match object.optional_object("user").ok()? {
                Some(user) => Some(decode_user(user)?),
                None => None,
            },
            claims: string("claims").filter(|text| json::parse(text.as_bytes()).is_ok())?,
            api_base: match object.optional_string("api_base").ok()? {
                Some(text) => Some(Url::endpoint(text, true).ok()?),
                None => None,
            },
            dead: object.boolean("dead").ok()?,
        }))
    }

    /// Whether a stored or handed-over session may be used under today's config: the addresses
    /// that get tokens must be those that the config allows.
    pub fn fits(&self, settings: &Settings) -> bool {
        let fits = |text: &String| {
            Url::endpoint(text, settings.loopback).is_ok_and(|url| settings.allows_endpoint(&url))
        };
        let endpoints_fit = match super::metadata::derived(settings) {
            Some(metadata) => metadata == self.metadata,
            None => {
                fits(&self.metadata.token_endpoint)
                    && self.metadata.userinfo_endpoint.as_ref().is_none_or(fits)
            }
        };
        endpoints_fit && self.api_base.as_ref() == settings.api_base()
    }
}

fn visible(text: &str) -> Option<Secret> {
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| Secret::new(String::from(text)))
}

fn encode_user(user: &User) -> Object {
    let mut object = Object::new();
    object.push("id", Value::from(user.id.as_str()));
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
