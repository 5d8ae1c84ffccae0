//! Where a request arrived: at a portal of one's own, at the cloud's authorization host, or at a portal of the cloud.
//!
//! `oauth.onlyoffice.com` and the cloud's portals share one service: a code or token of any region is good at each of them,
//! from 3.6 on. Before that each knew its own region alone.

use crate::switches::Region;

use super::{Portal, state::Authorization};

/// The addresses at which DocSpace answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A self-hosted portal.
    SelfHosted,
    /// The cloud's authorization host. Nobody has a session there.
    CloudLogin,
    /// A portal of the cloud.
    CloudPortal(Region),
}

impl Place {
    /// The host name in the default scenario.
    pub(crate) fn host(self) -> &'static str {
        match self {
            Self::SelfHosted => "docspace.localhost",
            Self::CloudLogin => "docspace-cloud.localhost",
            Self::CloudPortal(Region::Eu) => "docspace-eu.localhost",
            Self::CloudPortal(Region::Us) => "docspace-us.localhost",
        }
    }

    /// The region whose rows are at hand here. The authorization host has to stand somewhere too.
    fn region(self) -> Option<Region> {
        match self {
            Self::SelfHosted => None,
            Self::CloudLogin => Some(Region::Eu),
            Self::CloudPortal(region) => Some(region),
        }
    }
}

/// Which rows an endpoint finds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    region: Option<Region>,
    across: bool,
}

impl Reach {
    pub(super) fn covers(self, row: &Authorization) -> bool {
        self.across || row.region == self.region
    }
}

impl Portal<'_> {
    /// Which rows are found at the place of this request.
    pub(super) fn reach(&self) -> Reach {
        Reach {
            region: self.place.region(),
            across: self.switches.version.knows_regions(),
        }
    }

    /// The region of an authorization that begins here.
    pub(super) fn region(&self) -> Option<Region> {
        self.place.region()
    }

    /// The address of the portal that a row belongs to.
    pub(super) fn portal_of(&self, region: Option<Region>) -> String {
        match region {
            None => self.request.origin(),
            Some(region) => self.sibling(Place::CloudPortal(region)),
        }
    }

    /// The address of another place of the same scenario.
    fn sibling(&self, place: Place) -> String {
        let host = self.request.host.to_ascii_lowercase();
        let (name, port) = host
            .split_once(':')
            .map_or((host.as_str(), None), |(name, port)| (name, Some(port)));
        let scenario = name.strip_suffix(self.place.host()).unwrap_or_default();
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        format!("{}://{scenario}{}{port}", self.request.scheme, place.host())
    }

    /// What stands before codes and refresh tokens of the cloud: the region, and a colon.
    pub(super) fn region_prefix(&self, region: Option<Region>) -> String {
        match region.filter(|_| self.switches.version.knows_regions()) {
            None => String::new(),
            Some(region) => format!("{}:", region.name()),
        }
    }
}
