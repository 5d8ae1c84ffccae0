//! Consent, per app and user and scope; several resources at once are fine here.

use crate::{
    encoding::escape_html,
    http::Response,
    page::{hidden_fields, page},
};

use super::{Directory, authorize::Asked, problem::Problem, state::Session};

impl Directory<'_> {
    /// Goes on to the code once everything asked for is consented to.
    pub(super) fn consented(&mut self, asked: &Asked<'_>, session: Session) -> Response {
        let registration = asked.registration;
        let known = self.state.consented(&registration.id, &session.user);
        let wanted = asked.scopes.to_consent(registration);
        let missing: Vec<&String> = wanted
            .iter()
            .filter(|scope| !known.contains(scope))
            .collect();
        let needs_admin = self.switches.admin_consent_required
            || missing
                .iter()
                .any(|scope| registration.admin_scopes.contains(scope));
        let silent = asked.prompt() == "none";
        if missing.is_empty() && asked.prompt() != "consent" {
            return self.grant(asked, session);
        }
        if !self.switches.admin_consent {
            if needs_admin && !missing.is_empty() {
                return self.failure(asked, &Problem::new(90094, &registration.id));
            }
            let pressed = asked.pressed.first("consent");
            if self.switches.deny_consent || pressed == Some("deny") {
                return self.failure(asked, &Problem::new(65004, ""));
            }
            if !self.switches.auto_consent && pressed != Some("allow") {
                if silent {
                    let problem = Problem::new(65001, &registration.id);
                    return self.failure(asked, &problem.with_error("consent_required"));
                }
                return self.consent_page(asked, &session, &wanted);
            }
        }
        self.state
            .remember_consent(&registration.id, &session.user, wanted);
        self.grant(asked, session)
    }

    fn consent_page(&self, asked: &Asked<'_>, session: &Session, wanted: &[String]) -> Response {
        let scopes: String = wanted
            .iter()
            .map(|scope| format!("<li>{}</li>\n", escape_html(scope)))
            .collect();
        let body = format!(
            "<p>{} asks for:</p>\n<ul>\n{scopes}</ul>\n<form method=\"post\" action=\"{}\">\n{}\
             <button class=\"main\" name=\"consent\" value=\"allow\" id=\"consent-allow\" data-testid=\"consent-allow\">Accept</button>\n\
             <button class=\"plain\" name=\"consent\" value=\"deny\" id=\"consent-deny\" data-testid=\"consent-deny\">Cancel</button>\n</form>",
            escape_html(&asked.registration.name),
            escape_html(&self.action()),
            hidden_fields(&[("account", &session.user)]),
        );
        Response::html(200, page("Permissions requested", &body))
    }
}
