//! The options of single calls, read like the config: JSON text in, checked values out.

use super::authorize::{self, Wishes};
use super::claims_request;
use super::config::check_keys;
use super::error::{Code, Error};
use super::json::{self, Object, Value};
use super::names::Scopes;
use super::pending::Flow;
use super::return_to::return_to;

/// The app's own state may have this many bytes of JSON.
const APP_STATE_LIMIT: usize = 4096;

/// What `login()` was called with.
#[derive(Debug)]
pub struct Login {
    /// For the authorization request.
    pub wishes: Wishes,
    /// Go on after a failed outcome, although nobody clicked.
    pub retry: bool,
}

/// What `getAccessToken()` was called with.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Scopes that the token must have.
    pub scopes: Scopes,
    /// The resource that the token must be for.
    pub resource: Option<String>,
    /// Renew in any case.
    pub fresh: bool,
}

/// Reads the options of `login()` and `loginUrl()`. `here` is where `returnTo` points without one.
/// `appState` arrives as JSON text: docgate carries it, and never looks into it.
pub fn login(text: &str, origin: &str, here: &str) -> Result<Login, Error> {
    let options = object(text)?;
    check_keys(
        &options,
        &[
            "returnTo",
            "appState",
            "scopes",
            "prompt",
            "loginHint",
            "maxAge",
            "acrValues",
            "uiLocales",
            "extraParams",
            "retry",
            "display",
            "resource",
            "claims",
        ],
    )?;
    let wanted = optional(&options, "returnTo")?;
    let wishes = Wishes {
        // A target that is not ours falls back to the start page.
        return_to: return_to(wanted.as_deref().unwrap_or(here), origin)
            .unwrap_or_else(|| String::from("/")),
        app_state: optional(&options, "appState")?,
        scopes: scopes(&options)?,
        prompt: optional(&options, "prompt")?,
        login_hint: optional(&options, "loginHint")?,
        max_age: options
            .optional_seconds("maxAge")
            .map_err(|_| wrong("maxAge"))?,
        acr_values: optional(&options, "acrValues")?,
        ui_locales: optional(&options, "uiLocales")?,
        resource: resource(&options)?,
        claims: claims(&options)?,
        extra: extra(&options)?,
        flow: flow(&options)?,
        portal: None,
    };
    if wishes.flow == Flow::Frame && !matches!(wishes.prompt.as_deref(), None | Some("none")) {
        return Err(wrong("prompt"));
    }
    if wishes
        .app_state
        .as_ref()
        .is_some_and(|state| state.len() > APP_STATE_LIMIT)
    {
        return Err(Error::hinting(
            Code::ConfigInvalid,
            "appState",
            "At most 4,096 bytes of JSON.",
        ));
    }
    authorize::check_extra(&wishes.extra)?;
    Ok(Login {
        wishes,
        retry: boolean(&options, "retry")?,
    })
}

/// Reads the options of `getAccessToken()`.
pub fn token(text: &str) -> Result<Token, Error> {
    let options = object(text)?;
    check_keys(&options, &["scopes", "resource", "fresh"])?;
    Ok(Token {
        scopes: scopes(&options)?,
        resource: resource(&options)?,
        fresh: boolean(&options, "fresh")?,
    })
}

/// What `fetch()` was called with, beside the native options.
#[derive(Debug, Default)]
pub struct Call {
    /// Which of the provider's APIs a relative path belongs to.
    pub api: Option<String>,
    /// Which token is sent.
    pub token: Token,
}

/// Reads the options of `fetch()`.
pub fn call(text: &str) -> Result<Call, Error> {
    let options = object(text)?;
    check_keys(&options, &["api", "scopes", "resource"])?;
    Ok(Call {
        api: optional(&options, "api")?,
        token: Token {
            scopes: scopes(&options)?,
            resource: resource(&options)?,
            fresh: false,
        },
    })
}

/// What `logout()` was called with.
#[derive(Debug, Default)]
pub struct Logout {
    /// Where to go afterwards: a place on our own origin.
    pub return_to: Option<String>,
    /// Whether the provider is told; `None`: as far as that needs no page of its own, or the config says
    /// where that page comes back to.
    pub provider: Option<bool>,
    /// The one account that is signed out; `None`: all.
    pub account: Option<String>,
    /// Whether the ID token may stand in the address of the sign-out page.
    pub id_token_hint: bool,
}

/// Reads the options of `logout()`.
pub fn logout(text: &str, origin: &str) -> Result<Logout, Error> {
    let options = object(text)?;
    check_keys(
        &options,
        &["returnTo", "provider", "account", "idTokenHint"],
    )?;
    let place = |text: String| return_to(&text, origin).unwrap_or_else(|| String::from("/"));
    Ok(Logout {
        return_to: optional(&options, "returnTo")?.map(place),
        provider: options
            .optional_boolean("provider")
            .map_err(|_| wrong("provider"))?,
        account: optional(&options, "account")?,
        id_token_hint: boolean(&options, "idTokenHint")?,
    })
}

/// An absolute URI without a fragment (RFC 8707, section 2).
fn resource(options: &Object) -> Result<Option<String>, Error> {
    let resource = optional(options, "resource")?;
    let fits = |text: &String| {
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        printable && text.len() <= 1024 && text.contains(':') && !text.contains('#')
    };
    if resource.as_ref().is_none_or(fits) {
        Ok(resource)
    } else {
        Err(wrong("resource"))
    }
}

fn claims(options: &Object) -> Result<Option<String>, Error> {
    optional(options, "claims")?.map_or(Ok(None), |text| {
        claims_request::check(&text)
            .map(Some)
            .ok_or_else(|| wrong("claims"))
    })
}

fn object(text: &str) -> Result<Object, Error> {
    match json::parse(text.as_bytes()) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(wrong("options")),
    }
}

fn wrong(key: &str) -> Error {
    Error::hinting(Code::ConfigInvalid, key, "See the type of this option.")
}

fn optional(options: &Object, key: &'static str) -> Result<Option<String>, Error> {
    let text = options.optional_string(key).map_err(|_| wrong(key))?;
    if text.is_some_and(|text| key != "appState" && text.chars().any(char::is_control)) {
        // `returnTo` with a line break is no path; the others are parameters.
        return if key == "returnTo" {
            Ok(Some(String::new()))
        } else {
            Err(wrong(key))
        };
    }
    Ok(text.map(String::from))
}

fn boolean(options: &Object, key: &'static str) -> Result<bool, Error> {
    Ok(options
        .optional_boolean(key)
        .map_err(|_| wrong(key))?
        .unwrap_or(false))
}

fn scopes(options: &Object) -> Result<Scopes, Error> {
    let mut scopes = Scopes::default();
    for scope in options
        .optional_strings("scopes")
        .map_err(|_| wrong("scopes"))?
        .unwrap_or_default()
    {
        if !scopes.insert(scope) {
            return Err(wrong("scopes"));
        }
    }
    Ok(scopes)
}

fn flow(options: &Object) -> Result<Flow, Error> {
    optional(options, "display")?.map_or(Ok(Flow::Redirect), |name| {
        Flow::named(&name).ok_or_else(|| wrong("display"))
    })
}

fn extra(options: &Object) -> Result<Vec<(String, String)>, Error> {
    let mut extra = Vec::new();
    if let Some(object) = options
        .optional_object("extraParams")
        .map_err(|_| wrong("extraParams"))?
    {
        for (name, value) in object.iter() {
            let value = value.as_str().ok_or_else(|| wrong("extraParams"))?;
            extra.push((String::from(name), String::from(value)));
        }
    }
    Ok(extra)
}
