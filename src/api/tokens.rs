//! Access tokens: given out while fresh, renewed once for everybody who asks, and what a refusal
//! by the API means.

use std::rc::Rc;
use std::sync::Arc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::calls::Clerk;
use super::desk::{Desk, moment};
use super::promise::{Work, promise};
use crate::browser::driver::{self, End};
use crate::core::error::{Code, Error};
use crate::core::options;
use crate::core::renew::Renew;
use crate::core::session::Session;
use crate::core::tab::Event;

impl Desk {
    /// The failure for a call that needs somebody who is not there.
    pub(super) fn nobody(&self) -> Error {
        Code::LoginRequired.into()
    }

    /// The token, where it can be given without waiting. For the page's own calls.
    pub(super) fn fresh_token(&self) -> Option<String> {
        let mut tab = self.tab.borrow_mut();
        let fresh = tab.is_fresh_at(moment());
        let session = tab.session().filter(|_| fresh)?;
        // To the app, which is what an access token is for.
        Some(String::from(session.access_token.expose()))
    }

    /// A session whose token fits what is asked for; renews it where that helps.
    pub(super) async fn usable(
        self: &Rc<Desk>,
        wanted: options::Token,
    ) -> Result<Arc<Session>, Error> {
        let session = self.living().ok_or_else(|| self.nobody())?;
        if !session.granted.contains_all(&wanted.scopes) {
            let mut error = Error::new(Code::InteractionRequired);
            error.evidence_mut().scopes = wanted.scopes.missing_from(&session.granted).to_vec();
            return Err(error);
        }
        self.renew(wanted.fresh).await?;
        // Somebody else may have signed in meanwhile: whoever asked for one person's token gets no other's.
        self.living()
            .filter(|own| own.is_same_person(&session))
            .ok_or_else(|| self.nobody())
    }

    /// Waits until the session is usable. `force`: with another token than now.
    pub(super) fn renew(self: &Rc<Desk>, force: bool) -> Work<'_, Result<(), Error>> {
        Box::pin(async move {
            if self.disposed.get() {
                return Err(Code::Disposed.into());
            }
            let settled = Promise::new(&mut |resolve, _| {
                self.waiting.borrow_mut().push(resolve);
            });
            self.on(Event::Wanted { force });
            let _ = JsFuture::from(settled).await;
            match self.settled_with.borrow().clone() {
                Some(error) => Err(error),
                None => Ok(()),
            }
        })
    }

    /// Sends the refresh token. Only when the machine says so: under the lock, of the current state.
    pub(super) fn send(self: &Rc<Desk>, ticket: u64, session: Arc<Session>) {
        let desk = self.clone();
        let sending = promise(Box::pin(async move {
            let sent = match Renew::begin(desk.settings.clone(), session) {
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

    /// The provider's own API refused the token of `session` with 401. True: there is another
    /// token, worth one more try.
    pub(super) async fn refused(self: &Rc<Desk>, session: &Arc<Session>) -> bool {
        match self.living() {
            Some(own) if !Arc::ptr_eq(&own, session) => own.is_same_person(session),
            Some(own) if own.is_renewable() => {
                self.renew(true).await.is_ok()
                    && self.living().is_some_and(|own| own.is_same_person(session))
            }
            Some(_) => {
                self.on(Event::Refused(session));
                false
            }
            None => false,
        }
    }
}
