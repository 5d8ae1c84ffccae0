//! A scenario: switches, clock, clients and state of its own, so that tests can run side by side.

use crate::{
    apis::business_central,
    clients::Client,
    config::Config,
    control::ClientDouble,
    docplanner,
    docspace::{self, Place},
    enadoc,
    entra::{self, Cloud, Registration},
    http::{Now, Request},
    oidc,
    switches::{Region, Switches},
};

/// The scenario that is meant where none is named.
pub(crate) const DEFAULT: &str = "default";

/// The doubles' state in one scenario.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    pub(crate) switches: Switches,
    /// What the scenario's clock is ahead of the real one.
    pub(crate) seconds_ahead: i64,
    pub(crate) portal_clients: Vec<Client>,
    pub(crate) issuer_clients: Vec<Client>,
    /// Of the self-hosted portal.
    pub(crate) portal: docspace::State,
    /// Of the cloud: its authorization host and its portals share it.
    pub(crate) cloud: docspace::State,
    pub(crate) issuer: oidc::State,
    pub(crate) registrations: Vec<Registration>,
    pub(crate) directory: entra::State,
    pub(crate) records: business_central::Records,
    pub(crate) enadoc_clients: Vec<Client>,
    pub(crate) enadoc: enadoc::State,
    pub(crate) docplanner_clients: Vec<Client>,
    pub(crate) docplanner: docplanner::State,
}

impl Scenario {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            switches: config.switches.clone(),
            seconds_ahead: 0,
            portal_clients: config.portal_clients(),
            issuer_clients: config.issuer_clients(),
            portal: docspace::State::default(),
            cloud: docspace::State::default(),
            issuer: oidc::State::default(),
            registrations: entra::registrations(config),
            directory: entra::State::default(),
            records: business_central::Records::default(),
            enadoc_clients: config.enadoc_clients(),
            enadoc: enadoc::State::default(),
            docplanner_clients: config.docplanner_clients(),
            docplanner: docplanner::State::default(),
        }
    }

    /// Takes an app away for good, at DocSpace with all that was given to it. Says whether there was one.
    pub(crate) fn remove_client(&mut self, double: &ClientDouble, id: &str) -> bool {
        let of = |clients: &mut Vec<Client>| {
            let before = clients.len();
            clients.retain(|client| client.id != id);
            clients.len() < before
        };
        match double {
            ClientDouble::Docspace => {
                self.portal.forget_client(id);
                self.cloud.forget_client(id);
                of(&mut self.portal_clients)
            }
            ClientDouble::Oidc => of(&mut self.issuer_clients),
            ClientDouble::Enadoc => of(&mut self.enadoc_clients),
            ClientDouble::Docplanner => of(&mut self.docplanner_clients),
            ClientDouble::Entra => {
                let before = self.registrations.len();
                self.registrations.retain(|known| known.id != id);
                self.registrations.len() < before
            }
        }
    }

    /// The scenario's time in seconds since 1970.
    pub(crate) fn seconds(&self, now: Now) -> u64 {
        (now.0 / 1000).saturating_add_signed(self.seconds_ahead)
    }
}

/// Which double a request is for, in which scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) double: Double,
    pub(crate) scenario: String,
}

/// The doubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Double {
    DocSpace(Place),
    Oidc,
    Entra(Cloud),
    Graph(Cloud),
    DemoApi(Cloud),
    DocCentrum(Cloud),
    BusinessCentral,
    Enadoc,
    EnadocApi,
    Docplanner,
    DocplannerApex,
    Evil,
}

impl Double {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DocSpace(Place::SelfHosted) => "docspace",
            Self::DocSpace(Place::CloudLogin) => "docspace-cloud",
            Self::DocSpace(Place::CloudPortal(Region::Eu)) => "docspace-eu",
            Self::DocSpace(Place::CloudPortal(Region::Us)) => "docspace-us",
            Self::Oidc => "oidc",
            Self::Entra(_) => "entra",
            Self::Graph(_) => "graph",
            Self::DemoApi(_) => "demo-api",
            Self::DocCentrum(_) => "doccentrum",
            Self::BusinessCentral => "business-central",
            Self::Enadoc => "enadoc",
            Self::EnadocApi => "enadoc-api",
            Self::Docplanner => "docplanner",
            Self::DocplannerApex => "docplanner-apex",
            Self::Evil => "evil",
        }
    }
}

impl Address {
    /// Reads the host name, and for the OpenID Connect double the path too.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        let host = request.host_name();
        let docspace = |place: Place| (place.host(), Double::DocSpace(place));
        let by_host = [
            docspace(Place::SelfHosted),
            docspace(Place::CloudLogin),
            docspace(Place::CloudPortal(Region::Eu)),
            docspace(Place::CloudPortal(Region::Us)),
            ("oidc-double.localhost", Double::Oidc),
            ("entra.localhost", Double::Entra(Cloud::Public)),
            ("entra-us.localhost", Double::Entra(Cloud::UsGovernment)),
            ("entra-cn.localhost", Double::Entra(Cloud::China)),
            ("graph.localhost", Double::Graph(Cloud::Public)),
            ("graph-us.localhost", Double::Graph(Cloud::UsGovernment)),
            ("graph-cn.localhost", Double::Graph(Cloud::China)),
            ("demo-api.localhost", Double::DemoApi(Cloud::Public)),
            (
                "demo-api-us.localhost",
                Double::DemoApi(Cloud::UsGovernment),
            ),
            ("demo-api-cn.localhost", Double::DemoApi(Cloud::China)),
            ("doccentrum.localhost", Double::DocCentrum(Cloud::Public)),
            (
                "doccentrum-us.localhost",
                Double::DocCentrum(Cloud::UsGovernment),
            ),
            ("business-central.localhost", Double::BusinessCentral),
            ("enadoc.localhost", Double::Enadoc),
            ("enadoc-api.localhost", Double::EnadocApi),
            ("docplanner.localhost", Double::Docplanner),
            ("docplanner-apex.localhost", Double::DocplannerApex),
            ("evil.localhost", Double::Evil),
        ];
        let (double, prefix) = by_host
            .into_iter()
            .find_map(|(name, double)| Some((double, host.strip_suffix(name)?)))?;
        let scenario = match (double, prefix) {
            (Double::Oidc, "") => oidc::scenario_of(&request.path).unwrap_or(DEFAULT),
            (Double::Oidc, _) => return None,
            (_, "") => DEFAULT,
            (_, prefix) => prefix.strip_suffix('.')?,
        };
        is_name(scenario).then(|| Self {
            double,
            scenario: scenario.to_string(),
        })
    }
}

/// Whether a text can name a scenario.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn address(host: &str, path: &str) -> Option<(Double, String)> {
        let request = Request {
            host: host.to_string(),
            path: path.to_string(),
            ..Request::default()
        };
        Address::of(&request).map(|address| (address.double, address.scenario))
    }

    #[test]
    fn host_and_path_name_the_double_and_the_scenario() {
        let found = |double, scenario: &str| Some((double, scenario.to_string()));
        assert_eq!(
            address("docspace.localhost:9400", "/x"),
            found(Double::DocSpace(Place::SelfHosted), "default")
        );
        assert_eq!(
            address("T1.DocSpace.localhost", "/x"),
            found(Double::DocSpace(Place::SelfHosted), "t1")
        );
        assert_eq!(
            address("x.docspace-us.localhost:9400", "/"),
            found(Double::DocSpace(Place::CloudPortal(Region::Us)), "x")
        );
        assert_eq!(address("a.b.docspace.localhost", "/x"), None);
        assert_eq!(address("notdocspace.localhost", "/x"), None);
        assert_eq!(
            address("oidc-double.localhost:1", "/authorize"),
            found(Double::Oidc, "default")
        );
        assert_eq!(
            address("oidc-double.localhost:1", "/t/one/token"),
            found(Double::Oidc, "one")
        );
        assert_eq!(address("x.evil.localhost:1", "/"), found(Double::Evil, "x"));
        assert_eq!(
            address("x.enadoc-api.localhost", "/"),
            found(Double::EnadocApi, "x")
        );
        assert_eq!(
            address("docplanner-apex.localhost", "/"),
            found(Double::DocplannerApex, "default")
        );
        assert_eq!(address("127.0.0.1:9400", "/"), None);
        assert_eq!(address("[::1]:9400", "/"), None);
    }
}
