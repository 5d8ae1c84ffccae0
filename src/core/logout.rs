//! Signing out at the provider, after everything here is forgotten: tokens given back (RFC 7009), then
//! the provider's own page (OpenID Connect RP-Initiated Logout 1.0; ).

use super::base64url;
use super::form::Form;
use super::http::{Purpose, Request};
use super::json::{self, Object, Value};
use super::names::{Entropy, Timestamp};
use super::options;
use super::pending::Flow;
use super::provider::LogoutHint;
use super::record;
use super::relay;
use super::secret::{Secret, redacted, same};
use super::session::Session;
use super::settings::Settings;

const VERSION: i64 = 1;
/// How a `state` of a sign-out begins.
const MARKER: &str = "dg1o";
/// How long the way back is waited for.
const LIFETIME_SECONDS: u64 = 10 * 60;

/// Where a client's sign-out under way is kept, in this tab.
pub fn key(client: &str) -> String {
    ["docgate:logout:", client].concat()
}

/// What is to be done at the provider.
#[derive(Default)]
pub struct Plan {
    /// To be sent together; whatever is answered changes nothing.
    pub revocations: Vec<Request>,
    /// To be stored, and then to be gone to.
    pub page: Option<(PendingLogout, String)>,
}

/// A sign-out between leaving and coming back.
pub struct PendingLogout {
    state: String,
    return_to: String,
    created: Timestamp,
}

redacted!("PendingLogout" for PendingLogout, "Plan" for Plan);

/// The way back from the provider's page.
#[derive(Debug, PartialEq, Eq)]
pub struct Returned {
    /// Where the app wanted to go on.
    pub return_to: String,
    /// `state` came back as it was sent.
    pub confirmed: bool,
}

/// Plans it for a session that is forgotten already.
pub fn plan(
    session: &Session,
    wanted: &options::Logout,
    settings: &Settings,
    entropy: Option<&Entropy>,
    now: Timestamp,
) -> Plan {
    let mut plan = Plan::default();
    if let Some(relay) = settings.token_relay() {
        // What it holds of this session is ours, not the provider's.
        plan.revocations.push(relay::logout(
            session.relay_session.as_ref(),
            settings,
            relay,
        ));
    }
    if wanted.provider == Some(false) {
        return plan;
    }
    if let Some(endpoint) = &session.metadata.revocation_endpoint {
        let tokens = [
            (session.refresh_token.as_ref(), "refresh_token"),
            (
                Some(&session.access.token).filter(|_| !session.dead),
                "access_token",
            ),
        ];
        for (token, hint) in tokens {
            let Some(token) = token else { continue };
            let mut form = Form::new();
            // To where it came from: that is what revoking is.
            form.push("token", token.expose());
            form.push("token_type_hint", hint);
            form.push("client_id", &settings.client_id);
            plan.revocations.push(Request::form(
                Purpose::Revocation,
                endpoint.clone(),
                Secret::new(form.encode()),
            ));
        }
    }
    let goes = wanted.provider == Some(true) || settings.post_logout.is_some();
    if let (Some(endpoint), Some(entropy), true) =
        (&session.metadata.end_session_endpoint, entropy, goes)
    {
        plan.page = Some(page(endpoint, session, wanted, settings, entropy, now));
    }
    plan
}

fn page(
    endpoint: &str,
    session: &Session,
    wanted: &options::Logout,
    settings: &Settings,
    entropy: &Entropy,
    now: Timestamp,
) -> (PendingLogout, String) {
    let state = [MARKER, &base64url::encode(entropy.state())].concat();
    let mut form = Form::new();
    form.push("client_id", &settings.client_id);
    if let Some((uri, _)) = &settings.post_logout {
        form.push("post_logout_redirect_uri", uri);
        form.push("state", &state);
    }
    let claims = session.claim_set();
    if settings.provider.logout_hint == LogoutHint::LoginHint
        && let Ok(hint) = claims.string("login_hint")
    {
        form.push("logout_hint", hint);
    }
    if let (Some(token), true) = (&session.id_token, wanted.id_token_hint) {
        // Into an address, because the app wants that: it says whose sign-in this is, and opens nothing.
        form.push("id_token_hint", token.expose());
    }
    let mut url = String::from(endpoint);
    url.push(if endpoint.contains('?') { '&' } else { '?' });
    url.push_str(&form.encode());
    let pending = PendingLogout {
        state,
        return_to: wanted
            .return_to
            .clone()
            .unwrap_or_else(|| own_place(settings)),
        created: now,
    };
    (pending, url)
}

/// Without a wish, the app goes on where the provider comes back to.
fn own_place(settings: &Settings) -> String {
    let own = settings.post_logout.as_ref();
    let place = own.and_then(|(_, url)| url.as_str().strip_prefix(url.origin()));
    String::from(place.unwrap_or("/"))
}

impl PendingLogout {
    /// As it is stored.
    pub fn encode(&self) -> String {
        let object = Object::new()
            .with("v", VERSION)
            .with("state", self.state.as_str())
            .with("return_to", self.return_to.as_str())
            .with("created", self.created.0);
        json::write(&Value::Object(object))
    }

    fn decode(text: &str) -> Option<PendingLogout> {
        let object = record::open(text, VERSION)?;
        Some(PendingLogout {
            state: String::from(object.string("state").ok()?),
            return_to: String::from(object.string("return_to").ok()?),
            created: Timestamp(object.integer("created").ok()?),
        })
    }
}

/// Whether this address is where the provider's sign-out page came back to. Only after a sign-out that
/// was begun in this tab: nobody is ever signed out by an address.
pub fn returned(
    address: &str,
    stored: Option<&str>,
    settings: &Settings,
    now: Timestamp,
) -> Option<Returned> {
    let (_, own) = settings.post_logout.as_ref()?;
    let pending = PendingLogout::decode(stored?)?;
    let (place, query) = super::callback::place(address);
    let here = super::callback::place(own.as_str()).0;
    let form = Form::parse(query).ok()?;
    let state = form.first("state");
    let login = ["code", "error"].iter().any(|name| form.count(name) > 0)
        || state.is_some_and(|state| Flow::of(state).is_some());
    let fits = place == here && !login && record::is_within(pending.created, now, LIFETIME_SECONDS);
    fits.then(|| Returned {
        confirmed: form.count("state") == 1
            && state.is_some_and(|it| same(it.as_bytes(), pending.state.as_bytes())),
        return_to: pending.return_to,
    })
}
