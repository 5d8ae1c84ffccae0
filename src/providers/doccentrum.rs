//! docCentrum, Premium and Lite, behind Microsoft Entra ID.
//!
//! **Registration**: each customer registers an app in the own Entra tenant, for that tenant alone, as
//! [`super::entra`] says, and adds the delegated permissions of docCentrum's API: `Tasks.My.Manage`,
//! `user_impersonation`, and for administrators `Tasks.Admin`, which needs admin consent. docCentrum's
//! own how-to registers a confidential client with a secret, because Power Automate needs one; a page
//! does not.
//!
//! **What the vendor does not say**: the address of the API (so `apiBase` is the app's to give), whether
//! it answers across origins, and what the permission `admin_tasks` is that its how-to also names.
//!
//! **Sources**: the vendor's documentation; docs/providers/doccentrum.md tells it.

use super::entra::{CLOUDS, ENTRA};
use crate::core::provider::{Base, OwnResource, Provider, RelayRole, Resources};

/// See the module.
pub const DOCCENTRUM: Provider = Provider {
    id: "doccentrum",
    keys: &["tier", "tenant", "cloud", "relay"],
    // Its API may have no CORS.
    relay: RelayRole::Api,
    base: Base::Tenant {
        clouds: CLOUDS,
        // Registrations are of one tenant: the shared names fail with AADSTS50194.
        shared: false,
    },
    default_scopes: &["user_impersonation"],
    known_scopes: &[
        "Tasks.My.Manage",
        "Tasks.Admin",
        "user_impersonation",
        ".default",
        "openid",
        "profile",
        "email",
        "offline_access",
    ],
    resources: Resources::InScopes(&[
        OwnResource {
            tier: "premium",
            id: "api://fc0ecb91-d846-46d0-a363-4f97c69db711",
        },
        OwnResource {
            tier: "lite",
            id: "api://5b0479de-89c3-4c7a-aa5f-393001579763",
        },
    ]),
    ..ENTRA
};
