//! Error answers that tell more than `error` does: numbers, which the provider's data explains
//! (docs/providers/entra.md). What a developer caused becomes one clear failure; the numbers and the server's
//! own words stay in the evidence.

use super::error::{Code, Error, sanitise};
use super::json::{Object, Value};
use super::names;
use super::numbered;
use super::provider::{Chosen, Fault};

/// So many numbers are looked at.
const LIMIT: usize = 8;
/// In front of a number in a text.
const MARK: &str = "AADSTS";

/// Looks at the numbers of a token answer.
pub fn judge(mut error: Error, object: &Object, provider: Chosen) -> Error {
    if provider.faults.is_empty() {
        return error;
    }
    if provider.numbered
        && let Some((number, words)) = numbered::find_in(object)
    {
        let evidence = error.evidence_mut();
        evidence.error_description = Some(words).filter(|words| !words.is_empty());
        return explain(error, vec![number], provider);
    }
    let text = |name: &'static str| object.string(name).ok().map(|text| sanitise(text, 128));
    let list = object.array("error_codes").unwrap_or_default();
    let numbers = list
        .iter()
        .filter_map(Value::as_integer)
        .take(LIMIT)
        .collect();
    let evidence = error.evidence_mut();
    evidence.correlation_id = text("correlation_id");
    evidence.suberror = text("suberror");
    evidence.claims = object
        .string("claims")
        .ok()
        .and_then(super::claims_request::check);
    // E.9: these say that the person is needed, whatever `error` says.
    let asks = matches!(
        evidence.suberror.as_deref(),
        Some(
            "message_only"
                | "additional_action"
                | "basic_action"
                | "user_password_expired"
                | "consent_required"
        )
    );
    if asks {
        error = error.coded(Code::InteractionRequired);
    }
    explain(error, numbers, provider)
}

/// Looks at the number in the text of an authorization response.
pub fn judge_text(error: Error, provider: Chosen) -> Error {
    if provider.faults.is_empty() {
        return error;
    }
    let text = error.evidence().error_description.as_deref();
    let number = text
        .and_then(after_mark)
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next())
        .and_then(names::number)
        .and_then(|number| i64::try_from(number).ok());
    explain(error, number.into_iter().collect(), provider)
}

fn after_mark(text: &str) -> Option<&str> {
    let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'A');
    let mut places = starts.filter_map(|(at, _)| text.get(at..)?.strip_prefix(MARK));
    places.next()
}

fn explain(mut error: Error, numbers: Vec<i64>, provider: Chosen) -> Error {
    let fault = provider
        .faults
        .iter()
        .find(|fault| fault.numbers.iter().any(|number| numbers.contains(number)));
    error.evidence_mut().error_codes = numbers;
    match fault {
        // That nobody is signed in there is an answer of its own (OpenID Connect Core 1.0, 3.1.2.6).
        Some(fault) if error.code() != Code::LoginRequired => named(error, fault),
        _ => error,
    }
}

/// The failure that the provider's data knows.
pub fn named(mut error: Error, fault: &Fault) -> Error {
    let evidence = error.evidence_mut();
    if !fault.field.is_empty() {
        evidence.field = Some(String::from(fault.field));
    }
    if !fault.hint.is_empty() {
        evidence.hint = Some(fault.hint);
    }
    error.coded(fault.code)
}
