//! The demo apps' own API, `api://demo-api`: reads with `Files.Read`, everything else with `Files.Write`; answers with an echo.

use serde_json::json;

use crate::{entra::DEMO_API, http::Response, switches::EntraSwitches};

use super::Api;

pub(crate) fn handle(api: Api<'_>, switches: &mut EntraSwitches) -> Response {
    let (cors, challenge) = (switches.api_cors, &mut switches.challenge);
    api.serve(cors, &mut switches.api_fault, || {
        let caller = match api.caller(DEMO_API) {
            Ok(caller) => caller,
            Err(_) => return Response::json(401, &json!({"error": "unauthorized"})),
        };
        if let Some(response) = api.challenge(challenge, &caller) {
            return response;
        }
        let needed: &[&str] = match api.request.method.as_str() {
            "GET" => &["Files.Read", "Files.Write"],
            _ => &["Files.Write"],
        };
        if !caller.may(needed) {
            return Response::json(403, &json!({"error": "forbidden", "needed": needed}));
        }
        Response::json(200, &api.echo(&caller))
    })
}
