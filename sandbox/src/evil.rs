//! The hostile origin: takes whatever reaches it, with every permission that a browser can ask for. Tests look for its entries
//! in the log, above all for those that should not be there.

use serde_json::json;

use crate::http::{Request, Response};

pub(crate) fn handle(request: &Request) -> Response {
    let response = Response::json(200, &json!({"evil": true}));
    let response = match request.header("origin") {
        None => response,
        Some(origin) => response
            .with("Access-Control-Allow-Origin", origin)
            .with("Access-Control-Allow-Credentials", "true"),
    };
    let wanted =
        |name: &str, default: &'static str| request.header(name).unwrap_or(default).to_string();
    response
        .with(
            "Access-Control-Allow-Methods",
            &wanted("access-control-request-method", "GET, POST"),
        )
        .with(
            "Access-Control-Allow-Headers",
            &wanted("access-control-request-headers", "*"),
        )
        .with("Cache-Control", "no-store")
        .with("Vary", "Origin")
}
