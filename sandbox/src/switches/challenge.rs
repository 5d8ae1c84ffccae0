//! What an API asks of a token that is good otherwise: claims (Microsoft's continuous access evaluation) or a step-up (RFC 9470).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The request for a better token, made until the token is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Challenge {
    /// `error="insufficient_claims"` with a claims request.
    Claims {
        /// The claims request, as an object.
        claims: Map<String, Value>,
        /// How many times at most; without end if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<u32>,
        /// Whether a page may read `WWW-Authenticate`.
        #[serde(default = "yes")]
        expose: bool,
    },
    /// `error="insufficient_user_authentication"`.
    StepUp {
        /// The classes that would do, separated by spaces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        acr_values: Option<String>,
        /// How many seconds ago the user may have signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_age: Option<u64>,
        /// How many times at most; without end if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<u32>,
        /// Whether a page may read `WWW-Authenticate`.
        #[serde(default = "yes")]
        expose: bool,
    },
}

fn yes() -> bool {
    true
}

impl Challenge {
    /// Whether a page may read the challenge.
    pub(crate) fn is_exposed(&self) -> bool {
        match self {
            Self::Claims { expose, .. } | Self::StepUp { expose, .. } => *expose,
        }
    }

    /// Counts one challenge; says whether it may still be made.
    pub(crate) fn count(&mut self) -> bool {
        let (Self::Claims { times, .. } | Self::StepUp { times, .. }) = self;
        match times {
            None => true,
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
        }
    }
}
