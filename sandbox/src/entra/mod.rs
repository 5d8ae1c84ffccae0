//! Microsoft Entra ID: the authorization server behind docCentrum and Business Central, at one host for each cloud.
//!
//! The path's first segment is the tenant, so a scenario is a label in front of the host. Where the real service departs from
//! the RFCs, so does this one: redirect URIs have a type that decides who may redeem, refresh tokens neither rotate nor slide,
//! a token is for one resource, and the issuer of several tenants is a template.

mod account;
mod answer;
mod authorize;
mod callback;
mod challenge;
mod claims;
mod cloud;
mod consent;
mod demo;
mod logout;
mod metadata;
mod problem;
mod redemption;
mod registration;
mod scopes;
mod state;
mod tenant;
mod token;

use crate::{
    clients::User,
    encoding::escape_html,
    entropy::{Entropy, uuid},
    fault::Fault,
    http::{Request, Response},
    page::page,
    switches::EntraSwitches,
};

use problem::Problem;
use tenant::Authority;

pub(crate) use challenge::{Satisfied, Wanted};
pub use cloud::Cloud;
pub(crate) use demo::{register, registrations};
pub use registration::{Redirect, RedirectType, Registration};
pub(crate) use state::{Access, State};
pub(crate) use tenant::Tenant;

/// The demo apps' own API.
pub(crate) const DEMO_API: &str = "api://demo-api";
/// The docCentrum API of licence Premium.
pub(crate) const DOCCENTRUM_PREMIUM: &str = "api://fc0ecb91-d846-46d0-a363-4f97c69db711";
/// The docCentrum API of licence Lite.
pub(crate) const DOCCENTRUM_LITE: &str = "api://5b0479de-89c3-4c7a-aa5f-393001579763";
/// Every API of Business Central.
pub(crate) const BUSINESS_CENTRAL: &str = "https://api.businesscentral.dynamics.com";
/// Its application id, which is a name for it as well.
pub(crate) const BUSINESS_CENTRAL_ID: &str = "996def3d-b36c-4153-8607-a6fd3c01b89f";

/// One request to the service, with all that it may touch.
pub(crate) struct Directory<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) switches: &'a mut EntraSwitches,
    pub(crate) registrations: &'a [Registration],
    pub(crate) users: &'a [User],
    pub(crate) request: &'a Request,
    pub(crate) cloud: Cloud,
    /// Seconds since 1970, on the scenario's clock.
    pub(crate) now: u64,
    pub(crate) entropy: &'a mut dyn Entropy,
}

/// Which of the two generations of endpoints is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    V1,
    V2,
}

impl<'a> Directory<'a> {
    /// Answers the request.
    pub(crate) fn handle(mut self) -> Response {
        let path = self.request.path.trim_start_matches('/');
        let (tenant, route) = path.split_once('/').unwrap_or((path, ""));
        let version = if route.contains("v2.0") {
            Version::V2
        } else {
            Version::V1
        };
        match route {
            "v2.0/.well-known/openid-configuration" | ".well-known/openid-configuration" => self
                .document(
                    |switches| &mut switches.metadata_fault,
                    |entra| entra.metadata(tenant, version),
                ),
            "discovery/v2.0/keys" | "discovery/keys" => {
                self.document(|switches| &mut switches.jwks_fault, |entra| entra.keys())
            }
            "oauth2/v2.0/token" | "oauth2/token" => self.token_endpoint(tenant, version),
            "oauth2/v2.0/authorize" | "oauth2/authorize" => self.pages(
                |switches| &mut switches.authorize_fault,
                |entra| entra.authorize(tenant, version),
            ),
            "oauth2/v2.0/logout" | "oauth2/logout" => self.pages(
                |switches| &mut switches.logout_fault,
                |entra| entra.logout(tenant),
            ),
            _ => Response::empty(404),
        }
    }

    /// Metadata and keys: anybody may read them, with or without an `Origin`.
    fn document(
        &mut self,
        slot: fn(&mut EntraSwitches) -> &mut Option<Fault>,
        genuine: impl FnOnce(&mut Self) -> Response,
    ) -> Response {
        let response = match self.request.method.as_str() {
            "OPTIONS" => Response::empty(200),
            "GET" => self.endpoint(slot, genuine),
            _ => Response::empty(405),
        };
        if response.without_cors {
            return response;
        }
        response
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Methods", "GET, OPTIONS")
            .with("Cache-Control", "max-age=86400, private")
    }

    /// The token endpoint. No request header is ever allowed beyond the simple ones, and `Retry-After` is not exposed.
    fn token_endpoint(&mut self, tenant: &str, version: Version) -> Response {
        let response = match self.request.method.as_str() {
            "OPTIONS" => Response::empty(200),
            "POST" => self.endpoint(
                |switches| &mut switches.token_fault,
                |entra| entra.token(tenant, version),
            ),
            _ => Response::empty(405),
        };
        let response = response
            .with("Cache-Control", "no-store, no-cache")
            .with("Pragma", "no-cache")
            .with("x-ms-request-id", &uuid(self.entropy));
        if response.without_cors || self.request.header("origin").is_none() {
            return response;
        }
        response
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Methods", "POST, OPTIONS")
            .with(
                "Access-Control-Expose-Headers",
                "Content-Length,Content-Encoding,x-ms-request-id,x-ms-srs",
            )
    }

    /// What people see. No page can be framed; a redirect can.
    fn pages(
        &mut self,
        slot: fn(&mut EntraSwitches) -> &mut Option<Fault>,
        genuine: impl FnOnce(&mut Self) -> Response,
    ) -> Response {
        if !matches!(self.request.method.as_str(), "GET" | "POST") {
            return Response::empty(405);
        }
        let response = self
            .endpoint(slot, genuine)
            .with("Cache-Control", "no-store, no-cache")
            .with("Referrer-Policy", "strict-origin-when-cross-origin");
        if response.header("location").is_some() {
            return response;
        }
        response.with("X-Frame-Options", "DENY")
    }

    fn endpoint(
        &mut self,
        slot: fn(&mut EntraSwitches) -> &mut Option<Fault>,
        genuine: impl FnOnce(&mut Self) -> Response,
    ) -> Response {
        match Fault::take(slot(self.switches), &self.request.path) {
            None => genuine(self),
            Some(fault) => fault.carry_out(|| genuine(self)),
        }
    }

    /// What the path's first segment stands for, in this cloud.
    fn authority(&self, segment: &str) -> Result<Authority, Problem> {
        let authority = Authority::named(segment).ok_or_else(|| Problem::new(90002, segment))?;
        match (authority, self.switches.tenant_cloud) {
            (Authority::Tenant(tenant), Some(cloud)) if cloud != self.cloud => Err(Problem::new(
                90038,
                &format!("{}, so {} is not here", cloud.instance(), tenant.id),
            )),
            _ => Ok(authority),
        }
    }

    /// An app, if it is registered in this cloud.
    fn registration(&self, id: &str) -> Result<&'a Registration, Problem> {
        self.registrations
            .iter()
            .find(|known| known.id == id && known.cloud == self.cloud)
            .ok_or_else(|| Problem::new(700016, id))
    }

    /// A user by short name or GUID.
    fn user(&self, name: &str) -> Option<&'a User> {
        self.users
            .iter()
            .find(|user| user.login == name || user.id == name)
    }

    /// The issuer of a tenant's tokens.
    fn issuer(&self, tenant: &Tenant) -> String {
        format!("{}/{}/v2.0", self.request.origin(), tenant.id)
    }

    /// A page that says what went wrong; the app hears nothing of it.
    fn refusal(&self, problem: &Problem) -> Response {
        let body = format!(
            "<p>We cannot sign you in.</p>\n<p id=\"oauth-error\" data-testid=\"oauth-error\">AADSTS{}: {}</p>",
            problem.code,
            escape_html(&problem.text)
        );
        Response::html(400, page("Sign in", &body))
    }
}
