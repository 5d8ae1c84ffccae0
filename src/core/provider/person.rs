//! Who says who signed in, and what must be said.

/// Who says who signed in, beside an ID token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Only an ID token.
    IdToken,
    /// The `sub` of the access token, a JWT that came straight from the token endpoint over TLS.
    AccessToken,
    /// The person's own record, fetched with the first access token: `id`, `email`, and the name in this member.
    Profile {
        /// The member that holds the name.
        name: &'static str,
    },
}

/// What an ID token of this provider must say (OpenID Connect Core 1.0, section 3.1.3.7).
#[derive(Debug, Clone, Copy)]
pub struct IdTokenRules {
    /// Appended to the provider's address to give the expected `iss`.
    pub issuer_suffix: &'static str,
    /// Who the person is.
    pub subject: Subject,
    /// The expected `aud`.
    pub audience: Audience,
    /// The algorithms that are accepted, whatever the metadata says.
    pub algorithms: &'static [&'static str],
}

/// The expected `aud` of an ID token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The client id, as the standard says.
    Client,
    /// The configured address, and then `azp` must be the client id.
    Base,
}

/// Which claims identify the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// `sub`.
    Sub,
    /// `oid` and `tid`, as `oid.tid`; `sub` where one of them is not told. `tid` must be the tenant that the
    /// issuer names.
    ObjectAndTenant,
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
        /// The member that holds the record; empty: the answer is the record.
        member: &'static str,
    },
}
