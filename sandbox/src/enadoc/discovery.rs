//! `GET /enadoc/discovery/api`: which API the user's organisation has. A GET that is documented with a body.

use crate::{http::Response, switches::DiscoveryInput};

use super::{Enadoc, address::told, error::Numbered};

impl Enadoc<'_> {
    /// Needs the secret and the code that has not been redeemed yet, and leaves the code as it is.
    pub(super) fn discovery(&mut self) -> Result<Response, Numbered> {
        let parameters = match self.switches.discovery_input {
            DiscoveryInput::Query => self.request.query_parameters(),
            DiscoveryInput::Body if self.request.body.is_empty() => return Err(Numbered(1)),
            DiscoveryInput::Body => self.form()?,
        };
        let app = self.authenticated(&parameters)?;
        let code = parameters.text("oauth_code").ok_or(Numbered(504))?;
        self.state.unspent(code, &app.id, self.now)?;
        let switches = &self.switches;
        let base = self.bent(switches.discovery_url.as_deref(), &self.api_base());
        Ok(told(
            switches.discovery_response,
            &switches.discovery_member,
            &base,
        ))
    }

    /// The address that stands before `api/v3`, with a slash at its end.
    fn api_base(&self) -> String {
        let host = self.request.host.to_ascii_lowercase();
        let host = host.replacen("enadoc.localhost", "enadoc-api.localhost", 1);
        format!("{}://{host}{}", self.request.scheme, self.site())
    }

    /// The path of the API's base.
    pub(super) fn site(&self) -> String {
        let site = self.switches.site.as_deref();
        site.map_or_else(|| "/".to_string(), |site| format!("/{site}/"))
    }
}
