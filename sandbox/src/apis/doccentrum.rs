//! docCentrum's API. Its endpoints are not public: these few routes about tasks are made up. What is known: there are two tiers
//! with a resource each, three delegated scopes, and the customer's own Entra tenant in front.

use serde_json::{Value, json};

use crate::{
    entra::{DOCCENTRUM_LITE, DOCCENTRUM_PREMIUM},
    http::Response,
    switches::DocCentrumSwitches,
};

use super::{Api, Caller, Refused};

/// What opens the user's own tasks.
const OWN: &[&str] = &["Tasks.My.Manage", "user_impersonation"];
/// What opens everybody's.
const ALL: &[&str] = &["Tasks.Admin"];

pub(crate) fn handle(api: Api<'_>, switches: &mut DocCentrumSwitches) -> Response {
    let (cors, challenge) = (switches.cors, &mut switches.challenge);
    api.serve(cors, &mut switches.api_fault, || {
        let path = api.request.path.as_str();
        let tiers = [("/premium", DOCCENTRUM_PREMIUM), ("/lite", DOCCENTRUM_LITE)];
        let tier = tiers
            .into_iter()
            .find_map(|(prefix, resource)| Some((path.strip_prefix(prefix)?, resource)));
        let Some((route, resource)) = tier.filter(|(route, _)| route.starts_with('/')) else {
            return refusal(404, "not_found", "There is no such tier.");
        };
        let caller = match api.caller(resource) {
            Ok(caller) => caller,
            Err(Refused::Audience) => {
                let why = "The token is for another resource; Premium and Lite have one each.";
                return refusal(401, "invalid_audience", why)
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            }
            Err(_) => {
                return refusal(401, "unauthorized", "A token of this resource is needed.")
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            }
        };
        if let Some(response) = api.challenge(challenge, &caller) {
            return response;
        }
        answer(&api, &caller, route)
    })
}

fn answer(api: &Api<'_>, caller: &Caller<'_>, route: &str) -> Response {
    let parts: Vec<&str> = route.trim_start_matches('/').split('/').collect();
    let own = || task("1", &caller.user.login);
    let (needed, status, body) = match (api.request.method.as_str(), parts.as_slice()) {
        ("GET", ["api", "tasks", "my"]) => (OWN, 200, json!({"tasks": [own()]})),
        ("GET", ["api", "tasks", "1"]) => (OWN, 200, own()),
        ("PATCH" | "PUT", ["api", "tasks", "1"]) => (OWN, 200, api.echo(caller)),
        ("POST", ["api", "tasks", "1", "complete"]) => {
            (OWN, 200, json!({"id": "1", "state": "completed"}))
        }
        ("GET", ["api", "tasks"]) => {
            let everybody = api.users.iter().enumerate();
            let tasks = everybody.map(|(at, user)| task(&(at + 1).to_string(), &user.login));
            (ALL, 200, json!({"tasks": tasks.collect::<Vec<_>>()}))
        }
        ("POST", ["api", "tasks"]) => (ALL, 201, api.echo(caller)),
        _ => return refusal(404, "not_found", "There is no such route."),
    };
    if caller.may(needed) {
        Response::json(status, &body)
    } else {
        refusal(
            403,
            "insufficient_scope",
            &format!("One of these is needed: {}.", needed.join(", ")),
        )
    }
}

fn task(id: &str, assignee: &str) -> Value {
    json!({"id": id, "title": "Approve the invoice", "assignee": assignee, "state": "open"})
}

fn refusal(status: u16, code: &str, message: &str) -> Response {
    Response::json(status, &json!({"error": code, "message": message}))
}
