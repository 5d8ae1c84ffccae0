//! An entry's API through the relay: the calls that its list allows, to the address that the
//! configuration knows, with the page's own token or, behind a guard, with the relay's.
//!
//! The order is fixed: the path as it came, the list, the caller's token, and only then anything is sent.

mod body;
pub(crate) mod forward;
pub mod headers;
pub mod path;
pub mod pattern;
mod route;
mod target;
mod watch;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request};
use docgate::core::secret::Secret;
use tokio::time::Instant;

use self::body::Bounds;
use self::forward::{Asked, Sender};
use self::path::PlainPath;
use self::pattern::{Rule, Verdict};
pub use self::route::api;
use crate::answer::Answer;
use crate::behind::Behind;
use crate::config::{ApiBase, Config, Entry};
use crate::error::{Code, Refusal};
use crate::guard::Guard;
use crate::machine::Machine;
use crate::state::AppState;

/// What the relay remembers for the APIs of all entries: keys of issuers and its own tokens, none of people.
#[derive(Debug, Default)]
pub struct Apis(BTreeMap<String, Api>);

/// The same for one entry.
#[derive(Debug)]
struct Api {
    rules: Vec<Rule>,
    guard: Guard,
    machine: Arc<Machine>,
}

impl Apis {
    /// The APIs of a configuration, which was checked: a line that says nothing would allow nothing.
    /// Entries with the same client at the same place share its token.
    #[must_use]
    pub fn new(config: &Config) -> Apis {
        let mut machines: BTreeMap<(&str, &str), Arc<Machine>> = BTreeMap::new();
        let mut apis = BTreeMap::new();
        for (name, entry) in &config.entries {
            let Some(api) = &entry.api else { continue };
            let lines = api.allow.iter();
            let rules = lines.filter_map(|line| Rule::new(&line.methods, &line.path).ok());
            let machine = match &entry.machine {
                None => Arc::default(),
                Some(client) => {
                    let own = (client.token_endpoint.as_str(), client.client_id.as_str());
                    Arc::clone(machines.entry(own).or_default())
                }
            };
            let api = Api {
                rules: rules.collect(),
                guard: Guard::default(),
                machine,
            };
            apis.insert(name.clone(), api);
        }
        Apis(apis)
    }
}

/// Whether an entry's calls need what its session says.
#[must_use]
pub fn needs_session(entry: &Entry) -> bool {
    entry
        .api
        .as_ref()
        .is_some_and(|api| matches!(api.base, ApiBase::Session))
}

/// Forwards a call. `path` is what follows the entry's `/api`, as it came; `discovered` is the base that the
/// session says, where there is one.
///
/// # Errors
/// What the caller did wrong, or what the service behind did.
pub async fn call(
    state: &Arc<AppState>,
    entry: &Entry,
    path: &str,
    discovered: Option<&str>,
    request: Request<Body>,
) -> Result<Answer, Refusal> {
    let (Some(api), Some(known)) = (&entry.api, state.apis.0.get(&entry.name)) else {
        return Err(Refusal::new(Code::EntryUnknown));
    };
    let path = PlainPath::judge(path).ok_or(Refusal::new(Code::PathNotAllowed))?;
    let (parts, body) = request.into_parts();
    let query = parts.uri.query();
    if !query.is_none_or(path::is_plain_query) {
        return Err(Refusal::at(Code::InvalidRequest, "query"));
    }
    match pattern::judge(&known.rules, &parts.method, path) {
        Verdict::Allowed => {}
        Verdict::Method => return Err(Refusal::new(Code::MethodNotAllowed)),
        Verdict::Path => return Err(Refusal::new(Code::PathNotAllowed)),
    }
    let length = content_length(&parts)?;
    let limits = &state.config.limits;
    if length.is_some_and(|length| length > limits.api_body_bytes as u64) {
        return Err(Refusal::new(Code::BodyTooLarge));
    }
    let token = bearer(&parts.headers)?;
    let found;
    let base = match &api.base {
        ApiBase::Fixed(base) => base,
        ApiBase::Session => {
            found = discovered.and_then(|base| target::permitted(base, entry));
            // Without a session the page renews, and hears there that it has ended.
            found
                .as_ref()
                .ok_or(Refusal::at(Code::TokenMissing, "session"))?
        }
    };
    let url = target::address(base, path, query).ok_or(Refusal::new(Code::PathNotAllowed))?;
    let behind = &Behind::new(state, entry);
    let sender = Sender {
        behind,
        upstream: &state.upstream,
        limits,
    };
    let bounds = Bounds {
        cap: limits.api_body_bytes,
        until: Instant::now() + limits.body,
    };
    let asked = |body| Asked {
        method: parts.method.clone(),
        url,
        headers: headers::onwards(&parts.headers),
        body,
        bounds,
    };
    match (&entry.machine, &entry.guard) {
        (None, None) => {
            let body = sender.take(body, length, bounds).await?;
            sender.with_pages_token(asked(body), token).await
        }
        (Some(client), Some(guard)) => {
            let now = state.clock.now();
            // Read by the guard, and kept from the API.
            known.guard.pass(token.expose(), guard, now, behind).await?;
            let body = sender.take(body, length, bounds).await?;
            sender
                .with_machine(asked(body), client, &known.machine)
                .await
        }
        // The configuration has both or none.
        _ => Err(Refusal::new(Code::InternalError)),
    }
}

/// The page's token: one header, and a token that can be one (RFC 6750, section 2.1).
fn bearer(headers: &HeaderMap) -> Result<Secret, Refusal> {
    let mut given = headers.get_all(AUTHORIZATION).iter();
    let header = given.next().ok_or(Refusal::new(Code::TokenMissing))?;
    if given.next().is_some() {
        return Err(Refusal::at(Code::InvalidRequest, "authorization"));
    }
    let token = header
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token)
        .filter(|token| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()));
    match token {
        Some(token) => Ok(Secret::new(token.to_owned())),
        None => Err(Refusal::new(Code::TokenInvalid)),
    }
}

fn content_length(parts: &Parts) -> Result<Option<u64>, Refusal> {
    let Some(header) = parts.headers.get(CONTENT_LENGTH) else {
        return Ok(None);
    };
    let length = header.to_str().ok().and_then(|text| text.parse().ok());
    length
        .map(Some)
        .ok_or(Refusal::at(Code::InvalidRequest, "content-length"))
}
