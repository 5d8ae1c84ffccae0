//! Access tokens: given out while fresh, renewed once for everybody who asks, and what a refusal
//! by the API means.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::calls::Clerk;
use super::desk::{Desk, Waiter, moment};
use super::promise::{Work, promise};
use crate::browser::driver::{self, End};
use crate::core::access::Access;
use crate::core::error::{Code, Error};
use crate::core::options;
use crate::core::renew::Renew;
use crate::core::resources::{self, Aim};
use crate::core::session::Session;
use crate::core::tab::Event;

impl Desk {
    /// The failure for a call that needs somebody who is not there.
    pub(crate) fn nobody(&self) -> Error {
        Code::LoginRequired.into()
    }

    /// The session, if it can be used or renewed. Where its end came while nobody looked at the clock, that
    /// is told before the call is.
    pub(crate) fn present(self: &Rc<Desk>) -> Option<Arc<Session>> {
        let living = self.living();
        if living.is_none() {
            self.on(Event::Tick);
        }
        living
    }

    /// The token, where it can be given without waiting. For the page's own calls.
    pub(crate) fn fresh_token(&self) -> Option<String> {
        let mut tab = self.tab.borrow_mut();
        let fresh = tab.is_fresh_at(moment());
        let session = tab.session().filter(|_| fresh)?;
        // To the app, which is what an access token is for.
        Some(String::from(session.access.token.expose()))
    }

    /// A session with a token that fits what is asked for, and which; renews it where that helps.
    pub(crate) async fn usable(
        self: &Rc<Desk>,
        wanted: &options::Token,
    ) -> Result<(Arc<Session>, Aim), Error> {
        let session = self.present().ok_or_else(|| self.nobody())?;
        let aim = resources::aim(wanted, &session, &self.settings)?;
        self.renew(aim.clone(), wanted.fresh).await?;
        // Somebody else may have signed in meanwhile: whoever asked for one person's token gets no other's.
        let own = self.living().filter(|own| own.is_same_person(&session));
        let own = own.ok_or_else(|| self.nobody())?;
        // A session that took its place may have been asked for another resource.
        if resources::aim(wanted, &own, &self.settings)? != aim {
            return Err(self.nobody());
        }
        let access = own.access_for(&aim).ok_or_else(|| self.nobody())?;
        let missing = aim.asked().missing_from(&access.granted);
        if missing.is_empty() {
            Ok((own, aim))
        } else {
            Err(resources::missing(missing))
        }
    }

    /// Waits until the token is usable. `force`: another one than now.
    pub(crate) fn renew(self: &Rc<Desk>, aim: Aim, force: bool) -> Work<'_, Result<(), Error>> {
        Box::pin(async move {
            if self.disposed.get() {
                return Err(Code::Disposed.into());
            }
            let mut waiter = None;
            let settled = Promise::new(&mut |resolve, _| {
                let it = Rc::new(Waiter {
                    aim: aim.clone(),
                    resolve,
                    result: RefCell::default(),
                });
                self.waiting.borrow_mut().push(it.clone());
                waiter = Some(it);
            });
            self.on(Event::Wanted { force, aim });
            let _ = JsFuture::from(settled).await;
            let result = waiter.and_then(|waiter| waiter.result.take());
            result.unwrap_or_else(|| Err(Code::InternalError.into()))
        })
    }

    /// Sends the refresh token. Only when the machine says so: under the lock, of the current state.
    pub(crate) fn send(self: &Rc<Desk>, ticket: u64, session: Arc<Session>, aim: Aim) {
        let desk = self.clone();
        let sending = promise(Box::pin(async move {
            let sent = match Renew::begin(
                desk.settings.clone(),
                session,
                aim,
                desk.records.may_refetch(),
            ) {
                Some(turn) => driver::run(turn, Rc::new(Clerk(desk.clone()))).await,
                None => Err(desk.nobody()),
            };
            let result = match sent {
                Ok(End::Session(session)) => Ok(session),
                Ok(End::Leave(_)) => Err(Code::InternalError.into()),
                Err(error) => Err(error),
            };
            desk.on(Event::Sent(ticket, result));
            Ok(JsValue::UNDEFINED)
        }));
        self.sending.replace(Some(sending));
    }

    /// The API refused the token of `session` with 401; `claims`: those that it wants to see; `again`: this
    /// call was renewed for already. True: there is another token, worth one more try.
    pub(crate) async fn refused(
        self: &Rc<Desk>,
        session: &Arc<Session>,
        aim: &Aim,
        claims: Option<String>,
        again: bool,
    ) -> Result<bool, Error> {
        let Some(own) = self.living().filter(|own| own.is_same_person(session)) else {
            return Ok(false);
        };
        let since = |session: &Session| session.access_for(aim).map(|access| access.since);
        let newer = own.id != session.id || since(&own) != since(session);
        let has = |access: &Access| claims.is_none() || access.claims == claims;
        if newer && own.access_for(aim).is_some_and(has) {
            return Ok(true);
        }
        let can = self.tab.borrow().can_renew(&own);
        match claims {
            // Whether it can be had is the machine's to say, with what to ask the person for.
            Some(claims) => {
                let aim = aim.clone().with_claims(Some(claims));
                self.renew(aim, true).await.map(|()| true)
            }
            // One call, one renewal: whoever refuses a new token refuses the next one too.
            None if can && again => Ok(false),
            None if can => {
                let renewed = self.renew(aim.clone(), true).await.is_ok();
                Ok(renewed && self.living().is_some_and(|own| own.is_same_person(session)))
            }
            // Another resource's token says nothing of the session.
            None if aim.is_own() => {
                self.on(Event::Refused(session));
                Ok(false)
            }
            None => Ok(false),
        }
    }
}
