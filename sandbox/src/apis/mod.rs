//! The APIs behind Entra: who is calling, whether the token will do, and which pages may read the answer.
//!
//! An API takes tokens of its own resource and its own cloud only. It may ask for more than a token that is good otherwise: a
//! claims challenge (`insufficient_claims`), or a step-up (RFC 9470).

pub(crate) mod business_central;
mod challenge;
pub(crate) mod demo;
pub(crate) mod doccentrum;
pub(crate) mod graph;

use serde_json::{Value, json};

use crate::{
    clients::User,
    entra::{self, Access, Cloud, Tenant},
    fault::Fault,
    http::{Request, Response},
};

/// One request to an API, with all that it may see.
#[derive(Clone, Copy)]
pub(crate) struct Api<'a> {
    pub(crate) directory: &'a entra::State,
    pub(crate) users: &'a [User],
    pub(crate) request: &'a Request,
    pub(crate) cloud: Cloud,
    /// Seconds since 1970, on the scenario's clock.
    pub(crate) now: u64,
}

/// Whose call it is, and what the token allows.
pub(crate) struct Caller<'a> {
    pub(crate) user: &'a User,
    pub(crate) tenant: &'static Tenant,
    pub(crate) client: &'a str,
    access: &'a Access,
}

impl Caller<'_> {
    /// Whether the token has one of these scopes.
    fn may(&self, scopes: &[&str]) -> bool {
        self.access
            .scopes
            .iter()
            .any(|scope| scopes.contains(&scope.as_str()))
    }
}

/// Why there is no caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No bearer token at all.
    Missing,
    /// Expired, revoked, of another cloud, or never issued.
    Invalid,
    /// A good token for another resource.
    Audience,
}

impl<'a> Api<'a> {
    /// The caller, by a token for one resource.
    fn caller(&self, resource: &str) -> Result<Caller<'a>, Refused> {
        let header = self
            .request
            .header("authorization")
            .ok_or(Refused::Missing)?;
        let (scheme, token) = header.split_once(' ').ok_or(Refused::Missing)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refused::Missing);
        }
        let held = self.directory.live_access(token, self.cloud, self.now);
        let (grant, access) = held.ok_or(Refused::Invalid)?;
        if access.resource != resource {
            return Err(Refused::Audience);
        }
        let user = self.users.iter().find(|user| user.id == grant.user);
        let user = user.ok_or(Refused::Invalid)?;
        Ok(Caller {
            user,
            tenant: Tenant::of(user),
            client: &grant.client,
            access,
        })
    }

    /// Answers a request: preflights first, then the fault, then the API; CORS headers go on whatever it is.
    fn serve(
        &self,
        cors: bool,
        fault: &mut Option<Fault>,
        genuine: impl FnOnce() -> Response,
    ) -> Response {
        if self.request.is_preflight() {
            return if cors {
                Response::preflight(self.request)
            } else {
                Response::empty(405)
            };
        }
        let response = match Fault::take(fault, &self.request.path) {
            None => genuine(),
            Some(fault) => fault.carry_out(genuine),
        };
        if !cors || response.without_cors || self.request.header("origin").is_none() {
            return without_exposed(response);
        }
        response.with("Access-Control-Allow-Origin", "*")
    }

    /// What was sent, for an API that has nothing better to say.
    fn echo(&self, caller: &Caller<'_>) -> Value {
        let body = &self.request.body;
        let received: Value = serde_json::from_slice(body)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned()));
        json!({
            "method": self.request.method,
            "path": self.request.path,
            "received": received,
            "user": caller.user.login,
            "tenant": caller.tenant.id,
            "client": caller.client,
            "scopes": caller.access.scopes,
        })
    }
}

/// Without CORS there is nothing to expose either.
fn without_exposed(mut response: Response) -> Response {
    response
        .headers
        .retain(|(name, _)| !name.starts_with("Access-Control-"));
    response
}
