//! Judging what a provider answered: tokens, or a refusal that a page may see.
//!
//! Nothing of an answer is passed on unread. An answer that has the client secret in it, in any spelling, is
//! not used at all.

use docgate::core::client_secret::ClientSecret;
use docgate::core::error::{Code as CoreCode, Error, Evidence};
use docgate::core::http::Response;
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
    let answer = answer.map_err(|failure| match failure {
        Failure::Unreachable => Code::UpstreamUnreachable,
        Failure::Timeout => Code::UpstreamTimeout,
        Failure::TooLarge => Code::UpstreamInvalid,
    })?;
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
    token::judge(Ok(response), provider).map_err(|error| refusal(&error, provider, sent))
}

fn refusal(error: &Error, provider: &Provider, sent: &Sent<'_>) -> Refusal {
    let evidence = error.evidence();
    match error.code() {
        CoreCode::RateLimited => {
            let seconds = evidence.retry_after.unwrap_or(provider.rate_wait);
            Refusal::wait(Code::TooManyRequests, seconds.clamp(1, WAIT_LIMIT))
        }
        CoreCode::HttpStatus => Code::UpstreamRefused.into(),
        _ => match evidence.error.as_deref() {
            Some(name) => told(name, evidence, sent),
            // An empty 401 (RFC 6749, 5.2).
            None if error.code() == CoreCode::ClientRefused => Code::InvalidClient.into(),
            None => Code::UpstreamInvalid.into(),
        },
    }
}

fn told(name: &str, evidence: &Evidence, sent: &Sent<'_>) -> Refusal {
    let known = KNOWN.iter().find(|(known, _)| *known == name);
    let own = |text: &Option<String>| text.clone().filter(|text| sent.is_absent(text));
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

/// A refusal that the provider told by one of its own numbers.
pub(crate) fn numbered(code: Code, number: i64, words: &str, sent: &Sent<'_>) -> Refusal {
    let description = Some(words).filter(|words| !words.is_empty() && sent.is_absent(words));
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
    /// Whether nothing of what was sent is in a text.
    fn is_absent(&self, text: &str) -> bool {
        let inside = |sent: &&str| sent.len() >= 6 && text.contains(*sent);
        !self.secret.is_in(text.as_bytes()) && !self.texts.iter().any(inside)
    }
}
