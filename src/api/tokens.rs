//! Access tokens: given out while fresh, renewed once for everybody who asks, and what a refusal
//! by the API means.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::calls::Clerk;
use super::desk::Desk;
use super::promise::{Work, promise};
use crate::browser::driver::{self, End, now};
use crate::browser::locks;
use crate::core::error::{Code, Error};
use crate::core::options;
use crate::core::renew::Renew;
use crate::core::session::Session;
use crate::core::tabs;

impl Desk {
    /// The token, where it can be given without waiting. For the page's own calls.
    pub(super) fn fresh_token(&self) -> Option<String> {
        let session = self.session()?;
        session
            .is_fresh(now(), session.margin())
            // To the app, which is what an access token is for.
            .then(|| String::from(session.access_token.expose()))
    }

    /// A session whose token fits what is asked for; renews it where that helps.
    pub(super) async fn usable(
        self: &Rc<Desk>,
        wanted: options::Token,
    ) -> Result<Rc<Session>, Error> {
        let session = self.living().ok_or_else(|| self.nobody())?;
        if !session.granted.contains_all(&wanted.scopes) {
            let mut error = Error::new(Code::InteractionRequired);
            error.evidence_mut().scopes = wanted.scopes.missing_from(&session.granted).to_vec();
            return Err(error);
        }
        if session.is_fresh(now(), session.margin()) && !wanted.fresh {
            return Ok(session);
        }
        if !session.is_renewable() {
            // Asked for a fresh one where there is no renewal: only a person can help.
            return Err(self.nobody());
        }
        self.renew(wanted.fresh).await?;
        self.living().ok_or_else(|| self.nobody())
    }

    /// Renews, once for all who ask meanwhile. `force`: even a token that looks fresh.
    pub(super) fn renew(self: &Rc<Desk>, force: bool) -> Work<'_, Result<(), Error>> {
        Box::pin(async move {
            let running = self.renewing.borrow().clone();
            let renewing = running.unwrap_or_else(|| {
                let desk = self.clone();
                let promise = promise(Box::pin(async move {
                    let renewed = desk.renew_alone(force).await;
                    *desk.renewing.borrow_mut() = None;
                    // The failure itself is kept beside: a promise would turn it into a JavaScript value.
                    *desk.renewal_failure.borrow_mut() = renewed.err();
                    Ok(JsValue::UNDEFINED)
                }));
                *self.renewing.borrow_mut() = Some(promise.clone());
                promise
            });
            let _ = JsFuture::from(renewing).await;
            match self.renewal_failure.borrow().clone() {
                Some(error) => Err(error),
                None => Ok(()),
            }
        })
    }

    async fn renew_alone(self: &Rc<Desk>, force: bool) -> Result<(), Error> {
        let lock = {
            let mut name = tabs::channel(&self.key);
            name.push_str(":renew");
            name
        };
        let before = self.session().ok_or_else(|| self.nobody())?;
        let _claim = locks::acquire(&lock).await;
        let session = self.living().ok_or_else(|| self.nobody())?;
        // Somebody renewed while this tab waited for the lock.
        let changed = !Rc::ptr_eq(&before, &session);
        if changed && session.is_fresh(now(), session.margin()) {
            return Ok(());
        }
        let overtaken = self
            .records
            .shared()
            .is_some_and(|shared| shared.overtook(&session));
        if self.siblings.share() && overtaken {
            if self.ask_siblings().await && self.living().is_some() {
                return Ok(());
            }
            self.expire();
            return Err(self.nobody());
        }
        if !force && session.is_fresh(now(), session.margin()) {
            return Ok(());
        }
        self.spend(session).await
    }

    /// Sends the refresh token. Only under the lock, only of the current generation.
    async fn spend(self: &Rc<Desk>, session: Rc<Session>) -> Result<(), Error> {
        let generation = session.generation;
        self.records
            .update_shared(|shared| shared.renewing = Some((generation, now())));
        let turn =
            Renew::begin(self.settings.clone(), session.clone()).ok_or_else(|| self.nobody())?;
        match driver::run(turn, Rc::new(Clerk(self.clone()))).await {
            Ok(End::Session(renewed)) => {
                self.keep(renewed, "renewed");
                Ok(())
            }
            Ok(End::Leave(_)) => Err(Code::InternalError.into()),
            Err(error) => {
                self.records.update_shared(|shared| shared.renewing = None);
                let current = self.session().is_some_and(|own| Rc::ptr_eq(&own, &session));
                if error.code() == Code::GrantRefused && current {
                    self.expire_everywhere();
                    return Err(self.nobody());
                }
                Err(error)
            }
        }
    }

    /// The provider's own API refused the token of `session` with 401. True: there is another
    /// token, worth one more try.
    pub(super) async fn refused(self: &Rc<Desk>, session: &Rc<Session>) -> bool {
        match self.living() {
            Some(own) if !Rc::ptr_eq(&own, session) => true,
            Some(own) if own.is_renewable() => self.renew(true).await.is_ok(),
            Some(_) => {
                self.expire_everywhere();
                false
            }
            None => false,
        }
    }
}
