//! The log that tests read: every request to a double, in order of arrival, with its answer's status.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    cookies,
    encoding::hash,
    form::Parameters,
    http::{Now, Request, Response},
    multipart,
};

/// The request headers that are written down in full.
const HEADERS: [&str; 17] = [
    "accept",
    "access-control-request-headers",
    "access-control-request-method",
    "clientid",
    "content-type",
    "docgate-relay",
    "forwarded",
    "if-match",
    "origin",
    "redirecturi",
    "referer",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "user-agent",
    "x-disable-redirect",
    "x-forwarded-for",
];

/// The log forgets its oldest entries beyond this many.
const CAPACITY: usize = 20_000;

/// What a request's `Authorization` header said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authorization {
    /// What stands before the first space.
    pub scheme: String,
    /// Hexadecimal SHA-256 of what stands after it.
    pub token_hash: String,
}

/// One request. `README.md` shows it as JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// From 1 on, in order of arrival, never given twice in a run.
    pub number: u64,
    /// The server's own time in milliseconds, whatever the scenario's clock says.
    pub time: u64,
    /// The scenario that was addressed.
    pub scenario: String,
    /// `docspace`, `oidc`, `entra`, `evil`…
    pub double: &'static str,
    /// The `Host` header.
    pub host: String,
    /// In capitals.
    pub method: String,
    /// The path as it came, aliases unresolved.
    pub path: String,
    /// Decoded parameters: a text, or a list where a name is repeated.
    pub query: Value,
    /// Whether a browser asked for permission.
    pub preflight: bool,
    /// Selected headers.
    pub headers: Map<String, Value>,
    /// The names of the cookies.
    pub cookies: Vec<String>,
    /// The `Authorization` header, its token as a hash.
    pub authorization: Option<Authorization>,
    /// The parameters of a form-encoded body, or the fields of a multipart one, else null.
    pub form: Option<Value>,
    /// A JSON body, else null.
    pub json: Option<Value>,
    /// The length of the body in bytes.
    pub body_length: usize,
    /// The answer's status; 0 where there was none.
    pub status: u16,
    /// Where a redirect led.
    pub location: Option<String>,
    /// The kind of fault that was used.
    pub fault: Option<&'static str>,
}

/// The requests so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    last: u64,
    entries: Vec<Entry>,
}

impl Log {
    pub(crate) fn write(
        &mut self,
        scenario: &str,
        double: &'static str,
        now: Now,
        request: &Request,
        response: &Response,
    ) {
        self.last += 1;
        if self.entries.len() >= CAPACITY {
            self.entries.drain(..CAPACITY / 10);
        }
        let headers = HEADERS
            .iter()
            .filter_map(|name| Some((name.to_string(), Value::from(request.header(name)?))));
        let authorization = request.header("authorization").map(|value| {
            let (scheme, token) = value.split_once(' ').unwrap_or(("", value));
            Authorization {
                scheme: scheme.to_string(),
                token_hash: hash(token),
            }
        });
        let form = request.form_parameters();
        let form = if form.is_empty() {
            multipart::fields(request)
        } else {
            form
        };
        let form = form.to_json();
        self.entries.push(Entry {
            number: self.last,
            time: now.0,
            scenario: scenario.to_string(),
            double,
            host: request.host.clone(),
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query_parameters().to_json(),
            preflight: request.is_preflight(),
            headers: headers.collect(),
            cookies: cookies::parse(request)
                .into_iter()
                .map(|(name, _)| name)
                .collect(),
            authorization,
            form: form
                .as_object()
                .is_some_and(|form| !form.is_empty())
                .then_some(form),
            json: serde_json::from_slice(&request.body).ok(),
            body_length: request.body.len(),
            status: response.status,
            location: response.header("location").map(str::to_string),
            fault: response.fault,
        });
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Empties it, or drops one scenario's entries; the numbers go on.
    pub(crate) fn clear(&mut self, scenario: Option<&str>) {
        self.entries
            .retain(|entry| scenario.is_some_and(|scenario| entry.scenario != scenario));
    }

    /// The entries that a query asks for, and the last number given out.
    pub(crate) fn select(&self, filters: &Parameters) -> Result<Value, String> {
        let since = match filters.first("since") {
            None => 0,
            Some(text) => text
                .parse::<u64>()
                .map_err(|_| "`since` is a number".to_string())?,
        };
        let without_preflights = filters.first("preflight") == Some("false");
        let fits = |entry: &&Entry| {
            let is =
                |name: &str, value: &str| filters.first(name).is_none_or(|wanted| wanted == value);
            entry.number > since
                && !(without_preflights && entry.preflight)
                && is("scenario", &entry.scenario)
                && is("double", entry.double)
                && is("host", &entry.host)
                && is("method", &entry.method)
                && is("path", &entry.path)
        };
        let entries: Vec<&Entry> = self.entries.iter().filter(fits).collect();
        Ok(serde_json::json!({"entries": entries, "last": self.last}))
    }
}
