//! The first call: where to send the browser. And how an address is told, here and at discovery.

use serde_json::{Value, json};

use crate::{
    entropy::token,
    http::Response,
    mutation::fill_in,
    switches::{AddressAnswer, EnadocParams},
};

use super::{Enadoc, error::Numbered, state::Pending};

impl Enadoc<'_> {
    /// `POST /api/v3/authorization/url`. It needs no secret, and each answer is another address.
    pub(super) fn authorization_url(&mut self) -> Result<Response, Numbered> {
        let form = self.form()?;
        let parameter = |header: &str, field: &str| {
            let text = match self.switches.params {
                EnadocParams::Headers => self.request.header(header),
                EnadocParams::Form => form.first(field),
            };
            text.map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_string)
        };
        let id = parameter("clientid", "ClientId").ok_or(Numbered(1))?;
        let redirect_uri = parameter("redirecturi", "RedirectUri").unwrap_or_default();
        let app = self.app(&id)?;
        if !app.redirect_uris.contains(&redirect_uri) {
            // No number is documented for this.
            return Ok(Response::json(
                400,
                &json!({"message": "The redirect URL is not registered."}),
            ));
        }
        let request = token(self.entropy, 16);
        let genuine = format!("{}/login?request={request}", self.request.origin());
        self.state.pending.push(Pending {
            request,
            client: app.id.clone(),
            redirect_uri,
        });
        let switches = &self.switches;
        let url = self.bent(switches.url.as_deref(), &genuine);
        Ok(told(switches.url_response, &switches.url_member, &url))
    }

    /// The switch's address, or else the genuine one.
    pub(super) fn bent(&self, switch: Option<&str>, genuine: &str) -> String {
        let origin = self.request.origin();
        switch.map_or_else(
            || genuine.to_string(),
            |text| fill_in(text, &[("{url}", genuine), ("{origin}", &origin)]),
        )
    }
}

/// An address in one of the dialects.
pub(super) fn told(kind: AddressAnswer, member: &str, url: &str) -> Response {
    match kind {
        AddressAnswer::Text => Response::text(200, "text/plain;charset=utf-8", url),
        AddressAnswer::JsonString => Response::json(200, &json!(url)),
        AddressAnswer::JsonObject => {
            let members = [(member.to_string(), Value::from(url))];
            Response::json(200, &Value::Object(members.into_iter().collect()))
        }
        AddressAnswer::Redirect => Response::redirect(302, url),
    }
}
