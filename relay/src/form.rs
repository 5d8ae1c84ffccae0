//! The body of a request to login, token or logout, read within limits.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use docgate::core::form::Form;
use http_body_util::{BodyExt, Limited};
use zeroize::Zeroizing;

use crate::config::Limits;
use crate::error::{Code, Refusal};
use crate::serve;

/// The parameters of a request.
#[derive(Debug)]
pub struct Parameters(Form);

impl Parameters {
    /// Reads the body.
    ///
    /// # Errors
    /// [`Code::BodyTooLarge`], [`Code::RequestTimeout`], [`Code::InvalidRequest`].
    pub async fn read(request: Request, limits: &Limits) -> Result<Parameters, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::at(Code::InvalidRequest, "content-type"));
        }
        let collected = collect(request.into_body(), limits.body_bytes);
        let body = tokio::time::timeout(limits.body, collected)
            .await
            .map_err(|_| Code::RequestTimeout)??;
        let malformed = || Refusal::at(Code::InvalidRequest, "body");
        let text = std::str::from_utf8(&body).map_err(|_| malformed())?;
        Form::parse(text).map(Parameters).map_err(|_| malformed())
    }

    /// A parameter that must come once, and not empty.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`].
    pub fn required(&self, name: &'static str) -> Result<&str, Refusal> {
        self.optional(name)?
            .ok_or_else(|| Refusal::at(Code::InvalidRequest, name))
    }

    /// A parameter that may come once. An empty one counts as not sent (RFC 6749, section 3.2).
    ///
    /// # Errors
    /// [`Code::InvalidRequest`].
    pub fn optional(&self, name: &'static str) -> Result<Option<&str>, Refusal> {
        if self.0.count(name) > 1 {
            return Err(Refusal::at(Code::InvalidRequest, name));
        }
        Ok(self.0.first(name).filter(|value| !value.is_empty()))
    }

    /// Parameters that have no business here.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`].
    pub fn without(&self, names: &[&'static str]) -> Result<(), Refusal> {
        match names.iter().find(|name| self.0.count(name) > 0) {
            Some(name) => Err(Refusal::at(Code::InvalidRequest, name)),
            None => Ok(()),
        }
    }
}

async fn collect(body: Body, cap: usize) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    match Limited::new(body, cap).collect().await {
        Ok(collected) => Ok(Zeroizing::new(collected.to_bytes().to_vec())),
        Err(error) => Err(Refusal::at(serve::judge(error.as_ref()), "body")),
    }
}
