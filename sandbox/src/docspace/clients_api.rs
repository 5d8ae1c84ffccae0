//! The registration service under `/api/2.0/`: public client info, the user's own consents, user-side revocation.
//!
//! It has no CORS, and all but the public info wants a portal signature, so it is of no use to an app from elsewhere.

use serde_json::{Value, json};

use crate::{clients::Client, http::Response};

use super::{Portal, authorize::registered_scopes, scopes};

impl Portal<'_> {
    /// Whether a route is this service's.
    pub(super) fn is_registration(route: &str) -> bool {
        route == "scopes" || route == "clients" || route.starts_with("clients/")
    }

    pub(super) fn registration(&mut self, route: &str) -> Response {
        if self.request.method == "OPTIONS" {
            return Response::empty(403);
        }
        let method = self.request.method.as_str();
        let parts: Vec<&str> = route.split('/').collect();
        if let ("GET", ["clients", id, "public", "info"]) = (method, parts.as_slice()) {
            return match self.client(id) {
                Some(client) => Response::json(200, &info(client)),
                None => Response::empty(404),
            };
        }
        let Some(user) = self.signed(false) else {
            return Response::empty(401);
        };
        match (method, parts.as_slice()) {
            ("GET", ["scopes"]) => {
                Response::json(200, &json!(scopes::ALL.map(|name| json!({"name": name}))))
            }
            ("GET", ["clients"]) => Response::json(
                200,
                &json!({"data": self.clients.iter().map(info).collect::<Vec<_>>()}),
            ),
            ("GET", ["clients", "consents"]) => {
                let here = self.region();
                let mine = self
                    .state
                    .consents
                    .iter()
                    .filter(|consent| consent.user == user && consent.region == here);
                let consents = mine.map(|consent| {
                    json!({"registered_client_id": consent.client, "scopes": consent.scopes.join(" "), "client": self.client(&consent.client).map(info)})
                });
                Response::json(200, &json!({"data": consents.collect::<Vec<_>>()}))
            }
            ("DELETE", ["clients", id, "revoke"]) => {
                self.state.forget(id, &user, self.region());
                Response::empty(200)
            }
            _ => Response::empty(404),
        }
    }
}

fn info(client: &Client) -> Value {
    let methods: &[&str] = if client.public {
        &["none", "client_secret_post"]
    } else {
        &["client_secret_post"]
    };
    json!({
        "name": client.name,
        "client_id": client.id,
        "description": "",
        "website_url": "https://app.example.test",
        "terms_url": "https://app.example.test/terms",
        "policy_url": "https://app.example.test/policy",
        "logo": "data:,",
        "authentication_methods": methods,
        "scopes": registered_scopes(client),
        "is_public": client.cross_portal,
        "created_on": "2026-01-01T00:00:00Z",
        "created_by": "",
        "modified_on": "2026-01-01T00:00:00Z",
        "modified_by": "",
    })
}
