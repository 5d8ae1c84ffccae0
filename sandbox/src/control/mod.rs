//! The control API under `/_sandbox/`, which no real service has: switches, clock, log, sudden deaths of tokens.

mod bodies;

use serde_json::{Value, json};

use crate::{
    config::merged,
    entra,
    entropy::Entropy,
    http::{Now, Request, Response},
    sandbox::Sandbox,
    scenario::{self, Scenario},
    switches::Region,
};

use bodies::{Advance, ClientChange, ClientRemoval, Expiry, Rotation, Whose};

pub(crate) use bodies::{ClientDouble, What};

/// Paths that start with this are control requests, on every host.
pub(crate) const PREFIX: &str = "/_sandbox/";

pub(crate) fn handle(
    sandbox: &mut Sandbox,
    request: &Request,
    now: Now,
    entropy: &mut dyn Entropy,
) -> Response {
    let response = if request.method == "OPTIONS" {
        Response::empty(204)
            .with("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
            .with("Access-Control-Allow-Headers", "content-type")
    } else {
        act(sandbox, request, now, entropy).unwrap_or_else(|error| match error {
            Refusal::Bad(message) => Response::json(400, &json!({"error": message})),
            Refusal::NotFound => Response::json(404, &json!({"error": "no such control request"})),
        })
    };
    let response = match request.header("origin").filter(|origin| is_local(origin)) {
        None => response,
        Some(origin) => response.with("Access-Control-Allow-Origin", origin),
    };
    response
        .with("Vary", "Origin")
        .with("Cache-Control", "no-store")
}

enum Refusal {
    Bad(String),
    NotFound,
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self::Bad(message)
    }
}

fn act(
    sandbox: &mut Sandbox,
    request: &Request,
    now: Now,
    entropy: &mut dyn Entropy,
) -> Result<Response, Refusal> {
    let query = request.query_parameters();
    let named = query.first("scenario");
    if named.is_some_and(|name| !scenario::is_name(name)) {
        return Err(Refusal::Bad(
            "`scenario` is 1 to 64 letters, digits, `-` and `_`".to_string(),
        ));
    }
    let action = request.path.strip_prefix(PREFIX).unwrap_or_default();
    let done = || Ok(Response::json(200, &json!({"ok": true})));
    match (request.method.as_str(), action) {
        ("GET", "log") => return Ok(Response::json(200, &sandbox.log.select(&query)?)),
        ("DELETE", "log") => {
            sandbox.log.clear(named);
            return done();
        }
        ("POST", "reset") => {
            match named {
                Some(name) => drop(sandbox.scenarios.remove(name)),
                None => sandbox.scenarios.clear(),
            }
            sandbox.log.clear(named);
            return done();
        }
        _ => {}
    }
    let users = sandbox.config.users.clone();
    let user_id = |login: &str| {
        let user = users
            .iter()
            .find(|user| user.login == login || user.id == login);
        user.map(|user| user.id.clone())
            .ok_or_else(|| format!("unknown user `{login}`"))
    };
    let scenario = sandbox.scenario(named.unwrap_or(scenario::DEFAULT));
    match (request.method.as_str(), action) {
        ("GET", "state") => Ok(Response::json(200, &state(scenario, now))),
        ("PUT", "switches") => {
            scenario.switches.merge(&body(request)?)?;
            Ok(Response::json(200, &json!(scenario.switches)))
        }
        ("PUT", "clients") => {
            let change: ClientChange = body(request)?;
            let clients = match change.double {
                ClientDouble::Docspace => &mut scenario.portal_clients,
                ClientDouble::Oidc => &mut scenario.issuer_clients,
                ClientDouble::Enadoc => &mut scenario.enadoc_clients,
                ClientDouble::Docplanner => &mut scenario.docplanner_clients,
                ClientDouble::Entra => {
                    entra::register(&mut scenario.registrations, parsed(change.client)?);
                    return done();
                }
            };
            *clients = merged(std::mem::take(clients), &[parsed(change.client)?]);
            done()
        }
        ("DELETE", "clients") => {
            let ClientRemoval { double, id } = body(request)?;
            let there_was = scenario.remove_client(&double, &id);
            Ok(Response::json(
                200,
                &json!({"ok": true, "removed": there_was}),
            ))
        }
        ("POST", "time") => {
            let Advance { advance_seconds } = body(request)?;
            scenario.seconds_ahead = scenario.seconds_ahead.saturating_add(advance_seconds);
            Ok(Response::json(
                200,
                &json!({"ok": true, "now": scenario.seconds(now)}),
            ))
        }
        ("POST", "evict") => {
            let Whose { client, user } = body(request)?;
            let user = user_id(&user)?;
            let evicted = scenario.portal.evict(&client, &user)
                | scenario.cloud.evict(&client, &user)
                | scenario.issuer.evict(&client, &user)
                | scenario.directory.evict(&client, &user)
                | scenario.enadoc.evict(&client, &user);
            Ok(Response::json(
                200,
                &json!({"ok": true, "evicted": evicted}),
            ))
        }
        ("POST", "revoke") => {
            let Whose { client, user } = body(request)?;
            let user = user_id(&user)?;
            let revoked = scenario.portal.forget(&client, &user, None)
                | scenario.cloud.forget(&client, &user, Some(Region::Eu))
                | scenario.cloud.forget(&client, &user, Some(Region::Us));
            Ok(Response::json(
                200,
                &json!({"ok": true, "revoked": revoked}),
            ))
        }
        ("POST", "expire") => {
            let expiry: Expiry = body(request)?;
            let user = expiry.user.as_deref().map(user_id).transpose()?;
            let seconds = scenario.seconds(now);
            let (what, client, user) = (expiry.what, expiry.client.as_deref(), user.as_deref());
            scenario.portal.expire(what, client, user, seconds);
            scenario.cloud.expire(what, client, user, seconds);
            scenario.issuer.expire(what, client, user, seconds);
            scenario.directory.expire(what, client, user, seconds);
            scenario.enadoc.expire(what, client, user, seconds);
            scenario.docplanner.expire(what, client, user, seconds);
            done()
        }
        ("POST", "rotate-keys") => {
            let Rotation { keep_old } = body(request)?;
            scenario.portal.keys.rotate(keep_old, entropy);
            scenario.cloud.keys.rotate(keep_old, entropy);
            scenario.issuer.keys.rotate(keep_old, entropy);
            scenario.directory.keys.rotate(keep_old, entropy);
            done()
        }
        _ => Err(Refusal::NotFound),
    }
}

fn state(scenario: &Scenario, now: Now) -> Value {
    let seconds = scenario.seconds(now);
    json!({
        "now": seconds,
        "seconds_ahead": scenario.seconds_ahead,
        "switches": scenario.switches,
        "docspace": {"clients": scenario.portal_clients, "state": scenario.portal.describe(seconds), "cloud": scenario.cloud.describe(seconds)},
        "oidc": {"clients": scenario.issuer_clients, "state": scenario.issuer.describe(seconds)},
        "entra": {"clients": scenario.registrations, "state": scenario.directory.describe(seconds)},
        "enadoc": {"clients": scenario.enadoc_clients, "state": scenario.enadoc.describe(seconds)},
        "docplanner": {"clients": scenario.docplanner_clients, "state": scenario.docplanner.describe(seconds)},
    })
}

fn parsed<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn body<T: serde::de::DeserializeOwned>(request: &Request) -> Result<T, String> {
    let text = if request.body.is_empty() {
        b"{}".as_slice()
    } else {
        request.body.as_slice()
    };
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

/// Whether an origin is on this machine: control is not for pages from elsewhere.
fn is_local(origin: &str) -> bool {
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}
