//! The way back to the app: encoded, with `iss` (RFC 9207), bent where a switch says so.

use crate::{form::encode, http::Response};

use super::{Issuer, authorize::Asked};

impl Issuer<'_> {
    /// Sends the browser back with an error.
    pub(super) fn failure(&self, asked: &Asked<'_>, error: &str) -> Response {
        let description = (
            "error_description".to_string(),
            format!("The request was refused: {error}"),
        );
        self.back(
            asked,
            vec![("error".to_string(), error.to_string()), description],
        )
    }

    /// Sends the browser back.
    pub(super) fn back(
        &self,
        asked: &Asked<'_>,
        mut parameters: Vec<(String, String)>,
    ) -> Response {
        parameters.extend(
            asked
                .parameters
                .first("state")
                .map(|state| ("state".to_string(), state.to_string())),
        );
        let issuer = self.issuer();
        if self.switches.callback_iss {
            parameters.push(("iss".to_string(), issuer.clone()));
        }
        let mutation = self.switches.callback.clone().unwrap_or_default();
        let parameters = mutation.apply(
            parameters,
            &[("{issuer}", &issuer), ("{origin}", &self.request.origin())],
        );
        let in_fragment =
            mutation.fragment || asked.parameters.first("response_mode") == Some("fragment");
        let mark = match (in_fragment, asked.redirect_uri.contains('?')) {
            (true, _) => '#',
            (false, true) => '&',
            (false, false) => '?',
        };
        let pairs: Vec<String> = parameters
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        // Also after the sign-in form's POST, so that the app's page is always fetched with GET (RFC 9700, section 4.12).
        Response::redirect(
            303,
            &format!("{}{mark}{}", asked.redirect_uri, pairs.join("&")),
        )
    }
}
