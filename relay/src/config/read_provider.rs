//! Reading what an entry says of its provider.
//!
//! Where a provider speaks OAuth 2.0, its address is read by the very reader that a page's config goes
//! through, so that both mean the same.

use std::time::Duration;

use docgate::core::config::{self, Page};
use docgate::core::json::{Object, Value, write};
use docgate::core::provider::{Base, Provider};
use docgate::core::url::Url;
use docgate::providers::{self, docplanner};

use super::read_entry::MachineAndApi;
use super::secrets::{self, Sources};
use super::table::Keys;
use super::{ClientAuthentication, Enadoc, FirstCall, Machine, Queue, Standard, addresses};

/// How a provider is dealt with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Family {
    /// Signs people in by OAuth 2.0.
    Standard(&'static Provider),
    /// Signs people in in its own way.
    Enadoc,
    /// Gives tokens to machines.
    Machine,
    /// Only its API is forwarded, with the page's own token.
    ApiOnly,
}

/// The ids, and what of OAuth 2.0 each needs to be told beyond the page's own config.
const IDS: [&str; 7] = [
    "docspace",
    "oidc",
    "entra",
    "enadoc",
    "docplanner",
    "business-central",
    "doccentrum",
];

impl Family {
    /// That of a provider's id.
    pub(super) fn of(id: &str) -> Option<Family> {
        match id {
            "docspace" | "oidc" | "entra" => providers::by_id(id).map(Family::Standard),
            "enadoc" => Some(Family::Enadoc),
            "docplanner" => Some(Family::Machine),
            "business-central" | "doccentrum" => Some(Family::ApiOnly),
            _ => None,
        }
    }

    /// The ids of all providers.
    pub(super) fn ids() -> &'static [&'static str] {
        &IDS
    }

    fn is(self, id: &str) -> bool {
        matches!(self, Family::Standard(provider) if provider.id == id)
    }
}

/// The queue that an entry has without saying so: DocSpace takes ten POSTs a minute from one address.
pub(super) fn usual_queue(family: Family) -> Option<Queue> {
    family.is("docspace").then_some(Queue {
        per_minute: 10,
        wait: Duration::from_secs(30),
    })
}

/// A provider that speaks OAuth 2.0.
pub(super) fn standard(
    keys: &Keys<'_>,
    provider: &'static Provider,
    redirects: &[String],
) -> Option<Box<Standard>> {
    let mut place = Object::new().with("id", provider.id);
    // Where a portal's people have theirs is a matter of the page that calls it.
    for own in provider.keys.iter().filter(|own| **own != "portalHosts") {
        let key = snake(own);
        let value = match *own {
            "allowedTenants" | "endpointOrigins" => keys
                .texts(&key)
                .map(|list| Value::from(list.into_iter().map(Value::from).collect::<Vec<_>>())),
            _ => keys.text(&key).map(Value::from),
        };
        if let Some(value) = value {
            place.push(own, value);
        }
    }
    let family = Family::Standard(provider);
    let usual = usize::from(!family.is("oidc"));
    let ways = [["basic", "post"], ["post", "basic"]];
    let ways = ways.get(usual).copied().unwrap_or(["basic", "post"]);
    let chosen = ways.get(keys.choice("client_authentication", &ways));
    let double = match provider.base {
        Base::Tenant { .. } => addresses::address(keys, "base", true),
        Base::Address { .. } => None,
    };
    // One redirect URI that is not on loopback, and plain http is for nobody.
    let outside = |uri: &&String| addresses::endpoint(uri).is_some_and(|url| !url.is_loopback());
    let redirect = redirects.iter().find(outside).or(redirects.first())?;
    let page = Page {
        origin: Some(addresses::endpoint(redirect)?.origin().to_owned()),
        secure: true,
    };
    let mut config = Object::new()
        .with("provider", place)
        .with("clientId", keys.text("client_id")?)
        .with("redirectUri", redirect.as_str());
    if let Some(double) = &double {
        config.push(
            "sandbox",
            Object::new().with("login", double.origin()).into(),
        );
    }
    // Scopes are the page's business; some have to be named here all the same.
    if let Some(scope) = provider.known_scopes.first() {
        config.push("scopes", vec![Value::from(*scope)].into());
    }
    match config::read(&write(&config.into()), providers::ALL, &page) {
        Ok(read) => {
            let mut settings = read.settings;
            // A page goes where metadata leads, with nothing that is worth much. From here the secret goes there.
            if settings.endpoint_origins.is_empty() {
                let own = settings.base.origin().to_owned();
                settings.endpoint_origins.push(own);
            }
            let origin = settings.base.origin();
            let revocation = ["docspace"].contains(&provider.id);
            Some(Box::new(Standard {
                revocation_endpoint: revocation.then(|| [origin, "/oauth2/revoke"].concat()),
                authentication: match chosen {
                    Some(&"post") => ClientAuthentication::Post,
                    _ => ClientAuthentication::Basic,
                },
                settings,
            }))
        }
        Err(error) => {
            let evidence = error.evidence();
            let field = evidence.field.as_deref().unwrap_or("provider");
            let key = match field {
                "redirectUri" => "redirect_uris".to_owned(),
                "sandbox" => "base".to_owned(),
                _ => snake(field),
            };
            keys.wrong(&key, evidence.hint.unwrap_or(error.code().message()));
            None
        }
    }
}

/// Enadoc.
pub(super) fn enadoc(keys: &Keys<'_>, redirects: &[String]) -> Option<Box<Enadoc>> {
    let address = if keys.has("identity_provider") {
        addresses::address(keys, "identity_provider", false)
    } else {
        Url::parse("https://auth.enadoc.com/").ok()
    };
    let address = address.filter(|url| {
        let plain = url.path() == "/";
        if !plain {
            keys.wrong("identity_provider", "an origin, without a path");
        }
        plain
    });
    if !keys.has("api_hosts") {
        keys.wrong(
            "api_hosts",
            "is missing: the hosts that an API may be discovered at",
        );
    }
    let api_hosts = addresses::hosts(keys, "api_hosts");
    let authorization_hosts = addresses::hosts(keys, "authorization_hosts");
    let first_call = keys.choice("first_call", &["headers", "form"]);
    let discovery = keys.choice("discovery", &["body", "query"]);
    let redirect = redirects.iter().filter_map(|uri| addresses::endpoint(uri));
    // No `state` comes back: every visit of the front page would look like a callback.
    if redirect.clone().any(|url| url.path() == "/") {
        keys.wrong("redirect_uris", "'/' is no redirect path for this provider");
    }
    let loopback = redirect.clone().count() > 0 && redirect.clone().all(|url| url.is_loopback());
    let address = address?;
    if !address.is_https() && !loopback {
        keys.wrong(
            "identity_provider",
            "https, unless every page is on loopback too",
        );
    }
    let own = address
        .origin()
        .split_once("://")
        .map(|(_, host)| host.to_owned());
    Some(Box::new(Enadoc {
        authorization_hosts: authorization_hosts.unwrap_or_else(|| own.into_iter().collect()),
        identity_provider: address,
        api_hosts: api_hosts?,
        first_call: if first_call == 0 {
            FirstCall::Headers
        } else {
            FirstCall::Form
        },
        discovery_in_query: discovery == 1,
        loopback,
    }))
}

/// A machine's client, and where its API is.
pub(super) fn machine(keys: &Keys<'_>, sources: &Sources<'_>) -> Option<MachineAndApi> {
    let domain = keys.required("domain");
    let origin = domain.and_then(|domain| {
        let origin = docplanner::origin(domain);
        if origin.is_none() {
            keys.wrong(
                "domain",
                &format!("one of {}", docplanner::DOMAINS.join(", ")),
            );
        }
        origin
    });
    let double = addresses::address(keys, "base", true);
    let client_id = keys.required("client_id");
    let client_secret = secrets::client_secret(keys, "client_secret", sources);
    let api = match double {
        Some(double) => double,
        None => Url::parse(&origin?).ok()?,
    };
    Some((
        Machine {
            client_id: client_id?.to_owned(),
            client_secret: client_secret?,
            token_endpoint: api.with_path(docplanner::TOKEN_PATH).ok()?,
            scope: docplanner::SCOPE,
        },
        api,
    ))
}

/// A key of a page's config as it is spelled here.
fn snake(key: &str) -> String {
    let mut text = String::new();
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
