//! Answers to a page: small JSON objects, and refusals.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use docgate::core::json::{Object, Value, write};

use crate::error::{Code, Refusal};

/// An answer to a page.
pub type Answer = Response<Body>;

/// A JSON object under a status.
#[must_use]
pub fn json(status: StatusCode, object: Object) -> Answer {
    let mut answer = Response::new(Body::from(write(&Value::Object(object))));
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Answer {
        let told = self.told.unwrap_or_default();
        let sentence = match self.field {
            Some(field) => format!("{} [{field}]", self.code.sentence()),
            None => self.code.sentence().to_owned(),
        };
        let mut object = Object::new()
            .with("error", told.error.as_deref().unwrap_or(self.code.as_str()))
            .with("error_description", told.description.unwrap_or(sentence));
        if !told.error_codes.is_empty() {
            let codes: Vec<Value> = told.error_codes.into_iter().map(Value::from).collect();
            object.push("error_codes", Value::from(codes));
        }
        for (name, text) in [
            ("suberror", told.suberror),
            ("correlation_id", told.correlation_id),
            ("claims", told.claims),
        ] {
            if let Some(text) = text {
                object.push(name, Value::from(text));
            }
        }
        let status =
            StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = json(status, object);
        // For the log and the metrics.
        answer.extensions_mut().insert(self.code);
        if let Some(seconds) = self.retry_after {
            answer
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        match self.code {
            Code::TokenMissing => challenge(&mut answer, "Bearer"),
            Code::TokenInvalid => challenge(&mut answer, r#"Bearer error="invalid_token""#),
            _ => {}
        }
        answer
    }
}

/// RFC 6750, section 3.
fn challenge(answer: &mut Answer, text: &'static str) {
    answer
        .headers_mut()
        .insert(WWW_AUTHENTICATE, HeaderValue::from_static(text));
}
