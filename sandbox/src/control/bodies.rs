//! The JSON bodies of control requests.

use serde::Deserialize;
use serde_json::Value;

/// Which values expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    Access,
    Refresh,
    Code,
    Signature,
    Session,
    All,
}

impl What {
    /// Whether a kind of value is meant.
    pub(crate) fn means(self, kind: Self) -> bool {
        self == Self::All || self == kind
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expiry {
    pub(super) what: What,
    pub(super) client: Option<String>,
    pub(super) user: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whose {
    pub(super) client: String,
    pub(super) user: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    pub(super) advance_seconds: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rotation {
    #[serde(default)]
    pub(super) keep_old: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientDouble {
    Docspace,
    Oidc,
    Entra,
    Enadoc,
    Docplanner,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientRemoval {
    pub(super) double: ClientDouble,
    pub(super) id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientChange {
    pub(super) double: ClientDouble,
    /// Of the double's own kind.
    pub(super) client: Value,
}
