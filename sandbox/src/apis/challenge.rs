//! 401 with a `WWW-Authenticate` that says what token would do. Its parameters come in no order that a client may count on.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::{
    entra::{Satisfied, Wanted},
    http::Response,
    switches::Challenge,
};

use super::{Api, Caller};

impl Api<'_> {
    /// The challenge of a switch, as long as the token does not meet it. Counts it.
    pub(super) fn challenge(
        &self,
        slot: &mut Option<Challenge>,
        caller: &Caller<'_>,
    ) -> Option<Response> {
        let challenge = slot.as_mut()?;
        if self.is_met(challenge, &caller.access.satisfied) || !challenge.count() {
            return None;
        }
        let header = match challenge {
            Challenge::Claims { claims, .. } => format!(
                "Bearer realm=\"\", authorization_uri=\"{}\", claims=\"{}\", \
                 error_description=\"The token is good, the claims are not enough\", error=\"insufficient_claims\"",
                self.authorization_uri(),
                STANDARD.encode(json!(claims).to_string()),
            ),
            Challenge::StepUp {
                acr_values,
                max_age,
                ..
            } => {
                let mut header = "Bearer error=\"insufficient_user_authentication\", \
                    error_description=\"Another sign-in is needed, a stronger or a newer one\""
                    .to_string();
                if let Some(values) = acr_values {
                    header.push_str(&format!(", acr_values=\"{values}\""));
                }
                if let Some(seconds) = max_age {
                    header.push_str(&format!(", max_age=\"{seconds}\""));
                }
                header
            }
        };
        let body = json!({"error": {"code": "InvalidAuthenticationToken", "message": "More is asked of the token."}});
        let response = Response::json(401, &body).with("WWW-Authenticate", &header);
        Some(if challenge.is_exposed() {
            response.with("Access-Control-Expose-Headers", "WWW-Authenticate")
        } else {
            response
        })
    }

    fn is_met(&self, challenge: &Challenge, token: &Satisfied) -> bool {
        match challenge {
            Challenge::Claims { claims, .. } => Wanted::of(claims).is_met_by(token),
            Challenge::StepUp {
                acr_values,
                max_age,
                ..
            } => {
                let held = token.acr.as_deref().unwrap_or_default();
                let age = self.now.saturating_sub(token.authenticated);
                acr_values
                    .as_ref()
                    .is_none_or(|values| values.split(' ').any(|value| value == held))
                    && max_age.is_none_or(|most| age <= most)
            }
        }
    }

    /// Where Entra's double of this cloud and scenario answers.
    fn authorization_uri(&self) -> String {
        let host = &self.request.host;
        let (names, port) = host.rsplit_once(':').unwrap_or((host, ""));
        let colon = if port.is_empty() { "" } else { ":" };
        // `x.graph.localhost` has a scenario, `graph.localhost` has none.
        let label = match names.split('.').collect::<Vec<_>>().as_slice() {
            [scenario, _, _] => format!("{scenario}."),
            _ => String::new(),
        };
        format!(
            "{}://{label}entra{}.localhost{colon}{port}/common/oauth2/authorize",
            self.request.scheme,
            self.cloud.suffix()
        )
    }
}
