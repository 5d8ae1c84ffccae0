//! The national clouds: each has hosts, registrations and resources of its own.

use serde::{Deserialize, Serialize};

/// A Microsoft cloud.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cloud {
    /// Stands for `login.microsoftonline.com`.
    #[default]
    Public,
    /// Stands for `login.microsoftonline.us`.
    UsGovernment,
    /// Stands for `login.partner.microsoftonline.cn`.
    China,
}

/// Microsoft Graph's application id: names the resource as well as its address does.
pub(crate) const GRAPH_ID: &str = "00000003-0000-0000-c000-000000000000";

impl Cloud {
    /// Microsoft Graph in this cloud: the resource of every scope without a resource.
    pub(crate) fn graph(self) -> &'static str {
        match self {
            Self::Public => "https://graph.microsoft.com",
            Self::UsGovernment => "https://graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// What the host names of this cloud's doubles end in, before `.localhost`.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Public => "",
            Self::UsGovernment => "-us",
            Self::China => "-cn",
        }
    }

    /// What the cloud is called in messages and in `cloud_instance_name`.
    pub(crate) fn instance(self) -> &'static str {
        match self {
            Self::Public => "microsoftonline.com",
            Self::UsGovernment => "microsoftonline.us",
            Self::China => "partner.microsoftonline.cn",
        }
    }
}
