//! What goes out: sessions, snapshots, outcomes, log entries, errors. Never a token.

use js_sys::{Array, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::client::arrival::{Ending, Outcome};
use crate::client::desk::Desk;
use crate::client::host::{Entry, Unanswered};
use crate::core::error::Error;
use crate::core::session::{Session, User};

/// `Session` of the public types. `claims` is JSON text: the face parses it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionView<'a> {
    provider: &'a str,
    user: Option<UserView<'a>>,
    scopes: Vec<String>,
    missing_scopes: Vec<String>,
    /// Milliseconds fit a double exactly.
    expires_at: Option<f64>,
    api_base: Option<&'a str>,
    claims: &'a str,
}

#[derive(Serialize)]
struct UserView<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
}

impl<'a> UserView<'a> {
    fn of(user: &'a User) -> UserView<'a> {
        UserView {
            id: &user.id,
            name: user.name.as_deref(),
            email: user.email.as_deref(),
        }
    }
}

impl<'a> SessionView<'a> {
    /// Of this session.
    pub(super) fn of(session: &'a Session, provider: &'a str) -> SessionView<'a> {
        SessionView {
            provider,
            user: session.user.as_ref().map(UserView::of),
            scopes: session.access.granted.to_vec(),
            missing_scopes: session
                .access
                .requested
                .missing_from(&session.access.granted)
                .to_vec(),
            expires_at: session.access.expires.map(|at| at.0 as f64),
            // As an app joins paths to it: an origin has no trailing slash.
            api_base: session
                .api_base
                .as_ref()
                .map(|base| base.as_str().trim_end_matches('/')),
            claims: &session.claims,
        }
    }
}

/// `Snapshot` of the public types, without its error.
#[derive(Serialize)]
pub(super) struct SnapshotView<'a> {
    /// `loading`, `signed-in`, `expired` or `signed-out`.
    pub(super) status: &'a str,
    /// With the first two of those that have one.
    pub(super) session: Option<SessionView<'a>>,
}

/// `Outcome` of the public types; the face adds the session, and parses `appState`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OutcomeView<'a> {
    /// `signed-in`, `signed-out`, `failed` or `popup`.
    pub(super) status: &'a str,
    /// With `signed-in`, and with `signed-out` after the provider's page.
    pub(super) via: Option<&'a str>,
    /// With `signed-out`.
    pub(super) reason: Option<&'a str>,
    /// With `signed-out` after the provider's page.
    pub(super) confirmed: Option<bool>,
    /// Where the login wanted to return to.
    pub(super) return_to: Option<&'a str>,
    /// JSON text.
    pub(super) app_state: Option<&'a str>,
}

impl OutcomeView<'_> {
    /// Of this outcome, with the error beside.
    fn of(outcome: &Outcome) -> (OutcomeView<'_>, Option<&Error>) {
        let mut view = OutcomeView {
            status: "failed",
            via: None,
            reason: None,
            confirmed: None,
            return_to: outcome.return_to.as_deref(),
            app_state: outcome.app_state.as_deref(),
        };
        match &outcome.end {
            Ending::SignedIn(via) => (view.status, view.via) = ("signed-in", Some(*via)),
            Ending::SignedOut(reason) => (view.status, view.reason) = ("signed-out", *reason),
            Ending::LoggedOut(confirmed) => {
                (view.status, view.via) = ("signed-out", Some("logout"));
                view.confirmed = Some(*confirmed);
            }
            Ending::Failed(error) => return (view, Some(error)),
            Ending::Forwarded => view.status = "popup",
        }
        (view, None)
    }
}

/// `Account` of the public types.
#[derive(Serialize)]
pub(super) struct AccountView<'a> {
    #[serde(flatten)]
    user: UserView<'a>,
    current: bool,
}

impl<'a> AccountView<'a> {
    /// Of this session's person.
    pub(super) fn of(session: &'a Session, current: bool) -> Option<AccountView<'a>> {
        let user = session.user.as_ref()?;
        Some(AccountView {
            user: UserView::of(user),
            current,
        })
    }
}

/// Who came back, for the app to confirm; `null` where the provider tells nobody.
pub(super) fn person(user: Option<&User>) -> JsValue {
    object(&user.map(UserView::of))
}

/// `LogEntry` of the public types.
#[derive(Serialize)]
pub(super) struct LogView<'a> {
    /// Milliseconds since 1970.
    pub(super) at: f64,
    /// From the closed list of the public types.
    pub(super) event: &'a str,
    /// A constant, or an address without its values.
    pub(super) detail: &'a str,
    /// HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    /// Error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<&'a str>,
    /// Names of what was left out.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) redacted: &'a [&'a str],
}

impl<'a> LogView<'a> {
    /// Of this entry.
    pub(super) fn of(entry: &Entry<'a>) -> LogView<'a> {
        LogView {
            at: entry.at.0 as f64,
            event: entry.event,
            detail: entry.detail,
            status: entry.status,
            code: entry.code,
            redacted: entry.redacted,
        }
    }
}

/// A view as a plain JavaScript object.
pub(super) fn object(view: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    view.serialize(&serializer).unwrap_or_default()
}

/// A real `Error` named `AuthError`, with the evidence in fields.
pub(super) fn error(error: &Error, provider: &str) -> JsValue {
    let evidence = error.evidence();
    let object: JsValue = js_sys::Error::new(&error.message()).into();
    let set = |name: &str, value: JsValue| {
        let _ = Reflect::set(&object, &JsValue::from_str(name), &value);
    };
    let text = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            set(name, JsValue::from_str(value));
        }
    };
    set("name", JsValue::from_str("AuthError"));
    set("code", JsValue::from_str(error.code().as_str()));
    if !provider.is_empty() {
        set("provider", JsValue::from_str(provider));
    }
    text("field", &evidence.field);
    text("error", &evidence.error);
    text("errorDescription", &evidence.error_description);
    text("errorUri", &evidence.error_uri);
    if let Some(status) = evidence.status {
        set("status", JsValue::from(status));
    }
    if let Some(seconds) = evidence.retry_after {
        set("retryAfter", JsValue::from(seconds as f64));
    }
    text("claims", &evidence.claims);
    text("acrValues", &evidence.acr_values);
    text("suberror", &evidence.suberror);
    text("correlationId", &evidence.correlation_id);
    if let Some(seconds) = evidence.max_age {
        set("maxAge", JsValue::from(seconds as f64));
    }
    let list = |name: &str, values: Array| {
        if values.length() > 0 {
            set(name, values.into());
        }
    };
    let scopes = evidence.scopes.iter().map(|scope| JsValue::from_str(scope));
    list("scopes", scopes.collect());
    let numbers = evidence.error_codes.iter();
    list(
        "errorCodes",
        numbers
            .map(|number| JsValue::from(*number as f64))
            .collect(),
    );
    object
}

/// An outcome and its error, side by side: the view is plain data.
pub(super) fn answer(outcome: &Outcome, provider: &str) -> JsValue {
    let (view, error) = OutcomeView::of(outcome);
    let error = error.map_or(JsValue::NULL, |error| self::error(error, provider));
    Array::of2(&object(&view), &error).into()
}

/// The same, of this client's provider.
pub(super) fn of(error: &Error, desk: &Desk) -> JsValue {
    self::error(error, desk.settings.provider.id)
}

/// Why a call gave no response, as the app is told.
pub(super) fn unanswered(reason: Unanswered, desk: &Desk) -> JsValue {
    match reason {
        Unanswered::Error(error) => of(&error, desk),
        Unanswered::Foreign(thrown) => thrown,
        Unanswered::Caused(error, cause) => {
            let error = of(&error, desk);
            let _ = Reflect::set(&error, &JsValue::from_str("cause"), &cause);
            error
        }
    }
}
