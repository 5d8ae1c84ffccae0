//! One entry: an app's client of one provider.

use std::time::Duration;

use docgate::core::client_secret::ClientSecret;
use docgate::core::settings::Settings;
use docgate::core::url::Url;

use super::{Api, Guard, Queue};

/// An entry of the relay.
#[derive(Debug)]
pub struct Entry {
    /// Its name, as in addresses.
    pub name: String,
    /// The provider's id.
    pub provider: String,
    /// The exact origins whose pages may call.
    pub origins: Vec<String>,
    /// How people sign in; entries that only forward an API have nothing of it.
    pub sign_in: Option<SignIn>,
    /// The machine whose token is used, where the provider signs in no people.
    pub machine: Option<Machine>,
    /// Who may use the machine's token; there is one exactly where there is a machine.
    pub guard: Option<Guard>,
    /// The API that is forwarded, if any.
    pub api: Option<Api>,
    /// The queue in front of the upstream, if any.
    pub queue: Option<Queue>,
}

/// How people sign in by an entry.
#[derive(Debug)]
pub struct SignIn {
    /// The client, confidential at the provider.
    pub client_id: String,
    /// Its secret.
    pub client_secret: ClientSecret,
    /// The exact redirect URIs, each on one of the entry's origins.
    pub redirect_uris: Vec<String>,
    /// How long a login may take.
    pub login: Duration,
    /// How long a session lasts, whatever the provider says.
    pub session: Duration,
    /// How long a session lasts that is not used.
    pub idle: Option<Duration>,
    /// What the provider speaks.
    pub kind: Kind,
}

/// What the provider speaks.
#[derive(Debug)]
pub enum Kind {
    /// OAuth 2.0 as the standards say.
    Standard(Box<Standard>),
    /// The calls of Enadoc (docs/providers/enadoc.md).
    Enadoc(Box<Enadoc>),
}

/// A provider that speaks OAuth 2.0.
#[derive(Debug)]
pub struct Standard {
    /// Where it is and what it deviates in, as a page's config would say it.
    pub settings: Settings,
    /// How the client proves itself.
    pub authentication: ClientAuthentication,
    /// Where tokens are given back (RFC 7009), where no metadata says it.
    pub revocation_endpoint: Option<String>,
}

/// How a client proves itself (RFC 6749, section 2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// By HTTP Basic.
    Basic,
    /// In the body.
    Post,
}

/// Where Enadoc is, and which of its ways it takes.
#[derive(Debug)]
pub struct Enadoc {
    /// The identity provider.
    pub identity_provider: Url,
    /// The exact hosts, with a port that is not the scheme's own, that people may be sent to.
    pub authorization_hosts: Vec<String>,
    /// The exact hosts that an API may be at.
    pub api_hosts: Vec<String>,
    /// How the authorization URL is asked for.
    pub first_call: FirstCall,
    /// Whether discovery takes its parameters in the query, and not in the body.
    pub discovery_in_query: bool,
    /// Everything is on loopback, so plain http is fine.
    pub loopback: bool,
}

/// How the authorization URL is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstCall {
    /// By the headers `ClientId` and `RedirectUri`.
    Headers,
    /// By form fields of these names.
    Form,
}

/// A machine's client (RFC 6749, section 4.4).
#[derive(Debug)]
pub struct Machine {
    /// The client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: ClientSecret,
    /// Where its token is issued.
    pub token_endpoint: Url,
    /// What is asked for.
    pub scope: &'static str,
}
