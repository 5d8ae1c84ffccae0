//! Enadoc's answers, translated into those of the standard, and then judged as those are.
//!
//! The shape of its answers is not documented: members may be `access_token` or `authToken`, a lifetime may be
//! missing, and an error is a number wherever it stands.

use docgate::core::http::Response;
use docgate::core::json::{self, Object, Value, write};
use docgate::core::names;
use docgate::core::numbered;
use docgate::core::provider::{Provider, STANDARD};
use docgate::core::token::Tokens;

use crate::error::{Code, Refusal};
use crate::judgement::{self, Sent};
use crate::upstream::{Failure, Received};

/// What a translated answer is judged by.
const TRANSLATED: &Provider = &STANDARD;

/// Members of a token answer by their bare names, and the standard's.
const MEMBERS: [(&str, &str); 6] = [
    ("accesstoken", "access_token"),
    ("authtoken", "access_token"),
    ("refreshtoken", "refresh_token"),
    ("expiresin", "expires_in"),
    ("tokentype", "token_type"),
    ("refreshtokenexpiresin", "refresh_token_expires_in"),
];

/// The answer to a token request.
pub(super) fn tokens(
    answer: Result<Received, Failure>,
    sent: &Sent<'_>,
) -> Result<Tokens, Refusal> {
    let answer = judgement::received(answer, sent)?;
    if !(200..300).contains(&answer.status) {
        return Err(refused(&answer, sent));
    }
    let Ok(Value::Object(object)) = json::parse(&answer.body) else {
        return Err(Code::UpstreamInvalid.into());
    };
    let translated = translated(&object);
    if translated.value("access_token").is_none() {
        return Err(refused(&answer, sent));
    }
    let response = Response {
        status: 200,
        content_type: Some("application/json".to_owned()),
        body: write(&translated.into()).into_bytes(),
        ..Response::default()
    };
    judgement::judged(response, TRANSLATED, sent)
}

/// The members that the standard knows, under its names. Everything else stays behind.
fn translated(object: &Object) -> Object {
    let mut standard = Object::new();
    for (name, value) in object.iter() {
        let bare: String = name
            .chars()
            .filter(|letter| *letter != '_' && *letter != '-')
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        let known = MEMBERS.iter().find(|(own, _)| *own == bare);
        let Some((_, known)) = known.filter(|_| !value.is_null()) else {
            continue;
        };
        // A number may be a text here.
        let number = value
            .as_str()
            .filter(|_| known.ends_with("_in"))
            .and_then(names::number);
        let number = number.and_then(|number| i64::try_from(number).ok());
        if standard.value(known).is_none() {
            standard.push(known, number.map_or_else(|| value.clone(), Value::from));
        }
    }
    if standard.value("token_type").is_none() {
        standard.push("token_type", Value::from("Bearer"));
    }
    standard
}

/// An answer that is no success: the number in it, the OAuth error in it, or nothing that can be told.
pub(super) fn refused(answer: &Received, sent: &Sent<'_>) -> Refusal {
    if let Some(refusal) = fault(&answer.body, sent) {
        return refusal;
    }
    let response = Response {
        // An answer without a token is none, whatever its status.
        status: if answer.status < 400 {
            502
        } else {
            answer.status
        },
        content_type: Some("application/json".to_owned()),
        retry_after: answer
            .header(axum::http::header::RETRY_AFTER)
            .map(str::to_owned),
        date: None,
        body: answer.body.clone(),
    };
    match judgement::judged(response, TRANSLATED, sent) {
        Err(refusal) => refusal,
        Ok(_) => Code::UpstreamInvalid.into(),
    }
}

/// The vendor's number, if the answer has one.
pub(super) fn fault(body: &[u8], sent: &Sent<'_>) -> Option<Refusal> {
    let (number, words) = numbered::find(&json::parse(body).ok()?)?;
    let code = match number {
        1..=4 => Code::InvalidClient,
        10..=16 => Code::InvalidScope,
        501 | 504 | 508 => Code::InvalidRequest,
        502 => Code::UnsupportedGrantType,
        506 | 507 | 509 => Code::InvalidGrant,
        _ => Code::UpstreamRefused,
    };
    Some(judgement::numbered(code, (number, &words), body, sent))
}
