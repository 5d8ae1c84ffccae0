//! The sign-in page: a picker in place of passwords.

use crate::{
    cookies::Cookie,
    entropy::token,
    http::Response,
    page::{page, user_picker},
};

use super::{Issuer, state::Session};

impl Issuer<'_> {
    pub(super) fn login_page(&mut self) -> Response {
        if let Err(response) = self.asked() {
            return response;
        }
        let action = format!("{}/login?{}", self.prefix(), self.request.query);
        let body = format!(
            "<p>Choose who signs in.</p>\n{}\n<form method=\"post\" action=\"{}\">\n\
             <button class=\"plain\" name=\"user\" value=\"\" id=\"login-cancel\" data-testid=\"login-cancel\">Cancel</button>\n</form>",
            user_picker(&action, self.users, &[]),
            crate::encoding::escape_html(&action),
        );
        Response::html(200, page("Sign in", &body))
    }

    /// The picker's answer: a session and a code, or `access_denied`.
    pub(super) fn sign_in(&mut self) -> Response {
        let asked = match self.asked() {
            Ok(asked) => asked,
            Err(response) => return response,
        };
        let form = self.request.form_parameters();
        let Some(user) = form.text("user").and_then(|name| self.user(name)) else {
            return self.failure(&asked, "access_denied");
        };
        let value = token(self.entropy, 32);
        self.state.sessions.push(Session {
            value: value.clone(),
            user: user.id.clone(),
            authenticated: self.now,
            acr: self.acr(&asked.parameters),
        });
        let response = self.grant(&asked, user, self.now);
        let path = format!("{}/", self.prefix());
        Cookie {
            http_only: true,
            path: &path,
            ..Cookie::plain("oidc_session", &value)
        }
        .set(response)
    }
}
