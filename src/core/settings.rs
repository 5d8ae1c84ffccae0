//! The checked configuration of one client: what the machines are given.

use super::digest;
use super::names::Scopes;
use super::provider::{ApiBase, Provider};
use super::url::Url;

/// One client of one provider. Made from the config once; never changed.
#[derive(Debug)]
pub struct Settings {
    /// The provider's deviations.
    pub provider: &'static Provider,
    /// The provider's address exactly as configured: the issuer, or the portal's origin.
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
    /// Where relative paths of `fetch` go, if the config says it.
    pub api_base: Option<Url>,
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

    /// Where relative paths of `fetch` go: as configured, else as the provider's data says.
    pub fn api_base(&self) -> Option<&Url> {
        self.api_base.as_ref().or(match self.provider.api_base {
            ApiBase::Configured => None,
            ApiBase::Base => Some(&self.base),
        })
    }

    /// Whether an endpoint may be of this origin.
    pub fn allows_endpoint(&self, url: &Url) -> bool {
        self.endpoint_origins.is_empty()
            || url.origin() == self.base.origin()
            || self
                .endpoint_origins
                .iter()
                .any(|origin| origin == url.origin())
    }
}
