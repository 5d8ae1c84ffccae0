//! `logout()`, and the accounts that stay: everything here is forgotten first and always, then the
//! provider is told.

use std::rc::Rc;
use std::sync::Arc;

use super::arrival;
use super::calls::{self, Clerk};
use super::desk::Desk;
use super::leaving::without_values;
use crate::browser::driver::{self, Keeper, now};
use crate::browser::{location, timer};
use crate::core::error::{Code, Error};
use crate::core::initiated;
use crate::core::logout;
use crate::core::options::{self, Logout};
use crate::core::session::Session;
use crate::core::tab::Event;

/// Milliseconds that a page which is being left is given.
const LEAVING: u64 = 3000;

impl Desk {
    /// Signs out here and in every tab, at once; gives back what is to be told to the provider.
    pub(crate) fn forget(
        self: &Rc<Desk>,
        text: &str,
    ) -> Result<(Logout, Vec<Arc<Session>>), Error> {
        self.goes_on()?;
        if !location::in_browser() {
            return Err(Code::NotInBrowser.into());
        }
        let wanted = options::logout(text, &location::origin())?;
        if !self.settled.get() {
            // Nothing was restored here: whoever is stored is meant.
            let mut stored: Vec<_> = self.records.session().into_iter().collect();
            stored.extend(self.records.parked());
            self.on(Event::Stored(stored));
        }
        let mut sessions: Vec<_> = self.session().into_iter().collect();
        sessions.extend(self.tab.borrow().parked().iter().cloned());
        let Some(account) = &wanted.account else {
            // Whoever nobody has confirmed yet goes too.
            sessions.extend(self.records.unconfirmed.read().map(Arc::from));
            self.records.unconfirmed.remove();
            self.on(Event::Left);
            return Ok((wanted, sessions));
        };
        sessions.retain(|it| it.user.as_ref().is_some_and(|user| user.id == *account));
        if sessions.is_empty() {
            return Err(Error::at(Code::ConfigInvalid, "account"));
        }
        self.on(Event::Parted(account));
        Ok((wanted, sessions))
    }

    /// Tells the provider, and goes where the app wants.
    pub(crate) async fn part(self: &Rc<Desk>, wanted: Logout, sessions: Vec<Arc<Session>>) {
        let keeper: Rc<dyn Keeper> = Rc::new(Clerk(self.clone()));
        let entropy = calls::entropy().ok();
        let mut page = None;
        let mut revocations = Vec::new();
        for session in &sessions {
            let plan = logout::plan(session, &wanted, &self.settings, entropy.as_ref(), now());
            revocations.extend(plan.revocations);
            page = page.or(plan.page);
        }
        // What is answered changes nothing: everything here is forgotten already.
        let _ = driver::together(revocations, &keeper).await;
        let url = match page {
            Some((pending, url)) => {
                self.records.write_logout(&pending);
                self.log(
                    "navigate",
                    without_values(&url),
                    None,
                    None,
                    &["state", "logout_hint"],
                );
                Some(url)
            }
            None => wanted.return_to.map(|path| {
                let mut url = location::origin();
                url.push_str(&path);
                url
            }),
        };
        if let Some(url) = url {
            let left = self.host.leave(&url) || location::assign(&url);
            if left {
                // Whoever goes elsewhere next would cut this short.
                timer::sleep(LEAVING).await;
            }
        }
    }

    /// All who are signed in here, the current one first, and whether there is a current one.
    pub(crate) fn accounts(&self) -> (Vec<Arc<Session>>, bool) {
        let tab = self.tab.borrow();
        let own = tab.living().cloned();
        let current = own.is_some();
        let others = tab.parked().iter().cloned();
        (own.into_iter().chain(others).collect(), current)
    }

    /// Makes another account the current one, in every tab.
    pub(crate) fn switch(self: &Rc<Desk>, account: &str) -> Result<(), Error> {
        let is = |session: &Arc<Session>| session.user.as_ref().is_some_and(|it| it.id == account);
        if self.living().is_some_and(|own| is(&own)) {
            return Ok(());
        }
        let known = self.tab.borrow().parked().iter().any(is);
        if !known {
            return Err(Error::at(Code::ConfigInvalid, "account"));
        }
        self.on(Event::Switched(account));
        self.living()
            .filter(is)
            .map(|_| ())
            .ok_or_else(|| self.nobody())
    }

    /// See the public types; never navigates.
    pub(crate) fn initiated(&self, address: &str) -> Result<String, Error> {
        if !location::in_browser() {
            return Err(Code::NotInBrowser.into());
        }
        if arrival::is_framed() {
            return Err(Code::Framed.into());
        }
        initiated::login(address, &self.settings, &location::origin())
    }

    /// A frame of the provider's says that somebody signed out there.
    pub(crate) fn sign_out_by_frame(self: &Rc<Desk>, address: &str) -> bool {
        let shared = self.records.shared();
        let ends = initiated::is_sign_out(address, &self.settings, shared.as_ref());
        if ends {
            self.on(Event::SignedOutThere);
        }
        ends
    }
}
