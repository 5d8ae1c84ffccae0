//! The way back to the app.

use serde_json::{Value, json};

use crate::{encoding::base64url, form::encode, http::Response};

use super::{Directory, authorize::Asked, problem::Problem, state::Grant, tenant::Tenant};

impl Directory<'_> {
    /// Sends the browser back with an error. A claims request may come along.
    pub(super) fn failure(&mut self, asked: &Asked<'_>, problem: &Problem) -> Response {
        let correlation = asked.parameters.first("client-request-id");
        let members = problem.members(&self.request.origin(), self.now, correlation, self.entropy);
        let wanted = [
            "error",
            "error_description",
            "error_uri",
            "suberror",
            "claims",
        ];
        let parameters = members
            .into_iter()
            .filter(|(name, _)| wanted.contains(name))
            .filter_map(|(name, value)| Some((name.to_string(), value.as_str()?.to_string())));
        let parameters = parameters.collect();
        self.back(asked, parameters)
    }

    /// Sends the browser back with a code.
    pub(super) fn success(&mut self, asked: &Asked<'_>, grant: &Grant) -> Response {
        let mut parameters = vec![("code".to_string(), grant.code.clone())];
        if asked.parameters.first("client_info") == Some("1") {
            parameters.push(("client_info".to_string(), self.client_info(&grant.user)));
        }
        if asked.parameters.first("instance_aware") == Some("true") {
            let host = self.request.host.clone();
            parameters.push((
                "cloud_instance_name".to_string(),
                self.cloud.instance().to_string(),
            ));
            parameters.push(("cloud_instance_host_name".to_string(), host));
        }
        parameters.push(("session_state".to_string(), grant.session.id.clone()));
        self.back(asked, parameters)
    }

    /// Who signed in: the user's and the tenant's id, as base64url JSON.
    pub(super) fn client_info(&self, user: &str) -> String {
        let tenant = self.user(user).map_or("", |user| Tenant::of(user).id);
        let info: Value = json!({"uid": user, "utid": tenant});
        base64url(info.to_string().as_bytes())
    }

    fn back(&self, asked: &Asked<'_>, mut parameters: Vec<(String, String)>) -> Response {
        let state = asked.parameters.first("state");
        parameters.extend(state.map(|state| ("state".to_string(), state.to_string())));
        let origin = self.request.origin();
        let issuer = format!("{origin}/{}/v2.0", asked.authority.issuer_part());
        if self.switches.callback_iss {
            parameters.push(("iss".to_string(), issuer.clone()));
        }
        let mutation = self.switches.callback.clone().unwrap_or_default();
        let parameters =
            mutation.apply(parameters, &[("{issuer}", &issuer), ("{origin}", &origin)]);
        let fragment =
            mutation.fragment || asked.parameters.first("response_mode") == Some("fragment");
        let address = with_a_path(&asked.redirect_uri);
        let mark = match (fragment, address.contains('?')) {
            (true, _) => '#',
            (false, true) => '&',
            (false, false) => '?',
        };
        let pairs: Vec<String> = parameters
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        // Also after a form's POST, so that the app's page is always fetched with GET (RFC 9700, section 4.12).
        Response::redirect(303, &format!("{address}{mark}{}", pairs.join("&")))
    }
}

/// A redirect URI without a path comes back with a slash.
fn with_a_path(uri: &str) -> String {
    let has_one = uri
        .split_once("://")
        .is_none_or(|(_, rest)| rest.contains(['/', '?']));
    let slash = if has_one { "" } else { "/" };
    format!("{uri}{slash}")
}

#[cfg(test)]
mod tests {
    use super::with_a_path;

    #[test]
    fn only_an_address_without_a_path_grows() {
        assert_eq!(with_a_path("http://a.localhost:1"), "http://a.localhost:1/");
        assert_eq!(with_a_path("http://a.localhost/"), "http://a.localhost/");
        assert_eq!(with_a_path("http://a/b"), "http://a/b");
    }
}
