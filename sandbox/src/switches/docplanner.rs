//! The switches of the Docplanner double.

use serde::{Deserialize, Serialize};

use crate::{fault::Fault, mutation::JsonMutation};

/// The switches of the Docplanner double.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocplannerSwitches {
    /// Seconds that an access token lives.
    pub access_token_lifetime: u64,
    /// Token answers say so.
    pub expires_in: bool,
    /// Changes token answers.
    pub token_answer: Option<JsonMutation>,
    /// The status of `invalid_client`.
    pub invalid_client_status: u16,
    /// So many token requests in five minutes and from one address; then the captcha.
    pub token_calls: u32,
    /// So many API calls in an hour; then 429.
    pub hourly_calls: u32,
    /// Fault at the token endpoint.
    pub token_fault: Option<Fault>,
    /// Fault at the API.
    pub api_fault: Option<Fault>,
}

impl Default for DocplannerSwitches {
    fn default() -> Self {
        Self {
            access_token_lifetime: 60 * 60,
            expires_in: true,
            token_answer: None,
            invalid_client_status: 400,
            token_calls: 20,
            hourly_calls: 10_000,
            token_fault: None,
            api_fault: None,
        }
    }
}
