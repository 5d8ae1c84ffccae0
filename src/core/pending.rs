//! The pending login: the one value that survives the redirect.
//!
//! It binds everything that its callback will use. Not `Clone`: whoever takes it has it.

use super::digest;
use super::json::{self, Object, Value};
use super::metadata::{self, Metadata};
use super::names::{Scopes, Timestamp};
use super::pkce::Verifier;
use super::record;
use super::resources;
use super::secret::redacted;
use super::settings::Settings;
use super::url::Url;

/// How long a callback is waited for at most; afterwards the verifier is dropped.
pub const LIFETIME_SECONDS: u64 = 60 * 60;
/// How long `returnTo` is kept, so that a login that took too long restarts with one click.
pub const MEMORY_SECONDS: u64 = 24 * 60 * 60;
/// At most this many in one tab; the oldest goes first.
pub const LIMIT: usize = 5;
/// Every key of a pending login begins like this, whoever's it is.
pub const PREFIX: &str = "docgate:login:";

const VERSION: i64 = 1;

/// How the callback comes back.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// This page was left.
    #[default]
    Redirect,
    /// In a window of its own, which forwards its address.
    Popup,
    /// In a hidden frame, which does the same; nobody is asked anything.
    Frame,
}

impl Flow {
    const ALL: [Flow; 3] = [Flow::Redirect, Flow::Popup, Flow::Frame];

    /// How a `state` of this flow begins: docgate's marker, its version, the flow. A window that
    /// lost its opener knows by it what it is.
    /// Base64url characters only, since DocSpace echoes `state` without encoding it.
    pub const fn marker(self) -> &'static str {
        match self {
            Flow::Redirect => "dg1r",
            Flow::Popup => "dg1p",
            Flow::Frame => "dg1f",
        }
    }

    /// As the option `display` and the record spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Flow::Redirect => "redirect",
            Flow::Popup => "popup",
            Flow::Frame => "iframe",
        }
    }

    /// The flow of this name.
    pub fn named(name: &str) -> Option<Flow> {
        Flow::ALL.into_iter().find(|flow| flow.name() == name)
    }

    /// The flow that a `state` is marked with; `None`: it is not docgate's own.
    pub fn of(state: &str) -> Option<Flow> {
        Flow::ALL
            .into_iter()
            .find(|flow| state.starts_with(flow.marker()))
    }
}

/// Whether a `state` may be docgate's own.
pub fn is_marked(state: &str) -> bool {
    Flow::of(state).is_some()
}

/// One login between leaving and coming back.
pub struct PendingLogin {
    /// `provider.id`.
    pub provider: String,
    /// The issuer that the login was started at; only this one may answer.
    pub issuer: String,
    /// See RFC 6749, section 2.2.
    pub client_id: String,
    /// Byte for byte the one of the authorization request.
    pub redirect_uri: String,
    /// What was asked for.
    pub scopes: Scopes,
    /// The endpoints as they were known when the login began.
    pub metadata: Metadata,
    /// 192 random bits behind the flow's marker.
    pub state: String,
    /// Sent when an ID token is expected.
    pub nonce: Option<String>,
    /// Gone once the login is too old.
    pub verifier: Option<Verifier>,
    /// Path, query and fragment on the app's origin.
    pub return_to: String,
    /// The app's own JSON text.
    pub app_state: Option<String>,
    /// When it was started.
    pub created: Timestamp,
    /// `max_age` as it was sent.
    pub max_age: Option<u64>,
    /// `acr_values` as they were sent: the ID token must tell one of them.
    pub acr_values: Option<String>,
    /// `resource` as it was sent (RFC 8707); asked for again at the token endpoint.
    pub resource: Option<String>,
    /// `claims` as they were sent (OpenID Connect Core 1.0, section 5.5); likewise.
    pub claims: Option<String>,
    /// `prompt=none` was sent: a refusal is an answer, not a failure.
    pub quiet: bool,
    /// How its callback comes back.
    pub flow: Flow,
    /// docgate-relay redeems its code.
    pub relayed: bool,
    /// How many seconds its callback is waited for.
    pub lifetime: u64,
}

redacted!("PendingLogin" for PendingLogin);

/// Where the record of this `state` is kept. A hash, since an unknown `state` is anybody's text.
pub fn key(state: &str) -> String {
    key_of(&digest::hash(state))
}

/// Where the record of a `state` with this hash is kept.
pub fn key_of(hash: &str) -> String {
    [PREFIX, hash].concat()
}

impl PendingLogin {
    /// Whether the callback comes too late (also when the clock went back by more than that).
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.verifier.is_none() || !record::is_within(self.created, now, self.lifetime)
    }

    /// Whether the record was made under these very settings.
    pub fn fits(&self, settings: &Settings) -> bool {
        self.provider == settings.provider.id
            && self.issuer == settings.issuer
            && self.client_id == settings.client_id
            && self.redirect_uri == settings.redirect_uri
            && settings.redeems_at(&self.metadata.token_endpoint, self.relayed)
            && self.is_at_home(settings)
    }

    /// Where a portal may be the person's own: it is one that today's config admits, and the endpoints are its.
    fn is_at_home(&self, settings: &Settings) -> bool {
        let Some(portals) = &settings.portals else {
            return true;
        };
        let portal = self.portal(settings);
        portal.as_ref().is_none_or(|portal| portals.admit(portal))
            && metadata::derived(settings, portal.as_ref()).as_ref() == Some(&self.metadata)
    }

    /// The portal that the login is at, where the person's is known already.
    pub fn portal(&self, settings: &Settings) -> Option<Url> {
        settings.portals.as_ref()?;
        let url = Url::parse(&self.metadata.authorization_endpoint).ok()?;
        let known = url.origin() != settings.base.origin();
        Url::parse(url.origin()).ok().filter(|_| known)
    }

    /// What the token request may ask for, of all that the person was asked for.
    pub fn token_scopes(&self, settings: &Settings) -> Scopes {
        resources::first(&self.scopes, settings)
    }

    /// As it is stored.
    pub fn encode(&self) -> String {
        let mut object = Object::new();
        let mut text = |name: &str, value: &str| object.push(name, Value::from(value));
        text("provider", &self.provider);
        text("issuer", &self.issuer);
        text("client", &self.client_id);
        text("redirect", &self.redirect_uri);
        text("scopes", &self.scopes.to_parameter());
        text("state", &self.state);
        text("return_to", &self.return_to);
        let mut optional = |name: &str, value: &Option<String>| {
            if let Some(value) = value {
                text(name, value);
            }
        };
        optional("nonce", &self.nonce);
        optional("app_state", &self.app_state);
        optional("acr_values", &self.acr_values);
        optional("resource", &self.resource);
        optional("claims", &self.claims);
        if let Some(verifier) = &self.verifier {
            // Stored on purpose: the page dies before it is needed. sessionStorage only.
            text("verifier", verifier.expose());
        }
        object.push("v", Value::Integer(VERSION));
        object.push("created", Value::Integer(self.created.0));
        object.push("metadata", Value::Object(record::metadata(&self.metadata)));
        object.push("quiet", Value::Bool(self.quiet));
        // Room for what comes: DPoP, PAR.
        object.push("exchange", Value::from(record::exchange(self.relayed)));
        object.push("flow", Value::from(self.flow.name()));
        if let Some(seconds) = self.max_age.and_then(|seconds| i64::try_from(seconds).ok()) {
            object.push("max_age", Value::Integer(seconds));
        }
        if self.lifetime != LIFETIME_SECONDS {
            let seconds = i64::try_from(self.lifetime).unwrap_or_default();
            object.push("lifetime", Value::Integer(seconds));
        }
        json::write(&Value::Object(object))
    }

    /// Reads a stored record; junk, foreign, truncated or newer ones are as if absent.
    pub fn decode(text: &str) -> Option<Box<PendingLogin>> {
        let object = record::open(text, VERSION)?;
        let string = |name| object.string(name).ok().map(String::from);
        let optional = |name| Some(object.optional_string(name).ok()?.map(String::from));
        Some(Box::new(PendingLogin {
            provider: string("provider")?,
            issuer: string("issuer")?,
            client_id: string("client")?,
            redirect_uri: string("redirect")?,
            scopes: Scopes::parse(object.string("scopes").ok()?)?,
            metadata: record::read_metadata(object.object("metadata").ok()?)?,
            state: string("state")?,
            nonce: optional("nonce")?,
            verifier: match optional("verifier")? {
                Some(text) => Some(Verifier::from_stored(text)?),
                None => None,
            },
            return_to: string("return_to")?,
            app_state: optional("app_state")?,
            created: Timestamp(object.integer("created").ok()?),
            max_age: object.optional_seconds("max_age").ok()?,
            acr_values: optional("acr_values")?,
            resource: optional("resource")?,
            claims: optional("claims")?,
            quiet: object.boolean("quiet").ok()?,
            flow: Flow::named(object.string("flow").ok()?)?,
            relayed: record::is_relayed(&object)?,
            lifetime: object
                .optional_seconds("lifetime")
                .ok()?
                .map_or(LIFETIME_SECONDS, |seconds| seconds.min(LIFETIME_SECONDS)),
        }))
    }
}
