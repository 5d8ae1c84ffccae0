//! What a run of the sandbox starts with: clients, users, and the switches of every new scenario.

use serde::{Deserialize, Serialize};

use crate::{
    clients::{Client, User},
    entra::Registration,
    switches::Switches,
};

/// The configuration of a run. `Config::default()` has the three users and no application under test.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Origins of apps under test: `<origin>/callback/<provider>`, and `<origin>/` after a logout.
    pub app_origins: Vec<String>,
    /// More redirect URIs of the demo clients.
    pub redirect_uris: Vec<String>,
    /// The switches that a new or reset scenario has.
    pub switches: Switches,
    /// Who can sign in.
    pub users: Vec<User>,
    /// Portal clients beside the demo ones; one with the same id replaces a demo client.
    pub docspace_clients: Vec<Client>,
    /// OpenID Connect clients beside the demo one.
    pub oidc_clients: Vec<Client>,
    /// Entra app registrations beside the demo ones.
    pub entra_clients: Vec<Registration>,
    /// Enadoc apps beside the demo ones.
    pub enadoc_clients: Vec<Client>,
    /// Docplanner clients beside the demo one.
    pub docplanner_clients: Vec<Client>,
}

/// The secret of every demo client that has one.
const SECRET: &str = "sandbox-secret";

impl Default for Config {
    fn default() -> Self {
        Self {
            app_origins: Vec::new(),
            redirect_uris: Vec::new(),
            switches: Switches::default(),
            users: User::defaults(),
            docspace_clients: Vec::new(),
            oidc_clients: Vec::new(),
            entra_clients: Vec::new(),
            enadoc_clients: Vec::new(),
            docplanner_clients: Vec::new(),
        }
    }
}

impl Config {
    /// The portal's clients, demo clients first.
    pub(crate) fn portal_clients(&self) -> Vec<Client> {
        let demo = |id: &str, name: &str| Client {
            id: id.to_string(),
            name: name.to_string(),
            redirect_uris: self.demo_redirect_uris("/callback/docspace"),
            public: true,
            allowed_origins: self.allowed_origins(),
            cross_portal: true,
            ..Client::default()
        };
        let mut confidential = demo("demo-docspace-confidential", "docgate demo, confidential");
        confidential.public = false;
        confidential.secret = Some(SECRET.to_string());
        confidential
            .redirect_uris
            .extend(self.of_apps("/callback/relay-docspace"));
        let clients = vec![
            demo("demo-docspace", "docgate demo"),
            confidential,
            Client {
                disabled: true,
                ..demo("demo-docspace-disabled", "docgate demo, disabled")
            },
        ];
        merged(clients, &self.docspace_clients)
    }

    /// The OpenID Connect double's clients, demo clients first.
    pub(crate) fn issuer_clients(&self) -> Vec<Client> {
        let demo = Client {
            id: "demo-oidc".to_string(),
            name: "docgate demo".to_string(),
            redirect_uris: self.demo_redirect_uris("/callback/oidc"),
            post_logout_redirect_uris: self.demo_post_logout_redirect_uris(),
            public: true,
            allowed_origins: self.allowed_origins(),
            cross_portal: true,
            ..Client::default()
        };
        let confidential = Client {
            id: "demo-oidc-confidential".to_string(),
            name: "docgate demo, confidential".to_string(),
            redirect_uris: self.demo_redirect_uris("/callback/relay-oidc"),
            public: false,
            secret: Some(SECRET.to_string()),
            ..demo.clone()
        };
        merged(vec![demo, confidential], &self.oidc_clients)
    }

    /// Enadoc's apps, demo apps first.
    pub(crate) fn enadoc_clients(&self) -> Vec<Client> {
        let demo = Client {
            id: "demo-enadoc".to_string(),
            name: "docgate demo".to_string(),
            redirect_uris: self.demo_redirect_uris("/callback/enadoc"),
            secret: Some(SECRET.to_string()),
            ..Client::default()
        };
        let inactive = Client {
            id: "demo-enadoc-inactive".to_string(),
            disabled: true,
            ..demo.clone()
        };
        merged(vec![demo, inactive], &self.enadoc_clients)
    }

    /// Docplanner's clients, the demo client first. Nobody is sent back to them.
    pub(crate) fn docplanner_clients(&self) -> Vec<Client> {
        let demo = Client {
            id: "demo-docplanner".to_string(),
            name: "docgate demo".to_string(),
            secret: Some(SECRET.to_string()),
            ..Client::default()
        };
        merged(vec![demo], &self.docplanner_clients)
    }

    /// Where the demo clients' logouts may return to.
    pub(crate) fn demo_post_logout_redirect_uris(&self) -> Vec<String> {
        self.app_origins
            .iter()
            .map(|origin| format!("{}/", trim(origin)))
            .collect()
    }

    /// The demo clients' redirect URIs: this path at every app, and those of the command line.
    pub(crate) fn demo_redirect_uris(&self, path: &str) -> Vec<String> {
        self.of_apps(path)
            .chain(self.redirect_uris.iter().cloned())
            .collect()
    }

    /// This path at every app.
    pub(crate) fn of_apps(&self, path: &str) -> impl Iterator<Item = String> {
        self.app_origins
            .iter()
            .map(move |origin| format!("{}{path}", trim(origin)))
    }

    fn allowed_origins(&self) -> Vec<String> {
        let of_apps = self
            .app_origins
            .iter()
            .map(|origin| trim(origin).to_string());
        of_apps
            .chain(self.redirect_uris.iter().filter_map(|uri| origin_of(uri)))
            .collect()
    }
}

/// Adds clients to a list; one with a known id replaces that one.
pub(crate) fn merged(mut clients: Vec<Client>, more: &[Client]) -> Vec<Client> {
    for client in more {
        clients.retain(|known| known.id != client.id);
        clients.push(client.clone());
    }
    clients
}

fn trim(origin: &str) -> &str {
    origin.trim_end_matches('/')
}

/// Scheme and host of an address.
pub(crate) fn origin_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}"))
}
