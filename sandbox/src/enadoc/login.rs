//! The sign-in page, and the way back: a code, and never a `state`.

use crate::{
    clients::User,
    cookies::Cookie,
    entropy::token,
    form::append,
    http::Response,
    page::{page, user_picker},
    switches::CodeParam,
};

use super::{
    Enadoc,
    state::{Grant, Pending, Session},
};

/// The cookie of a browser that is signed in.
const COOKIE: &str = "eip_session";

impl<'a> Enadoc<'a> {
    pub(super) fn login_page(&mut self) -> Response {
        let Some(pending) = self.pending() else {
            return refusal();
        };
        if let Some(user) = self.signed_in() {
            return self.back(&pending, user);
        }
        let body = format!(
            "<p>Choose who signs in.</p>\n{}",
            user_picker(
                "/login",
                self.users,
                &[("request", pending.request.as_str())]
            )
        );
        Response::html(200, page("Sign in to Enadoc", &body))
    }

    /// The picker's answer.
    pub(super) fn sign_in(&mut self) -> Response {
        let form = self.request.form_parameters();
        let user = form.text("user").and_then(|name| self.user(name));
        let (Some(pending), Some(user)) = (self.pending(), user) else {
            return refusal();
        };
        let value = token(self.entropy, 32);
        self.state.sessions.push(Session {
            value: value.clone(),
            user: user.id.clone(),
        });
        let response = self.back(&pending, user);
        Cookie {
            http_only: true,
            ..Cookie::plain(COOKIE, &value)
        }
        .set(response)
    }

    /// The login that the address is for. It can be opened again.
    fn pending(&self) -> Option<Pending> {
        let (form, query) = (
            self.request.form_parameters(),
            self.request.query_parameters(),
        );
        let request = form.text("request").or_else(|| query.text("request"))?;
        let is_it = |pending: &&Pending| pending.request == request;
        self.state.pending.iter().find(is_it).cloned()
    }

    fn signed_in(&self) -> Option<&'a User> {
        if let Some(name) = &self.switches.auto_login {
            return self.user(name);
        }
        let value = self.request.cookie(COOKIE)?;
        let is_it = |session: &&Session| session.value == value;
        let session = self.state.sessions.iter().find(is_it)?;
        self.user(&session.user).filter(|_| self.switches.remember)
    }

    /// Makes a code and sends the browser back with it.
    fn back(&mut self, pending: &Pending, user: &User) -> Response {
        let code = token(self.entropy, 32);
        self.state.grants.push(Grant {
            client: pending.client.clone(),
            user: user.id.clone(),
            code: code.clone(),
            code_expires: self.now + self.switches.code_lifetime,
            ..Grant::default()
        });
        let name = match self.switches.code_param {
            CodeParam::Code => "code",
            CodeParam::OauthCode => "oauth_code",
        };
        let mutation = self.switches.callback.clone().unwrap_or_default();
        let origin = self.request.origin();
        let parameters = mutation.apply(
            vec![(name.to_string(), code.clone())],
            &[("{code}", &code), ("{origin}", &origin)],
        );
        let pairs: Vec<(&str, &str)> = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let mut url = append(&pending.redirect_uri, &pairs);
        if mutation.fragment {
            url = url.replacen('?', "#", 1);
        }
        Response::redirect(303, &url)
    }
}

fn refusal() -> Response {
    let body =
        "<p id=\"oauth-error\" data-testid=\"oauth-error\">The address is not one of ours.</p>";
    Response::html(400, page("This sign-in cannot start", body))
}
