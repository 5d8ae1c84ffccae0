//! The whole sandbox: finds the double that a request is for, lets it answer, writes the log.

use std::collections::BTreeMap;

use crate::{
    apis::{Api, business_central, demo, doccentrum, graph},
    config::Config,
    control,
    docplanner::{self, Docplanner},
    docspace::{Place, Portal},
    enadoc::Enadoc,
    entra::{Cloud, Directory},
    entropy::Entropy,
    evil,
    http::{Now, Request, Response},
    log::{Entry, Log},
    oidc::Issuer,
    scenario::{Address, Double, Scenario},
};

/// All doubles and all scenarios of one run.
#[derive(Debug, Clone)]
pub struct Sandbox {
    pub(crate) config: Config,
    pub(crate) scenarios: BTreeMap<String, Scenario>,
    pub(crate) log: Log,
}

impl Sandbox {
    /// A sandbox in which nothing has happened yet.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            scenarios: BTreeMap::new(),
            log: Log::default(),
        }
    }

    /// Answers a request.
    pub fn handle(&mut self, request: &Request, now: Now, entropy: &mut dyn Entropy) -> Response {
        if !request.is_local() {
            return Response::text(421, "text/plain;charset=utf-8", UNKNOWN_HOST);
        }
        if request.path.starts_with(control::PREFIX) {
            return control::handle(self, request, now, entropy);
        }
        let Some(address) = Address::of(request) else {
            return Response::text(404, "text/plain;charset=utf-8", UNKNOWN_HOST);
        };
        let response = self.answer(&address, request, now, entropy);
        self.log.write(
            &address.scenario,
            address.double.name(),
            now,
            request,
            &response,
        );
        response
    }

    /// The requests so far.
    pub fn log(&self) -> &[Entry] {
        self.log.entries()
    }

    /// A scenario, new if it has not been named before.
    pub(crate) fn scenario(&mut self, name: &str) -> &mut Scenario {
        self.scenarios
            .entry(name.to_string())
            .or_insert_with(|| Scenario::new(&self.config))
    }

    fn answer(
        &mut self,
        address: &Address,
        request: &Request,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Response {
        let users = self.config.users.clone();
        let scenario = self.scenario(&address.scenario);
        let now = scenario.seconds(now);
        match address.double {
            Double::DocSpace(place) => Portal {
                state: if place == Place::SelfHosted {
                    &mut scenario.portal
                } else {
                    &mut scenario.cloud
                },
                switches: &mut scenario.switches.docspace,
                clients: &scenario.portal_clients,
                users: &users,
                request,
                place,
                now,
                entropy,
            }
            .handle(),
            Double::Oidc => Issuer {
                state: &mut scenario.issuer,
                switches: &mut scenario.switches.oidc,
                clients: &scenario.issuer_clients,
                users: &users,
                request,
                now,
                entropy,
            }
            .handle(),
            Double::Entra(cloud) => Directory {
                state: &mut scenario.directory,
                switches: &mut scenario.switches.entra,
                registrations: &scenario.registrations,
                users: &users,
                request,
                cloud,
                now,
                entropy,
            }
            .handle(),
            Double::Graph(cloud) | Double::DemoApi(cloud) | Double::DocCentrum(cloud) => {
                let api = Api {
                    directory: &scenario.directory,
                    users: &users,
                    request,
                    cloud,
                    now,
                };
                let switches = &mut scenario.switches;
                match address.double {
                    Double::Graph(_) => graph::handle(api, &mut switches.entra),
                    Double::DemoApi(_) => demo::handle(api, &mut switches.entra),
                    _ => doccentrum::handle(api, &mut switches.doccentrum),
                }
            }
            Double::BusinessCentral => {
                let api = Api {
                    directory: &scenario.directory,
                    users: &users,
                    request,
                    cloud: Cloud::Public,
                    now,
                };
                let switches = &mut scenario.switches.business_central;
                business_central::handle(api, switches, &mut scenario.records)
            }
            Double::Enadoc | Double::EnadocApi => Enadoc {
                state: &mut scenario.enadoc,
                switches: &mut scenario.switches.enadoc,
                clients: &scenario.enadoc_clients,
                users: &users,
                request,
                now,
                entropy,
            }
            .handle(address.double == Double::EnadocApi),
            Double::Docplanner => Docplanner {
                state: &mut scenario.docplanner,
                switches: &mut scenario.switches.docplanner,
                clients: &scenario.docplanner_clients,
                request,
                now,
                entropy,
            }
            .handle(),
            Double::DocplannerApex => docplanner::apex(request),
            Double::Evil => evil::handle(request),
        }
    }
}

const UNKNOWN_HOST: &str =
    "docgate-sandbox: no double answers at this host; sandbox/README.md lists those that there are
";
