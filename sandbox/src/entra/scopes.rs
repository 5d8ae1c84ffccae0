//! Scopes: OpenID Connect's own, and those of resources, written `<resource>/<name>` or, for Microsoft Graph, the name alone.

use crate::form::Parameters;

use super::{Registration, cloud::Cloud, problem::Problem};

/// Everything about the user and the session; belongs to no resource.
const OPENID_CONNECT: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// All scopes that were consented to, or that are registered.
pub(super) const DEFAULT: &str = ".default";

/// The scopes of a request, each known to be good.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scopes {
    /// OpenID Connect's own.
    pub(super) openid: Vec<String>,
    /// Resource and name, in the order of the request.
    pub(super) named: Vec<(String, String)>,
}

impl Scopes {
    /// Reads a `scope` parameter.
    pub(super) fn parse(
        text: &str,
        cloud: Cloud,
        registration: &Registration,
        all: &[Registration],
    ) -> Result<Self, Problem> {
        let mut scopes = Self::default();
        for scope in text.split(' ').filter(|scope| !scope.is_empty()) {
            if OPENID_CONNECT.contains(&scope) {
                scopes.openid.push(scope.to_string());
                continue;
            }
            let (resource, name) = scope.rsplit_once('/').unwrap_or((cloud.graph(), scope));
            let (resource, known) = known_resource(resource, registration, all)?;
            let name = if name == DEFAULT {
                name
            } else {
                // In any capitals; the answer has the registered ones.
                known
                    .iter()
                    .find(|known| known.eq_ignore_ascii_case(name))
                    .ok_or_else(|| Problem::new(650053, scope))?
            };
            scopes.named.push((resource.to_string(), name.to_string()));
        }
        let defaults = scopes
            .named
            .iter()
            .filter(|(_, name)| name == DEFAULT)
            .count();
        if defaults > 0 && defaults < scopes.named.len() {
            return Err(Problem::new(70011, text));
        }
        Ok(scopes)
    }

    /// What a v1 request means: every scope of its resource.
    pub(super) fn of_resource(
        resource: &str,
        registration: &Registration,
        all: &[Registration],
    ) -> Result<Self, Problem> {
        let (resource, _) = known_resource(resource, registration, all)?;
        Ok(Self {
            openid: ["openid", "profile", "email", "offline_access"]
                .map(str::to_string)
                .to_vec(),
            named: vec![(resource.to_string(), DEFAULT.to_string())],
        })
    }

    /// The resources, each once, in the order of the request.
    pub(super) fn resources(&self) -> Vec<&str> {
        let mut resources: Vec<&str> = Vec::new();
        for (resource, _) in &self.named {
            if !resources.contains(&resource.as_str()) {
                resources.push(resource);
            }
        }
        resources
    }

    /// Those of one resource, with OpenID Connect's own.
    pub(super) fn only(&self, resource: &str) -> Self {
        let mut scopes = self.clone();
        scopes.named.retain(|(own, _)| own == resource);
        scopes
    }

    /// Whether one of OpenID Connect's own is there.
    pub(super) fn has(&self, openid: &str) -> bool {
        self.openid.iter().any(|scope| scope == openid)
    }

    /// What has to be consented to; `.default` is all that is registered and needs no administrator.
    pub(super) fn to_consent(&self, registration: &Registration) -> Vec<String> {
        let mut all: Vec<String> = self.openid.clone();
        for (resource, name) in &self.named {
            if name != DEFAULT {
                all.push(format!("{resource}/{name}"));
                continue;
            }
            let registered = registration.resources.get(resource).into_iter().flatten();
            all.extend(
                registered
                    .map(|name| format!("{resource}/{name}"))
                    .filter(|scope| !registration.admin_scopes.contains(scope)),
            );
        }
        all
    }
}

/// A resource under its registered name: 500011 where nobody has it, 650057 where only another app has.
fn known_resource<'a>(
    name: &str,
    registration: &'a Registration,
    all: &[Registration],
) -> Result<(&'a str, &'a [String]), Problem> {
    registration.resource(name).ok_or_else(|| {
        let elsewhere = all
            .iter()
            .any(|other| other.cloud == registration.cloud && other.resource(name).is_some());
        Problem::new(if elsewhere { 650057 } else { 500011 }, name)
    })
}

/// The scopes of a request, of either version.
pub(super) fn requested(
    parameters: &Parameters,
    version_1: bool,
    cloud: Cloud,
    registration: &Registration,
    all: &[Registration],
) -> Result<Scopes, Problem> {
    if version_1 {
        let resource = parameters.text("resource").unwrap_or(cloud.graph());
        return Scopes::of_resource(resource, registration, all);
    }
    Scopes::parse(
        parameters.first("scope").unwrap_or_default(),
        cloud,
        registration,
        all,
    )
}
