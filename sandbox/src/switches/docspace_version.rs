//! The versions of DocSpace that the double plays, the cloud's regions, and what differs from version to version.

use serde::{Deserialize, Serialize};

/// A version of DocSpace, as far as it differs from its neighbours here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DocSpaceVersion {
    /// The first with OAuth.
    #[serde(rename = "3.0")]
    V3_0,
    /// `scope` may be left out.
    #[serde(rename = "3.1")]
    V3_1,
    /// CORS at `/oauth2/*`. Stands for 3.2 to 3.5.
    #[serde(rename = "3.2")]
    V3_2,
    /// Regions; a discovery document of what there really is.
    #[serde(rename = "3.6")]
    V3_6,
    /// Wildcards in allowed origins.
    #[serde(rename = "3.7")]
    V3_7,
    /// An owner may change redirect URIs and scopes of an app; nothing that an app could notice.
    #[serde(rename = "3.8")]
    V3_8,
}

impl DocSpaceVersion {
    /// CORS at `/oauth2/*` and discovery.
    pub(crate) fn has_cors(self) -> bool {
        self >= Self::V3_2
    }

    /// An authorization request without `scope` means all that the app has; before, it crashed.
    pub(crate) fn fills_in_scopes(self) -> bool {
        self >= Self::V3_1
    }

    /// A write scope opens what the read scope does, and `/group` can be opened at all.
    pub(crate) fn write_implies_read(self) -> bool {
        self >= Self::V3_1
    }

    /// Codes and refresh tokens of the cloud name their region, and every region takes them.
    pub(crate) fn knows_regions(self) -> bool {
        self >= Self::V3_6
    }

    /// Discovery tells the scopes, and only what is in use.
    pub(crate) fn trims_discovery(self) -> bool {
        self >= Self::V3_6
    }

    /// `https://*.example.com` is an allowed origin for every sub-domain.
    pub(crate) fn has_wildcard_origins(self) -> bool {
        self >= Self::V3_7
    }

    /// Seconds that a refresh token lives.
    pub(crate) fn refresh_token_lifetime(self) -> u64 {
        let days = if self == Self::V3_0 { 365 } else { 60 };
        days * 24 * 60 * 60
    }
}

/// A region of the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// Europe.
    Eu,
    /// The United States.
    Us,
}

impl Region {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Eu => "eu",
            Self::Us => "us",
        }
    }
}
