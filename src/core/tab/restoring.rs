//! The restore ladder of `ready()`: stored in this tab, handed over by a sibling, renewed. At most one
//! request and no backoff; never a silent frame.

use std::rc::Rc;
use std::sync::Arc;

use super::{Act, Restored, Tab};
use crate::core::error::Error;
use crate::core::resources::Aim;
use crate::core::session::Session;
use crate::core::settings::Settings;

/// Where [`super::Event::Arrived`] has got to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Restoring {
    /// Not begun, or done.
    No,
    /// A sibling is asked; what to say when none answers.
    Asking(Restored),
    /// The stored session is being renewed.
    Renewing,
}

impl Tab {
    pub(super) fn arrive(
        &mut self,
        stored: Option<Box<Session>>,
        quiet: bool,
        settings: &Rc<Settings>,
    ) {
        if quiet && self.living().is_some() {
            return self.restored(Restored::SignedIn("stored"));
        }
        let Some(session) = stored else {
            return match self.living() {
                // Handed over before anybody asked.
                Some(_) => self.restored(Restored::SignedIn("tab")),
                None => self.fall_back(Restored::SignedOut(None), settings),
            };
        };
        let ended = self
            .shared
            .as_ref()
            .is_some_and(|shared| shared.ended(&session))
            || self.tabs.sign_outs() > session.epoch;
        let over = session.dead
            || self
                .shared
                .as_ref()
                .is_some_and(|shared| shared.finished(&session));
        let behind = self.overtaken(&session);
        let same = self
            .shared
            .as_ref()
            .is_some_and(|shared| shared.is_of(&session));
        if ended || over || (behind && !same) {
            self.acts.push(Act::Unstore);
            let reason = (!ended && (over || same)).then_some("expired");
            if !ended && !over {
                // Somebody else is the current one: this session is kept where that is possible.
                self.unpack(vec![session]);
            }
            return self.fall_back(Restored::SignedOut(reason), settings);
        }
        self.adopt(Arc::from(session), false);
        if self.is_idle() {
            self.sign_out("idle");
            self.restored(Restored::SignedOut(Some("idle")));
        } else if behind && self.is_fresh(0) {
            self.fall_back(Restored::SignedIn("stored"), settings);
        } else if behind || self.is_over() {
            self.drop_session();
            self.fall_back(Restored::SignedOut(Some("expired")), settings);
        } else {
            // The record is missing, or the page died between storing a renewed session and telling.
            let generation = self.session.as_ref().map_or(0, |own| own.generation);
            if self
                .shared
                .as_ref()
                .is_none_or(|it| it.session.is_none() || same && it.generation < generation)
            {
                self.rewrite();
            }
            self.revive(quiet, settings);
        }
    }

    /// The page was kept while later ones had this tab: what they stored is taken over as from a sibling,
    /// for they are frozen now and nobody else may have it.
    pub(super) fn take_back(&mut self, stored: Box<Session>, settings: &Rc<Settings>) {
        let shared = self.shared.as_ref();
        let ended = shared.is_some_and(|it| it.ended(&stored) || it.finished(&stored))
            || self.tabs.sign_outs() > stored.epoch;
        let later = self.session.as_ref().is_none_or(|own| {
            own.dead || own.id != stored.id || own.generation < stored.generation
        });
        if later && !ended && !stored.dead && !self.overtaken(&stored) {
            self.adopt_from_sibling(stored, settings);
        }
    }

    /// The stored session is the current one: renewed if its token has ended.
    fn revive(&mut self, quiet: bool, settings: &Rc<Settings>) {
        if quiet || self.is_fresh(self.margin()) {
            return self.restored(Restored::SignedIn("stored"));
        }
        self.restoring = Restoring::Renewing;
        self.want(Aim::default(), false, settings);
    }

    fn fall_back(&mut self, otherwise: Restored, settings: &Rc<Settings>) {
        self.restoring = Restoring::Asking(otherwise);
        self.ask(settings);
    }

    pub(super) fn restored_by_sibling(&mut self) {
        if let Restoring::Asking(otherwise) = self.restoring {
            let adopted = self.living().is_some_and(|own| !self.overtaken(own));
            let gone = otherwise == Restored::SignedIn("stored") && self.living().is_none();
            self.restored(match (adopted, gone) {
                (true, _) => Restored::SignedIn("tab"),
                // Signed out while the siblings were asked.
                (_, true) => Restored::SignedOut(None),
                _ => otherwise,
            });
        }
    }

    pub(super) fn restored_by(&mut self, result: &Result<(), Error>) {
        let lives = self.living().is_some();
        // A session that was signed out meanwhile is gone already.
        let reason = self.session.as_ref().map(|_| "expired");
        if !lives {
            self.drop_session();
        }
        self.restored(match (result, lives) {
            (Ok(()), true) => Restored::SignedIn("refresh"),
            // The network may come back: whoever was signed in still is.
            (Err(_), true) => Restored::SignedIn("stored"),
            (_, false) => Restored::SignedOut(reason),
        });
    }

    fn restored(&mut self, end: Restored) {
        self.restoring = Restoring::No;
        self.tales.push(Act::Restored(end));
    }

    /// The record is missing or older than what this tab knows: written again.
    pub(super) fn rewrite(&mut self) {
        if let Some(own) = self.session.clone().filter(|own| !own.dead) {
            self.share(|shared| shared.follow(&own));
        }
    }
}
