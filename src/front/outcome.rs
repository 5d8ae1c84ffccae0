//! What `ready()` and `complete()` answer.

use super::session::{Session, Snapshot, Status};
use crate::client::arrival::{self, Ending};
use crate::core::error::{Code, Error};

/// What a page found when it was loaded, or what a callback ended in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody is signed in.
    SignedIn {
        /// Who.
        session: Session,
        /// How.
        via: Via,
        /// Where the login wanted to return to: a path of this origin.
        return_to: Option<String>,
        /// The app's own JSON text ([`LoginOptions::app_state`](super::LoginOptions::app_state)).
        app_state: Option<String>,
    },
    /// Nobody is.
    SignedOut {
        /// `expired`, `idle` or `login-required`, where there is something to tell.
        reason: Option<&'static str>,
        /// The provider's sign-out page came back; whether it brought what it was sent.
        confirmed: Option<bool>,
        /// As above.
        return_to: Option<String>,
        /// As above.
        app_state: Option<String>,
    },
    /// Something failed. A session that exists was not touched: [`Auth::snapshot`](super::Auth::snapshot) has it.
    Failed {
        /// What.
        error: Error,
        /// As above.
        return_to: Option<String>,
        /// As above.
        app_state: Option<String>,
    },
    /// This page is the window or frame of a login that an app of the npm package began; it is that app's to finish.
    Forwarded,
}

/// How somebody came to be signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A callback was just finished.
    Callback,
    /// The session was stored in this tab.
    Stored,
    /// Another tab had it.
    Tab,
    /// It was renewed.
    Refresh,
}

impl Outcome {
    /// Without a login behind it.
    pub(super) fn failed(error: Error) -> Outcome {
        Outcome::Failed {
            error,
            return_to: None,
            app_state: None,
        }
    }

    pub(super) fn of(outcome: &arrival::Outcome, snapshot: &Snapshot) -> Outcome {
        let return_to = outcome.return_to.clone();
        let app_state = outcome.app_state.clone();
        let (reason, confirmed) = match &outcome.end {
            Ending::Forwarded => return Outcome::Forwarded,
            Ending::Failed(error) => {
                return Outcome::Failed {
                    error: error.clone(),
                    return_to,
                    app_state,
                };
            }
            Ending::SignedIn(via) => match &snapshot.session {
                Some(session) if snapshot.status == Status::SignedIn => {
                    return Outcome::SignedIn {
                        session: session.clone(),
                        via: match *via {
                            "callback" => Via::Callback,
                            "tab" => Via::Tab,
                            "refresh" => Via::Refresh,
                            _ => Via::Stored,
                        },
                        return_to,
                        app_state,
                    };
                }
                // Signed out again before anybody could be told.
                _ => (None, None),
            },
            Ending::SignedOut(reason) => (*reason, None),
            Ending::LoggedOut(confirmed) => (None, Some(*confirmed)),
        };
        Outcome::SignedOut {
            reason,
            confirmed,
            return_to,
            app_state,
        }
    }

    /// The session, if somebody is signed in.
    pub fn session(self) -> Result<Session, Error> {
        match self {
            Outcome::SignedIn { session, .. } => Ok(session),
            Outcome::SignedOut { .. } => Err(Code::LoginRequired.into()),
            Outcome::Failed { error, .. } => Err(error),
            Outcome::Forwarded => Err(Code::PopupWindow.into()),
        }
    }
}
