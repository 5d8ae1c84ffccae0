//! `/logout`: ends sessions at the service, and no token. The return is not guaranteed.

use crate::{
    encoding::escape_html,
    form::{Parameters, append},
    http::Response,
    page::page,
};

use super::{
    Directory, account::account_button, claims::login_hint, state::Session, tenant::Tenant,
};

impl Directory<'_> {
    /// With a hint that fits the account goes at once; else the user is asked. Nobody signed in, or an address that is not
    /// registered: a page, and no return.
    pub(super) fn logout(&mut self, segment: &str) -> Response {
        if let Err(problem) = self.authority(segment) {
            return self.refusal(&problem);
        }
        let (query, form) = (
            self.request.query_parameters(),
            self.request.form_parameters(),
        );
        let parameter = |name: &str| {
            query
                .text(name)
                .or_else(|| form.text(name))
                .map(str::to_string)
        };
        let sessions = self.sessions();
        let hint = parameter("logout_hint");
        let meant = |session: &&Session| match (form.text("signout"), &hint) {
            (Some(pressed), _) => session.user == pressed,
            (None, Some(hint)) => self
                .user(&session.user)
                .is_some_and(|user| *hint == login_hint(Tenant::of(user), &user.id)),
            (None, None) => false,
        };
        let leaving = sessions.iter().find(meant);
        let Some(leaving) = leaving else {
            return if sessions.is_empty() || hint.is_some() {
                signed_out()
            } else {
                self.sign_out_page(&sessions, &form)
            };
        };
        let id = leaving.id.clone();
        self.state.sessions.retain(|session| session.id != id);
        let target = parameter("post_logout_redirect_uri");
        match target.filter(|target| self.may_return(target)) {
            None => signed_out(),
            Some(target) => {
                let state = parameter("state").filter(|_| self.switches.logout_state);
                let state: Vec<(&str, &str)> = state
                    .iter()
                    .map(|state| ("state", state.as_str()))
                    .collect();
                Response::redirect(303, &append(&target, &state))
            }
        }
    }

    /// Whether an address is registered, by whatever app: the request does not say whose logout it is.
    fn may_return(&self, target: &str) -> bool {
        self.registrations
            .iter()
            .filter(|known| known.cloud == self.cloud)
            .any(|known| {
                known.redirect(target).is_some()
                    || known
                        .post_logout_redirect_uris
                        .iter()
                        .any(|uri| uri == target)
            })
    }

    fn sign_out_page(&self, sessions: &[Session], form: &Parameters) -> Response {
        let mut body = format!(
            "<p>Which account do you want to sign out of?</p>\n<form method=\"post\" action=\"{}\">\n",
            escape_html(&self.action())
        );
        for name in ["post_logout_redirect_uri", "state"] {
            let kept: Vec<(&str, &str)> = form
                .text(name)
                .map(|value| (name, value))
                .into_iter()
                .collect();
            body.push_str(&crate::page::hidden_fields(&kept));
        }
        for session in sessions {
            if let Some(user) = self.user(&session.user) {
                body.push_str(&account_button("signout", user));
            }
        }
        body.push_str("</form>");
        Response::html(200, page("Pick an account", &body))
    }
}

fn signed_out() -> Response {
    let body = "<p data-testid=\"signed-out\">You are signed out here.</p>";
    Response::html(200, page("Signed out", body))
}
