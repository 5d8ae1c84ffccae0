//! App registrations: redirect URIs with a type each, and what the app may ask of which resource.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    cloud::{Cloud, GRAPH_ID},
    tenant::{Authority, Tenant},
};

/// The type of a redirect URI decides who may redeem what was sent there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RedirectType {
    /// A page: with an `Origin` header only, with PKCE, without a secret.
    #[default]
    Spa,
    /// A server: without an `Origin` header, with a secret.
    Web,
}

/// A registered redirect URI. In JSON an object, or the text alone for type `spa`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "TextOrRedirect")]
pub struct Redirect {
    /// Compared as exact text; only the port of `http://localhost` may differ.
    pub uri: String,
    /// Who may redeem.
    pub redirect_type: RedirectType,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrRedirect {
    Text(String),
    #[serde(rename_all = "snake_case")]
    Redirect {
        uri: String,
        #[serde(default)]
        redirect_type: RedirectType,
    },
}

impl From<TextOrRedirect> for Redirect {
    fn from(written: TextOrRedirect) -> Self {
        let (uri, redirect_type) = match written {
            TextOrRedirect::Text(uri) => (uri, RedirectType::Spa),
            TextOrRedirect::Redirect { uri, redirect_type } => (uri, redirect_type),
        };
        Self { uri, redirect_type }
    }
}

/// An app registration. It exists in one cloud only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The client id. (In real life a GUID.)
    pub id: String,
    /// What the consent page calls it.
    #[serde(default)]
    pub name: String,
    /// The cloud that it is registered in.
    #[serde(default)]
    pub cloud: Cloud,
    /// The only tenant that it is for, by GUID or domain; a multi-tenant app if left out.
    #[serde(default)]
    pub tenant: Option<String>,
    /// The tenants that it is installed in, by GUID or domain; all if left out.
    #[serde(default)]
    pub installed: Option<Vec<String>>,
    /// Where codes may go.
    pub redirect_uris: Vec<Redirect>,
    /// Where a logout may return to, beside the redirect URIs.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// The client secret, for redirect URIs of type `web`.
    #[serde(default)]
    pub secret: Option<String>,
    /// The scopes that it may ask for, by resource.
    #[serde(default)]
    pub resources: BTreeMap<String, Vec<String>>,
    /// Those of them, as `<resource>/<scope>`, that only an administrator can consent to.
    #[serde(default)]
    pub admin_scopes: Vec<String>,
}

impl Registration {
    /// Whether the app is known in a tenant.
    pub(crate) fn is_in(&self, tenant: &Tenant) -> bool {
        let is_it = |name: &String| Tenant::named(name) == Some(tenant);
        self.tenant.as_ref().is_none_or(is_it)
            && self
                .installed
                .as_ref()
                .is_none_or(|names| names.iter().any(is_it))
    }

    /// Whether an app for one tenant is asked for at an authority of many.
    pub(crate) fn is_too_narrow_for(&self, authority: Authority) -> bool {
        self.tenant.is_some() && !matches!(authority, Authority::Tenant(_))
    }

    /// The registered redirect URI that a request's one is.
    pub(crate) fn redirect(&self, uri: &str) -> Option<&Redirect> {
        let wanted = without_localhost_port(uri);
        self.redirect_uris
            .iter()
            .find(|known| without_localhost_port(&known.uri) == wanted)
    }

    /// The resource that a name stands for: a resource has an application id too, and some have a trailing slash.
    pub(crate) fn resource(&self, name: &str) -> Option<(&str, &[String])> {
        let is_it = |known: &str| known == name || application_id(known) == Some(name);
        self.resources
            .iter()
            .find(|(known, _)| is_it(known))
            .map(|(known, scopes)| (known.as_str(), scopes.as_slice()))
    }
}

/// The application id behind a resource, where it is known.
fn application_id(resource: &str) -> Option<&str> {
    if resource == super::BUSINESS_CENTRAL {
        return Some(super::BUSINESS_CENTRAL_ID);
    }
    if [Cloud::Public, Cloud::UsGovernment, Cloud::China]
        .iter()
        .any(|cloud| cloud.graph() == resource)
    {
        return Some(GRAPH_ID);
    }
    resource.strip_prefix("api://")
}

/// `http://localhost` with any port is one address to the server.
fn without_localhost_port(uri: &str) -> String {
    let Some(rest) = uri.strip_prefix("http://localhost:") else {
        return uri.to_string();
    };
    format!(
        "http://localhost{}",
        rest.trim_start_matches(|digit: char| digit.is_ascii_digit())
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn redirect_uris_are_exact_but_for_the_port_of_localhost() {
        let registration: Registration = serde_json::from_value(serde_json::json!({
            "id": "x",
            "redirect_uris": [
                "http://localhost:5173/callback", "http://app.localhost:5173/callback",
                {"uri": "https://a.example/Callback", "redirect_type": "web"}, "http://127.0.0.1:1/x"
            ]
        }))
        .unwrap();
        let kind = |uri: &str| registration.redirect(uri).map(|known| known.redirect_type);
        use RedirectType::{Spa, Web};
        assert_eq!(kind("http://localhost:5173/callback"), Some(Spa));
        assert_eq!(kind("http://localhost:1/callback"), Some(Spa));
        assert_eq!(kind("http://localhost/callback"), Some(Spa));
        assert_eq!(kind("https://localhost:5173/callback"), None);
        assert_eq!(kind("http://localhost:5173/callback/"), None);
        assert_eq!(kind("http://app.localhost:1/callback"), None);
        assert_eq!(kind("http://127.0.0.1:2/x"), None);
        assert_eq!(kind("https://a.example/Callback"), Some(Web));
        assert_eq!(kind("https://a.example/callback"), None);
    }
}
