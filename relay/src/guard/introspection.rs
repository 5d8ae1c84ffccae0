//! Asking the issuer about a token (RFC 7662; R-139). The answer is believed for at most thirty seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use docgate::core::answer;
use docgate::core::client_secret::ClientSecret;
use docgate::core::form::Form;
use docgate::core::http::{Purpose, Request};
use docgate::core::json::Object;
use docgate::core::secret::Secret;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::behind::Behind;
use crate::error::{Code, Refusal};
use crate::outward;

/// How long an answer is believed.
const BELIEVED: Duration = Duration::from_secs(30);
/// How many answers are kept.
const KEPT: usize = 1024;

/// Where an issuer is asked, and as whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Issuer<'a> {
    pub(super) endpoint: &'a str,
    pub(super) client_id: &'a str,
    pub(super) client_secret: &'a ClientSecret,
}

/// What one issuer said lately. By the hash of a token: no token is kept.
#[derive(Debug, Default)]
pub(super) struct Introspections(Mutex<HashMap<[u8; 32], Believed>>);

#[derive(Debug)]
struct Believed {
    members: Arc<Object>,
    until: Instant,
}

impl Introspections {
    /// What the issuer says of a token; also what it said of it in the last thirty seconds.
    pub(super) async fn of(
        &self,
        token: &str,
        issuer: Issuer<'_>,
        behind: &Behind,
    ) -> Result<Arc<Object>, Refusal> {
        let name: [u8; 32] = Sha256::digest(token).into();
        if let Some(members) = self.kept(&name) {
            return Ok(members);
        }
        let members = Arc::new(issuer.ask(token, behind).await?);
        // Whoever has no valid token shall not fill the room of those who have.
        if members.boolean("active") == Ok(true) {
            self.keep(name, &members);
        }
        Ok(members)
    }

    fn kept(&self, name: &[u8; 32]) -> Option<Arc<Object>> {
        let believed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = believed.get(name)?;
        (kept.until > Instant::now()).then(|| Arc::clone(&kept.members))
    }

    fn keep(&self, name: [u8; 32], members: &Arc<Object>) {
        let now = Instant::now();
        let mut believed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if believed.len() >= KEPT {
            believed.retain(|_, kept| kept.until > now);
        }
        if believed.len() < KEPT {
            let members = Arc::clone(members);
            believed.insert(
                name,
                Believed {
                    members,
                    until: now + BELIEVED,
                },
            );
        }
    }
}

impl Issuer<'_> {
    async fn ask(self, token: &str, behind: &Behind) -> Result<Object, Refusal> {
        let mut form = Form::new();
        form.push("token", token);
        form.push("token_type_hint", "access_token");
        // The issuer's endpoint is where its own tokens and this client's secret may go.
        let request = Request::form(
            Purpose::Profile,
            self.endpoint.to_owned(),
            Secret::new(form.encode()),
        )
        .with_header("authorization", self.client_secret.basic(self.client_id));
        let response = behind.ask(outward::Purpose::Introspection, request).await?;
        if response.status != 200 {
            return Err(Refusal::new(Code::UpstreamRefused));
        }
        answer::json_object(&response).map_err(|_| Refusal::new(Code::UpstreamInvalid))
    }
}
