//! The Admin Center API and the shorter list of environments. Errors are not wrapped in `error`, and a 401 has no body at all.

use serde_json::{Value, json};

use crate::{http::Response, switches::Challenge};

use super::{Api, ENVIRONMENTS, admitted, environment};

/// The only family of applications here.
const FAMILY: &str = "BusinessCentral";

pub(super) fn answer(
    api: &Api<'_>,
    challenge: &mut Option<Challenge>,
    admins: Option<&[String]>,
) -> Response {
    // The documentation warns that failures of authentication need not have the usual form.
    let unauthorized = || Response::empty(401).with("WWW-Authenticate", "Bearer");
    let caller = match admitted(api, challenge, unauthorized) {
        Ok(caller) => caller,
        Err(response) => return response,
    };
    if admins.is_some_and(|admins| !admins.contains(&caller.user.login)) {
        return problem(403, "Unauthorized", None);
    }
    let origin = api.request.origin();
    let all = || -> Vec<Value> {
        ENVIRONMENTS
            .iter()
            .map(|(name, kind)| environment(name, kind, caller.tenant, &origin))
            .collect()
    };
    let parts: Vec<&str> = api.request.path.trim_matches('/').split('/').collect();
    if api.request.method != "GET" {
        return problem(405, "MethodNotAllowed", None);
    }
    match parts.as_slice() {
        ["environments", "v1.2"] => Response::json(200, &json!({"value": all()})),
        ["admin", version, ..] if !is_version(version) => {
            problem(404, "VersionNotFound", Some("apiVersion"))
        }
        ["admin", _, "applications", "environments"] => {
            Response::json(200, &json!({"value": all()}))
        }
        ["admin", _, "applications", family, "environments", ..]
            if !family.eq_ignore_ascii_case(FAMILY) =>
        {
            problem(
                404,
                "ApplicationTypeDoesNotExist",
                Some("applicationFamily"),
            )
        }
        ["admin", _, "applications", _, "environments"] => {
            Response::json(200, &json!({"value": all()}))
        }
        ["admin", _, "applications", _, "environments", wanted] => {
            let known = ENVIRONMENTS
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            match known {
                None => problem(404, "EnvironmentNotFound", Some("environmentName")),
                Some((name, kind)) => {
                    Response::json(200, &environment(name, kind, caller.tenant, &origin))
                }
            }
        }
        _ => problem(404, "ResourceNotFound", None),
    }
}

/// `v2.7`, `v2.29`: any of the second generation.
fn is_version(text: &str) -> bool {
    text.strip_prefix("v2.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The Admin Center's own envelope.
pub(super) fn problem(status: u16, code: &str, target: Option<&str>) -> Response {
    let message = "The request was refused.";
    let mut body = json!({
        "code": code,
        "message": message,
        "extensionData": {},
        "clientError": [{"code": code, "message": message}],
    });
    if let (Some(target), Some(members)) = (target, body.as_object_mut()) {
        members.insert("target".to_string(), json!(target));
    }
    Response::json(status, &body)
}
