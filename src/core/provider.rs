//! What may differ from provider to provider: one field each.
//!
//! The constants are in `src/providers`; each spells only its differences from [`STANDARD`].
//! The core never asks which provider it is, only what a field says.

mod chosen;
mod person;

pub use chosen::Chosen;
pub use person::{Audience, IdTokenRules, Identity, Profile, Subject};

/// A provider's deviations from the standards, as data.
#[derive(Debug)]
pub struct Provider {
    /// As `provider.id` in the config, in records and in errors.
    pub id: &'static str,
    /// What the config's `provider` takes beside `id`; anything else is unknown there.
    pub keys: &'static [&'static str],
    /// How the config says where the provider is: the identity that logins are bound to.
    pub base: Base,
    /// How the endpoints become known.
    pub endpoints: Endpoints,
    /// What comes back to the redirect URI.
    pub way_back: WayBack,
    /// What docgate-relay does for a page.
    pub relay: RelayRole,
    /// Whether a login asks for scopes.
    pub scoped: bool,
    /// Scopes when the config names none; empty: the config must name some.
    pub default_scopes: &'static [&'static str],
    /// Scopes that every login asks for, whatever the config names.
    pub always_scopes: &'static [&'static str],
    /// Whether a token request is for one resource, and scopes say for which.
    pub resources: Resources,
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
    /// Whether the app has to say yes to the person before anything is given out, since nothing proves that
    /// the login which came back is the one that was begun.
    pub confirms: bool,
    /// What an ID token of this provider must say.
    pub id_token: IdTokenRules,
    /// Where the API is.
    pub api_base: ApiBase,
    /// Whether several accounts can be signed in beside each other, of which one is the current one.
    pub accounts: bool,
    /// Claims to ask for where the app handles claims challenges; with it, the API's `insufficient_claims`
    /// is understood.
    pub capabilities: Option<&'static str>,
    /// Numbers in error answers that tell more than `error` does.
    pub faults: &'static [Fault],
    /// Whether those stand as `NNN.NNN`, anywhere in the answer (docs/providers/enadoc.md).
    pub numbered: bool,
    /// Whether numbers in token answers may be texts (docs/providers/business-central.md).
    pub text_numbers: bool,
    /// What it means when the key set could be fetched and the token endpoint's answer could not be read.
    pub unreadable: Option<&'static Fault>,
    /// What the sign-out page is told of the person.
    pub logout_hint: LogoutHint,
    /// Where the person's own record is.
    pub profile: Profile,
    /// Where a page may ask whether its token is still good (RFC 7662), where it may.
    pub introspection: Option<&'static str>,
    /// What it may mean that a call of the API got no answer that a page can read.
    pub unanswered: Option<&'static str>,
    /// A path that says without a sign-in whether people can sign in at all; for `docgate/doctor`.
    pub preflight: Option<&'static str>,
    /// What a request without an answer may mean here; appended to the message.
    pub network_hint: Option<&'static str>,
}

/// How the config says where the provider is.
#[derive(Debug, Clone, Copy)]
pub enum Base {
    /// By an address under this key.
    Address {
        /// The key.
        key: &'static str,
        /// Whether the address may have a path (an issuer may; a portal is an origin).
        path: bool,
        /// The address where the config names none; empty: it must.
        usual: &'static str,
    },
    /// By `cloud` and `tenant`: a directory in one of these clouds (docs/providers/entra.md).
    Tenant {
        /// The first is the default.
        clouds: &'static [Cloud],
        /// Whether the names that stand for many tenants are taken.
        shared: bool,
    },
}

/// A cloud of its own: registrations and people of one are unknown in the others.
#[derive(Debug, Clone, Copy)]
pub struct Cloud {
    /// As the config names it.
    pub name: &'static str,
    /// Where its people sign in, and what its issuers begin with.
    pub origin: &'static str,
    /// Other names of that host, as APIs may tell them; nothing is ever sent there.
    pub aliases: &'static [&'static str],
}

/// How the endpoints become known.
#[derive(Debug, Clone, Copy)]
pub enum Endpoints {
    /// From the server's metadata, fetched before the login.
    Discovered,
    /// Fixed paths below the provider's address; metadata is never fetched.
    Derived {
        /// Path of the authorization endpoint.
        authorization: &'static str,
        /// Path of the token endpoint.
        token: &'static str,
        /// Path of the key set.
        jwks: &'static str,
        /// Path of the sign-out page, where there is one.
        end_session: Option<&'static str>,
    },
    /// The server is asked for the authorization URL, at this path; the rest is the relay's
    /// (docs/providers/enadoc.md).
    Asked {
        /// Path of the question.
        path: &'static str,
    },
}

/// What comes back to the redirect URI.
#[derive(Debug, Clone, Copy)]
pub struct WayBack {
    /// Names of the parameter that is the code.
    pub codes: &'static [&'static str],
    /// Whether `state` comes back. Where it does not, only the newest login of the browser can be finished,
    /// and only by a redirect.
    pub state: bool,
    /// Seconds that a callback is waited for.
    pub seconds: u64,
}

/// What docgate-relay does for a page, where the config names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayRole {
    /// It redeems codes and renews, as a confidential client.
    Tokens,
    /// The same, and nothing goes without it; the API goes through it too unless the config says otherwise.
    Everything,
    /// Calls of the API go through it.
    Api,
    /// The same, with a token of the relay's own: whoever calls is signed in elsewhere.
    Guarded,
}

/// Whether scopes belong to resources.
#[derive(Debug, Clone, Copy)]
pub enum Resources {
    /// Scopes are words; a resource is named by `resource` (RFC 8707), if at all.
    Indicated,
    /// A scope begins with its resource, and a token request has scopes of one resource only
    /// (docs/providers/entra.md). Short names belong to the provider's own resource, if it has one.
    InScopes(&'static [OwnResource]),
}

/// A resource that the preset knows.
#[derive(Debug, Clone, Copy)]
pub struct OwnResource {
    /// The value of `tier` that chooses it; empty: there is only this one.
    pub tier: &'static str,
    /// Its identifier, with which the full names of its scopes begin.
    pub id: &'static str,
}

/// What a number in an error answer means: a failure with a sentence on what to change.
#[derive(Debug)]
pub struct Fault {
    /// The numbers.
    pub numbers: &'static [i64],
    /// The failure.
    pub code: super::error::Code,
    /// What is wrong: a key of the config, as far as one is; empty: none.
    pub field: &'static str,
    /// What to change; empty: the failure's own text says it.
    pub hint: &'static str,
}

/// What the sign-out page is told of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutHint {
    /// Which client asks; the ID token only where the app wants that.
    Client,
    /// The ID token's claim `login_hint`: no account picker is shown (docs/providers/entra.md).
    LoginHint,
}

/// Whether a session can go on without the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// By the refresh token, where one was issued.
    RefreshToken,
    /// Never: public clients get none, and one that came all the same could not be used.
    Never,
}

/// Where the API is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiBase {
    /// Only where the config says it.
    Configured,
    /// As the access token's `aud` says: the configured address; where the config names none, an address of its
    /// own below this domain.
    Audience {
        /// The domain.
        below: &'static str,
    },
    /// Each login learns it with its token.
    Told,
    /// Several, by name, the default first, below one origin.
    Named {
        /// The origin.
        origin: &'static str,
        /// Names and paths; `{key}` stands for the provider's setting of that key, `{tenant}` for the
        /// tenant, `{company}` for `/companies(…)` where the config names one.
        apis: &'static [(&'static str, &'static str)],
        /// The settings: the key and its default; empty: it must be given.
        settings: &'static [(&'static str, &'static str)],
    },
}

/// What RFC 6749, RFC 7636, RFC 8414, RFC 9207 and OpenID Connect say.
pub const STANDARD: Provider = Provider {
    id: "",
    keys: &["issuer", "metadata", "endpointOrigins", "relay"],
    base: Base::Address {
        key: "issuer",
        path: true,
        usual: "",
    },
    endpoints: Endpoints::Discovered,
    way_back: WayBack {
        codes: &["code"],
        state: true,
        seconds: 60 * 60,
    },
    relay: RelayRole::Tokens,
    scoped: true,
    default_scopes: &["openid"],
    always_scopes: &[],
    resources: Resources::Indicated,
    known_scopes: &[],
    redirect_query: true,
    ignored_parameters: &[],
    frames: true,
    renewal: Renewal::RefreshToken,
    resend: true,
    rate_wait: 30,
    identity: Identity::IdToken,
    confirms: false,
    id_token: IdTokenRules {
        issuer_suffix: "",
        subject: Subject::Sub,
        audience: Audience::Client,
        algorithms: &["RS256", "PS256", "ES256", "ES384", "EdDSA"],
    },
    api_base: ApiBase::Configured,
    accounts: false,
    capabilities: None,
    faults: &[],
    numbered: false,
    text_numbers: false,
    unreadable: None,
    logout_hint: LogoutHint::Client,
    profile: Profile::UserInfo,
    introspection: None,
    unanswered: None,
    preflight: None,
    network_hint: None,
};
