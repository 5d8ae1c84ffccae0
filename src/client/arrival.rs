//! `ready()` and `complete()`: a callback finished, or a session restored.

use std::rc::Rc;

use super::calls::{self, Clerk};
use super::desk::Desk;
use super::records::Taken;
use crate::browser::driver::{self, End, now};
use crate::browser::location::{self, Framing};
use crate::browser::locks;
use crate::core::callback::{self, Callback};
use crate::core::digest;
use crate::core::error::{Code, Error};
use crate::core::login::Finish;
use crate::core::logout::{self, Returned};
use crate::core::pending::{self, Flow, PendingLogin};
use crate::core::return_to::return_to;
use crate::core::session::Session;
use crate::core::tombstone::Tombstone;

use super::records::Records;

/// What `ready()` found on the page, before anything asynchronous.
pub(crate) enum Arrival {
    /// No callback.
    Plain,
    /// The page cannot take part.
    Refused(Error),
    /// A callback; the address bar is clean already.
    Callback(Callback),
    /// The way back from the provider's sign-out page; likewise.
    LoggedOut(Returned),
    /// A callback that another page waits for; this one has nothing to do with it.
    Forwarded,
}

/// What `ready()` answers.
pub(crate) struct Outcome {
    /// How it ended.
    pub(crate) end: Ending,
    /// Where the login wanted to return to.
    pub(crate) return_to: Option<String>,
    /// The app's own JSON text.
    pub(crate) app_state: Option<String>,
}

/// How it ended.
pub(crate) enum Ending {
    /// Someone is signed in, by this way.
    SignedIn(&'static str),
    /// Nobody is, for this reason if there is one to tell.
    SignedOut(Option<&'static str>),
    /// This failed; a session that exists was not touched.
    Failed(Error),
    /// The provider's sign-out page came back; whether it says what it was sent.
    LoggedOut(bool),
    /// Another page goes on.
    Forwarded,
}

impl Outcome {
    /// Without a login behind it.
    pub(crate) fn plain(end: Ending) -> Outcome {
        Outcome {
            end,
            return_to: None,
            app_state: None,
        }
    }

    fn of(end: Ending, left: Option<Tombstone>) -> Outcome {
        let (return_to, app_state) =
            left.map_or((None, None), |left| (Some(left.return_to), left.app_state));
        let own = |target: String| return_to_own(&target);
        Outcome {
            end,
            return_to: return_to.map(own),
            app_state,
        }
    }
}

/// Judged again when read back: the record may have been tampered with.
fn return_to_own(target: &str) -> String {
    return_to(target, &location::origin()).unwrap_or_else(|| String::from("/"))
}

/// Framed by another site: nothing of a login runs there.
pub(crate) fn is_foreign_frame() -> bool {
    location::framing() == Framing::CrossOrigin
}

/// Framed at all: nobody sees what happens there.
pub(crate) fn is_framed() -> bool {
    location::framing() != Framing::Top
}

/// Looks at the page, and cleans the address bar of a callback: synchronous, before any other
/// script of the app can read it.
pub(crate) fn arrive(desk: &Desk) -> Arrival {
    if is_foreign_frame() {
        return Arrival::Refused(Code::Framed.into());
    }
    let href = location::href();
    let callback = callback::read(&href, &desk.settings);
    if let Some(state) = callback.as_ref().and_then(Callback::state)
        && matches!(Flow::of(state), Some(Flow::Popup | Flow::Frame))
    {
        // By the marker alone: nothing stored is looked at.
        location::replace_address(desk.settings.redirect.as_str());
        desk.forwards.set(true);
        desk.log("callback", "forwarded", None, None, &["code", "state"]);
        desk.host.forward(&href, state);
        return Arrival::Forwarded;
    }
    if let Err(error) = Records::probe() {
        return Arrival::Refused(error);
    }
    let stored = desk.records.logout();
    if let Some(returned) = logout::returned(&href, stored.as_deref(), &desk.settings, now()) {
        desk.records.remove_logout();
        let own = desk.settings.post_logout.as_ref();
        let own = own.map_or("/", |(uri, _)| uri.as_str());
        let target = return_to_own(&returned.return_to);
        location::replace_address(if desk.restore_url { &target } else { own });
        desk.log(
            "callback",
            "signed out at the provider",
            None,
            None,
            &["state"],
        );
        return Arrival::LoggedOut(returned);
    }
    let Some(callback) = callback else {
        return Arrival::Plain;
    };
    let login = desk.login_of(&callback);
    let left = login.as_ref().and_then(|login| desk.records.peek(login));
    let target = left
        .filter(|_| desk.restore_url)
        .map(|left| return_to_own(&left.return_to));
    location::replace_address(target.as_deref().unwrap_or(desk.settings.redirect.as_str()));
    desk.log(
        "callback",
        "address cleaned",
        None,
        None,
        &["code", "state", "iss", "error"],
    );
    Arrival::Callback(callback)
}

impl Desk {
    /// Goes on from there to the outcome.
    pub(crate) async fn settle(self: &Rc<Desk>, arrival: Arrival) -> Outcome {
        match arrival {
            Arrival::Plain => match self.records.unconfirmed.read() {
                Some(session) => self.ask_again(session).await,
                None => self.restore().await,
            },
            Arrival::Refused(error) => Outcome::plain(Ending::Failed(error)),
            Arrival::Callback(callback) => self.finish(Some(callback)).await,
            Arrival::LoggedOut(returned) => {
                let mut outcome = self.restore().await;
                // Somebody may have signed in again in another tab.
                if let Ending::SignedOut(_) = outcome.end {
                    outcome.end = Ending::LoggedOut(returned.confirmed);
                }
                outcome.return_to = Some(return_to_own(&returned.return_to));
                outcome
            }
            Arrival::Forwarded => Outcome::plain(Ending::Forwarded),
        }
    }

    /// The callback in an address that a shell, a window or a frame received. `state`: of the login that is meant;
    /// then no other is finished.
    pub(crate) fn read(&self, url: &str, state: Option<&str>) -> Option<Callback> {
        callback::read(url, &self.settings)
            .filter(|callback| state.is_none() || callback.state() == state)
    }

    /// Which login a callback claims to finish, as a hash of its state. Where none comes back, it can only be the
    /// one that was begun last in this browser.
    fn login_of(&self, callback: &Callback) -> Option<String> {
        if self.settings.provider.way_back.state {
            callback.state().map(digest::hash)
        } else {
            self.records.open()
        }
    }

    /// Finishes the callback, once. `None`: the address was not one of ours, and nothing changes but this answer.
    pub(crate) async fn finish(self: &Rc<Desk>, callback: Option<Callback>) -> Outcome {
        let Some(callback) = callback else {
            let error = Error::at(Code::CallbackInvalid, "url");
            return Outcome::plain(Ending::Failed(error));
        };
        if is_foreign_frame() {
            return Outcome::plain(Ending::Failed(Code::Framed.into()));
        }
        let Some(login) = self.login_of(&callback) else {
            self.restore_quietly().await;
            let error = callback.unmatched(Code::PendingLoginMissing);
            return Outcome::plain(Ending::Failed(error));
        };
        let lock = pending::key_of(&login);
        let claim = locks::acquire(&lock).await;
        let taken = self.records.take(&login);
        drop(claim);
        match taken {
            Taken::Login(login) => self.exchange(callback, login).await,
            Taken::Used(left) => {
                let restored = self.restore_quietly().await;
                let used = || Ending::Failed(callback.unmatched(Code::CallbackAlreadyUsed));
                let end = restored.map_or_else(used, Ending::SignedIn);
                Outcome::of(end, left)
            }
            Taken::Missing => {
                self.restore_quietly().await;
                let error = callback.unmatched(Code::PendingLoginMissing);
                Outcome::plain(Ending::Failed(error))
            }
        }
    }

    async fn exchange(self: &Rc<Desk>, callback: Callback, login: Box<PendingLogin>) -> Outcome {
        let left = Some(Tombstone::of(&login));
        let quiet = login.quiet;
        // The session that is made here takes their place in the store.
        let people = self.people();
        let exchanged = self.exchanged(callback, login).await;
        let confirmed = match exchanged {
            Ok(session) if self.settings.confirms => self.confirmed(session).await,
            other => other,
        };
        let error = match confirmed {
            Ok(session) => {
                self.begin(session, people);
                return Outcome::of(Ending::SignedIn("callback"), left);
            }
            Err(error) => error,
        };
        self.restore_quietly().await;
        // What a server answered to a sign-in is a failure to tell.
        let told = error.evidence();
        let untold = told.error.is_none() && told.status.is_none() && told.error_codes.is_empty();
        let asked = quiet || untold;
        let nobody = error.code() == Code::LoginRequired && asked;
        Outcome::of(
            match self.living() {
                // The question was whether someone is signed in, and this is the answer; or a
                // sign-out came first.
                None if nobody => Ending::SignedOut(quiet.then_some("login-required")),
                Some(_) if nobody => Ending::SignedIn("stored"),
                _ => Ending::Failed(error),
            },
            left,
        )
    }

    async fn exchanged(
        self: &Rc<Desk>,
        callback: Callback,
        login: Box<PendingLogin>,
    ) -> Result<Box<Session>, Error> {
        let callback = callback.validate(login, &self.settings, now())?;
        let entropy = calls::entropy()?;
        let turn = Finish::begin(
            self.settings.clone(),
            callback,
            &entropy,
            self.epoch(),
            self.records.may_refetch(),
        );
        match driver::run(turn, Rc::new(Clerk(self.clone()))).await {
            Ok(End::Session(session)) => Ok(session),
            Ok(End::Leave(_)) => Err(Code::InternalError.into()),
            Err(error) => {
                // The code may have been redeemed all the same.
                let begun = Finish::relay_session(&entropy);
                self.drop_at_relay(Some(&begun)).await;
                Err(error)
            }
        }
    }
}
