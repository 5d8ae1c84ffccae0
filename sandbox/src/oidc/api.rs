//! A small API of its own, so that an app has something to call with its token.

use serde_json::{Value, json};

use crate::http::Response;

use super::Issuer;

impl Issuer<'_> {
    pub(super) fn api(&mut self, route: &str) -> Response {
        let live = self
            .bearer()
            .and_then(|token| self.state.live_access(token, self.now));
        let Some((grant, token)) = live.map(|(grant, token)| (grant.clone(), token.clone())) else {
            return self.unauthorized();
        };
        let wanted = self.switches.api_resource.as_ref();
        if wanted.is_some_and(|resource| !token.resources.contains(resource)) {
            return self.unauthorized();
        }
        if let Some(challenge) = self.step_up(&grant, &token) {
            return challenge;
        }
        if route == "/api/me" {
            let all = ["profile", "email"].map(str::to_string);
            let mut me = self.profile(&grant.user, &all, &[]);
            me.insert("sub".to_string(), json!(grant.user));
            return Response::json(200, &Value::Object(me));
        }
        let received: Value = serde_json::from_slice(&self.request.body).unwrap_or_else(|_| {
            Value::String(String::from_utf8_lossy(&self.request.body).into_owned())
        });
        Response::json(
            200,
            &json!({"method": self.request.method, "path": route, "received": received}),
        )
    }
}
