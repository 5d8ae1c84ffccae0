//! Sign-in at the cloud's authorization host, where there is no portal: the person is matched to the portals that they have, and
//! is taken to one of them with the authorization request.
//!
//! The request is kept as the login pages keep it, so that what followed `&scope=` is lost here as well. The portal begins a
//! session of its own in a form of its own, since its strict cookie is not sent while another site leads.

use crate::{
    clients::User,
    cookies::Cookie,
    encoding::escape_html,
    entropy::token,
    http::Response,
    page::{hidden_fields, page},
    switches::Region,
};

use super::{Portal, state::Arrival};

impl Portal<'_> {
    /// `/login…` of the authorization host.
    pub(super) fn cloud_pages(&mut self, path: &str) -> Response {
        let response = match (self.request.method.as_str(), path) {
            ("GET", "/login") => self.cloud_login_page(),
            ("POST", "/login") => {
                let form = self.request.form_parameters();
                match form.first("user").and_then(|name| self.user(name)) {
                    None => self.to_error_page("something_went_wrong_error"),
                    Some(user) => self.matched(user),
                }
            }
            ("POST", "/login/portal") => self.chosen_portal(),
            ("GET", "/login/error") => self.error_page(),
            _ => Response::empty(404),
        };
        Self::page_headers(response)
    }

    fn cloud_login_page(&mut self) -> Response {
        if let Some(response) = self.login_error() {
            return response;
        }
        let by_switch = self.switches.auto_login.clone();
        match by_switch.and_then(|name| self.user(&name)) {
            Some(user) => self.matched(user),
            None => {
                let query = self.request.query_parameters();
                self.picker(query.first("client_id").unwrap_or_default())
            }
        }
    }

    /// Signed in: on to the portal, or to the page that asks which.
    fn matched(&mut self, user: &User) -> Response {
        let Some(restart) = self.restart() else {
            return self.to_error_page("something_went_wrong_error");
        };
        let target = restart
            .url()
            .strip_prefix(&self.request.origin())
            .unwrap_or_default()
            .to_string();
        let response = match self.switches.portals.as_slice() {
            [] => Response::html(200, page("No DocSpace found", NO_PORTAL)),
            // The portal has its own way to know who this is, and needs no form.
            [only] if self.switches.auto_login.is_some() => {
                Response::redirect(302, &format!("{}{target}", self.portal_of(Some(*only))))
            }
            [only] => {
                let only = *only;
                let key = self.expect(user, target);
                self.to_portal(only, &key)
            }
            several => {
                let several = several.to_vec();
                let key = self.expect(user, target);
                Response::html(
                    200,
                    page("Choose your DocSpace", &self.choice(&several, &key)),
                )
            }
        };
        restart.keep(response)
    }

    /// Somebody will come to a portal with this key.
    fn expect(&mut self, user: &User, target: String) -> String {
        let key = token(self.entropy, 32);
        self.state.arrivals.push(Arrival {
            key: key.clone(),
            user: user.id.clone(),
            target,
        });
        key
    }

    fn choice(&self, portals: &[Region], key: &str) -> String {
        let mut form = format!(
            "<p>You are a member of several.</p>\n<form method=\"post\" action=\"/login/portal\">\n{}",
            hidden_fields(&[("key", key)])
        );
        for region in portals {
            let name = region.name();
            form.push_str(&format!(
                "<button type=\"submit\" name=\"portal\" value=\"{name}\" id=\"portal-{name}\" data-testid=\"portal-{name}\">{}</button>\n",
                escape_html(&self.portal_of(Some(*region)))
            ));
        }
        form.push_str("</form>");
        form
    }

    fn chosen_portal(&self) -> Response {
        let form = self.request.form_parameters();
        let chosen = self
            .switches
            .portals
            .iter()
            .find(|region| form.first("portal") == Some(region.name()));
        match (chosen, form.text("key")) {
            (Some(region), Some(key)) => self.to_portal(*region, key),
            _ => self.to_error_page("something_went_wrong_error"),
        }
    }

    fn to_portal(&self, region: Region, key: &str) -> Response {
        let portal = self.portal_of(Some(region));
        Response::redirect(302, &format!("{portal}/login/confirm?key={key}"))
    }

    /// `GET /login/confirm` at a portal: a form that sends itself, so that it is the portal that goes on.
    pub(super) fn arrival_page(&self) -> Response {
        let query = self.request.query_parameters();
        let body = format!(
            "<form method=\"post\" action=\"/login/confirm\">\n{}<button class=\"main\" id=\"arrival-continue\" data-testid=\"arrival-continue\">Continue</button>\n</form>\n\
             <script>document.forms[0].submit();</script>",
            hidden_fields(&[("key", query.first("key").unwrap_or_default())])
        );
        Response::html(200, page("Opening your DocSpace", &body))
    }

    /// `POST /login/confirm`: a session and a signature at this portal, for the one who comes with a key, once.
    pub(super) fn arrive(&mut self) -> Response {
        let form = self.request.form_parameters();
        let arrivals = &mut self.state.arrivals;
        let at = arrivals
            .iter()
            .position(|arrival| form.text("key") == Some(arrival.key.as_str()));
        let arrival = at.map(|at| arrivals.remove(at));
        let Some((user, arrival)) =
            arrival.and_then(|arrival| Some((self.user(&arrival.user)?, arrival)))
        else {
            return self.to_error_page("something_went_wrong_error");
        };
        let target = format!("{}{}", self.request.origin(), arrival.target);
        let response = self.start_session(user, Response::redirect(302, &target));
        let signature = self.issue_signature(user);
        Cookie::plain("x-signature", &signature).set(response)
    }
}

const NO_PORTAL: &str =
    "<p data-testid=\"no-portal\" id=\"no-portal\">This person is a member of no DocSpace.</p>";
