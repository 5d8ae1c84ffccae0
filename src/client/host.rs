//! What a client asks of the face in front of it, and tells it.

use wasm_bindgen::JsValue;

use super::arrival::Outcome;
use crate::core::error::Error;
use crate::core::names::Timestamp;
use crate::core::session::{Session, User};

/// The face. Nothing of it may panic, and it may call back in.
pub(crate) trait Host {
    /// A new snapshot.
    fn show(&self, shown: &Shown<'_>);

    /// An event, after the snapshot that it belongs to.
    fn tell(&self, event: &str, reason: Option<&str>, remaining: Option<u64>);

    /// Whether anybody wants the log.
    fn logs(&self) -> bool;

    /// A redacted entry of it.
    fn log(&self, entry: &Entry<'_>);

    /// What `ready()` answers.
    fn answer(&self, outcome: &Outcome, provider: &'static str) -> JsValue;

    /// Asks the app whether this is the right person; `None`: the provider tells nobody. Settles as `true` or not.
    fn confirm(&self, user: Option<&User>) -> JsValue;

    /// Settles as the guard's access token; `fresh`: another one than before.
    fn token(&self, fresh: bool) -> JsValue;

    /// This page is the callback of a popup or of a frame: its address goes to the page that waits.
    fn forward(&self, url: &str, state: &str);

    /// Leaves the page, by the app's own function if it gave one. False: the app's own.
    fn leave(&self, url: &str) -> bool;
}

/// What a snapshot says.
pub(crate) struct Shown<'a> {
    /// `signed-in`, `expired` or `signed-out`.
    pub(crate) status: &'static str,
    /// With the first two.
    pub(crate) session: Option<&'a Session>,
    /// What the last outcome failed with.
    pub(crate) error: Option<&'a Error>,
    /// The provider's id.
    pub(crate) provider: &'static str,
}

/// One entry of the log. No values, only constants and addresses without a query.
pub(crate) struct Entry<'a> {
    /// When.
    pub(crate) at: Timestamp,
    /// From a closed list.
    pub(crate) event: &'a str,
    /// A constant, or an address without its values.
    pub(crate) detail: &'a str,
    /// HTTP status.
    pub(crate) status: Option<u16>,
    /// Error code.
    pub(crate) code: Option<&'static str>,
    /// Names of what was left out.
    pub(crate) redacted: &'a [&'a str],
}

/// Why a call of the app's own gave no response.
pub(crate) enum Unanswered {
    /// For this reason of ours.
    Error(Error),
    /// With what the browser, or a function of the app's, threw.
    Foreign(JsValue),
    /// For this reason of ours, which that caused; what it was is for JavaScript to see.
    #[cfg_attr(not(feature = "js"), allow(dead_code))]
    Caused(Error, JsValue),
}

impl From<Error> for Unanswered {
    fn from(error: Error) -> Unanswered {
        Unanswered::Error(error)
    }
}
