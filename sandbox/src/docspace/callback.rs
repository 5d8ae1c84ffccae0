//! How the portal brings the browser back to the app, or fails to.
//!
//! Success is plain text: `?code=` and the decoded state are appended as they are, so a redirect URI with a query or a state
//! with special characters is broken. Failure is appended properly, without a description. Most failures do not come back at
//! all and end on the portal's error page.

use crate::{form::encode, http::Response, mutation::CallbackMutation};

use super::{Portal, state::Authorization};

/// `error_uri` of what is wrong with a parameter.
const ERROR_URI: &str = "https://datatracker.ietf.org/doc/html/rfc6749#section-4.1.2.1";
/// `error_uri` of what is wrong with the code challenge.
pub(super) const PKCE_ERROR_URI: &str =
    "https://datatracker.ietf.org/doc/html/rfc7636#section-4.4.1";

impl Portal<'_> {
    /// The address that carries a code back.
    pub(super) fn success(&self, row: &Authorization, code: &str) -> String {
        let mut parameters = vec![("code".to_string(), code.to_string())];
        parameters.extend(
            row.state
                .iter()
                .map(|state| ("state".to_string(), state.clone())),
        );
        let mutation = self.switches.callback.clone().unwrap_or_default();
        let parameters = self.bend(&mutation, parameters);
        let mut address = row.redirect_uri.clone();
        for (position, (name, value)) in parameters.iter().enumerate() {
            let mark = match (position, mutation.fragment) {
                (0, false) => '?',
                (0, true) => '#',
                _ => '&',
            };
            address.push_str(&format!("{mark}{name}={value}"));
        }
        address
    }

    /// The address that carries an error back.
    pub(super) fn failure(
        &self,
        redirect_uri: &str,
        state: Option<&str>,
        error: &str,
        error_uri: Option<&str>,
    ) -> String {
        let mut parameters = vec![
            ("error".to_string(), error.to_string()),
            (
                "error_uri".to_string(),
                error_uri.unwrap_or(ERROR_URI).to_string(),
            ),
        ];
        parameters.extend(state.map(|state| ("state".to_string(), state.to_string())));
        let mutation = self.switches.callback.clone().unwrap_or_default();
        let mut address = redirect_uri.to_string();
        for (name, value) in self.bend(&mutation, parameters) {
            let (first, used) = if mutation.fragment {
                ('#', address.contains('#'))
            } else {
                ('?', address.contains('?'))
            };
            address.push_str(&format!(
                "{}{}={}",
                if used { '&' } else { first },
                encode(&name),
                encode(&value)
            ));
        }
        address
    }

    fn bend(
        &self,
        mutation: &CallbackMutation,
        parameters: Vec<(String, String)>,
    ) -> Vec<(String, String)> {
        let origin = self.request.origin();
        mutation.apply(
            parameters,
            &[
                ("{issuer}", &format!("{origin}/oauth2")),
                ("{origin}", &origin),
            ],
        )
    }

    /// Sends the browser to the app, the way the caller understands: the portal's own consent page asks not to be redirected.
    pub(super) fn deliver(&self, address: &str) -> Response {
        if self.request.header("x-disable-redirect") == Some("true") {
            return Response::empty(200).with("X-Redirect-URI", address);
        }
        Response::redirect(302, address)
    }

    /// Sends the browser to the login pages with an error; they show all but the signature's.
    pub(super) fn to_login(&self, client: &str, error: &str) -> Response {
        self.deliver(&format!(
            "{}/login?type=oauth2&client_id={}&error={error}",
            self.request.origin(),
            encode(client)
        ))
    }

    /// Leaves the browser on the portal's error page: nothing comes back to the app.
    pub(super) fn to_error_page(&self, key: &str) -> Response {
        self.deliver(&format!(
            "{}/login/error?oauthMessageKey={key}",
            self.request.origin()
        ))
    }
}
