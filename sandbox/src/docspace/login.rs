//! The portal's pages: sign-in with a picker in place of passwords, consent, error, home.

use crate::{
    cookies::Cookie,
    encoding::escape_html,
    form::encode,
    http::Response,
    page::{hidden_fields, page, user_picker},
};

use super::Portal;

impl Portal<'_> {
    /// `/login…`. Frames of other sites may not show these.
    pub(super) fn pages(&mut self, path: &str) -> Response {
        let response = match (self.request.method.as_str(), path) {
            ("GET", "/login") => self.login_page(),
            ("POST", "/login") => self.sign_in(),
            ("GET", "/login/consent") => self.consent_page(),
            ("POST", "/login/switch-user") => self.switch_user(),
            ("GET", "/login/confirm") => self.arrival_page(),
            ("POST", "/login/confirm") => self.arrive(),
            ("GET", "/login/error") => self.error_page(),
            _ => Response::empty(404),
        };
        Self::page_headers(response)
    }

    /// What every page carries.
    pub(super) fn page_headers(response: Response) -> Response {
        response
            .with("X-Frame-Options", "SAMEORIGIN")
            .with("Content-Security-Policy", "frame-ancestors 'self'")
            .with("Referrer-Policy", "same-origin")
            .with("Cache-Control", "no-store")
    }

    fn login_page(&mut self) -> Response {
        let query = self.request.query_parameters();
        let client = query.first("client_id").unwrap_or_default();
        if let Some(response) = self.login_error() {
            return response;
        }
        if query.first("type") != Some("oauth2") {
            return self.picker("");
        }
        if self.session_user().is_some() {
            return self.to_consent(client);
        }
        self.picker(client)
    }

    /// What the page that is called with an error does: on to the error page, except for the signature's.
    pub(super) fn login_error(&self) -> Option<Response> {
        let query = self.request.query_parameters();
        let error = query
            .text("error")
            .filter(|error| *error != "missing_asc_signature_error")?;
        Some(self.to_error_page(&encode(error)))
    }

    pub(super) fn picker(&self, client: &str) -> Response {
        let name = self
            .client(client)
            .map_or("DocSpace", |client| client.name.as_str());
        let body = format!(
            "<p>Choose who signs in to continue to <b>{}</b>.</p>\n{}",
            escape_html(name),
            user_picker("/login", self.users, &[("client_id", client)])
        );
        Response::html(200, page("Sign in to DocSpace", &body))
    }

    fn to_consent(&self, client: &str) -> Response {
        Response::redirect(
            302,
            &format!(
                "{}/login/consent?client_id={}",
                self.request.origin(),
                encode(client)
            ),
        )
    }

    /// The picker's answer: a session, a signature, and on with the authorization request if there is one.
    fn sign_in(&mut self) -> Response {
        let form = self.request.form_parameters();
        let Some(user) = form.first("user").and_then(|name| self.user(name)) else {
            return self.to_error_page("something_went_wrong_error");
        };
        let response = if form.text("client_id").is_none() {
            Response::redirect(302, &format!("{}/", self.request.origin()))
        } else {
            match self.restart() {
                None => self.to_error_page("something_went_wrong_error"),
                Some(restart) => restart.keep(Response::redirect(302, &restart.url())),
            }
        };
        let response = self.start_session(user, response);
        let signature = self.issue_signature(user);
        Cookie::plain("x-signature", &signature).set(response)
    }

    /// The consent page. With a session but without a live signature or an open question, it starts the request again.
    fn consent_page(&mut self) -> Response {
        let query = self.request.query_parameters();
        let client_id = query.first("client_id").unwrap_or_default();
        let Some(user) = self.session_user() else {
            let login = format!(
                "{}/login?type=oauth2&client_id={}",
                self.request.origin(),
                encode(client_id)
            );
            return Response::redirect(302, &login);
        };
        let restart = self.restart();
        let consent_state = self.request.cookie("client_state");
        let waiting = self.state.authorizations.iter().find(|row| {
            consent_state.is_some()
                && row.consent_state == consent_state
                && row.user == user.id
                && row.client == client_id
        });
        let waiting = waiting.cloned();
        let response = match (self.signed(false), waiting, &restart) {
            (Some(signed), Some(row), _) if signed == user.id => {
                let client = self
                    .client(client_id)
                    .map_or(client_id, |client| client.name.as_str());
                let scopes: String = row
                    .requested
                    .iter()
                    .map(|scope| format!("<li><code>{}</code></li>\n", escape_html(scope)))
                    .collect();
                let state = consent_state.unwrap_or_default();
                let granted: Vec<(&str, &str)> = row
                    .requested
                    .iter()
                    .map(|scope| ("scope", scope.as_str()))
                    .collect();
                let common = hidden_fields(&[("client_id", client_id), ("state", &state)]);
                let body = format!(
                    "<p>Signed in as <b data-testid=\"consent-user\">{}</b>.</p>\n<p><b>{}</b> asks for:</p>\n<ul data-testid=\"consent-scopes\">\n{scopes}</ul>\n\
                     <form method=\"post\" action=\"/api/2.0/oauth2/authorize\" data-answer>\n{common}{}<button class=\"main\" id=\"consent-allow\" data-testid=\"consent-allow\">Allow</button>\n</form>\n\
                     <form method=\"post\" action=\"/api/2.0/oauth2/authorize\" data-answer>\n{common}<button class=\"plain\" id=\"consent-deny\" data-testid=\"consent-deny\">Deny</button>\n</form>\n\
                     <form method=\"post\" action=\"/login/switch-user\">\n{}<button class=\"plain\" id=\"consent-switch-user\" data-testid=\"consent-switch-user\">Not you?</button>\n</form>\n{ANSWER_SCRIPT}",
                    escape_html(&user.display_name()),
                    escape_html(client),
                    hidden_fields(&granted),
                    hidden_fields(&[("client_id", client_id)]),
                );
                Response::html(200, page("Allow access?", &body))
            }
            (_, _, Some(restart)) => {
                let signature = self.issue_signature(user);
                Cookie::plain("x-signature", &signature)
                    .set(Response::redirect(302, &restart.url()))
            }
            (_, _, None) => self.to_error_page("something_went_wrong_error"),
        };
        match restart {
            Some(restart) => restart.keep(response),
            None => response,
        }
    }

    /// "Not you?": the session ends, and the picker starts the request again from what the page has kept.
    fn switch_user(&mut self) -> Response {
        let client = self
            .request
            .form_parameters()
            .first("client_id")
            .unwrap_or_default()
            .to_string();
        let session = self.request.cookie("asc_auth_key");
        self.state
            .sessions
            .retain(|known| Some(&known.value) != session.as_ref());
        let login = format!(
            "{}/login?type=oauth2&client_id={}",
            self.request.origin(),
            encode(&client)
        );
        let response = Cookie::gone("asc_auth_key", "/").set(Response::redirect(302, &login));
        Cookie::gone("x-signature", "/").set(response)
    }

    pub(super) fn error_page(&self) -> Response {
        let query = self.request.query_parameters();
        let key = escape_html(
            query
                .first("oauthMessageKey")
                .unwrap_or("something_went_wrong_error"),
        );
        let body = format!(
            "<p>The application could not be opened.</p>\n<p><code id=\"oauth-error\" data-testid=\"oauth-error\">{key}</code></p>"
        );
        Response::html(200, page("Something went wrong", &body))
    }

    /// `/`: who is signed in at the portal itself.
    pub(super) fn home(&self) -> Response {
        let who = self.session_user().map_or("nobody".to_string(), |user| {
            escape_html(&user.display_name())
        });
        let body = format!(
            "<p>Signed in: <b data-testid=\"portal-user\">{who}</b>.</p>\n<p><a href=\"/login\">Sign in</a></p>"
        );
        Response::html(200, page("DocSpace", &body))
    }
}

/// The page answers by script and replaces itself with the address that it is given; without scripts the forms do it.
const ANSWER_SCRIPT: &str = "<script>
for (const form of document.querySelectorAll('form[data-answer]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, {
      method: 'POST', headers: { 'X-Disable-Redirect': 'true' }, body: new URLSearchParams(new FormData(form)),
    });
    const target = answer.headers.get('X-Redirect-URI');
    location.replace(target || '/login/error?oauthMessageKey=something_went_wrong_error');
  });
}
</script>";
