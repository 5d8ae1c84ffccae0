//! `fetch()`: the client's own, between a request and an answer in Rust types.

use super::auth::{Auth, settle};
use super::options::text;
use super::request::{Request, Response};
use crate::browser::plain_call;
use crate::client::calling;
use crate::client::host::Unanswered;
use crate::core::error::{Code, Error};
use crate::core::provider::RelayRole;

impl Auth {
    /// Calls an API with the access token, at the API base and the allowed origins only. A status is no failure. A 401 of
    /// the provider's own API is answered once, by a renewal. `network`: there was no answer.
    pub fn fetch(&self, request: Request) -> impl Future<Output = Result<Response, Error>> + use<> {
        let inner = self.0.clone();
        let guarded = inner.desk.settings.provider.relay == RelayRole::Guarded;
        // Whoever signs in elsewhere has no session here to wait for.
        let ready = (!guarded || inner.face.disposed.get()).then(|| self.begin());
        async move {
            if let Some(ready) = ready {
                settle(ready, &inner.desk).await?;
            }
            request.check()?;
            let init = plain_call::init(&request.method, &request.headers, request.body.as_deref());
            let options = text(&request.options);
            let sent = calling::fetch(&inner.desk, &request.url, &init, &options, true).await;
            let response = sent.map_err(|reason| match reason {
                Unanswered::Error(error) | Unanswered::Caused(error, _) => error,
                Unanswered::Foreign(thrown) => {
                    let refused = inner.face.refusal(&thrown);
                    refused.unwrap_or_else(|| Code::Network.into())
                }
            })?;
            let answer = plain_call::read(&response).await;
            let (status, headers, body) = answer.ok_or(Error::new(Code::Network))?;
            Ok(Response {
                status,
                headers,
                body,
            })
        }
    }
}
