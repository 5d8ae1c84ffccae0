//! `/end_session` (OpenID Connect RP-Initiated Logout 1.0), with a page to confirm it and the way back, each bent by switches.

use serde_json::{Map, Value};

use crate::{
    cookies::Cookie,
    encoding::escape_html,
    form::{Parameters, append},
    http::Response,
    jwt,
    page::{hidden_fields, page},
    switches::LogoutState,
};

use super::Issuer;

/// The parameters that a request may have (section 2).
const PARAMETERS: [&str; 6] = [
    "id_token_hint",
    "logout_hint",
    "client_id",
    "post_logout_redirect_uri",
    "state",
    "ui_locales",
];

/// A logout request, from the query or from a form.
struct Logout {
    form: Parameters,
    query: Parameters,
}

impl Logout {
    fn text(&self, name: &str) -> Option<&str> {
        self.form.text(name).or_else(|| self.query.text(name))
    }

    fn hint(&self) -> Map<String, Value> {
        let hint = self.text("id_token_hint").and_then(jwt::claims);
        hint.unwrap_or_default()
    }

    /// The client: the hint's audience and `client_id` must not differ.
    fn client(&self) -> Result<Option<String>, &'static str> {
        let hint = self.hint();
        let hinted = hint.get("aud").and_then(Value::as_str);
        match (hinted, self.text("client_id")) {
            (Some(hinted), Some(named)) if hinted != named => {
                Err("The ID token was issued to another client.")
            }
            (hinted, named) => Ok(hinted.or(named).map(str::to_string)),
        }
    }
}

impl Issuer<'_> {
    pub(super) fn end_session(&mut self) -> Response {
        let logout = Logout {
            form: self.request.form_parameters(),
            query: self.request.query_parameters(),
        };
        let client = match logout.client() {
            Ok(client) => client.and_then(|id| self.client(&id)),
            Err(reason) => return refusal(reason),
        };
        let target = logout.text("post_logout_redirect_uri");
        let is_registered = |target: &&str| {
            client.is_some_and(|client| {
                let known = &client.post_logout_redirect_uris;
                known.iter().any(|known| known == target)
            })
        };
        let registered = target.filter(is_registered);
        if target.is_some() && registered.is_none() {
            return refusal("The address to return to is not registered.");
        }
        if self.switches.logout_confirm && logout.form.text("confirmed").is_none() {
            return self.confirmation(&logout);
        }
        let hint = logout.hint();
        self.sign_out(&hint);
        let response = match registered {
            None => Response::html(
                200,
                page(
                    "Signed out",
                    "<p data-testid=\"signed-out\">You are signed out here.</p>",
                ),
            ),
            Some(target) => {
                let back = self.way_back(target, logout.text("state"));
                let sid = hint.get("sid").and_then(Value::as_str).unwrap_or_default();
                self.tell_the_app(sid, &back)
                    .unwrap_or_else(|| Response::redirect(303, &back))
            }
        };
        Cookie::gone("oidc_session", &format!("{}/", self.prefix())).set(response)
    }

    /// Ends the browser's session, and the grant of the hint.
    fn sign_out(&mut self, hint: &Map<String, Value>) {
        let session = self.request.cookie("oidc_session");
        self.state
            .sessions
            .retain(|known| Some(&known.value) != session.as_ref());
        let sid = hint.get("sid").and_then(Value::as_str);
        for grant in self
            .state
            .grants
            .iter_mut()
            .filter(|grant| sid == Some(&grant.session))
        {
            grant.revoked = true;
        }
    }

    fn way_back(&self, target: &str, state: Option<&str>) -> String {
        let state = match self.switches.logout_state {
            LogoutState::Echo => state,
            LogoutState::Other => Some("another-state"),
            LogoutState::None => None,
        };
        let state: Vec<(&str, &str)> = state.map(|state| ("state", state)).into_iter().collect();
        append(target, &state)
    }

    /// A page that asks first (section 2: the server should).
    fn confirmation(&self, logout: &Logout) -> Response {
        let fields: Vec<(&str, &str)> = PARAMETERS
            .iter()
            .filter_map(|name| Some((*name, logout.text(name)?)))
            .collect();
        let body = format!(
            "<form method=\"post\" action=\"{}/end_session\">\n{}\
             <button class=\"main\" name=\"confirmed\" value=\"yes\" id=\"logout-confirm\" data-testid=\"logout-confirm\">Sign out</button>\n</form>",
            self.prefix(),
            hidden_fields(&fields),
        );
        Response::html(200, page("Do you want to sign out?", &body))
    }
}

fn refusal(reason: &str) -> Response {
    let body = format!(
        "<p id=\"oauth-error\" data-testid=\"oauth-error\">{}</p>",
        escape_html(reason)
    );
    Response::html(400, page("This sign-out cannot finish", &body))
}
