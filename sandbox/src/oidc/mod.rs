//! An OpenID Connect server as the specifications want it, and every way in which a test wants it otherwise.
//!
//! The issuer is the host, or `/t/<scenario>` under it, so that scenarios share no state.

mod access_token;
mod api;
mod authentication;
mod authorize;
mod callback;
mod client_authentication;
mod elsewhere;
mod id_token;
mod introspection;
mod key_set;
mod login;
mod logout;
mod metadata;
mod resource;
mod revocation;
mod signed;
mod state;
mod step_up;
mod token;
mod token_answer;
mod userinfo;

use crate::{
    clients::{Client, User},
    entropy::Entropy,
    fault::Fault,
    http::{Request, Response},
    switches::OidcSwitches,
};

pub(crate) use state::State;

/// RFC 8414 puts the well-known part before the issuer's path.
const INSERTED: &str = "/.well-known/oauth-authorization-server";

/// The scenario that a path names.
pub(crate) fn scenario_of(path: &str) -> Option<&str> {
    path.strip_prefix(INSERTED)
        .unwrap_or(path)
        .strip_prefix("/t/")?
        .split('/')
        .next()
}

/// One request to the server, with all that it may touch.
pub(crate) struct Issuer<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) switches: &'a mut OidcSwitches,
    pub(crate) clients: &'a [Client],
    pub(crate) users: &'a [User],
    pub(crate) request: &'a Request,
    /// Seconds since 1970, on the scenario's clock.
    pub(crate) now: u64,
    pub(crate) entropy: &'a mut dyn Entropy,
}

impl<'a> Issuer<'a> {
    /// Answers the request.
    pub(crate) fn handle(mut self) -> Response {
        let route = self.route();
        let readable = matches!(
            route.as_str(),
            "/.well-known/openid-configuration" | INSERTED | "/token" | "/userinfo" | "/revoke"
        ) || is_jwks(&route)
            || route.starts_with("/api/");
        if self.request.is_preflight() {
            return if readable && self.switches.cors {
                Response::preflight(self.request)
            } else {
                Response::empty(403)
            };
        }
        let response = match (self.request.method.as_str(), route.as_str()) {
            ("GET", "/.well-known/openid-configuration" | INSERTED) => {
                self.endpoint(|switches| &mut switches.metadata_fault, Self::metadata)
            }
            ("GET", route) if is_jwks(route) => {
                self.endpoint(|switches| &mut switches.jwks_fault, Self::jwks)
            }
            ("GET" | "POST", "/authorize") => {
                self.endpoint(|switches| &mut switches.authorize_fault, Self::authorize)
            }
            ("GET", "/login") => self.login_page(),
            ("POST", "/login") => self.sign_in(),
            ("POST", "/token") => self.endpoint(|switches| &mut switches.token_fault, Self::token),
            ("GET" | "POST", "/userinfo") => {
                self.endpoint(|switches| &mut switches.userinfo_fault, Self::userinfo)
            }
            ("POST", "/revoke") => {
                self.endpoint(|switches| &mut switches.revocation_fault, Self::revoke)
            }
            ("POST", "/introspect") => self.endpoint(
                |switches| &mut switches.introspection_fault,
                Self::introspect,
            ),
            ("GET" | "POST", "/end_session") => self.endpoint(
                |switches| &mut switches.end_session_fault,
                Self::end_session,
            ),
            ("GET", "/frontchannel") => self.frontchannel(),
            ("GET", "/initiate") => self.initiate(),
            (_, route) if route.starts_with("/api/") => self.endpoint(
                |switches| &mut switches.api_fault,
                |issuer| issuer.api(route),
            ),
            _ => Response::empty(404),
        };
        let mut response = response
            .with("Cache-Control", "no-store")
            .with("Referrer-Policy", "no-referrer");
        if let Some(policy) = &self.switches.coop {
            response = response.with("Cross-Origin-Opener-Policy", policy);
        }
        let anybody = readable
            && self.switches.cors
            && !response.without_cors
            && self.request.header("origin").is_some();
        if !anybody {
            return response;
        }
        let challenge = self.switches.challenge.as_ref();
        let exposed = match challenge.is_none_or(|challenge| challenge.expose) {
            true => "WWW-Authenticate, Retry-After",
            false => "Retry-After",
        };
        response
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Expose-Headers", exposed)
    }

    fn endpoint(
        &mut self,
        slot: fn(&mut OidcSwitches) -> &mut Option<Fault>,
        genuine: impl FnOnce(&mut Self) -> Response,
    ) -> Response {
        match Fault::take(slot(self.switches), &self.request.path) {
            None => genuine(self),
            Some(fault) => fault.carry_out(|| genuine(self)),
        }
    }

    /// The issuer's path: empty, or `/t/<scenario>`.
    pub(super) fn prefix(&self) -> String {
        scenario_of(&self.request.path)
            .map_or_else(String::new, |scenario| format!("/t/{scenario}"))
    }

    /// The issuer identifier.
    pub(super) fn issuer(&self) -> String {
        format!("{}{}", self.request.origin(), self.prefix())
    }

    /// The request's path below the issuer.
    fn route(&self) -> String {
        let (path, prefix) = (&self.request.path, self.prefix());
        if path.strip_prefix(INSERTED) == Some(prefix.as_str()) {
            return INSERTED.to_string();
        }
        path.strip_prefix(prefix.as_str())
            .unwrap_or_default()
            .to_string()
    }

    pub(super) fn client(&self, id: &str) -> Option<&'a Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// A user by short name or `sub`.
    pub(super) fn user(&self, name: &str) -> Option<&'a User> {
        self.users
            .iter()
            .find(|user| user.login == name || user.id == name)
    }

    /// The bearer token of a request; the scheme in any capitals (RFC 7235, section 2.1).
    pub(super) fn bearer(&self) -> Option<&'a str> {
        let (scheme, token) = self.request.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    }
}

/// The key set has any number of addresses, so that no app can know it without the metadata.
fn is_jwks(route: &str) -> bool {
    route == "/jwks" || route.starts_with("/jwks/")
}
