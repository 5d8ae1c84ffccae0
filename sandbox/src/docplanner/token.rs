//! `POST /oauth/v2/token`: client credentials, by HTTP Basic, in a form, or in a multipart body (as the vendor's PHP kit does).

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    entropy::hexadecimal,
    form::{Parameters, decode},
    http::{Request, Response},
    multipart,
};

use super::{Docplanner, state::Token};

/// Where it is.
pub(super) const PATH: &str = "/oauth/v2/token";

impl Docplanner<'_> {
    pub(super) fn token(&mut self) -> Response {
        let form = self.request.form_parameters();
        let form = if form.is_empty() {
            multipart::fields(self.request)
        } else {
            form
        };
        match form.text("grant_type") {
            Some("client_credentials") => {}
            None => return error(400, "invalid_request"),
            Some(_) => return error(400, "unsupported_grant_type"),
        }
        let (id, secret) = basic(self.request).unwrap_or_else(|| posted(&form));
        let is_it = |client: &&crate::clients::Client| {
            client.id == id && client.secret.as_ref() == Some(&secret) && !client.disabled
        };
        let Some(client) = self.clients.iter().find(is_it) else {
            return error(self.switches.invalid_client_status, "invalid_client");
        };
        let value = hexadecimal(self.entropy, 20);
        let lifetime = self.switches.access_token_lifetime;
        self.state.tokens.push(Token {
            value: value.clone(),
            client: client.id.clone(),
            expires: self.now + lifetime,
        });
        // The scope is null, whatever was asked for.
        let body = json!({"access_token": value, "token_type": "bearer", "scope": null});
        let mut body = body.as_object().cloned().unwrap_or_default();
        if self.switches.expires_in {
            body.insert("expires_in".to_string(), json!(lifetime));
        }
        if let Some(mutation) = &self.switches.token_answer {
            mutation.apply(&mut body, &[("{access_token}", &value)]);
        }
        Response::json(200, &Value::Object(body))
    }
}

/// Id and secret of the header.
fn basic(request: &Request) -> Option<(String, String)> {
    let (scheme, encoded) = request.header("authorization")?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (decode(id), decode(secret)))
}

/// Id and secret of the body.
fn posted(form: &Parameters) -> (String, String) {
    let text = |name: &str| form.first(name).unwrap_or_default().to_string();
    (text("client_id"), text("client_secret"))
}

fn error(status: u16, code: &str) -> Response {
    let body = json!({"error": code, "error_description": "The request was refused"});
    Response::json(status, &body)
}
