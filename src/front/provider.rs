//! The provider, as a config names it. Which keys it may have is the core's to say, as for the npm package.

use std::fmt;
use std::rc::Rc;

use super::auth::Auth;
use super::config::{Confirm, Guard};
use super::options::{list, set};
use crate::core::json::{Object, Value};
use crate::core::session::User;

/// Where people sign in.
///
/// A constructor has what is always needed; what is set beside that and that the provider does not know is
/// `config_unknown_key` when the [`Auth`] is made.
#[derive(Clone)]
pub struct Provider {
    pub(super) chosen: Object,
    pub(super) confirm: Option<Confirm>,
    pub(super) guard: Option<Guard>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.chosen.value("id").and_then(Value::as_str);
        formatter.write_str(id.unwrap_or_default())
    }
}

impl Provider {
    fn named(id: &str) -> Provider {
        Provider {
            chosen: Object::new().with("id", id),
            confirm: None,
            guard: None,
        }
    }

    /// Sets a key of the provider's by its name in the documentation (`portalHosts`).
    #[must_use]
    pub fn key(mut self, name: &str, value: impl Into<Value>) -> Provider {
        set(&mut self.chosen, name, value);
        self
    }

    /// ONLYOFFICE DocSpace at a portal of one's own: the origin where people open it.
    #[must_use]
    pub fn docspace(portal: &str) -> Provider {
        Provider::named("docspace").key("portal", portal)
    }

    /// ONLYOFFICE DocSpace in the cloud: each login learns the portal.
    #[must_use]
    pub fn docspace_cloud() -> Provider {
        Provider::named("docspace")
    }

    /// Any OAuth 2.0 or OpenID Connect server that publishes metadata.
    #[must_use]
    pub fn oidc(issuer: &str) -> Provider {
        Provider::named("oidc").key("issuer", issuer)
    }

    /// Microsoft Entra ID: a Directory (tenant) ID or domain, or `common`, `organizations`, `consumers`.
    #[must_use]
    pub fn entra(tenant: &str) -> Provider {
        Provider::named("entra").key("tenant", tenant)
    }

    /// docCentrum: `premium` or `lite`, and the customer's tenant.
    #[must_use]
    pub fn doccentrum(tier: &str, tenant: &str) -> Provider {
        let provider = Provider::named("doccentrum").key("tier", tier);
        provider.key("tenant", tenant)
    }

    /// Business Central online: the customer's tenant, and the name of the environment.
    #[must_use]
    pub fn business_central(tenant: &str, environment: &str) -> Provider {
        let provider = Provider::named("business-central").key("tenant", tenant);
        provider.key("environment", environment)
    }

    /// Enadoc behind an entry of docgate-relay. It sends no `state` back, so whoever came back is to be confirmed:
    /// [`Provider::confirm`], or [`Provider::without_confirmation`], written out.
    #[must_use]
    pub fn enadoc(relay: &str) -> Provider {
        Provider::named("enadoc").relay(relay)
    }

    /// Docplanner, called through an entry of docgate-relay by somebody who is signed in at `guard`. Of such an
    /// [`Auth`] only [`Auth::fetch`] is of use; who is signed in is the guard's to say.
    #[must_use]
    pub fn docplanner(relay: &str, guard: &Auth) -> Provider {
        let mut provider = Provider::named("docplanner").relay(relay);
        provider.guard = Some(Guard::of(guard));
        provider.key("guard", true)
    }

    /// An entry of docgate-relay, which holds this client's secret or calls the API.
    #[must_use]
    pub fn relay(self, address: &str) -> Provider {
        self.key("relay", address)
    }

    /// Exact hosts of DocSpace portals in the cloud that have a domain of their own.
    #[must_use]
    pub fn portal_hosts<T: Into<String>>(self, hosts: impl IntoIterator<Item = T>) -> Provider {
        self.key("portalHosts", list(hosts))
    }

    /// `public` (default), `usgov` or `china`: a cloud of Microsoft's.
    #[must_use]
    pub fn cloud(self, cloud: &str) -> Provider {
        self.key("cloud", cloud)
    }

    /// Directory (tenant) IDs whose people may sign in.
    #[must_use]
    pub fn allowed_tenants<T: Into<String>>(
        self,
        tenants: impl IntoIterator<Item = T>,
    ) -> Provider {
        self.key("allowedTenants", list(tenants))
    }

    /// Metadata by RFC 8414 instead of OpenID Connect Discovery.
    #[must_use]
    pub fn oauth_metadata(self) -> Provider {
        self.key("metadata", "oauth-authorization-server")
    }

    /// Exact origins that the metadata's endpoints may have, beside the issuer's own.
    #[must_use]
    pub fn endpoint_origins<T: Into<String>>(
        self,
        origins: impl IntoIterator<Item = T>,
    ) -> Provider {
        self.key("endpointOrigins", list(origins))
    }

    /// Asks the person whether the account that came back is theirs. Until this gives `true` nobody is signed in.
    #[must_use]
    pub fn confirm<F>(mut self, ask: impl Fn(Option<User>) -> F + 'static) -> Provider
    where
        F: Future<Output = bool> + 'static,
    {
        self.confirm = Some(Rc::new(move |user| Box::pin(ask(user))));
        self.key("confirm", true)
    }

    /// Goes without: an attacker could then sign a person in as somebody else.
    #[must_use]
    pub fn without_confirmation(mut self) -> Provider {
        self.confirm = None;
        self.key("confirm", false)
    }

    /// The `resource` that the guard is asked for: the relay's audience. Default: the guard's own access token.
    #[must_use]
    pub fn audience(mut self, audience: &str) -> Provider {
        if let Some(guard) = &mut self.guard {
            guard.audience = Some(String::from(audience));
        }
        self.key("audience", audience)
    }
}
