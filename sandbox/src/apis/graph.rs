//! Microsoft Graph, a few routes of it: `/v1.0/me`, `/oidc/userinfo`, and an echo for everything else under `/v1.0/`.

use serde_json::json;

use crate::{http::Response, switches::EntraSwitches};

use super::Api;

pub(crate) fn handle(api: Api<'_>, switches: &mut EntraSwitches) -> Response {
    let (cors, challenge) = (switches.api_cors, &mut switches.challenge);
    api.serve(cors, &mut switches.api_fault, || {
        let caller = match api.caller(api.cloud.graph()) {
            Ok(caller) => caller,
            Err(_) => return refusal(401, "InvalidAuthenticationToken"),
        };
        if let Some(response) = api.challenge(challenge, &caller) {
            return response;
        }
        let user = caller.user;
        match (api.request.method.as_str(), api.request.path.as_str()) {
            ("GET", "/oidc/userinfo") => Response::json(
                200,
                &json!({"sub": user.id, "name": user.display_name(), "email": user.email}),
            ),
            ("GET", "/v1.0/me") if caller.may(&["User.Read"]) => Response::json(
                200,
                &json!({
                    "id": user.id,
                    "displayName": user.display_name(),
                    "givenName": user.first_name,
                    "surname": user.last_name,
                    "userPrincipalName": caller.tenant.principal_name(user),
                    "mail": user.email,
                }),
            ),
            ("GET", "/v1.0/me") => refusal(403, "Authorization_RequestDenied"),
            (_, path) if path.starts_with("/v1.0/") => Response::json(200, &api.echo(&caller)),
            _ => refusal(404, "ResourceNotFound"),
        }
    })
}

fn refusal(status: u16, code: &str) -> Response {
    Response::json(
        status,
        &json!({"error": {"code": code, "message": "The request was refused."}}),
    )
}
