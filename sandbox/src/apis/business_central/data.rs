//! The data and automation APIs (OData): companies, customers, items; users of a company. Errors are wrapped in `error`.

use serde_json::{Value, json};

use crate::{entra::Tenant, http::Response, switches::Challenge};

use super::{Api, ENVIRONMENTS, Part, admitted, records::Records};

/// The company of every environment.
const COMPANY: &str = "a1b2c3d4-0000-4000-8000-000000000001";

/// What a path under `/v2.0/` says.
struct Route<'a> {
    tenant: Option<&'a str>,
    environment: &'a str,
    rest: &'a [&'a str],
}

pub(super) fn answer(
    api: &Api<'_>,
    part: Part,
    challenge: &mut Option<Challenge>,
    closed: &[String],
    records: &mut Records,
) -> Response {
    let parts: Vec<&str> = api
        .request
        .path
        .trim_matches('/')
        .split('/')
        .skip(1)
        .collect();
    let route = match parts.as_slice() {
        [environment, "api", rest @ ..] => Route {
            tenant: None,
            environment,
            rest,
        },
        [tenant, environment, "api", rest @ ..] => Route {
            tenant: Some(tenant),
            environment,
            rest,
        },
        _ => return not_found(),
    };
    let caller = match admitted(api, challenge, unauthorized) {
        Ok(caller) => caller,
        Err(response) => return response,
    };
    if route
        .tenant
        .is_some_and(|tenant| Tenant::named(tenant) != Some(caller.tenant))
    {
        return unauthorized();
    }
    let named = |name: &str| name.eq_ignore_ascii_case(route.environment);
    if !ENVIRONMENTS.iter().any(|(name, _)| named(name)) {
        return problem(404, "NoEnvironment", "Environment does not exist.");
    }
    // The app was never authorised there: a good token, and no refresh will help.
    if closed.iter().any(|name| named(name)) {
        return unauthorized();
    }
    let rest = match (part, route.rest) {
        (Part::Data, ["v2.0", rest @ ..]) => rest,
        (Part::Automation, ["microsoft", "automation", "v2.0", rest @ ..]) => rest,
        _ => return not_found(),
    };
    let context = format!("{}/$metadata", api.request.url());
    let list = |value: Vec<Value>| {
        Response::json(200, &json!({"@odata.context": context, "value": value}))
    };
    let company = json!({"id": COMPANY, "name": "CRONUS", "displayName": "CRONUS International"});
    match (api.request.method.as_str(), rest) {
        ("GET", ["companies"]) => list(vec![company]),
        ("GET", [one]) if *one == format!("companies({COMPANY})") => Response::json(200, &company),
        (method, [one, entity]) if *one == format!("companies({COMPANY})") => match part {
            Part::Automation if method == "GET" && *entity == "users" => {
                let users = api
                    .users
                    .iter()
                    .map(|user| json!({"userSecurityId": user.id, "userName": user.login}));
                list(users.collect())
            }
            Part::Data => records.answer(api.request, route.environment, entity, list),
            _ => not_found(),
        },
        _ => not_found(),
    }
}

/// Wrong audience, expired, none at all, or an environment that never authorised the app: all look the same.
fn unauthorized() -> Response {
    problem(
        401,
        "Authentication_InvalidCredentials",
        "The server has rejected the client credentials.",
    )
}

pub(super) fn not_found() -> Response {
    problem(404, "BadRequest_NotFound", "There is no such resource.")
}

/// OData's envelope.
pub(super) fn problem(status: u16, code: &str, message: &str) -> Response {
    Response::json(
        status,
        &json!({"error": {"code": code, "message": message}}),
    )
}
