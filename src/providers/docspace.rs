//! ONLYOFFICE DocSpace, in the cloud and self-hosted.
//!
//! **Registration** (Developer Tools, OAuth 2.0): turn on "Allow public client (PKCE)"; enter the
//! exact redirect URI, without a query (it cannot be changed later before DocSpace 3.8; `localhost`
//! must match with its port); add the app's origin, without a trailing slash, to the allowed
//! origins, or the API's answers stay hidden from the page; select every scope that the app asks for.
//!
//! **What the vendor does not support**: refresh tokens for public clients, whatever its
//! documentation says; CORS before DocSpace 3.2; `offline_access`, `profile`, `email`; sign-out at
//! the provider; revocation without a secret; silent renewal in a frame.
//!
//! **Sources**: facts about the server's public source code, DocSpace 3.7; each field names the
//! section of the facts that it follows.

use crate::core::provider::{
    ApiBase, Audience, Base, Endpoints, IdTokenRules, Identity, Profile, Provider, Renewal,
    STANDARD,
};

/// See the module.
pub const DOCSPACE: Provider = Provider {
    id: "docspace",
    keys: &["portal", "portalHosts", "relay"],
    base: Base::Address {
        key: "portal",
        path: false,
        // 1.2: the cloud.
        usual: "https://oauth.onlyoffice.com",
    },
    // 1.1 and 1.3: its metadata may say http: behind TLS, so the addresses are derived.
    endpoints: Endpoints::Derived {
        authorization: "/oauth2/authorize",
        token: "/oauth2/token",
        jwks: "/oauth2/jwks",
        // 6.
        end_session: None,
    },
    // 2.5: a request without `scope` picks up the scopes of an earlier one.
    default_scopes: &[],
    // 5.
    known_scopes: &[
        "accounts.self:read",
        "accounts.self:write",
        "accounts:read",
        "accounts:write",
        "files:read",
        "files:write",
        "rooms:read",
        "rooms:write",
        "openid",
    ],
    // 2.4: the code is appended as `?code=` even behind a query.
    redirect_query: false,
    // 2.1.
    ignored_parameters: &[
        "prompt",
        "login_hint",
        "max_age",
        "acr_values",
        "ui_locales",
    ],
    // 2.1: `prompt` is ignored, so there is no silent answer.
    frames: false,
    // 3.7.
    renewal: Renewal::Never,
    resend: false,
    // 8: ten POSTs a minute for each address; the 429 has no Retry-After (3.4).
    rate_wait: 60,
    // 3.6: the access token is a JWT with the user's GUID as `sub`.
    identity: Identity::AccessToken,
    // 3.6: `iss` is the portal and `/oauth2`, `aud` the portal, `azp` the client; ES256.
    id_token: IdTokenRules {
        issuer_suffix: "/oauth2",
        audience: Audience::Base,
        algorithms: &["ES256"],
        ..STANDARD.id_token
    },
    // 1.2 and 7: the API is where the portal is; in the cloud the token alone says where that is.
    api_base: ApiBase::Audience {
        below: "onlyoffice.com",
    },
    profile: Profile::Api {
        path: "/api/2.0/people/@self",
        member: "response",
    },
    // 6: open to everybody who has the token, with CORS. One of the ten POSTs a minute (8).
    introspection: Some("/oauth2/introspect"),
    // 4: the app's allowed origins hide the answer, and only that; a deleted app's errors have no CORS headers.
    unanswered: Some(
        "It may have been carried out: DocSpace hides answers from pages that are not among the app's allowed origins, and those of a deleted app. introspect() tells whether the token is good.",
    ),
    // 1.1: `response.identityServerEnabled`.
    preflight: Some("/api/2.0/capabilities"),
    network_hint: Some(
        "DocSpace before 3.2 sends no CORS headers, so a page cannot sign in there; a deleted app looks the same.",
    ),
    ..STANDARD
};
