//! Where the provider is, and where its APIs are, as the config's `provider` says.

use super::through;
use super::values::{ADDRESS, choice, optional, wrong};
use crate::core::error::{Code, Error};
use crate::core::json::{Object, Value};
use crate::core::portals::Portals;
use crate::core::provider::{ApiBase, Base, Chosen, Resources};
use crate::core::relay::Relay;
use crate::core::settings::{Tenant, is_guid};
use crate::core::url::Url;

/// Names that stand for many tenants (docs/providers/entra.md).
const SHARED: &[&str] = &["common", "organizations"];
/// The one tenant of all personal accounts, and its name.
const CONSUMERS: (&str, &str) = ("consumers", "9188040d-6c67-4c5b-b112-36a304b66dad");
const TENANT: &str = "The Directory (tenant) ID, a domain of the tenant, or where the provider takes them 'common', 'organizations' or 'consumers'.";
const GUIDS: &str = "A list of Directory (tenant) IDs.";

/// Where a provider is.
pub(super) struct Place {
    /// As identity, as it was written.
    pub(super) issuer: String,
    /// The same, parsed.
    pub(super) base: Url,
    /// The directory, where the provider has such.
    pub(super) tenant: Option<Tenant>,
    /// Other names of its host.
    pub(super) aliases: &'static [&'static str],
}

/// Reads the provider's address. `instead`: a test double in place of what the preset pins.
pub(super) fn place(
    chosen: &Object,
    provider: Chosen,
    instead: Option<Url>,
    loopback: bool,
) -> Result<Place, Error> {
    match provider.base {
        Base::Address { key, path, usual } => {
            // There is one to replace where the preset pins one, and the config names no other.
            let pinned = !usual.is_empty() && chosen.value(key).is_none();
            match &instead {
                Some(_) if !pinned => Err(Error::at(Code::ConfigUnknownKey, "sandbox.login")),
                Some(double) => address(chosen, key, path, double.origin(), loopback),
                None => address(chosen, key, path, usual, loopback),
            }
        }
        Base::Tenant { clouds, shared } => {
            let names: Vec<&str> = clouds.iter().map(|cloud| cloud.name).collect();
            let cloud = choice(chosen, "cloud", &names)?;
            let cloud = clouds.get(cloud);
            let origin = cloud.map_or("", |cloud| cloud.origin);
            let origin = instead.as_ref().map_or(origin, Url::origin);
            let mut place = directory(chosen, origin, shared, loopback)?;
            place.aliases = cloud.map_or(&[], |cloud| cloud.aliases);
            Ok(place)
        }
    }
}

fn address(
    chosen: &Object,
    key: &'static str,
    path: bool,
    usual: &str,
    loopback: bool,
) -> Result<Place, Error> {
    let refused = || wrong(key, ADDRESS);
    let text = match chosen.value(key) {
        Some(Value::String(text)) => text.as_str(),
        None if !usual.is_empty() => usual,
        _ => return Err(refused()),
    };
    let url = Url::endpoint(text, loopback).map_err(|_| refused())?;
    if url.query().is_some() || text.len() > 1024 {
        return Err(refused());
    }
    if !path && url.path() != "/" {
        return Err(wrong(key, "The portal's origin, without a path."));
    }
    Ok(Place {
        // An issuer is compared code point by code point: it stays as it was written.
        issuer: if path {
            String::from(text)
        } else {
            String::from(url.origin())
        },
        base: url,
        tenant: None,
        aliases: &[],
    })
}

fn directory(chosen: &Object, origin: &str, shared: bool, loopback: bool) -> Result<Place, Error> {
    let refused = || wrong("tenant", TENANT);
    let mut name = optional(chosen, "tenant")?
        .unwrap_or_default()
        .to_ascii_lowercase();
    if shared && name == CONSUMERS.0 {
        name = String::from(CONSUMERS.1);
    }
    let id = is_guid(&name).then(|| name.clone());
    let domain = name.contains('.') && name.len() <= 253 && is_word(&name);
    if id.is_none() && !domain && !(shared && SHARED.contains(&name.as_str())) {
        return Err(refused());
    }
    let mut allowed = Vec::new();
    let list = chosen
        .optional_strings("allowedTenants")
        .map_err(|_| wrong("allowedTenants", GUIDS))?;
    for text in list.iter().flatten() {
        let text = text.to_ascii_lowercase();
        if !is_guid(&text) {
            return Err(wrong("allowedTenants", GUIDS));
        }
        allowed.push(text);
    }
    // An empty list would admit everybody, which is the opposite of what it says.
    if list.is_some_and(|list| list.is_empty()) {
        return Err(wrong("allowedTenants", GUIDS));
    }
    let issuer = [origin, "/", &name].concat();
    let base = Url::endpoint(&issuer, loopback).map_err(|_| refused())?;
    let tenant = Some(Tenant { id, allowed });
    Ok(Place {
        issuer,
        base,
        tenant,
        aliases: &[],
    })
}

/// The provider's own resource, by `tier` where there are several.
pub(super) fn own_resource(
    chosen: &Object,
    provider: Chosen,
) -> Result<Option<&'static str>, Error> {
    let Resources::InScopes(own) = provider.resources else {
        return Ok(None);
    };
    let chosen = match own {
        [] => None,
        [only] => Some(only),
        several => {
            let tier = optional(chosen, "tier")?.unwrap_or_default();
            let found = several.iter().find(|resource| resource.tier == tier);
            Some(found.ok_or_else(|| wrong("tier", "'premium' or 'lite'."))?)
        }
    };
    Ok(chosen.map(|resource| resource.id))
}

/// What may be an API, where the config leaves it to the person's token. `double`: in place of all of them.
pub(super) fn portals(
    chosen: &Object,
    provider: Chosen,
    double: Option<&Url>,
) -> Result<Option<Portals>, Error> {
    let (ApiBase::Audience { below }, Base::Address { key, .. }) =
        (provider.api_base, provider.base)
    else {
        return Ok(None);
    };
    let hosts = through::hosts(chosen, "portalHosts")?;
    if chosen.value(key).is_some() {
        return match hosts {
            _ if double.is_some() => Err(Error::at(Code::ConfigUnknownKey, "sandbox.api")),
            Some(_) => Err(wrong("portalHosts", "Leave it out: the portal is named.")),
            None => Ok(None),
        };
    }
    Ok(Some(Portals {
        below,
        hosts: hosts.unwrap_or_default(),
        double: double.cloned(),
    }))
}

/// The provider's APIs; `configured` takes the place of the first.
pub(super) fn apis(
    chosen: &Object,
    provider: Chosen,
    place: &Place,
    configured: Option<Url>,
    instead: Option<Url>,
    relay: Option<&Relay>,
) -> Result<Vec<(&'static str, Url)>, Error> {
    let mut apis = Vec::new();
    let through = relay.filter(|relay| relay.calls).map(Relay::api);
    match provider.api_base {
        // Where the relay has it, it is known beforehand.
        ApiBase::Configured | ApiBase::Told => {
            apis.extend(through.map(|api| ("", api.clone())));
        }
        ApiBase::Audience { .. } => apis.push(("", place.base.clone())),
        ApiBase::Named {
            origin,
            apis: named,
            settings,
        } => {
            let origin = instead.as_ref().map_or(origin, Url::origin);
            let origin = through.map_or(origin, |api| api.as_str().trim_end_matches('/'));
            let tenant = place.issuer.rsplit('/').next().unwrap_or_default();
            let mut values = vec![
                ("tenant", String::from(tenant)),
                ("company", company(chosen)?),
            ];
            for (key, usual) in settings {
                values.push((key, String::from(setting(chosen, key, usual)?)));
            }
            for (name, template) in named {
                let path = filled(template, &|key| {
                    let given = values.iter().find(|(own, _)| *own == key);
                    given.map(|(_, value)| value.clone())
                });
                let text = [origin, &path.unwrap_or_default()].concat();
                let url = Url::parse(&text).map_err(|_| wrong("environment", ADDRESS))?;
                apis.push((*name, url));
            }
        }
    }
    if let Some(url) = configured {
        match apis.first_mut() {
            Some((_, first)) => *first = url,
            None => apis.push(("", url)),
        }
    }
    Ok(apis)
}

/// The template with its places filled.
fn filled(template: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    for (at, part) in template.split(['{', '}']).enumerate() {
        match at % 2 {
            0 => text.push_str(part),
            _ => text.push_str(&value(part)?),
        }
    }
    Some(text)
}

fn setting<'a>(chosen: &'a Object, key: &'static str, usual: &'a str) -> Result<&'a str, Error> {
    let value = optional(chosen, key)?.unwrap_or(usual);
    if is_word(value) && value.len() <= 64 {
        Ok(value)
    } else {
        Err(wrong(key, "Letters, digits, '.', '-' and '_'."))
    }
}

fn company(chosen: &Object) -> Result<String, Error> {
    let Some(id) = optional(chosen, "company")? else {
        return Ok(String::new());
    };
    let id = id.to_ascii_lowercase();
    if !is_guid(&id) {
        return Err(wrong(
            "company",
            "The company's id, as the API's companies tell it.",
        ));
    }
    Ok(["/companies(", &id, ")"].concat())
}

/// Can stand in a path without changing its course.
fn is_word(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let dots = text.split('.').any(str::is_empty);
    text.bytes().all(fits) && !dots
}
