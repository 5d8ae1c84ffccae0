//! The relay's own token for an API that knows machines only (RFC 6749, section 4.4): one for each
//! (domain, client), however many calls need it, and never asked for in a storm.
//!
//! It never leaves the relay but for the API that it is for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use docgate::core::error as core_error;
use docgate::core::form::Form;
use docgate::core::http::{Failure, Purpose, Request, Response};
use docgate::core::json::{self, Value};
use docgate::core::secret::Secret;
use docgate::core::token::{self, Tokens};
use docgate::providers::oidc::OIDC;
use tokio::time::Instant;
use tracing::warn;

use crate::behind::Behind;
use crate::config;
use crate::error::{Code, Refusal};
use crate::outward;
use crate::quota::Quota;

/// The lifetime of a token whose answer does not say (docs/providers/docplanner.md: never a day).
const LIFETIME: u64 = 3600;
/// A token is not used in its last minute, or in the last tenth of a short life.
const MARGIN: u64 = 60;
/// Where a failure does not say how long to wait: a second, then twice as long each time, up to this.
const LONGEST_PAUSE: u64 = 60;
/// A wait that an answer asks for is obeyed up to this.
const LONGEST_WAIT: u64 = 3600;
/// So long after the API took a token, a call that it answers with 401 says more of the call than of the token.
const TRUSTED: Duration = Duration::from_secs(3600);
/// A trusted token is given up at most so often.
const SPARED: Duration = Duration::from_secs(60);

/// The token of one client, or none yet.
#[derive(Debug, Default)]
pub struct Machine {
    state: Mutex<State>,
    request: Arc<tokio::sync::Mutex<()>>,
    /// What the API lets all of its calls do.
    pub quota: Quota,
}

/// A token in use.
#[derive(Debug)]
pub struct Token {
    text: Secret,
    until: Instant,
}

#[derive(Debug, Default)]
struct State {
    token: Option<Arc<Token>>,
    /// Failures and refused tokens since the API took a token.
    failures: u32,
    /// When the API last took a token.
    accepted: Option<Instant>,
    /// When a token was last given up although the API had taken one.
    given_up: Option<Instant>,
    pause: Option<Pause>,
}

/// Until when nothing is asked for, and what the reason was.
#[derive(Debug, Clone, Copy)]
struct Pause {
    until: Instant,
    code: Code,
}

impl Token {
    /// The `Authorization` header for the API.
    #[must_use]
    pub fn header(&self) -> Secret {
        // A request to the token's own API is what it is for.
        Secret::new(["Bearer ", self.text.expose()].concat())
    }

    /// The token, to be looked for where it must not be.
    #[must_use]
    pub fn text(&self) -> &Secret {
        &self.text
    }
}

impl Machine {
    /// The token. All who come while one is asked for get that one.
    ///
    /// # Errors
    /// The service gives none; for a while after that, nobody asks again.
    pub async fn token(
        self: &Arc<Self>,
        client: &config::Machine,
        behind: &Behind,
    ) -> Result<Arc<Token>, Refusal> {
        if let Some(token) = self.usable() {
            return Ok(token);
        }
        let turn = Arc::clone(&self.request).lock_owned().await;
        if let Some(token) = self.usable() {
            return Ok(token);
        }
        if let Some(refusal) = self.paused() {
            return Err(refusal);
        }
        // In a task of its own: a caller that goes away takes nothing from those who wait.
        let (machine, behind, request) = (Arc::clone(self), behind.clone(), request(client));
        let task = tokio::spawn(async move {
            let token = match ask(request, &behind).await {
                Ok(tokens) => Ok(machine.keep(tokens)),
                Err((code, wait)) => {
                    warn!(code = code.as_str(), "no machine token");
                    Err(machine.failed(code, wait))
                }
            };
            drop(turn);
            token
        });
        task.await
            .unwrap_or_else(|_| Err(Refusal::new(Code::InternalError)))
    }

    /// The API refused this token: it is dropped, unless another one has come meanwhile. A second refused
    /// token in a row is a reason to wait. Whether another token is worth a try: where the API took one lately, calls
    /// that it answers with 401 whatever the token take it from nobody else.
    pub fn refused(&self, token: &Arc<Token>) -> bool {
        self.with(|state| {
            let current = state.token.as_ref();
            if !current.is_some_and(|it| Arc::ptr_eq(it, token)) {
                return true;
            }
            let within = |since: Option<Instant>, most| since.is_some_and(|it| it.elapsed() < most);
            if within(state.accepted, TRUSTED) {
                if within(state.given_up, SPARED) {
                    return false;
                }
                state.given_up = Some(Instant::now());
                state.token = None;
                return true;
            }
            state.token = None;
            if state.failures > 0 {
                state.pause(Code::UpstreamRefused, None);
            }
            state.failures = state.failures.saturating_add(1);
            true
        })
    }

    /// The API took this token.
    pub fn accepted(&self, token: &Arc<Token>) {
        self.with(|state| {
            if state
                .token
                .as_ref()
                .is_some_and(|it| Arc::ptr_eq(it, token))
            {
                state.failures = 0;
                state.accepted = Some(Instant::now());
                state.pause = None;
            }
        });
    }

    fn keep(&self, tokens: Tokens) -> Arc<Token> {
        let lifetime = tokens.expires_in.unwrap_or(LIFETIME);
        let margin = MARGIN.min(lifetime / 10);
        let token = Arc::new(Token {
            text: tokens.access_token,
            until: Instant::now() + Duration::from_secs(lifetime.saturating_sub(margin)),
        });
        self.with(|state| {
            state.token = Some(Arc::clone(&token));
            state.pause = None;
        });
        token
    }

    fn failed(&self, code: Code, wait: Option<u64>) -> Refusal {
        self.with(|state| {
            state.failures = state.failures.saturating_add(1);
            let seconds = state.pause(code, wait);
            Refusal::wait(code, seconds)
        })
    }

    fn usable(&self) -> Option<Arc<Token>> {
        self.with(|state| {
            let token = state.token.as_ref()?;
            (token.until > Instant::now()).then(|| Arc::clone(token))
        })
    }

    fn paused(&self) -> Option<Refusal> {
        self.with(|state| {
            let pause = state.pause?;
            let left = pause.until.checked_duration_since(Instant::now())?;
            Some(Refusal::wait(pause.code, left.as_secs().saturating_add(1)))
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    /// Begins a pause; how many seconds it lasts.
    fn pause(&mut self, code: Code, wait: Option<u64>) -> u64 {
        let doubled = 1u64 << self.failures.saturating_sub(1).min(6);
        let seconds = wait.map_or(doubled.min(LONGEST_PAUSE), |wait| {
            wait.clamp(1, LONGEST_WAIT)
        });
        self.pause = Some(Pause {
            until: Instant::now() + Duration::from_secs(seconds),
            code,
        });
        seconds
    }
}

fn request(client: &config::Machine) -> Request {
    let mut form = Form::new();
    form.push("grant_type", "client_credentials");
    form.push("scope", client.scope);
    // The token endpoint is of the client's own domain, from the fixed list.
    Request::form(
        Purpose::Token,
        client.token_endpoint.as_str().to_owned(),
        Secret::new(form.encode()),
    )
    .with_header(
        "authorization",
        client.client_secret.basic(&client.client_id),
    )
}

async fn ask(request: Request, behind: &Behind) -> Result<Tokens, (Code, Option<u64>)> {
    let answer = behind.ask(outward::Purpose::Machine, request).await;
    judge(answer.map_err(|refusal| (refusal.code, refusal.retry_after))?)
}

/// Judges an answer of the token endpoint: an HTML page is a firewall's, whatever its status; a scope of
/// `null` is none that is said.
fn judge(mut response: Response) -> Result<Tokens, (Code, Option<u64>)> {
    if is_html(response.content_type.as_deref()) || is_html_text(&response.body) {
        return Err((Code::UpstreamRefused, Some(LONGEST_PAUSE)));
    }
    if let Ok(Value::Object(object)) = json::parse(&response.body)
        && object.value("scope").is_some_and(Value::is_null)
    {
        let without = Value::Object(object.without("scope"));
        response.body = json::write(&without).into_bytes();
    }
    token::judge(Ok::<_, Failure>(response), &OIDC).map_err(|error| {
        let code = match error.code() {
            core_error::Code::ResponseInvalid | core_error::Code::TokenTypeUnsupported => {
                Code::UpstreamInvalid
            }
            _ => Code::UpstreamRefused,
        };
        (code, error.evidence().retry_after)
    })
}

/// Whether an answer says that it is a page.
#[must_use]
pub fn is_html(content_type: Option<&str>) -> bool {
    let essence = content_type.unwrap_or_default().split(';').next();
    let essence = essence.unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("text/html")
        || essence.eq_ignore_ascii_case("application/xhtml+xml")
}

fn is_html_text(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}
