//! Judging what a provider answered: tokens, or a refusal that a page may see.
//!
//! Nothing of an answer is passed on unread. An answer that has the client secret in it, in any spelling, is
//! not used at all.

use docgate::core::client_secret::{self, ClientSecret};
use docgate::core::error::{Code as CoreCode, Error, Evidence, sanitise};
use docgate::core::http::Response;
use docgate::core::json::{self, Value};
use docgate::core::provider::Provider;
use docgate::core::token::{self, Tokens};

use crate::error::{Code, Refusal, Told};
use crate::upstream::{Failure, Received};

/// A longer wait is not believed.
const WAIT_LIMIT: u64 = 60 * 60;

/// OAuth errors of a token endpoint that are passed on by their own name (RFC 6749, 5.2; RFC 8707, 2; OpenID
/// Connect Core 1.0, 3.1.2.6), and the relay's code for each.
const KNOWN: [(&str, Code); 15] = [
    ("invalid_request", Code::InvalidRequest),
    ("invalid_client", Code::InvalidClient),
    ("unauthorized_client", Code::InvalidClient),
    ("invalid_grant", Code::InvalidGrant),
    ("invalid_scope", Code::InvalidScope),
    ("invalid_target", Code::InvalidScope),
    ("unsupported_grant_type", Code::UnsupportedGrantType),
    ("access_denied", Code::InvalidGrant),
    ("interaction_required", Code::InteractionRequired),
    ("login_required", Code::InteractionRequired),
    ("consent_required", Code::InteractionRequired),
    ("account_selection_required", Code::InteractionRequired),
    ("server_error", Code::UpstreamRefused),
    ("temporarily_unavailable", Code::UpstreamRefused),
    ("insufficient_scope", Code::InvalidScope),
];

/// What was sent and must not come back in a sentence: the secret, and codes, verifiers, refresh tokens.
pub(crate) struct Sent<'a> {
    /// The client secret.
    pub(crate) secret: &'a ClientSecret,
    /// The rest.
    pub(crate) texts: &'a [&'a str],
}

/// An answer came, is no redirect, and does not have the secret in it.
pub(crate) fn received(
    answer: Result<Received, Failure>,
    sent: &Sent<'_>,
) -> Result<Received, Refusal> {
    let answer = answer?;
    let location = answer.location().unwrap_or_default();
    if sent.secret.is_in(&answer.body) || sent.secret.is_in(location.as_bytes()) {
        tracing::error!("an answer has the client secret in it");
        return Err(Code::UpstreamInvalid.into());
    }
    Ok(answer)
}

/// The answer to a token request.
pub(crate) fn tokens(
    answer: Result<Received, Failure>,
    provider: &'static Provider,
    sent: &Sent<'_>,
) -> Result<Tokens, Refusal> {
    let answer = received(answer, sent)?;
    if answer.is_redirect() {
        return Err(Code::UpstreamRefused.into());
    }
    judged(answer.into_response(), provider, sent)
}

/// The same, after another dialect was translated.
pub(crate) fn judged(
    response: Response,
    provider: &'static Provider,
    sent: &Sent<'_>,
) -> Result<Tokens, Refusal> {
    let body = response.body.clone();
    token::judge(Ok(response), provider).map_err(|error| {
        // Of the whole, before a sentence is cut: half a code is still half a code.
        refusal(&error, provider, sent.is_absent(&body))
    })
}

fn refusal(error: &Error, provider: &Provider, clean: bool) -> Refusal {
    let evidence = error.evidence();
    match error.code() {
        CoreCode::RateLimited => {
            let seconds = evidence.retry_after.unwrap_or(provider.rate_wait);
            Refusal::wait(Code::TooManyRequests, seconds.clamp(1, WAIT_LIMIT))
        }
        CoreCode::HttpStatus => Code::UpstreamRefused.into(),
        _ => match evidence.error.as_deref() {
            Some(name) => told(name, evidence, clean),
            // An empty 401 (RFC 6749, 5.2).
            None if error.code() == CoreCode::ClientRefused => Code::InvalidClient.into(),
            None => Code::UpstreamInvalid.into(),
        },
    }
}

/// Nothing but codes and numbers, where anything of what was sent is in the answer.
fn told(name: &str, evidence: &Evidence, clean: bool) -> Refusal {
    let known = KNOWN.iter().find(|(known, _)| *known == name);
    let own = |text: &Option<String>| text.clone().filter(|_| clean);
    Refusal {
        told: Some(Box::new(Told {
            error: known.map(|(name, _)| (*name).to_owned()),
            description: own(&evidence.error_description),
            error_codes: evidence.error_codes.clone(),
            suberror: own(&evidence.suberror),
            correlation_id: own(&evidence.correlation_id),
            claims: own(&evidence.claims),
        })),
        ..Refusal::new(known.map_or(Code::UpstreamRefused, |(_, code)| *code))
    }
}

/// A refusal that the provider told by one of its own numbers, and the words in the same answer.
pub(crate) fn numbered(
    code: Code,
    (number, words): (i64, &str),
    body: &[u8],
    sent: &Sent<'_>,
) -> Refusal {
    let description = Some(words).filter(|words| !words.is_empty() && sent.is_absent(body));
    Refusal {
        told: Some(Box::new(Told {
            description: description.map(str::to_owned),
            error_codes: vec![number],
            ..Told::default()
        })),
        ..Refusal::new(code)
    }
}

impl Sent<'_> {
    /// Whether nothing of what was sent is in a body, in any spelling: neither as it came, nor in the texts of its
    /// JSON, as a page would be shown them.
    fn is_absent(&self, body: &[u8]) -> bool {
        let found = |text: &[u8]| {
            let inside = |sent: &&str| client_secret::is_in(sent, text);
            self.secret.is_in(text) || self.texts.iter().any(inside)
        };
        !found(body) && !json::parse(body).is_ok_and(|value| any_text(&value, &found))
    }
}

fn any_text(value: &Value, found: &impl Fn(&[u8]) -> bool) -> bool {
    match value {
        Value::Object(object) => object.iter().any(|(_, value)| any_text(value, found)),
        Value::Array(items) => items.iter().any(|value| any_text(value, found)),
        _ => value
            .as_str()
            .is_some_and(|text| found(sanitise(text, usize::MAX).as_bytes())),
    }
}
