//! Who may use the machine's token of an entry.

use docgate::core::client_secret::ClientSecret;

/// What an access token for the relay must be (RFC 9068; RFC 7662), and whose it may be.
#[derive(Debug)]
pub struct Guard {
    /// The expected `iss`, exactly.
    pub issuer: String,
    /// The expected audience: this relay.
    pub audience: String,
    /// The signatures that are accepted.
    pub algorithms: Vec<String>,
    /// The kinds of token (`typ`) that are accepted: `at+jwt` (RFC 9068), unless the issuer calls its access
    /// tokens otherwise.
    pub token_types: Vec<String>,
    /// How a token is proved.
    pub proof: Proof,
    /// Whose tokens are let in.
    pub allow: Admitted,
}

/// How an access token is proved to be one.
#[derive(Debug)]
pub enum Proof {
    /// By the issuer's key set at this address.
    Keys(String),
    /// By asking the issuer (RFC 7662).
    Introspection {
        /// The address.
        endpoint: String,
        /// The relay's client there.
        client_id: String,
        /// Its secret.
        client_secret: ClientSecret,
    },
}

/// Whose tokens are let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// Whoever the issuer signs in. Must be written out.
    Everyone,
    /// Those to whom every given rule applies.
    Rules {
        /// `sub` is one of these; empty: no such rule.
        subjects: Vec<String>,
        /// `groups` has one of these; empty: no such rule.
        groups: Vec<String>,
        /// `tid` is this.
        tenant: Option<String>,
        /// The claim of this name is, or has, one of these values.
        claim: Option<(String, Vec<String>)>,
    },
}
