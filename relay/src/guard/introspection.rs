//! Asking the issuer about a token (RFC 7662; R-139). An answer is believed for at most thirty seconds, and
//! one that a token is not active for five; however many calls wait for an answer, it is asked for once.

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
/// How long it is believed that a token is not active.
const DISBELIEVED: Duration = Duration::from_secs(5);
/// How long nobody asks again about a token about which nothing could be heard: those who waited for the answer hear that.
const FAILED: Duration = Duration::from_secs(1);
/// How many answers are kept of either kind.
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
pub(super) struct Introspections {
    /// Tokens that are active.
    active: Answers,
    /// Others, and failures. Whoever has no valid token shall not fill the room of those who have.
    others: Answers,
    asking: Mutex<HashMap<Name, Arc<tokio::sync::Mutex<()>>>>,
}

type Name = [u8; 32];
type Outcome = Result<Arc<Object>, Refusal>;

#[derive(Debug, Default)]
struct Answers(Mutex<HashMap<Name, Believed>>);

#[derive(Debug)]
struct Believed {
    outcome: Outcome,
    until: Instant,
}

/// One question about a token, however many calls wait for its answer.
struct Question<'a> {
    all: &'a Introspections,
    name: Name,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Introspections {
    /// What the issuer says of a token; also what it said of it lately.
    pub(super) async fn of(&self, token: &str, issuer: Issuer<'_>, behind: &Behind) -> Outcome {
        let name: Name = Sha256::digest(token).into();
        if let Some(outcome) = self.kept(&name) {
            return outcome;
        }
        let question = self.question(name);
        // Who goes away lets the next one ask.
        let _turn = question.turn.lock().await;
        if let Some(outcome) = self.kept(&name) {
            return outcome;
        }
        let outcome = issuer.ask(token, behind).await.map(Arc::new);
        match &outcome {
            Ok(members) if members.boolean("active") == Ok(true) => {
                self.active.keep(name, &outcome, BELIEVED);
            }
            Ok(_) => self.others.keep(name, &outcome, DISBELIEVED),
            Err(_) => self.others.keep(name, &outcome, FAILED),
        }
        outcome
    }

    fn kept(&self, name: &Name) -> Option<Outcome> {
        self.active.kept(name).or_else(|| self.others.kept(name))
    }

    fn question(&self, name: Name) -> Question<'_> {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = Arc::clone(asking.entry(name).or_default());
        Question {
            all: self,
            name,
            turn,
        }
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        let asking = self.all.asking.lock();
        let mut asking = asking.unwrap_or_else(PoisonError::into_inner);
        // This one's and the list's own: nobody else waits.
        if Arc::strong_count(&self.turn) <= 2 {
            asking.remove(&self.name);
        }
    }
}

impl Answers {
    fn kept(&self, name: &Name) -> Option<Outcome> {
        let believed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = believed.get(name)?;
        (kept.until > Instant::now()).then(|| kept.outcome.clone())
    }

    fn keep(&self, name: Name, outcome: &Outcome, long: Duration) {
        let now = Instant::now();
        let mut believed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if believed.len() >= KEPT {
            believed.retain(|_, kept| kept.until > now);
        }
        if believed.len() < KEPT {
            let (outcome, until) = (outcome.clone(), now + long);
            believed.insert(name, Believed { outcome, until });
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
