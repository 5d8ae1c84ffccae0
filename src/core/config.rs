//! The configuration, read once into immutable values.
//!
//! It arrives as JSON text: the JavaScript face copies own, plain properties and passes functions
//! beside, so nothing inherited and no getter's second answer is ever seen.

mod values;

use super::error::{Code, Error};
use super::json::{self, Object, Value};
use super::names::Scopes;
use super::provider::Provider;
use super::settings::{MetadataKind, Settings};
use super::url::Url;
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
];
const PROVIDER_KEYS: &[&str] = &["id", "portal", "issuer", "metadata", "endpointOrigins"];

/// Reads and checks the config of one instance.
pub fn read(text: &str, providers: &[&'static Provider], page: &Page) -> Result<Config, Error> {
    let Ok(Value::Object(config)) = json::parse(text.as_bytes()) else {
        return Err(wrong("config", "The config is a plain object."));
    };
    check_keys(&config, KEYS)?;
    let chosen = config
        .object("provider")
        .map_err(|_| wrong("provider", "An object with the provider's id."))?;
    check_keys(chosen, PROVIDER_KEYS)?;
    let id = chosen.string("id").unwrap_or_default();
    let provider = providers
        .iter()
        .copied()
        .find(|provider| provider.id == id)
        .ok_or_else(|| {
            wrong(
                "provider.id",
                "'docspace' or 'oidc', as far as this build has it.",
            )
        })?;

    // A server cannot know what its pages will be, so it lets loopback pass.
    let loopback = page
        .origin
        .as_deref()
        .is_none_or(|origin| Url::parse(origin).is_ok_and(|url| url.is_loopback()));
    let (issuer, base) = base(chosen, provider, loopback)?;
    let (redirect_uri, redirect) = redirect(&config, provider, page)?;
    let settings = Settings {
        provider,
        issuer,
        base,
        metadata: metadata_kind(chosen, provider)?,
        endpoint_origins: origins(chosen, "endpointOrigins", loopback)?,
        client_id: text_of(&config, "clientId", 256)?,
        redirect_uri,
        redirect,
        scopes: scopes(&config, provider)?,
        api_base: match optional(&config, "apiBase")? {
            Some(text) => Some(
                Url::endpoint(text, loopback)
                    .ok()
                    .filter(|url| url.query().is_none())
                    .ok_or_else(|| wrong("apiBase", ADDRESS))?,
            ),
            None => None,
        },
        allowed_origins: origins(&config, "allowedOrigins", loopback)?,
        timeout: u32::try_from(number(&config, "timeout", 15_000, 1_000, 120_000)?)
            .unwrap_or(15_000),
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
    if !page.secure {
        // No WebCrypto there, so nothing of OpenID Connect; plain OAuth only when asked for.
        if !config.allow_insecure || config.settings.scopes.contains("openid") {
            return Err(Code::InsecureContext.into());
        }
    }
    Ok(config)
}

/// The provider's address, as identity and parsed.
fn base(chosen: &Object, provider: &Provider, loopback: bool) -> Result<(String, Url), Error> {
    let key = provider.base_key;
    for other in ["portal", "issuer"] {
        if other != key && chosen.value(other).is_some() {
            return Err(Error::at(Code::ConfigUnknownKey, other));
        }
    }
    let refused = || wrong(key, ADDRESS);
    let Some(Value::String(text)) = chosen.value(key) else {
        return Err(refused());
    };
    let url = Url::endpoint(text, loopback).map_err(|_| refused())?;
    if url.query().is_some() || text.len() > 1024 {
        return Err(refused());
    }
    if provider.base_path {
        // An issuer is compared code point by code point: it stays as it was written.
        return Ok((text.clone(), url));
    }
    if url.path() != "/" {
        return Err(wrong(key, "The portal's origin, without a path."));
    }
    Ok((String::from(url.origin()), url))
}

fn metadata_kind(chosen: &Object, provider: &Provider) -> Result<MetadataKind, Error> {
    if !provider.base_path {
        for key in ["metadata", "endpointOrigins"] {
            if chosen.value(key).is_some() {
                return Err(Error::at(Code::ConfigUnknownKey, key));
            }
        }
    }
    let kinds = ["openid-configuration", "oauth-authorization-server"];
    Ok(if choice(chosen, "metadata", &kinds)? == 0 {
        MetadataKind::OpenId
    } else {
        MetadataKind::OAuth
    })
}

/// Absolute, or a path on the page's origin; the text is kept as it will be sent.
fn redirect(config: &Object, provider: &Provider, page: &Page) -> Result<(String, Url), Error> {
    let refused = || {
        wrong(
            "redirectUri",
            "A path on this origin, or an absolute address on it, without fragment (and without query for DocSpace).",
        )
    };
    let Some(Value::String(text)) = config.value("redirectUri") else {
        return Err(refused());
    };
    let absolute = if text.starts_with('/') && !text.starts_with("//") {
        let mut absolute = page
            .origin
            .clone()
            .unwrap_or_else(|| String::from("https://server.invalid"));
        absolute.push_str(text);
        absolute
    } else {
        text.clone()
    };
    let url = Url::parse(&absolute).map_err(|_| refused())?;
    let query_fits = url.query().is_none() || provider.redirect_query;
    let here = page
        .origin
        .as_deref()
        .is_none_or(|origin| origin == url.origin());
    if url.fragment().is_some() || !here || !query_fits || text.len() > 1024 {
        return Err(refused());
    }
    Ok((absolute, url))
}

fn scopes(config: &Object, provider: &Provider) -> Result<Scopes, Error> {
    let refused = || {
        wrong(
            "scopes",
            "A list of scope names, for DocSpace at least one.",
        )
    };
    let mut scopes = Scopes::default();
    match config.optional_strings("scopes") {
        Ok(Some(list)) if list.len() <= 100 => {
            if !list.iter().all(|scope| scopes.insert(scope)) {
                return Err(refused());
            }
        }
        Ok(None) => {
            for scope in provider.default_scopes {
                scopes.insert(scope);
            }
        }
        _ => return Err(refused()),
    }
    if scopes.is_empty() && provider.default_scopes.is_empty() {
        return Err(refused());
    }
    Ok(scopes)
}
