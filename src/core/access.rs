//! One access token of a session: what it is for, and how long it lives.

use super::json::{Object, Value};
use super::names::{Scopes, Timestamp};
use super::resources::Aim;
use super::secret::{Secret, redacted};

/// An access token, and what is known of it.
pub struct Access {
    /// What the API gets. Visible ASCII.
    pub token: Secret,
    /// The session's generation that brought it.
    pub since: u64,
    /// When it was received.
    pub issued: Timestamp,
    /// When it ends; `None`: the server did not say.
    pub expires: Option<Timestamp>,
    /// From when on the server would rather see it renewed (docs/providers/entra.md: `refresh_in`).
    pub stale: Option<Timestamp>,
    /// What was asked for.
    pub requested: Scopes,
    /// What was granted.
    pub granted: Scopes,
    /// The resource that was asked for; `None`: none was named.
    pub resource: Option<String>,
    /// The claims that an API wanted to see, asked for again at each renewal.
    pub claims: Option<String>,
}

redacted!("Access" for Access);

impl Access {
    /// Whether it can still be sent. `margin` in seconds is kept from its end.
    pub fn is_fresh(&self, now: Timestamp, margin: u64) -> bool {
        let turned_back = now.since(self.issued) < -300_000;
        let lives = |ends: Timestamp| now.plus_seconds(margin) < ends;
        !turned_back && self.expires.is_none_or(lives)
    }

    /// Whether the server would rather see it renewed.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.stale.is_some_and(|at| at <= now)
    }

    /// Seconds before its end at which it counts as ended where it can be renewed: half a minute, or a
    /// quarter of a shorter life.
    pub fn margin(&self) -> u64 {
        let life = self
            .expires
            .map_or(0, |ends| ends.since(self.issued) / 1000);
        u64::try_from(life / 4).unwrap_or_default().min(30)
    }

    /// Whether it is what an aim other than the session's own token is after: the same resource, and
    /// asked for with these scopes at least.
    pub fn serves(&self, aim: &Aim) -> bool {
        self.resource == aim.resource
            && aim
                .scopes
                .iter()
                .all(|scope| self.requested.contains(scope))
    }

    /// Whether the one can be forgotten for the other.
    pub fn replaces(&self, other: &Access) -> bool {
        self.resource == other.resource && self.requested.contains_all(&other.requested)
    }

    /// As a part of the session's record.
    pub fn encode(&self) -> Object {
        let mut object = Object::new();
        // Into the session's record: sessionStorage and the origin's own channel only.
        object.push("access_token", Value::from(self.token.expose()));
        let mut number = |name: &str, value: i64| object.push(name, Value::Integer(value));
        number("since", i64::try_from(self.since).unwrap_or_default());
        number("issued", self.issued.0);
        if let Some(ends) = self.expires {
            number("expires", ends.0);
        }
        if let Some(at) = self.stale {
            number("stale", at.0);
        }
        let mut text = |name: &str, value: &str| object.push(name, Value::from(value));
        text("requested", &self.requested.to_parameter());
        text("scopes", &self.granted.to_parameter());
        if let Some(resource) = &self.resource {
            text("resource", resource);
        }
        if let Some(claims) = &self.claims {
            text("claims", claims);
        }
        object
    }

    /// Reads a stored one.
    pub fn decode(token: &Object) -> Option<Access> {
        let time = |name| Some(token.optional_integer(name).ok()?.map(Timestamp));
        let text = |name| Some(token.optional_string(name).ok()?.map(String::from));
        Some(Access {
            token: visible(token.string("access_token").ok()?)?,
            since: u64::try_from(token.integer("since").ok()?).ok()?,
            issued: Timestamp(token.integer("issued").ok()?),
            expires: time("expires")?,
            stale: time("stale")?,
            requested: Scopes::parse(token.string("requested").ok()?)?,
            granted: Scopes::parse(token.string("scopes").ok()?)?,
            resource: text("resource")?,
            claims: text("claims")?,
        })
    }
}

/// A stored token; anything that no header could carry is none.
pub(in crate::core) fn visible(text: &str) -> Option<Secret> {
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| Secret::new(String::from(text)))
}
