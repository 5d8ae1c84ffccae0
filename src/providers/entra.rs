//! Microsoft Entra ID, for single-page apps.
//!
//! **Registration** (Microsoft Entra admin center, App registrations, New registration): under
//! Authentication add the platform "Single-page application" with the exact redirect URI; any other
//! platform type gives no CORS and no code redemption from a page. Under API permissions add the
//! delegated permissions that the app asks for. "Implicit grant and hybrid flows" stay off. Two
//! redirect URIs on localhost that differ in their port only are one to Entra: tell them apart by path.
//!
//! **What the vendor does not support**: revocation of tokens (there is no such endpoint, and signing out
//! ends no refresh token); a refresh token of more than 24 hours for a page; `iss` in the callback;
//! UserInfo with the app's own token (it is an API of Microsoft Graph).
//!
//! **Sources**: the vendor's documentation and recorded answers; docs/providers/entra.md tells them.

use crate::core::error::Code;
use crate::core::provider::{
    Base, Cloud, Endpoints, Fault, IdTokenRules, LogoutHint, Provider, Resources, STANDARD, Subject,
};

/// See the module.
pub const ENTRA: Provider = Provider {
    id: "entra",
    keys: &["tenant", "cloud", "allowedTenants", "relay"],
    base: Base::Tenant {
        clouds: CLOUDS,
        shared: true,
    },
    // Its metadata has a placeholder for an issuer, so the addresses are derived.
    endpoints: Endpoints::Derived {
        authorization: "/oauth2/v2.0/authorize",
        token: "/oauth2/v2.0/token",
        jwks: "/discovery/v2.0/keys",
        end_session: Some("/oauth2/v2.0/logout"),
    },
    // Each must be asked for by name.
    always_scopes: &["openid", "profile", "offline_access"],
    resources: Resources::InScopes(&[]),
    // `Retry-After` cannot be read by a page.
    rate_wait: 60,
    // The ID token is always about the tenant that the person is of.
    id_token: IdTokenRules {
        issuer_suffix: "/v2.0",
        subject: Subject::ObjectAndTenant,
        algorithms: &["RS256"],
        ..STANDARD.id_token
    },
    accounts: true,
    // Continuous access evaluation: only who says this is sent challenges.
    capabilities: Some(r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#),
    faults: FAULTS,
    // Answers of the older endpoints have them.
    text_numbers: true,
    unreadable: Some(&NOT_A_PAGE),
    logout_hint: LogoutHint::LoginHint,
    ..STANDARD
};

/// Where people of each cloud sign in.
pub const CLOUDS: &[Cloud] = &[
    Cloud {
        name: "public",
        origin: "https://login.microsoftonline.com",
        aliases: &[
            "login.windows.net",
            "login.microsoft.com",
            "sts.windows.net",
        ],
    },
    Cloud {
        name: "usgov",
        origin: "https://login.microsoftonline.us",
        aliases: &["login.usgovcloudapi.net"],
    },
    Cloud {
        name: "china",
        origin: "https://login.partner.microsoftonline.cn",
        aliases: &["login.chinacloudapi.cn"],
    },
];

/// The redirect URI is of another type. Some answers say so under CORS, others are blocked.
const NOT_A_PAGE: Fault = Fault {
    numbers: &[9_002_326, 90_023],
    code: Code::RegistrationInvalid,
    field: "redirectUri",
    hint: "Register this redirect URI under the platform Single-page application, and under no other.",
};

/// What the numbers mean, above all those that a developer causes.
pub const FAULTS: &[Fault] = &[
    NOT_A_PAGE,
    fault(
        &[9_002_327, 9_002_325, 7_000_218, 700_025],
        "clientId",
        "Register the app for the platform Single-page application, without a secret, and let no proxy change the page's Origin header.",
    ),
    fault(
        &[50_011],
        "redirectUri",
        "Register exactly this redirect URI under the platform Single-page application.",
    ),
    fault(
        &[90_038, 90_012],
        "cloud",
        "This tenant is in another cloud. Set cloud to that one; the app must be registered there.",
    ),
    fault(
        &[90_002],
        "tenant",
        "There is no such tenant in this cloud. Set tenant to the Directory (tenant) ID, and cloud to the tenant's cloud.",
    ),
    fault(
        &[50_194, 50_020, 700_005],
        "tenant",
        "The app is registered for other tenants than this. Set tenant to the Directory (tenant) ID, or change Supported account types.",
    ),
    fault(
        &[700_016],
        "clientId",
        "There is no such app in this tenant. Check the Application (client) ID, tenant and cloud.",
    ),
    fault(
        &[500_011, 650_057, 700_023, 901_002],
        "scopes",
        "The API of a scope is not known in this tenant. Check its Application ID URI (for docCentrum: the tier), and that it is installed in the tenant.",
    ),
    fault(
        &[70_011, 28_002, 700_022, 650_053],
        "scopes",
        "A scope is not one of its API's, or .default was mixed with named scopes. Check the API permissions of the registration.",
    ),
    fault(
        &[90_094, 90_095],
        "scopes",
        "An administrator has to consent to these scopes: API permissions, Grant admin consent.",
    ),
    Fault {
        numbers: &[65_001],
        code: Code::InteractionRequired,
        field: "scopes",
        hint: "",
    },
    Fault {
        numbers: &[65_004],
        code: Code::AuthorizationDenied,
        field: "",
        hint: "",
    },
    Fault {
        numbers: &[
            50_058, 16_000, 160_021, 50_076, 50_079, 50_072, 50_078, 53_000,
        ],
        code: Code::InteractionRequired,
        field: "",
        hint: "",
    },
    Fault {
        numbers: &[53_003],
        code: Code::AuthorizationDenied,
        field: "",
        hint: "A Conditional Access policy of the tenant blocks this sign-in.",
    },
];

const fn fault(numbers: &'static [i64], field: &'static str, hint: &'static str) -> Fault {
    Fault {
        numbers,
        code: Code::RegistrationInvalid,
        field,
        hint,
    }
}
