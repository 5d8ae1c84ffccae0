//! Who calls the token endpoint: a client with its secret in the body, or a public one with a code verifier.
//!
//! What is neither is not looked at: 401 with an empty body, whatever the grant.

use crate::{clients::Client, form::Parameters, http::Response};

use super::{Portal, token::error, unauthenticated};

/// A client that has proved itself.
#[derive(Clone, Copy)]
pub(super) struct Caller<'a> {
    pub(super) client: &'a Client,
    /// It has shown its secret; only then there is a refresh token.
    pub(super) confidential: bool,
}

impl<'a> Portal<'a> {
    /// The caller of the token endpoint.
    pub(super) fn authenticate(&self, form: &Parameters) -> Result<Caller<'a>, Response> {
        if form
            .repeated(&["client_id", "client_secret", "code_verifier"])
            .is_some()
        {
            return Err(error(400, "invalid_request"));
        }
        if form.text("client_secret").is_some() {
            return self.with_secret(form);
        }
        if self
            .request
            .header("authorization")
            .is_some_and(|value| value.starts_with("Basic "))
        {
            return Err(error(401, "invalid_client"));
        }
        let exchanges =
            form.first("grant_type") == Some("authorization_code") && form.first("code").is_some();
        if !exchanges || form.first("code_verifier").is_none() {
            return Err(unauthenticated());
        }
        let (Some(client_id), Some(_)) = (form.text("client_id"), form.text("code_verifier"))
        else {
            return Err(error(400, "invalid_request"));
        };
        match self.client(client_id) {
            Some(client) if client.public && !client.disabled => Ok(Caller {
                client,
                confidential: false,
            }),
            _ => Err(error(401, "invalid_client")),
        }
    }

    /// The caller of an endpoint that insists on a secret.
    pub(super) fn with_secret(&self, form: &Parameters) -> Result<Caller<'a>, Response> {
        let Some(secret) = form.text("client_secret") else {
            return Err(unauthenticated());
        };
        let client = self.client(form.first("client_id").unwrap_or_default());
        match client {
            Some(client) if client.secret.as_deref() == Some(secret) && !client.disabled => {
                Ok(Caller {
                    client,
                    confidential: true,
                })
            }
            _ => Err(error(401, "invalid_client")),
        }
    }
}
