//! Docplanner: a token endpoint for machines, the integration API, and the firewall in front of both. It stands for
//! `https://www.{domain}`. No user ever signs in here, and no page is served.

mod api;
mod firewall;
mod rate_limit;
mod state;
mod token;

use crate::{
    clients::Client,
    entropy::Entropy,
    fault::Fault,
    http::{Request, Response},
    switches::DocplannerSwitches,
};

pub(crate) use state::State;

/// One request, with all that it may touch.
pub(crate) struct Docplanner<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) switches: &'a mut DocplannerSwitches,
    pub(crate) clients: &'a [Client],
    pub(crate) request: &'a Request,
    /// Seconds since 1970, on the scenario's clock.
    pub(crate) now: u64,
    pub(crate) entropy: &'a mut dyn Entropy,
}

impl Docplanner<'_> {
    /// Answers the request. Nothing here has CORS headers, and a preflight is refused.
    pub(crate) fn handle(mut self) -> Response {
        if self.request.is_preflight() {
            return Response::empty(405);
        }
        let path = self.request.path.as_str();
        let response = match (self.request.method.as_str(), path) {
            ("POST", "/oauth/v2/token") => {
                self.endpoint(|switches| &mut switches.token_fault, Self::token)
            }
            // What becomes of a POST whose redirect was followed.
            (_, "/oauth/v2/token") => Response::empty(405).with("Allow", "POST"),
            (_, path) if path.starts_with(api::PREFIX) => {
                self.endpoint(|switches| &mut switches.api_fault, Self::api)
            }
            _ => Response::empty(404),
        };
        response.with("Cache-Control", "no-store")
    }

    /// The fault's answer, or the genuine one if the firewall lets the request pass.
    fn endpoint(
        &mut self,
        slot: fn(&mut DocplannerSwitches) -> &mut Option<Fault>,
        genuine: impl FnOnce(&mut Self) -> Response,
    ) -> Response {
        let guarded = |docplanner: &mut Self| match docplanner.stopped() {
            Some(captcha) => captcha,
            None => genuine(docplanner),
        };
        match Fault::take(slot(self.switches), &self.request.path) {
            None => guarded(self),
            Some(fault) => fault.carry_out(|| guarded(self)),
        }
    }
}

/// The domain without `www.`: it sends everybody there, and a client that follows makes a GET of its POST.
pub(crate) fn apex(request: &Request) -> Response {
    let url = request.url();
    let target = url.replacen("docplanner-apex.localhost", "docplanner.localhost", 1);
    Response::redirect(301, &target)
}
