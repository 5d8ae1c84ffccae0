//! Refusals of the API and of userinfo: no token, a bad one, or one of too weak a login (RFC 6750, section 3; RFC 9470).

use crate::{
    http::Response,
    switches::{ChallengeError, OidcChallenge},
};

use super::{
    Issuer,
    state::{Grant, Token},
};

impl Issuer<'_> {
    /// 401. To a request without a token it names no error (RFC 6750, section 3.1).
    pub(super) fn unauthorized(&self) -> Response {
        let challenge = match self.bearer() {
            None => "Bearer",
            Some(_) => "Bearer error=\"invalid_token\"",
        };
        Response::empty(401).with("WWW-Authenticate", challenge)
    }

    /// The switch's challenge, unless the token fulfils it.
    pub(super) fn step_up(&mut self, grant: &Grant, token: &Token) -> Option<Response> {
        let challenge = self.switches.challenge.as_mut()?;
        if challenge.times == Some(0) || fulfils(challenge, grant, token, self.now) {
            return None;
        }
        challenge.times = challenge.times.map(|times| times - 1);
        let max_age = challenge.max_age.map(|seconds| seconds.to_string());
        let parameters = [
            ("error", Some(challenge.error.code())),
            ("acr_values", challenge.acr_values.as_deref()),
            ("max_age", max_age.as_deref()),
            ("scope", challenge.scope.as_deref()),
        ];
        let parameters: Vec<String> = parameters
            .iter()
            .filter_map(|(name, value)| Some(format!("{name}=\"{}\"", (*value)?)))
            .collect();
        let status = match challenge.error {
            ChallengeError::InsufficientScope => 403,
            _ => 401,
        };
        let header = format!("Bearer {}", parameters.join(", "));
        Some(Response::empty(status).with("WWW-Authenticate", &header))
    }
}

fn fulfils(challenge: &OidcChallenge, grant: &Grant, token: &Token, now: u64) -> bool {
    let acr = challenge.acr_values.as_deref().map(|values| {
        values
            .split(' ')
            .any(|value| Some(value) == grant.acr.as_deref())
    });
    let age = challenge
        .max_age
        .map(|seconds| now.saturating_sub(grant.authenticated) <= seconds);
    let scope = challenge.scope.as_deref().map(|scopes| {
        scopes
            .split(' ')
            .all(|scope| token.scopes.iter().any(|held| held == scope))
    });
    let conditions = [acr, age, scope];
    conditions.contains(&Some(true)) && !conditions.contains(&Some(false))
}
