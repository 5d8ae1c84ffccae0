//! Enadoc, cloud and private installations, through docgate-relay.
//!
//! **Registration** (the customer's Enadoc Developer Portal; `developer.enadoc.com` for the cloud): platform web
//! application, the exact redirect URL, the permissions that the app needs. App ID and App Secret: the first goes
//! into the page's config, the second into the relay's.
//!
//! **What the vendor does not support**: public clients; PKCE; `state`, so that a code which comes back is bound to
//! nothing that a page sent; scopes (permissions are ticked in the portal); ID tokens; sign-out at the provider;
//! revocation. CORS is undocumented.
//!
//! **Sources**: the vendor's documentation, whose samples are lost, and public programs; docs/providers/enadoc.md tells
//! what is known how.

use crate::core::error::Code;
use crate::core::provider::{
    ApiBase, Base, Endpoints, Fault, Identity, Profile, Provider, RelayRole, STANDARD, WayBack,
};

/// See the module.
pub const ENADOC: Provider = Provider {
    id: "enadoc",
    keys: &[
        "identityProvider",
        "relay",
        "authorizationUrl",
        "authorizationHosts",
        "firstCall",
        "api",
        "confirm",
    ],
    base: Base::Address {
        key: "identityProvider",
        path: true,
        usual: "https://auth.enadoc.com",
    },
    endpoints: Endpoints::Asked {
        path: "/api/v3/authorization/url",
    },
    // The name of the parameter is not documented; no `state` is.
    way_back: WayBack {
        codes: &["code", "oauth_code"],
        state: false,
        seconds: 15 * 60,
    },
    relay: RelayRole::Everything,
    scoped: false,
    default_scopes: &[],
    ignored_parameters: &[
        "prompt",
        "login_hint",
        "max_age",
        "acr_values",
        "ui_locales",
    ],
    frames: false,
    // Whether it forgives a repetition is not documented.
    resend: false,
    identity: Identity::Profile { name: "fullName" },
    confirms: true,
    api_base: ApiBase::Told,
    faults: FAULTS,
    numbered: true,
    profile: Profile::Api {
        path: "/api/v3/me",
        member: "",
    },
    ..STANDARD
};

/// What the numbers mean.
pub const FAULTS: &[Fault] = &[
    fault(
        &[1, 2],
        Code::ClientRefused,
        "clientId",
        "Check the App ID, in the page's config and in the relay's.",
    ),
    fault(
        &[3],
        Code::ClientRefused,
        "clientId",
        "The app is switched off in the Enadoc Developer Portal.",
    ),
    fault(
        &[4],
        Code::ClientRefused,
        "",
        "The relay sends no App Secret: check client_secret in its config.",
    ),
    fault(&[501, 502, 504, 508], Code::TokenRefused, "", ""),
    fault(&[506, 507, 509], Code::GrantRefused, "", ""),
    fault(&[510, 511, 512], Code::LoginRequired, "", ""),
    fault(
        &[10, 11, 12, 13, 14, 15, 16],
        Code::ScopeRefused,
        "",
        "Tick the permission for this app in the Enadoc Developer Portal.",
    ),
];

const fn fault(
    numbers: &'static [i64],
    code: Code,
    field: &'static str,
    hint: &'static str,
) -> Fault {
    Fault {
        numbers,
        code,
        field,
        hint,
    }
}
