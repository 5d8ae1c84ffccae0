//! Which resource a token is for: by `resource` (RFC 8707), or by scopes that begin with their resource
//! (docs/providers/entra.md).
//!
//! One login may consent to scopes of several resources; each access token is for one. What an app asks
//! for becomes an [`Aim`], by which a session's tokens are kept apart.

use super::error::{Code, Error};
use super::names::Scopes;
use super::options;
use super::provider::Resources;
use super::session::Session;
use super::settings::Settings;

/// Scopes that are of no resource.
const OPEN_ID: &[&str] = &[
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
];
/// Stands for all that was consented to of one resource; cannot be mixed with names.
const DEFAULT: &str = "/.default";

/// Which of a session's access tokens is wanted. Empty: the session's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aim {
    /// The resource; `None` is the session's own, empty the provider's default one.
    pub resource: Option<String>,
    /// What the token must be good for, sorted.
    pub scopes: Vec<String>,
    /// Claims that an API wants to see in it (OpenID Connect Core 1.0, section 5.5), as JSON text.
    pub claims: Option<String>,
}

impl Aim {
    /// Whether it is the session's own token.
    pub fn is_own(&self) -> bool {
        self.resource.is_none() && self.scopes.is_empty()
    }

    /// What the token must be good for, as a scope list.
    pub fn asked(&self) -> Scopes {
        Scopes::parse(&self.scopes.join(" ")).unwrap_or_default()
    }

    /// The session's own token with these claims in it.
    pub fn with_claims(mut self, claims: Option<String>) -> Aim {
        self.claims = claims;
        self
    }
}

/// The resource that a scope belongs to; `None`: to none.
pub fn of(scope: &str) -> Option<&str> {
    if OPEN_ID.contains(&scope) {
        return None;
    }
    Some(scope.rsplit_once('/').map_or("", |(resource, _)| resource))
}

/// The full name of a scope that is given by its short one.
pub fn full(scope: &str, own: Option<&str>) -> String {
    match own {
        Some(own) if of(scope) == Some("") => [own, "/", scope].concat(),
        _ => String::from(scope),
    }
}

/// Whether scopes go together: `.default` stands alone, beside those of no resource.
pub fn go_together(scopes: &Scopes) -> bool {
    let named = || scopes.iter().filter(|scope| of(scope).is_some());
    named().count() < 2 || !named().any(|scope| scope.ends_with(DEFAULT))
}

/// What one token request may ask for, of all that a login asks for: the first resource, and what is of none.
pub fn first(scopes: &Scopes, settings: &Settings) -> Scopes {
    let Resources::InScopes(_) = settings.provider.resources else {
        return scopes.clone();
    };
    let own = |resource: &&str| Some(*resource) == settings.own_resource;
    // Relative paths of `fetch` are the provider's own API's, wherever its scopes stand.
    let resource = scopes
        .iter()
        .filter_map(of)
        .find(own)
        .or_else(|| scopes.iter().find_map(of));
    scopes.only(|scope| of(scope).is_none_or(|its| Some(its) == resource))
}

/// What was granted, in the words of what was asked for. Where scopes begin with their resource, a server
/// leaves out of its answer what is of no resource, or answers `.default` with names.
pub fn granted(asked: &Scopes, told: Scopes, came: [bool; 2], settings: &Settings) -> Scopes {
    let Resources::InScopes(_) = settings.provider.resources else {
        return told;
    };
    let [id_token, refresh_token] = came;
    let some = told.iter().any(|scope| of(scope).is_some());
    let counts = asked.only(|scope| match scope {
        "openid" | "profile" => id_token,
        "offline_access" => refresh_token,
        _ if scope.ends_with(DEFAULT) => some,
        _ => match scope.rsplit_once('/') {
            Some((_, short)) => told.contains(short),
            // Of the default resource, by its full name: one answer is about one resource.
            None => told.iter().any(|full| {
                full.rsplit_once('/')
                    .is_some_and(|(_, short)| short == scope)
            }),
        },
    });
    told.and(&counts)
}

/// Which token an app asks for, or what it has to ask the person for first.
pub fn aim(wanted: &options::Token, session: &Session, settings: &Settings) -> Result<Aim, Error> {
    let own = &session.access;
    let indicated = matches!(settings.provider.resources, Resources::Indicated);
    let mut scopes = wanted
        .scopes
        .each(|scope| full(scope, settings.own_resource))
        .ok_or_else(|| Error::at(Code::ConfigInvalid, "scopes"))?;
    if let (Some(resource), false) = (&wanted.resource, indicated)
        && !scopes.insert(&[resource, DEFAULT].concat())
    {
        // What cannot be asked for must not become something else.
        return Err(Error::at(Code::ConfigInvalid, "resource"));
    }
    let resource = if indicated {
        wanted
            .resource
            .clone()
            .filter(|it| own.resource.as_ref() != Some(it))
    } else {
        let mut resources = scopes.iter().filter_map(of);
        let first = resources.next();
        if resources.any(|other| Some(other) != first) || !go_together(&scopes) {
            return Err(Error::hinting(
                Code::ConfigInvalid,
                "scopes",
                "One access token is for one resource: ask for each resource's scopes apart.",
            ));
        }
        first.map(String::from)
    };
    if own.granted.contains_all(&scopes) && (resource.is_none() || !indicated) {
        return Ok(Aim::default());
    }
    if resource.is_none() {
        return Err(missing(scopes.missing_from(&own.granted)));
    }
    Ok(Aim {
        resource,
        scopes: sorted(&scopes),
        claims: None,
    })
}

/// In one order, so that equal sets are equal. The standard library's sorting is four kilobytes.
fn sorted(scopes: &Scopes) -> Vec<String> {
    let mut sorted: Vec<String> = Vec::new();
    for scope in scopes.iter() {
        let at = sorted
            .iter()
            .take_while(|other| other.as_str() < scope)
            .count();
        sorted.insert(at, String::from(scope));
    }
    sorted
}

/// These have to be asked of the person.
pub fn missing(scopes: Scopes) -> Error {
    let mut error = Error::new(Code::InteractionRequired);
    error.evidence_mut().scopes = scopes.to_vec();
    error
}
