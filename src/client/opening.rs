//! A client is made, and finds out what its page is: once for each document.

use std::rc::Rc;

use js_sys::Promise;

use super::arrival::{self, Arrival};
use super::calls;
use super::desk::Desk;
use super::host::Host;
use super::promise::promise;
use super::records::Records;
use super::siblings::Siblings;
use crate::browser::{fetch, location, verify};
use crate::core::base64url;
use crate::core::config::{self, Page};
use crate::core::error::{Code, Error};
use crate::core::tab::{Habits, Tab};
use crate::providers;

impl Desk {
    /// Checks the config, and touches nothing else.
    pub(crate) fn open(config: &str, host: Rc<dyn Host>) -> Result<Rc<Desk>, Error> {
        fetch::init();
        verify::init();
        let in_browser = location::in_browser();
        let page = Page {
            origin: in_browser.then(location::origin),
            secure: !in_browser || location::is_secure_context(),
        };
        let config = config::read(config, providers::ALL, &page)?;
        let settings = Rc::new(config.settings);
        let key = settings.key();
        let name = calls::entropy().map_or_else(
            |_| String::new(),
            |entropy| base64url::encode(entropy.session()),
        );
        let records = Records::new(settings.clone(), config.persist);
        let habits = Habits {
            share: config.share_tabs,
            ahead: config.ahead,
            idle: config.idle,
            deadline: u64::from(settings.timeout),
            // A relay keeps one session for each app of a browser.
            accounts: settings.provider.accounts && !settings.redeems_by_relay(),
        };
        let tab = Tab::new(&key, &name, habits);
        let flags = [config.restore_url, config.idle.is_some(), config.share_tabs];
        let desk = Desk::new(settings, records, Siblings::default(), host, tab, flags);
        Ok(Rc::new(desk))
    }

    /// Where its callbacks arrive, as they are told apart: no two clients of a page may share that.
    pub(crate) fn redirect(&self) -> String {
        let redirect = &self.settings.redirect;
        let mut place = String::from(redirect.origin());
        place.push_str(redirect.path());
        place
    }

    /// Looks at the page, if nobody did: synchronous, so that a callback's address is clean before anything else
    /// runs. What it gives settles as [`Host::answer`] says.
    pub(crate) fn ready(self: &Rc<Desk>) -> Result<Promise, Error> {
        if self.disposed.get() {
            return Err(Code::Disposed.into());
        }
        if !location::in_browser() {
            return Err(Code::NotInBrowser.into());
        }
        if let Some(promise) = self.ready.borrow().as_ref() {
            return Ok(promise.clone());
        }
        let arrival = arrival::arrive(self);
        // A page that another site frames hears nothing and is given nothing.
        if !self.forwards.get() && !matches!(arrival, Arrival::Refused(_)) {
            self.connect();
        }
        let desk = self.clone();
        let promise = promise(Box::pin(async move {
            let outcome = desk.settle(arrival).await;
            desk.conclude(&outcome);
            Ok(desk.host.answer(&outcome, desk.settings.provider.id))
        }));
        self.ready.replace(Some(promise.clone()));
        Ok(promise)
    }

    /// Whether a call that waited for `ready()` may go on.
    pub(crate) fn goes_on(&self) -> Result<(), Error> {
        if self.disposed.get() {
            return Err(Code::Disposed.into());
        }
        if self.forwards.get() {
            return Err(Code::PopupWindow.into());
        }
        Ok(())
    }
}
