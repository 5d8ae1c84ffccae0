//! The switches of docCentrum's and Business Central's APIs.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

use super::challenge::Challenge;

/// The switches of docCentrum's API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocCentrumSwitches {
    /// Pages may read the answers.
    pub cors: bool,
    /// What it asks of a token that is good otherwise.
    pub challenge: Option<Challenge>,
    /// Fault at every route.
    pub api_fault: Option<Fault>,
}

impl Default for DocCentrumSwitches {
    fn default() -> Self {
        Self {
            cors: true,
            challenge: None,
            api_fault: None,
        }
    }
}

/// One value for each part of Business Central.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Readable {
    /// `/admin/…` and `/environments/…`.
    pub admin: bool,
    /// `/v2.0/…/api/v2.0/…`.
    pub data: bool,
    /// `/v2.0/…/api/microsoft/automation/…`.
    pub automation: bool,
}

impl Default for Readable {
    fn default() -> Self {
        Self {
            admin: true,
            data: true,
            automation: true,
        }
    }
}

/// One challenge for each part of Business Central.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Challenges {
    /// `/admin/…` and `/environments/…`.
    pub admin: Option<Challenge>,
    /// `/v2.0/…/api/v2.0/…`.
    pub data: Option<Challenge>,
    /// `/v2.0/…/api/microsoft/automation/…`.
    pub automation: Option<Challenge>,
}

/// Too many requests, or too slow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Busy {
    /// 429, 503 or 408.
    pub status: u16,
    /// How many requests it hits; all if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

impl Busy {
    /// The status for this request; counts it.
    pub(crate) fn count(&mut self) -> Option<u16> {
        match &mut self.times {
            None => Some(self.status),
            Some(0) => None,
            Some(left) => {
                *left -= 1;
                Some(self.status)
            }
        }
    }
}

/// The switches of Business Central's APIs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BusinessCentralSwitches {
    /// Which parts pages may read.
    pub cors: Readable,
    /// What each part asks of a token that is good otherwise.
    pub challenge: Challenges,
    /// Environments that never authorised the app: 401, whatever the token.
    pub unauthorized_environments: Vec<String>,
    /// Who has the administrator's role that the Admin Center wants; everybody if null.
    pub admins: Option<Vec<String>>,
    /// Refuses for load.
    pub busy: Option<Busy>,
    /// Fault at every route.
    pub api_fault: Option<Fault>,
}
