//! What every request passes before anybody looks at what it wants.
//!
//! In this order: the host is the relay's own (DNS rebinding), the entry exists, the origin is one of the
//! entry's, exactly; a preflight is answered here. Then the page is of this site, has the header that no form
//! can send, and its cookies are not too many. Every answer gets the headers that keep it out of caches, and
//! the CORS headers for that one origin.

mod cors;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::IntoResponse;
use futures_util::FutureExt;

use crate::answer::Answer;
use crate::config::{Config, Entry};
use crate::cookies::{Cookies, TOTAL};
use crate::error::{Code, Refusal};
use crate::limits::Busy;
use crate::state::AppState;

const CUSTOM: HeaderName = HeaderName::from_static("docgate-relay");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who calls, after the gate. Handlers take it as an `Extension`.
#[derive(Clone)]
pub struct Caller {
    config: Arc<Config>,
    entry: String,
    /// The page's origin: one of the entry's.
    pub origin: String,
    /// The relay's cookies.
    pub cookies: Arc<Cookies>,
}

impl Caller {
    /// The entry that is called.
    ///
    /// # Errors
    /// [`Code::EntryUnknown`]; never, once the gate was passed.
    pub fn entry(&self) -> Result<&Entry, Refusal> {
        self.config
            .entries
            .get(&self.entry)
            .ok_or(Refusal::new(Code::EntryUnknown))
    }
}

/// Entry and origin.
impl std::fmt::Debug for Caller {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} of {}", self.entry, self.origin)
    }
}

/// The gate, as a layer of the router.
pub async fn gate(State(state): State<Arc<AppState>>, request: Request, next: Next) -> Answer {
    let (origin, mut answer) = match entrance(&state.config, &request) {
        Err(refusal) => (None, refusal.into_response()),
        Ok(caller) => {
            let origin = caller.origin.clone();
            (Some(origin), inside(caller, request, next).await)
        }
    };
    cors::guard(answer.headers_mut());
    if let Some(origin) = origin {
        cors::allow(answer.headers_mut(), &origin);
    }
    answer
}

/// Host, entry and origin.
fn entrance(config: &Arc<Config>, request: &Request) -> Result<Caller, Refusal> {
    let host = host(request).filter(|host| config.hosts.contains(host));
    let host = host.ok_or(Code::HostNotAllowed)?;
    let mut segments = request.uri().path().split('/');
    let version = (segments.next(), segments.next()) == (Some(""), Some("v1"));
    let name = segments.next().filter(|_| version).unwrap_or_default();
    let entry = config.entries.get(name).ok_or(Code::EntryUnknown)?;
    let origin = origin(request, entry, &host).ok_or(Code::OriginNotAllowed)?;
    Ok(Caller {
        config: Arc::clone(config),
        entry: entry.name.clone(),
        origin,
        cookies: Arc::new(Cookies::read(request.headers())),
    })
}

async fn inside(caller: Caller, mut request: Request, next: Next) -> Answer {
    if let Some(preflight) = cors::preflight(&request) {
        return preflight;
    }
    // Said here, where the page can read it.
    if let Some(busy) = request.extensions().get::<Busy>() {
        return Refusal::wait(Code::TooManyRequests, busy.seconds()).into_response();
    }
    if let Err(refusal) = admitted(&caller, &request) {
        return refusal.into_response();
    }
    request.extensions_mut().insert(caller);
    // A defect ends this one request, not the connection of others.
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    handled.unwrap_or_else(|_| Refusal::new(Code::InternalError).into_response())
}

/// This site, the header, the cookies.
fn admitted(caller: &Caller, request: &Request) -> Result<(), Refusal> {
    match single(request.headers(), &FETCH_SITE) {
        // Browsers that do not send it say the origin all the same.
        Ok(None | Some("same-origin" | "same-site")) => {}
        _ => return Err(Code::CrossSite.into()),
    }
    if single(request.headers(), &CUSTOM) != Ok(Some("1")) {
        return Err(Code::HeaderMissing.into());
    }
    // Whoever signs out makes room.
    let leaving = request.method() == Method::POST && request.uri().path().ends_with("/logout");
    if caller.cookies.size() > TOTAL && !leaving {
        return Err(Code::CookiesTooLarge.into());
    }
    Ok(())
}

/// The one `Host`, in small letters.
fn host(request: &Request) -> Option<String> {
    let said = single(request.headers(), &HOST).ok()?;
    let meant = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    match (said, meant) {
        (Some(said), Some(meant)) if said != meant => None,
        (said, meant) => said.or(meant).map(str::to_ascii_lowercase),
    }
}

/// The page's origin. Without the header it can only be a page of the very host that was called.
fn origin(request: &Request, entry: &Entry, host: &str) -> Option<String> {
    let listed = |wanted: &dyn Fn(&str) -> bool| {
        let mut fitting = entry.origins.iter().filter(|own| wanted(own));
        fitting.next().cloned()
    };
    match single(request.headers(), &ORIGIN).ok()? {
        Some(origin) => listed(&|own| own == origin),
        None if single(request.headers(), &FETCH_SITE) == Ok(Some("same-origin")) => {
            listed(&|own| own.split_once("://").is_some_and(|(_, name)| name == host))
        }
        None => None,
    }
}

/// A header that comes once, or not at all.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ()> {
    let mut all = headers.get_all(name).iter().map(HeaderValue::to_str);
    match (all.next(), all.next()) {
        (None, _) => Ok(None),
        (Some(Ok(value)), None) => Ok(Some(value)),
        _ => Err(()),
    }
}
