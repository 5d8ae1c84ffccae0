//! The checked configuration of one client: what the machines are given.

use super::digest;
use super::error::{Code, Error};
use super::names::Scopes;
use super::portals::Portals;
use super::provider::{ApiBase, Chosen};
use super::relay::Relay;
use super::session::Session;
use super::url::Url;

/// One client of one provider. Made from the config once; never changed.
#[derive(Debug)]
pub struct Settings {
    /// The provider's deviations.
    pub provider: Chosen,
    /// The provider's address exactly as configured: the issuer, the portal's origin, or cloud and tenant.
    pub issuer: String,
    /// The same, parsed.
    pub base: Url,
    /// Which metadata document the issuer publishes.
    pub metadata: MetadataKind,
    /// Origins that endpoints may have, beside the issuer's; empty: any that is https.
    pub endpoint_origins: Vec<String>,
    /// The public client's identifier.
    pub client_id: String,
    /// Absolute; sent byte for byte the same twice.
    pub redirect_uri: String,
    /// The same, parsed.
    pub redirect: Url,
    /// What a login asks for.
    pub scopes: Scopes,
    /// The directory whose people sign in, where the provider has such.
    pub tenant: Option<Tenant>,
    /// Other names of the provider's host, as APIs may tell them.
    pub aliases: &'static [&'static str],
    /// The provider's own resource, to which short names of scopes belong.
    pub own_resource: Option<&'static str>,
    /// The provider's APIs by name; the first is where relative paths of `fetch` go.
    pub apis: Vec<(&'static str, Url)>,
    /// What may be an API, where the access token says where it is.
    pub portals: Option<Portals>,
    /// Where the provider's sign-out page comes back to.
    pub post_logout: Option<(String, Url)>,
    /// The relay's entry, where one is used.
    pub relay: Option<Relay>,
    /// How the authorization URL is asked for, where the provider wants that.
    pub asked: Option<Asked>,
    /// The app confirms who came back.
    pub confirms: bool,
    /// Claims that every token is to have (OpenID Connect Core 1.0, section 5.5).
    pub capabilities: Option<&'static str>,
    /// Exact origins that may get the access token, beside the API base.
    pub allowed_origins: Vec<String>,
    /// Deadline of one request, body included, in milliseconds.
    pub timeout: u32,
    /// Tolerated clock difference in seconds.
    pub clock_skew: u64,
    /// The page is on loopback, so plain-http loopback endpoints are fine.
    pub loopback: bool,
    /// The page is https or loopback; without WebCrypto there is no OpenID Connect.
    pub secure: bool,
}

/// How an authorization URL is asked for (docs/providers/enadoc.md).
#[derive(Debug)]
pub struct Asked {
    /// By the page itself; else by the relay.
    pub direct: bool,
    /// With its parameters as headers; else as a form.
    pub headers: bool,
    /// Hosts that a person may be sent to, with the port where it is not the usual one.
    pub hosts: Vec<String>,
}

/// A directory, or several (docs/providers/entra.md).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its identifier, where the config names one tenant by it; else the ID token says which one it is.
    pub id: Option<String>,
    /// Those whose people may sign in; empty: all that the name stands for.
    pub allowed: Vec<String>,
}

impl Tenant {
    /// Whether people of this tenant may sign in.
    pub fn admits(&self, id: &str) -> bool {
        is_guid(id)
            && self.id.as_ref().is_none_or(|own| own == id)
            && (self.allowed.is_empty() || self.allowed.iter().any(|other| other == id))
    }
}

/// The usual form of an identifier, in small letters.
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// Which metadata document the issuer publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataKind {
    /// OpenID Connect Discovery 1.0: appended to the issuer.
    OpenId,
    /// RFC 8414: inserted between host and path.
    OAuth,
}

impl Settings {
    /// The name under which this client's records, locks and channel are kept:
    /// a hash of (issuer, client, redirect URI), injective by its length prefixes.
    pub fn key(&self) -> String {
        let mut text = String::new();
        for part in [
            self.issuer.as_str(),
            self.client_id.as_str(),
            self.redirect_uri.as_str(),
        ] {
            text.push_str(&super::names::digits(part.len() as u64));
            text.push(':');
            text.push_str(part);
        }
        let mut key = digest::hash(&text);
        key.truncate(22);
        key
    }

    /// Whether codes are redeemed, and sessions renewed, by docgate-relay.
    pub fn redeems_by_relay(&self) -> bool {
        self.token_relay().is_some()
    }

    /// That relay.
    pub fn token_relay(&self) -> Option<&Relay> {
        self.relay.as_ref().filter(|relay| relay.tokens)
    }

    fn is_at_relay(&self, url: &str) -> bool {
        self.token_relay()
            .is_some_and(|relay| url == relay.endpoint("token"))
    }

    /// Whether a record is of the same way to redeem: by the page itself, or by this very relay, which alone gets
    /// codes, verifiers and its cookies then.
    pub fn redeems_at(&self, endpoint: &str, relayed: bool) -> bool {
        relayed == self.redeems_by_relay() && (!relayed || self.is_at_relay(endpoint))
    }

    /// Whether people have a portal of their own, which nobody knows before they signed in: then no ID token could be
    /// expected to be anybody's (docs/providers/docspace.md).
    pub fn may_ask(&self, scopes: &Scopes) -> bool {
        self.portals.is_none() || !scopes.contains("openid")
    }

    /// Whose endpoints are meant: the person's portal, where people have one and it is known; else the provider.
    pub fn home<'a>(&'a self, portal: Option<&'a Url>) -> &'a Url {
        let portal = portal.filter(|_| self.portals.is_some());
        portal.unwrap_or(&self.base)
    }

    /// Whether a session learns where its API is, by what came with its token.
    pub fn learns_api(&self) -> bool {
        self.apis.is_empty() && (self.portals.is_some() || self.provider.api_base == ApiBase::Told)
    }

    /// Whether calls of the API go through docgate-relay.
    pub fn calls_by_relay(&self) -> bool {
        self.relay.as_ref().is_some_and(|relay| relay.calls)
    }

    /// The same for one session: where each login learns it, as this one did.
    pub fn api_of<'a>(&'a self, session: &'a Session) -> Option<&'a Url> {
        self.api_base().or(session.api_base.as_ref())
    }

    /// Where relative paths of `fetch` go.
    pub fn api_base(&self) -> Option<&Url> {
        self.apis.first().map(|(_, base)| base)
    }

    /// The API of this name; without a name, the first.
    pub fn api(&self, name: Option<&str>) -> Result<Option<&Url>, Error> {
        let Some(name) = name else {
            return Ok(self.api_base());
        };
        let named = self.apis.iter().find(|(own, _)| *own == name);
        named.map(|(_, base)| Some(base)).ok_or_else(|| {
            Error::hinting(
                Code::ConfigInvalid,
                "api",
                "The name of one of the provider's APIs.",
            )
        })
    }

    /// Whether an API that names this address means this provider (docs/providers/entra.md). Nothing is sent there.
    pub fn is_meant(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| {
            url.origin() == self.base.origin()
                || url.is_https() && self.aliases.contains(&url.host())
        })
    }

    /// Whether ID tokens of this issuer are this provider's: exactly its address, or, where that names
    /// a tenant in another way than by its identifier, the issuer of a tenant that is admitted.
    pub fn has_issuer(&self, said: &str) -> bool {
        let Some(rest) = said.strip_suffix(self.provider.id_token.issuer_suffix) else {
            return false;
        };
        match &self.tenant {
            None => rest == self.issuer,
            Some(tenant) => rest
                .strip_prefix(self.base.origin())
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|id| tenant.admits(id)),
        }
    }

    /// Whether an endpoint may be of this origin.
    pub fn allows_endpoint(&self, url: &Url) -> bool {
        self.endpoint_origins.is_empty()
            || url.origin() == self.base.origin()
            || self.is_at_relay(url.as_str())
            || self
                .endpoint_origins
                .iter()
                .any(|origin| origin == url.origin())
    }
}
