//! Enadoc: its identity provider (EIP), where a browser is sent to and a server redeems codes, and the API at another host.
//!
//! The flow is home-made: the authorization URL is asked for, a code comes back without `state`, the API's address is
//! discovered with that code, and only then it is redeemed. Every one of these calls but the first needs the secret.

mod address;
mod api;
mod discovery;
mod error;
mod login;
mod state;
mod token;

use crate::{
    clients::{Client, User},
    entropy::Entropy,
    fault::Fault,
    form::Parameters,
    http::{Request, Response},
    switches::EnadocSwitches,
};

use error::Numbered;

pub(crate) use state::State;

/// One request to either host, with all that it may touch.
pub(crate) struct Enadoc<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) switches: &'a mut EnadocSwitches,
    pub(crate) clients: &'a [Client],
    pub(crate) users: &'a [User],
    pub(crate) request: &'a Request,
    /// Seconds since 1970, on the scenario's clock.
    pub(crate) now: u64,
    pub(crate) entropy: &'a mut dyn Entropy,
}

impl<'a> Enadoc<'a> {
    /// Answers the request, at the API's host or at the identity provider's.
    pub(crate) fn handle(mut self, at_api: bool) -> Response {
        let cors = if at_api {
            self.switches.api_cors
        } else {
            self.switches.cors
        };
        if self.request.is_preflight() {
            return if cors {
                Response::preflight(self.request)
            } else {
                Response::empty(405)
            };
        }
        let response = if at_api {
            self.endpoint(|switches| &mut switches.api_fault, Self::api)
        } else {
            self.identity_provider()
        };
        let response = response.with("Cache-Control", "no-store");
        if cors && !response.without_cors && self.request.header("origin").is_some() {
            response.with("Access-Control-Allow-Origin", "*")
        } else {
            response
        }
    }

    fn identity_provider(&mut self) -> Response {
        match (self.request.method.as_str(), self.request.path.as_str()) {
            ("POST", "/api/v3/authorization/url") => self.endpoint(
                |switches| &mut switches.authorization_url_fault,
                |enadoc| enadoc.numbered(Self::authorization_url),
            ),
            ("GET", "/login") => {
                self.endpoint(|switches| &mut switches.login_fault, Self::login_page)
            }
            ("POST", "/login") => self.sign_in(),
            ("GET", "/enadoc/discovery/api") => self.endpoint(
                |switches| &mut switches.discovery_fault,
                |enadoc| enadoc.numbered(Self::discovery),
            ),
            ("POST", "/api/v3/token") => self.endpoint(
                |switches| &mut switches.token_fault,
                |enadoc| enadoc.numbered(Self::token),
            ),
            _ => Response::empty(404),
        }
    }

    fn endpoint(
        &mut self,
        slot: fn(&mut EnadocSwitches) -> &mut Option<Fault>,
        genuine: impl FnOnce(&mut Self) -> Response,
    ) -> Response {
        match Fault::take(slot(self.switches), &self.request.path) {
            None => genuine(self),
            Some(fault) => fault.carry_out(|| genuine(self)),
        }
    }

    /// An answer, or a numbered refusal in the envelope of the switch.
    fn numbered(
        &mut self,
        answer: impl FnOnce(&mut Self) -> Result<Response, Numbered>,
    ) -> Response {
        answer(self).unwrap_or_else(|error| error.answer(self.switches))
    }

    /// The fields of the body: form-encoded, or refused.
    fn form(&self) -> Result<Parameters, Numbered> {
        let kind = self.request.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Ok(self.request.form_parameters())
        } else {
            Err(Numbered(501))
        }
    }

    /// An app by its id, if it is switched on.
    fn app(&self, id: &str) -> Result<&'a Client, Numbered> {
        let app = self.clients.iter().find(|client| client.id == id);
        match app {
            None => Err(Numbered(2)),
            Some(app) if app.disabled => Err(Numbered(3)),
            Some(app) => Ok(app),
        }
    }

    /// An app by its id and secret. There is no number for a wrong secret: it is told as an invalid id.
    fn authenticated(&self, parameters: &Parameters) -> Result<&'a Client, Numbered> {
        let (id, secret) = credentials(parameters)?;
        let app = self.app(id)?;
        if app.secret.as_deref() == Some(secret) {
            Ok(app)
        } else {
            Err(Numbered(2))
        }
    }

    /// A user by short name or id.
    fn user(&self, name: &str) -> Option<&'a User> {
        self.users
            .iter()
            .find(|user| user.login == name || user.id == name)
    }
}

/// Id and secret, neither of them empty.
fn credentials(parameters: &Parameters) -> Result<(&str, &str), Numbered> {
    let id = parameters.text("client_id").ok_or(Numbered(1))?;
    let secret = parameters.text("client_secret").ok_or(Numbered(4))?;
    Ok((id, secret))
}
