//! What may differ from provider to provider: one field each.
//!
//! The constants are in `src/providers`; each spells only its differences from [`STANDARD`].
//! The core never asks which provider it is, only what a field says.

/// A provider's deviations from the standards, as data.
#[derive(Debug)]
pub struct Provider {
    /// As `provider.id` in the config, in records and in errors.
    pub id: &'static str,
    /// The config key that holds the provider's address, and is the identity that logins are bound to.
    pub base_key: &'static str,
    /// Whether that address may have a path (an issuer may; a portal is an origin).
    pub base_path: bool,
    /// How the endpoints become known.
    pub endpoints: Endpoints,
    /// Scopes when the config names none; empty: the config must name some.
    pub default_scopes: &'static [&'static str],
    /// Scopes that the provider knows; empty: any. An unknown one is worth a warning, no more.
    pub known_scopes: &'static [&'static str],
    /// Whether the redirect URI may have a query.
    pub redirect_query: bool,
    /// Authorization parameters that the server ignores: worth a warning.
    pub ignored_parameters: &'static [&'static str],
    /// Whether its pages answer in a frame when nobody has to be asked (OpenID Connect Core 1.0,
    /// 3.1.2.1: `prompt=none`).
    pub frames: bool,
    /// Whether a session can go on without the person.
    pub renewal: Renewal,
    /// Whether a refresh token whose sender vanished is worth sending once more: it is where the request
    /// may never have arrived, or the server forgives a repetition.
    pub resend: bool,
    /// Seconds to wait after a 429 that does not say how long, or says it in a header that a page may
    /// not read.
    pub rate_wait: u64,
    /// Who says who signed in, beside an ID token.
    pub identity: Identity,
    /// What an ID token of this provider must say.
    pub id_token: IdTokenRules,
    /// Where the API is.
    pub api_base: ApiBase,
    /// Where the person's own record is.
    pub profile: Profile,
    /// What a request without an answer may mean here; appended to the message.
    pub network_hint: Option<&'static str>,
}

/// How the endpoints become known.
#[derive(Debug, Clone, Copy)]
pub enum Endpoints {
    /// From the server's metadata, fetched before the login.
    Discovered,
    /// Fixed paths below the configured address; metadata is never fetched.
    Derived {
        /// Path of the authorization endpoint.
        authorization: &'static str,
        /// Path of the token endpoint.
        token: &'static str,
        /// Path of the key set.
        jwks: &'static str,
    },
}

/// Whether a session can go on without the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// By the refresh token, where one was issued.
    RefreshToken,
    /// Never: public clients get none, and one that came all the same could not be used.
    Never,
}

/// Who says who signed in, beside an ID token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Only an ID token.
    IdToken,
    /// The `sub` of the access token, a JWT that came straight from the token endpoint over TLS.
    AccessToken,
}

/// What an ID token of this provider must say (OpenID Connect Core 1.0, section 3.1.3.7).
#[derive(Debug, Clone, Copy)]
pub struct IdTokenRules {
    /// Appended to the configured address to give the expected `iss`.
    pub issuer_suffix: &'static str,
    /// The expected `aud`.
    pub audience: Audience,
    /// The algorithms that are accepted, whatever the metadata says.
    pub algorithms: &'static [&'static str],
    /// Whether the signature is checked with the provider's keys, or rests on TLS (3.1.3.7, point 6).
    pub signature: Signature,
}

/// The expected `aud` of an ID token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The client id, as the standard says.
    Client,
    /// The configured address, and then `azp` must be the client id.
    Base,
}

/// What an ID token's authenticity rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// It came straight from the token endpoint over TLS (OpenID Connect Core 1.0, section 3.1.3.7, point 6).
    Transport,
    /// The issuer's keys, fetched together with the token.
    Keys,
}

/// Where the API is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiBase {
    /// Only where the config says it.
    Configured,
    /// The configured address; the access token's `aud` must name the same host.
    Base,
}

/// Where the person's own record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The UserInfo endpoint of the metadata (OpenID Connect Core 1.0, section 5.3).
    UserInfo,
    /// A path of the API; the record is in this member of the answer.
    Api {
        /// Below the API base.
        path: &'static str,
        /// The member that holds the record.
        member: &'static str,
    },
}

/// What RFC 6749, RFC 7636, RFC 8414, RFC 9207 and OpenID Connect say.
pub const STANDARD: Provider = Provider {
    id: "",
    base_key: "issuer",
    base_path: true,
    endpoints: Endpoints::Discovered,
    default_scopes: &["openid"],
    known_scopes: &[],
    redirect_query: true,
    ignored_parameters: &[],
    frames: true,
    renewal: Renewal::RefreshToken,
    resend: true,
    rate_wait: 30,
    identity: Identity::IdToken,
    id_token: IdTokenRules {
        issuer_suffix: "",
        audience: Audience::Client,
        algorithms: &["RS256", "PS256", "ES256", "ES384", "EdDSA"],
        signature: Signature::Transport,
    },
    api_base: ApiBase::Configured,
    profile: Profile::UserInfo,
    network_hint: None,
};
