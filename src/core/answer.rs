//! What every answer of a server is judged by, before anyone looks at what it says
//! (RFC 6749, sections 5.1 and 5.2; ).

use super::error::{Code, Error, sanitise};
use super::http::{Failure, Response};
use super::json::{self, Object, Value};
use super::names::number;
use super::provider::Chosen;

/// An answer came at all; otherwise why not.
pub fn received(answer: Result<Response, Failure>, provider: Chosen) -> Result<Response, Error> {
    answer.map_err(|failure| match failure {
        Failure::Timeout => Error::new(Code::Timeout),
        Failure::TooLarge => Error::new(Code::ResponseTooLarge),
        Failure::Network | Failure::Blocked | Failure::Cancelled => {
            let mut error = Error::new(Code::Network);
            error.evidence_mut().hint = provider.network_hint;
            error
        }
    })
}

/// A JSON object under a JSON content type.
pub fn json_object(response: &Response) -> Result<Object, Error> {
    if !is_json(response.content_type.as_deref().unwrap_or_default()) {
        return Err(with_status(
            Error::at(Code::ResponseInvalid, "content-type"),
            response,
        ));
    }
    match json::parse(&response.body) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(with_status(
            Error::at(Code::ResponseInvalid, "body"),
            response,
        )),
    }
}

/// A failure that is told by the status alone.
pub fn http_error(response: &Response) -> Error {
    let code = if response.status == 429 {
        Code::RateLimited
    } else {
        Code::HttpStatus
    };
    let mut error = with_status(Error::new(code), response);
    error.evidence_mut().retry_after = response
        .retry_after
        .as_deref()
        .and_then(|text| number(text.trim()));
    error
}

/// The server's `error`, `error_description` and `error_uri`, as far as they are text.
pub fn describe(mut error: Error, said: impl Fn(&str) -> Option<String>) -> Error {
    let evidence = error.evidence_mut();
    evidence.error = said("error").map(|text| sanitise(&text, 128));
    evidence.error_description = said("error_description").map(|text| sanitise(&text, 512));
    evidence.error_uri = said("error_uri").map(|text| sanitise(&text, 512));
    error
}

/// The same error with the HTTP status in its evidence.
pub fn with_status(mut error: Error, response: &Response) -> Error {
    error.evidence_mut().status = Some(response.status);
    error
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}
