//! The session: who is signed in, with which tokens, and how it is stored.

use super::access::Access;
use super::digest;
use super::json::{self, Object, Value};
use super::metadata::Metadata;
use super::names::Timestamp;
use super::provider::{ApiBase, Resources};
use super::resources::{self, Aim};
use super::secret::{Secret, redacted};
use super::settings::Settings;
use super::url::Url;

/// At most this many access tokens beside the session's own; the oldest goes first.
const OTHERS: usize = 8;

mod record;

/// Where a client's session is kept in this tab.
pub fn key(client: &str) -> String {
    let mut key = String::from("docgate:session:");
    key.push_str(client);
    key
}

/// Where a session that nobody has confirmed yet is kept: no other code looks there.
pub fn unconfirmed_key(client: &str) -> String {
    ["docgate:unconfirmed:", client].concat()
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

/// Who redeemed the code, and who renews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// This page, with the refresh token that it holds.
    Direct,
    /// docgate-relay, which keeps the refresh token where there is one.
    Relay {
        /// Whether there is.
        renews: bool,
    },
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
    /// The token that the API gets, where nobody asks for another one.
    pub access: Access,
    /// Those of other resources and scopes.
    pub others: Vec<Access>,
    /// The token that renews, where there is one.
    pub refresh_token: Option<Secret>,
    /// When that one ends, where the server says so: nothing goes on without the person then.
    pub renewable_until: Option<Timestamp>,
    /// The newest ID token, as it came; checked.
    pub id_token: Option<Secret>,
    /// The login's nonce: a renewed ID token may repeat it, and no other.
    pub nonce: Option<String>,
    /// `None`: the provider tells no identity.
    pub user: Option<User>,
    /// The checked claims, as JSON text.
    pub claims: String,
    /// Where relative paths of `fetch` go.
    pub api_base: Option<Url>,
    /// Who redeemed the code, and who renews.
    pub exchange: Exchange,
    /// What docgate-relay knows it by: random, and in no record that outlives the tabs, so that its cookie is of no use
    /// to a page that comes later.
    pub relay_session: Option<Secret>,
    /// The API refused the token: a reload does not revive it.
    pub dead: bool,
}

redacted!("Session" for Session);

impl Session {
    /// Whether the session's own access token can still be sent. `margin` in seconds is kept from its end.
    pub fn is_fresh(&self, now: Timestamp, margin: u64) -> bool {
        !self.dead && self.access.is_fresh(now, margin)
    }

    /// The margin that is kept from the end of a token: one that cannot be renewed is used to its end.
    pub fn margin(&self, access: &Access) -> u64 {
        if self.is_renewable() {
            access.margin()
        } else {
            0
        }
    }

    /// The newest token that does for what was aimed at, if there is one; fresh or not.
    pub fn access_for(&self, aim: &Aim) -> Option<&Access> {
        if aim.is_own() {
            return Some(&self.access);
        }
        let serving = self.others.iter().filter(|access| access.serves(aim));
        serving.max_by_key(|access| access.since)
    }

    /// One more access token; what it replaces goes, and the oldest where there are too many.
    pub fn add(&mut self, access: Access) {
        self.others.retain(|other| !access.replaces(other));
        self.others.push(access);
        let surplus = self.others.len().saturating_sub(OTHERS);
        self.others.drain(..surplus);
    }

    /// A copy, by way of what is stored.
    pub fn copy(&self) -> Option<Box<Session>> {
        Session::decode(&self.encode(), &self.client)
    }

    /// The same session, over and without its tokens: for the record, and for those who still show
    /// who it was.
    pub fn over(&self) -> Option<Box<Session>> {
        let mut session = self.copy()?;
        session.dead = true;
        session.access.token = Secret::new(String::from("ended"));
        session.others.clear();
        session.refresh_token = None;
        if let Exchange::Relay { renews } = &mut session.exchange {
            *renews = false;
        }
        session.id_token = None;
        Some(session)
    }

    /// Whether it can go on without the person.
    pub fn is_renewable(&self) -> bool {
        self.refresh_token.is_some() || self.exchange == Exchange::Relay { renews: true }
    }

    /// Whether the refresh token has ended, by what the server said.
    pub fn is_spent(&self, now: Timestamp) -> bool {
        self.renewable_until.is_some_and(|ends| ends <= now)
    }

    /// When it ends unless the person does something; `None`: nobody knows.
    pub fn ends(&self) -> Option<Timestamp> {
        if self.is_renewable() {
            // The last token may outlive what renews it.
            self.renewable_until
                .max(self.renewable_until.and(self.access.expires))
        } else {
            self.access.expires
        }
    }

    /// Whether it is over: the token has ended, and nothing can renew it.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.dead || ((!self.is_renewable() || self.is_spent(now)) && !self.is_fresh(now, 0))
    }

    /// Whether this one is the other, or a later state of it.
    pub fn supersedes(&self, other: &Session) -> bool {
        self.id != other.id || self.generation > other.generation
    }

    /// What a sign-out of this account alone is known by: the session, and its person.
    pub fn names(&self) -> Vec<String> {
        let person = self.user.as_ref().map(|user| digest::hash(&user.id));
        let mut names = vec![self.id.clone()];
        names.extend(person);
        names
    }

    /// Whether it is the same person's: the same session, or another one of the same identity.
    pub fn is_same_person(&self, other: &Session) -> bool {
        let identity = |session: &Session| session.user.as_ref().map(|user| user.id.clone());
        self.id == other.id || (self.user.is_some() && identity(self) == identity(other))
    }

    /// All of its access tokens, its own first.
    pub fn tokens(&self) -> impl Iterator<Item = &Access> {
        std::iter::once(&self.access).chain(&self.others)
    }

    /// Its claims, read.
    pub fn claim_set(&self) -> Object {
        let claims = json::parse(self.claims.as_bytes()).ok();
        claims.and_then(Value::into_object).unwrap_or_default()
    }

    /// Whether a stored or handed-over session may be used under today's config: the addresses
    /// that get tokens must be those that the config allows.
    pub fn fits(&self, settings: &Settings) -> bool {
        let fits = |text: &String| {
            Url::endpoint(text, settings.loopback).is_ok_and(|url| settings.allows_endpoint(&url))
        };
        let metadata = &self.metadata;
        let derived = |portal| super::metadata::derived(settings, portal);
        let endpoints_fit = match derived(None) {
            Some(own) => {
                own == *metadata
                    || derived(self.api_base.as_ref()).is_some_and(|it| it == *metadata)
            }
            None => {
                fits(&metadata.token_endpoint)
                    && metadata.userinfo_endpoint.as_ref().is_none_or(fits)
                    && metadata.revocation_endpoint.as_ref().is_none_or(fits)
                    && metadata.jwks_uri.as_ref().is_none_or(fits)
                    && metadata.end_session_endpoint.as_ref().is_none_or(fits)
            }
        };
        // Another API's token is no use to this config.
        let resource_fits = match settings.provider.resources {
            Resources::Indicated => true,
            Resources::InScopes(_) => {
                let wanted = settings.scopes.iter().find_map(resources::of);
                let own = || self.access.requested.iter().find_map(resources::of);
                wanted.is_none() || wanted == own()
            }
        };
        let base = self.api_base.as_ref();
        let base_fits = match (&settings.portals, settings.provider.api_base) {
            (Some(portals), _) => base.is_some_and(|base| portals.admit(base)),
            // Plain http: where the page is on this machine too.
            (None, ApiBase::Told) => base.is_some_and(|base| base.is_https() || settings.loopback),
            (None, _) => base == settings.api_base(),
        };
        let relayed = self.exchange != Exchange::Direct;
        let exchange_fits = settings.redeems_at(&metadata.token_endpoint, relayed);
        endpoints_fit && resource_fits && base_fits && exchange_fits
    }
}
