//! Restoring a session: stored in this tab, handed over by a sibling, renewed. At most one
//! request, no waiting for a network that is not there.

use std::rc::Rc;

use super::arrival::{Ending, Outcome};
use super::desk::Desk;
use super::promise::Work;
use crate::browser::driver::now;
use crate::core::error::{Code, Error};
use crate::core::session::Session;

/// What is stored in this tab.
enum Stored {
    Nothing,
    /// Its time is over, or the API refused it.
    Over,
    /// Someone signed out, or someone else signed in, since.
    Superseded,
    Good(Box<Session>),
}

impl Desk {
    /// The whole ladder.
    pub(super) async fn restore(self: &Rc<Desk>) -> Outcome {
        let end = match self.take_stored() {
            Stored::Good(session) => {
                self.adopt(session, "signed-in");
                self.revive().await
            }
            Stored::Over => self.from_sibling(Some("expired")).await,
            Stored::Superseded => self.from_sibling(None).await,
            Stored::Nothing if self.living().is_some() => Ending::SignedIn("tab"),
            Stored::Nothing => self.from_sibling(None).await,
        };
        Outcome::plain(end)
    }

    /// The session that exists beside a failed outcome, without any request, and where it was.
    pub(super) fn restore_quietly(self: &Rc<Desk>) -> Work<'_, Option<&'static str>> {
        Box::pin(async move {
            let mut via = "tab";
            if let Stored::Good(session) = self.take_stored() {
                self.adopt(session, "signed-in");
                via = "stored";
            } else if self.living().is_none() {
                self.ask_siblings().await;
            }
            self.living().map(|_| via)
        })
    }

    fn take_stored(&self) -> Stored {
        let Some(session) = self.records.session() else {
            return Stored::Nothing;
        };
        let shared = self.records.shared();
        let ended = shared.as_ref().is_some_and(|shared| shared.ended(&session))
            || self.sign_outs.get() > session.epoch;
        let overtaken = self.siblings.share()
            && shared
                .as_ref()
                .is_some_and(|shared| shared.overtook(&session));
        if ended || overtaken {
            self.records.remove_session();
            return Stored::Superseded;
        }
        if session.is_over(now()) {
            self.records.remove_session();
            return Stored::Over;
        }
        if shared.is_none_or(|shared| shared.session.is_none()) {
            // Missing or older than what this tab knows: written again.
            self.records.update_shared(|shared| shared.follow(&session));
        }
        Stored::Good(session)
    }

    /// A stored session, renewed if its token has ended.
    async fn revive(self: &Rc<Desk>) -> Ending {
        let Some(session) = self.session() else {
            return Ending::SignedOut(None);
        };
        if session.is_fresh(now(), session.margin()) {
            return Ending::SignedIn("stored");
        }
        match self.renew(false).await {
            Ok(()) => Ending::SignedIn("refresh"),
            // The network may come back: whoever was signed in still is.
            Err(_) if self.living().is_some() => Ending::SignedIn("stored"),
            Err(_) => {
                self.forget("expired");
                Ending::SignedOut(Some("expired"))
            }
        }
    }

    async fn from_sibling(self: &Rc<Desk>, reason: Option<&'static str>) -> Ending {
        if self.ask_siblings().await && self.living().is_some() {
            return Ending::SignedIn("tab");
        }
        Ending::SignedOut(reason)
    }

    /// The failure for a call that needs somebody who is not there.
    pub(super) fn nobody(&self) -> Error {
        Code::LoginRequired.into()
    }
}
