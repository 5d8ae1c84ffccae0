//! Microsoft Dynamics 365 Business Central: data, Automation and Admin Center APIs, behind Microsoft
//! Entra ID.
//!
//! **Registration**: as [`super::entra`] says, with the delegated permissions of "Dynamics 365 Business
//! Central": `user_impersonation`, `Financials.ReadWrite.All`. The application permissions
//! (`AdminCenter.ReadWrite.All`, `Automation.ReadWrite.All`, `API.ReadWrite.All`) are for clients with a
//! secret: a page calls the Admin Center as a person who is an administrator.
//!
//! **What the vendor does not say**: which of the APIs answer across origins.
//!
//! **Sources**: the vendor's documentation; docs/providers/business-central.md tells it.

use super::entra::{CLOUDS, ENTRA};
use crate::core::provider::{ApiBase, Base, OwnResource, Provider, RelayRole, Resources};

/// See the module.
pub const BUSINESS_CENTRAL: Provider = Provider {
    id: "business-central",
    keys: &[
        "tenant",
        "cloud",
        "environment",
        "company",
        "dataVersion",
        "automationVersion",
        "adminVersion",
        "relay",
    ],
    // Its APIs may have no CORS.
    relay: RelayRole::Api,
    base: Base::Tenant {
        clouds: CLOUDS,
        shared: false,
    },
    default_scopes: &["user_impersonation"],
    known_scopes: &[
        ".default",
        "user_impersonation",
        "Financials.ReadWrite.All",
        "openid",
        "profile",
        "email",
        "offline_access",
    ],
    resources: Resources::InScopes(&[OwnResource {
        tier: "",
        id: "https://api.businesscentral.dynamics.com",
    }]),
    api_base: ApiBase::Named {
        origin: "https://api.businesscentral.dynamics.com",
        apis: &[
            (
                "data",
                "/v2.0/{tenant}/{environment}/api/{dataVersion}{company}",
            ),
            (
                "automation",
                "/v2.0/{tenant}/{environment}/api/microsoft/automation/{automationVersion}{company}",
            ),
            ("admin", "/admin/{adminVersion}"),
        ],
        settings: &[
            ("environment", ""),
            ("dataVersion", "v2.0"),
            ("automationVersion", "v2.0"),
            ("adminVersion", "v2.29"),
        ],
    },
    ..ENTRA
};
