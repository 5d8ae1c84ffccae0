//! `/end_session` (OpenID Connect RP-Initiated Logout 1.0).

use serde_json::Value;

use crate::{cookies::Cookie, form::append, http::Response, jwt, page::page};

use super::Issuer;

impl Issuer<'_> {
    pub(super) fn end_session(&mut self) -> Response {
        let form = self.request.form_parameters();
        let query = self.request.query_parameters();
        let parameter = |name: &str| form.text(name).or_else(|| query.text(name));
        let hinted = parameter("id_token_hint")
            .and_then(jwt::claims)
            .and_then(|claims| claims.get("aud")?.as_str().map(str::to_string));
        let client = hinted.or_else(|| parameter("client_id").map(str::to_string));
        let client = client.and_then(|id| self.client(&id));
        let target = parameter("post_logout_redirect_uri");
        let registered = target.filter(|target| {
            client.is_some_and(|client| {
                client
                    .post_logout_redirect_uris
                    .iter()
                    .any(|known| known == target)
            })
        });
        if target.is_some() && registered.is_none() {
            let body = "<p id=\"oauth-error\" data-testid=\"oauth-error\">The address to return to is not registered.</p>";
            return Response::html(400, page("This sign-out cannot finish", body));
        }
        let session = self.request.cookie("oidc_session");
        self.state
            .sessions
            .retain(|known| Some(&known.value) != session.as_ref());
        let sid = parameter("id_token_hint")
            .and_then(jwt::claims)
            .and_then(|claims| {
                claims
                    .get("sid")
                    .and_then(Value::as_str)
                    .map(str::to_string)
            });
        for grant in self
            .state
            .grants
            .iter_mut()
            .filter(|grant| sid.as_ref() == Some(&grant.session))
        {
            grant.revoked = true;
        }
        let response = match registered {
            None => Response::html(
                200,
                page(
                    "Signed out",
                    "<p data-testid=\"signed-out\">You are signed out here.</p>",
                ),
            ),
            Some(target) => {
                let state: Vec<(&str, &str)> = parameter("state")
                    .map(|state| ("state", state))
                    .into_iter()
                    .collect();
                Response::redirect(303, &append(target, &state))
            }
        };
        Cookie::gone("oidc_session", &format!("{}/", self.prefix())).set(response)
    }
}
