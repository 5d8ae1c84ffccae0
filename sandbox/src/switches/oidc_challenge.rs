//! The switch `oidc.challenge`: what the API wants of a token beyond its being good (RFC 9470, RFC 6750).

use serde::{Deserialize, Serialize};

/// The `error` of a challenge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeError {
    /// 401 of RFC 9470, section 3.
    #[default]
    InsufficientUserAuthentication,
    /// 403 of RFC 6750, section 3.1.
    InsufficientScope,
    /// 401 of RFC 6750, section 3.1.
    InvalidToken,
}

/// The API refuses a token until it fulfils this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OidcChallenge {
    /// Its login had one of these, with spaces between them.
    pub acr_values: Option<String>,
    /// Its login is not older than so many seconds.
    pub max_age: Option<u64>,
    /// It has all of these scopes, with spaces between them.
    pub scope: Option<String>,
    /// What the challenge says.
    pub error: ChallengeError,
    /// So many challenges, then none. Without a condition above, only this ends them.
    pub times: Option<u32>,
    /// Whether a page may read the header.
    pub expose: bool,
}

impl Default for OidcChallenge {
    fn default() -> Self {
        Self {
            acr_values: None,
            max_age: None,
            scope: None,
            error: ChallengeError::default(),
            times: None,
            expose: true,
        }
    }
}

impl ChallengeError {
    /// The value of `error`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::InsufficientUserAuthentication => "insufficient_user_authentication",
            Self::InsufficientScope => "insufficient_scope",
            Self::InvalidToken => "invalid_token",
        }
    }
}
