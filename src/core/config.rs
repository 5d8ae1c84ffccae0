//! The configuration, read once into immutable values.
//!
//! It arrives as JSON text: the JavaScript face copies own, plain properties and passes functions
//! beside, so nothing inherited and no getter's second answer is ever seen.

mod own_page;
mod place;
mod through;
mod values;

use super::error::{Code, Error};
use super::json::{self, Object, Value};
use super::names::Scopes;
use super::portals;
use super::provider::{ApiBase, Chosen, Provider, RelayRole, Resources};
use super::resources;
use super::settings::{MetadataKind, Settings};
use super::url::Url;
use own_page::{OWN_PAGE, own_page};
pub(super) use values::check_keys;
use values::{ADDRESS, choice, number, optional, origins, text_of, wrong};

/// The page that the config is for.
#[derive(Debug, Clone)]
pub struct Page {
    /// The page's origin; `None` on a server, where the rest is checked once a page is there.
    pub origin: Option<String>,
    /// Loopback, or https.
    pub secure: bool,
}

/// The checked config.
#[derive(Debug)]
pub struct Config {
    /// What the machines are given.
    pub settings: Settings,
    /// Tokens survive a reload.
    pub persist: bool,
    /// Tabs share one session.
    pub share_tabs: bool,
    /// A finished callback puts `returnTo` into the address bar.
    pub restore_url: bool,
    /// Tokens are renewed before they end, whether or not somebody asks.
    pub ahead: bool,
    /// Sign out after so many milliseconds in which nobody did anything.
    pub idle: Option<u64>,
    /// Plain OAuth is allowed on an insecure page.
    pub allow_insecure: bool,
}

const KEYS: &[&str] = &[
    "provider",
    "clientId",
    "redirectUri",
    "scopes",
    "persist",
    "shareTabs",
    "afterCallback",
    "apiBase",
    "allowedOrigins",
    "timeout",
    "clockSkew",
    "insecureContext",
    "renew",
    "idleTimeout",
    "postLogoutRedirectUri",
    "claimsChallenges",
    "sandbox",
];

/// Where the guard has all the others.
const GUARDED_KEYS: &[&str] = &["provider"];

/// Reads and checks the config of one instance.
pub fn read(text: &str, providers: &[&'static Provider], page: &Page) -> Result<Config, Error> {
    let Ok(Value::Object(config)) = json::parse(text.as_bytes()) else {
        return Err(wrong("config", "The config is a plain object."));
    };
    let chosen = config.object("provider");
    let id = chosen.as_ref().ok().and_then(|it| it.string("id").ok());
    let known = providers.iter().copied().find(|it| Some(it.id) == id);
    let guarded = known.is_some_and(|provider| provider.relay == RelayRole::Guarded);
    check_keys(&config, if guarded { GUARDED_KEYS } else { KEYS })?;
    let chosen = chosen.map_err(|_| wrong("provider", "An object with the provider's id."))?;
    let provider = known.ok_or_else(|| wrong("provider.id", "A provider that this build has."))?;
    let provider = Chosen::from(provider);
    let mut keys = vec!["id"];
    keys.extend(provider.keys);
    check_keys(chosen, &keys)?;

    // A server cannot know what its pages will be, so it lets loopback pass.
    let loopback = page
        .origin
        .as_deref()
        .is_none_or(|origin| Url::parse(origin).is_ok_and(|url| url.is_loopback()));
    let [login, api] = sandbox(&config, page)?;
    let place = place::place(chosen, provider, login, loopback)?;
    let own = own_page(&config, "redirectUri", provider, page)?;
    let (redirect_uri, redirect) = match own {
        Some(own) => own,
        // Whoever signs in does so at the guard.
        None if guarded => (String::new(), place.base.clone()),
        None => return Err(wrong("redirectUri", OWN_PAGE)),
    };
    let own_resource = place::own_resource(chosen, provider)?;
    let relay = through::relay(chosen, provider, loopback)?;
    let api_base = api_base(&config, loopback)?;
    let portals = place::portals(chosen, provider, api.as_ref())?;
    let elsewhere = provider.api_base == ApiBase::Told
        || portals.is_some()
        || relay.as_ref().is_some_and(|it| it.calls);
    if elsewhere && api_base.is_some() {
        return Err(wrong(
            "apiBase",
            "Leave it out: the relay, or the provider, says where the API is.",
        ));
    }
    // A relay may let a request wait for its turn (docs/relay.md).
    let queues = relay.as_ref().is_some_and(|relay| relay.tokens);
    let usual = if queues { 60_000 } else { 15_000 };
    let timeout = number(&config, "timeout", usual, 1_000, 120_000)?;
    let timeout = u32::try_from(timeout).unwrap_or(15_000);
    let settings = Settings {
        provider,
        apis: match &portals {
            Some(_) => Vec::new(),
            None => place::apis(chosen, provider, &place, api_base, api, relay.as_ref())?,
        },
        portals,
        asked: through::asked(chosen, provider, &place.base)?,
        confirms: through::confirms(chosen, provider)?,
        relay,
        issuer: place.issuer,
        base: place.base,
        tenant: place.tenant,
        aliases: place.aliases,
        own_resource,
        post_logout: own_page(&config, "postLogoutRedirectUri", provider, page)?,
        capabilities: capabilities(&config, provider)?,
        metadata: metadata_kind(chosen)?,
        endpoint_origins: origins(chosen, "endpointOrigins", loopback)?,
        client_id: if guarded {
            through::guard(chosen)?
        } else {
            text_of(&config, "clientId", 256)?
        },
        redirect_uri,
        redirect,
        scopes: scopes(&config, provider, own_resource)?,
        allowed_origins: origins(&config, "allowedOrigins", loopback)?,
        timeout,
        clock_skew: number(&config, "clockSkew", 60, 0, 300)?,
        loopback,
        secure: page.secure,
    };
    let config = Config {
        persist: choice(&config, "persist", &["tab", "memory"])? == 0,
        share_tabs: match config.optional_boolean("shareTabs") {
            Ok(share) => share.unwrap_or(true),
            Err(_) => return Err(wrong("shareTabs", "true or false.")),
        },
        restore_url: choice(&config, "afterCallback", &["restore-url", "leave"])? == 0,
        ahead: choice(&config, "renew", &["on-demand", "ahead"])? == 1,
        idle: Some(number(&config, "idleTimeout", 0, 10, 86_400)? * 1000).filter(|idle| *idle > 0),
        allow_insecure: choice(&config, "insecureContext", &["refuse", "allow-oauth"])? == 1,
        settings,
    };
    if !config.settings.may_ask(&config.settings.scopes) {
        return Err(portals::no_identity());
    }
    if !page.secure {
        // No WebCrypto there, so nothing of OpenID Connect; plain OAuth only when asked for.
        if !config.allow_insecure || config.settings.scopes.contains("openid") {
            return Err(Code::InsecureContext.into());
        }
    }
    Ok(config)
}

fn api_base(config: &Object, loopback: bool) -> Result<Option<Url>, Error> {
    let Some(text) = optional(config, "apiBase")? else {
        return Ok(None);
    };
    Url::endpoint(text, loopback)
        .ok()
        .filter(|url| url.query().is_none())
        .map(Some)
        .ok_or_else(|| wrong("apiBase", ADDRESS))
}

/// Test doubles in place of what a preset pins: only between loopback addresses.
fn sandbox(config: &Object, page: &Page) -> Result<[Option<Url>; 2], Error> {
    let refused = || wrong("sandbox", "Loopback origins, for a page on loopback.");
    let Some(sandbox) = config.optional_object("sandbox").map_err(|_| refused())? else {
        return Ok([None, None]);
    };
    check_keys(sandbox, &["login", "api"])?;
    let here = page.origin.as_deref();
    if !here.is_none_or(|here| Url::parse(here).is_ok_and(|url| url.is_loopback())) {
        return Err(refused());
    }
    let address = |key| match sandbox.optional_string(key) {
        Ok(None) => Ok(None),
        Ok(Some(text)) => Url::parse(text)
            .ok()
            .filter(|url| url.is_loopback() && url.path() == "/" && url.query().is_none())
            .map(Some)
            .ok_or_else(refused),
        Err(_) => Err(refused()),
    };
    Ok([address("login")?, address("api")?])
}

/// The app handles claims challenges, and says so where the provider wants to hear it.
fn capabilities(config: &Object, provider: Chosen) -> Result<Option<&'static str>, Error> {
    let on = match config.value("claimsChallenges") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(Value::String(text)) if text == "popup" => true,
        _ => return Err(wrong("claimsChallenges", "true, false or 'popup'.")),
    };
    Ok(provider.capabilities.filter(|_| on))
}

fn metadata_kind(chosen: &Object) -> Result<MetadataKind, Error> {
    let kinds = ["openid-configuration", "oauth-authorization-server"];
    Ok(if choice(chosen, "metadata", &kinds)? == 0 {
        MetadataKind::OpenId
    } else {
        MetadataKind::OAuth
    })
}

/// What a login asks for; short names are spelled out.
fn scopes(config: &Object, provider: Chosen, own_resource: Option<&str>) -> Result<Scopes, Error> {
    let refused = || {
        wrong(
            "scopes",
            "A list of scope names, for DocSpace at least one.",
        )
    };
    if !provider.scoped {
        let none = config.value("scopes").is_none();
        return none.then(Scopes::default).ok_or_else(|| {
            wrong(
                "scopes",
                "This provider has none: leave the key out, and tick the permissions in its portal.",
            )
        });
    }
    let list = match config.optional_strings("scopes") {
        Ok(Some(list)) if list.len() <= 100 => list,
        Ok(None) => provider.default_scopes.to_vec(),
        _ => return Err(refused()),
    };
    let mut scopes = Scopes::default();
    for scope in list.iter().chain(provider.always_scopes) {
        if !scopes.insert(&resources::full(scope, own_resource)) {
            return Err(refused());
        }
    }
    if scopes.is_empty() && provider.default_scopes.is_empty() {
        return Err(refused());
    }
    // Without a scope of the provider's own API, its token would be another API's.
    let own = |scope: &str| resources::of(scope) == own_resource;
    if own_resource.is_some() && !scopes.iter().any(own) {
        return Err(wrong(
            "scopes",
            "At least one scope of this provider's own API; leave the key out for its default.",
        ));
    }
    if matches!(provider.resources, Resources::InScopes(_)) && !resources::go_together(&scopes) {
        return Err(wrong(
            "scopes",
            "'.default' cannot stand beside other scopes of its resource.",
        ));
    }
    Ok(scopes)
}
