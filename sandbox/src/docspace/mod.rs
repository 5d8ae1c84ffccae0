//! DocSpace: authorization server, login pages and REST API at one address. A portal of one's own, or the cloud: an
//! authorization host, and a portal in each region.
//!
//! Each file reproduces one part of it; where the real portal departs from the RFCs, so does this one.

mod api;
mod authorize;
mod callback;
mod claims;
mod client_authentication;
mod clients_api;
mod cloud_login;
mod consent;
mod cors;
mod introspection;
mod login;
mod login_hop;
mod metadata;
mod place;
mod rate_limit;
mod redirect_uri;
mod scopes;
mod state;
mod token;

use crate::{
    clients::{Client, User},
    entropy::Entropy,
    fault::Fault,
    http::{Request, Response},
    switches::DocSpaceSwitches,
};

pub(crate) use place::Place;
pub(crate) use state::State;

/// One request to the portal, with all that it may touch.
pub(crate) struct Portal<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) switches: &'a mut DocSpaceSwitches,
    pub(crate) clients: &'a [Client],
    pub(crate) users: &'a [User],
    pub(crate) request: &'a Request,
    pub(crate) place: Place,
    /// Seconds since 1970, on the scenario's clock.
    pub(crate) now: u64,
    pub(crate) entropy: &'a mut dyn Entropy,
}

impl<'a> Portal<'a> {
    /// Answers the request.
    pub(crate) fn handle(mut self) -> Response {
        let path = canonical(&self.request.path);
        if path.starts_with("/oauth2/") || path.starts_with("/.well-known/") {
            return self.identity(&path);
        }
        if path == "/login" || path.starts_with("/login/") {
            return if self.place == Place::CloudLogin {
                self.cloud_pages(&path)
            } else {
                self.pages(&path)
            };
        }
        if let Some(route) = path.strip_prefix("/api/2.0/") {
            return self.rest(route);
        }
        self.other(&path)
    }

    /// The identity server: `/oauth2/*` and discovery.
    fn identity(&mut self, path: &str) -> Response {
        if !self.switches.identity_server {
            return Response::html(
                502,
                "<html><head><title>502 Bad Gateway</title></head></html>".to_string(),
            );
        }
        if self.request.is_preflight() {
            return self.identity_preflight();
        }
        let response = match (self.request.method.as_str(), path) {
            ("GET", "/oauth2/authorize") => {
                self.endpoint(|switches| &mut switches.authorize_fault, Self::authorize)
            }
            ("GET", "/oauth2/consent") => self.leave_for_consent(),
            ("POST", "/oauth2/authorize") => self.limited(Self::consent),
            ("POST", "/oauth2/token") => self.limited(|portal| {
                portal.endpoint(|switches| &mut switches.token_fault, Self::token)
            }),
            ("POST", "/oauth2/introspect") => self.limited(|portal| {
                portal.endpoint(
                    |switches| &mut switches.introspection_fault,
                    Self::introspect,
                )
            }),
            ("POST", "/oauth2/revoke") => self.limited(|portal| {
                portal.endpoint(|switches| &mut switches.revocation_fault, Self::revoke)
            }),
            ("GET" | "POST", "/oauth2/userinfo") => {
                self.endpoint(|switches| &mut switches.userinfo_fault, Self::userinfo)
            }
            ("GET", "/oauth2/jwks") => {
                self.endpoint(|switches| &mut switches.jwks_fault, Self::jwks)
            }
            ("GET", "/.well-known/openid-configuration") => self.endpoint(
                |switches| &mut switches.metadata_fault,
                Self::openid_configuration,
            ),
            ("GET", "/.well-known/oauth-authorization-server") => self.endpoint(
                |switches| &mut switches.metadata_fault,
                Self::authorization_server_metadata,
            ),
            // The RFC 8414 form with the path inserted has no route.
            (_, path) if path.starts_with("/.well-known/") => Response::empty(404),
            _ => unauthenticated(),
        };
        self.identity_headers(response)
    }

    /// A part of the portal that a test can put a fault on.
    fn endpoint(
        &mut self,
        slot: fn(&mut DocSpaceSwitches) -> &mut Option<Fault>,
        genuine: impl FnOnce(&mut Self) -> Response,
    ) -> Response {
        match Fault::take(slot(self.switches), &self.request.path) {
            None => genuine(self),
            Some(fault) => fault.carry_out(|| genuine(self)),
        }
    }

    /// The portal's home page and pictures.
    fn other(&mut self, path: &str) -> Response {
        if let Some(user) = self
            .users
            .iter()
            .find(|user| path == format!("/storage/userPhotos/{}.svg", user.login))
        {
            return Response::text(200, "image/svg+xml", picture(user));
        }
        if path == "/" {
            return self.home();
        }
        Response::empty(404)
    }

    pub(crate) fn client(&self, id: &str) -> Option<&'a Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// A user by short name or GUID.
    pub(crate) fn user(&self, name: &str) -> Option<&'a User> {
        self.users
            .iter()
            .find(|user| user.login == name || user.id == name)
    }
}

/// What the identity server answers to a request that it will not even look at: 401 with an empty body.
fn unauthenticated() -> Response {
    Response::empty(401).with("WWW-Authenticate", "Bearer")
}

/// The front's aliases: `/api/2.0/oauth2/*` is `/oauth2/*`, `/oauth2/.well-known/*` is `/.well-known/*`.
fn canonical(path: &str) -> String {
    let path = path
        .strip_prefix("/api/2.0")
        .filter(|rest| rest.starts_with("/oauth2/"))
        .unwrap_or(path);
    let path = path
        .strip_prefix("/oauth2")
        .filter(|rest| rest.starts_with("/.well-known/"))
        .unwrap_or(path);
    path.to_string()
}

fn picture(user: &User) -> String {
    let initials: String = [&user.first_name, &user.last_name]
        .iter()
        .filter_map(|name| name.chars().next())
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 82 82\"><rect width=\"82\" height=\"82\" fill=\"#1f5fbf\"/>\
         <text x=\"41\" y=\"53\" font-family=\"sans-serif\" font-size=\"34\" text-anchor=\"middle\" fill=\"#fff\">{}</text></svg>",
        crate::encoding::escape_html(&initials)
    )
}
