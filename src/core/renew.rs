//! Renewal by refresh token (RFC 6749, section 6).

use std::rc::Rc;
use std::sync::Arc;

use super::error::Error;
use super::judgement;
use super::names::Timestamp;
use super::secret::Secret;
use super::session::Session;
use super::settings::Settings;
use super::steps::{Answer, Machine, Step, Turn, out_of_step, single};
use super::token;

/// From an old access token to a new one. Sends the refresh token once; who may begin is decided
/// under the lock, by [`super::tab`].
#[derive(Debug)]
pub struct Renew {
    settings: Rc<Settings>,
    session: Arc<Session>,
    recording: bool,
}

impl Renew {
    /// Begins; `None` when the session has nothing to renew it with.
    pub fn begin(settings: Rc<Settings>, session: Arc<Session>) -> Option<Turn> {
        let refresh_token = session.refresh_token.as_ref()?;
        let endpoint = &session.metadata.token_endpoint;
        let request = token::refresh(endpoint, &settings.client_id, refresh_token);
        let next = Machine::Renew(Renew {
            settings,
            session,
            recording: false,
        });
        Some(Turn::then(Step::Fetch(vec![request]), next))
    }

    /// The next step.
    pub fn resume(self, answer: Answer, now: Timestamp) -> Result<Turn, Error> {
        match (self.recording, answer) {
            (false, Answer::Responses(responses)) => {
                let tokens = token::judge(single(responses)?, self.settings.provider)?;
                judgement::renewed_claims(&tokens, &self.session, &self.settings, now)?;
                let old = &self.session;
                let kept = || {
                    // Copied from the old record to the new one: no new one came.
                    old.refresh_token
                        .as_ref()
                        .map(|token| Secret::new(String::from(token.expose())))
                };
                let session = Box::new(Session {
                    id: old.id.clone(),
                    generation: old.generation.saturating_add(1),
                    epoch: old.epoch,
                    client: old.client.clone(),
                    metadata: old.metadata.clone(),
                    access_token: tokens.access_token,
                    refresh_token: tokens.refresh_token.or_else(kept),
                    issued: now,
                    expires: tokens.expires_in.map(|seconds| now.plus_seconds(seconds)),
                    requested: old.requested.clone(),
                    granted: tokens.scopes.unwrap_or_else(|| old.granted.clone()),
                    user: old.user.clone(),
                    claims: old.claims.clone(),
                    api_base: old.api_base.clone(),
                    dead: false,
                });
                let next = Machine::Renew(Renew {
                    recording: true,
                    ..self
                });
                Ok(Turn::then(Step::Record(session), next))
            }
            (true, Answer::Recorded(session)) => Ok(Turn::last(Step::Finished(session?))),
            _ => Err(out_of_step()),
        }
    }
}
