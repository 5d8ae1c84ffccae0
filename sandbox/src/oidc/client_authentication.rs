//! Who asks for tokens: a public client by its name, another by its secret, in the form or the header (RFC 6749, section 2.3.1).

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    form::{Parameters, decode},
    http::Response,
};

use super::{Issuer, token::error};

impl Issuer<'_> {
    /// The id of the client.
    pub(super) fn authenticated(&self, form: &Parameters) -> Result<String, Response> {
        let basic = self.basic_credentials();
        let (id, secret) = match &basic {
            Some((id, secret)) => (id.as_str(), Some(secret.as_str())),
            None => (
                form.first("client_id").unwrap_or_default(),
                form.first("client_secret"),
            ),
        };
        match self.client(id) {
            Some(client)
                if !client.disabled
                    && (secret.is_none() && client.public
                        || secret.is_some() && secret == client.secret.as_deref()) =>
            {
                Ok(client.id.clone())
            }
            _ => Err(error(401, "invalid_client", "client authentication failed")),
        }
    }

    fn basic_credentials(&self) -> Option<(String, String)> {
        let (scheme, encoded) = self.request.header("authorization")?.split_once(' ')?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, secret) = text.split_once(':')?;
        scheme
            .eq_ignore_ascii_case("basic")
            .then(|| (decode(id), decode(secret)))
    }
}
