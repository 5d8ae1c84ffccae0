//! `login()` and `loginUrl()`: beside `logout()` the only calls that ever navigate.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::arrival;
use super::calls::{self, Clerk};
use super::desk::{Desk, Leaving};
use crate::browser::driver::{self, End, now};
use crate::browser::{clock, location};
use crate::core::error::{Code, Error};
use crate::core::login::{Start, unknown_scopes};
use crate::core::options::Login;
use crate::core::pending::Flow;

/// Milliseconds after which a page that has not gone will not go.
const STUCK: u64 = 3000;

impl Leaving {
    /// Wakes all who wait.
    pub(crate) fn settle(&self, failed: Option<Error>) {
        self.failed.replace(failed);
        if let Some(resolve) = &self.resolve {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }
}

impl Desk {
    /// Signed in already, or the page is left, or gives the URL for a window or a frame. `clicked`:
    /// someone clicked just before the call; opening a window has used the click up. `blocked`: the
    /// browser opened none.
    pub(crate) async fn login(
        self: &Rc<Desk>,
        mut login: Login,
        clicked: bool,
        blocked: bool,
    ) -> Result<Option<String>, Error> {
        if (clicked || login.retry) && self.is_stuck() {
            self.stay(&Code::NavigationAbandoned.into());
        }
        let running = self.leaving.borrow().clone();
        let leaving = match running {
            Some(running) => running,
            None => {
                if let Some(session) = self.living()
                    && !login
                        .wishes
                        .want_more_than(&session, self.settings.own_resource)
                {
                    return Ok(None);
                }
                // A step-up is for the API that asks for it.
                if login.wishes.resource.is_none() {
                    let own = self.living().and_then(|own| own.access.resource.clone());
                    login.wishes.resource = own;
                }
                let flow = login.wishes.flow;
                let wanted = clicked || login.retry || flow == Flow::Popup;
                let failed = self.failed.borrow().clone();
                if let Some(error) = failed.filter(|_| !wanted) {
                    return Err(error);
                }
                if !wanted {
                    self.records.count_start()?;
                }
                let announced = (flow == Flow::Redirect).then(|| self.announce_leaving());
                let started = if blocked {
                    Err(Code::PopupBlocked.into())
                } else {
                    self.start(login).await
                };
                if let Ok(url) = &started {
                    self.log(
                        "navigate",
                        without_values(url),
                        None,
                        None,
                        &["state", "code_challenge", "nonce"],
                    );
                }
                let Some(leaving) = announced else {
                    return started.map(Some);
                };
                match started {
                    Ok(url) => {
                        leaving.since.set(Some(clock::monotonic()));
                        if !self.host.leave(&url) && !location::assign(&url) {
                            self.stay(&Error::new(Code::NotInBrowser));
                        }
                    }
                    Err(error) => self.stay(&error),
                }
                leaving
            }
        };
        // A page that goes leaves everybody waiting.
        let _ = JsFuture::from(leaving.settled.clone()).await;
        let failed = leaving.failed.borrow().clone();
        failed.map_or(Ok(None), Err)
    }

    /// What everybody who calls `login()` from now on shares.
    fn announce_leaving(&self) -> Rc<Leaving> {
        let mut settle = None;
        let settled = Promise::new(&mut |resolve, _| settle = Some(resolve));
        let leaving = Rc::new(Leaving {
            settled,
            resolve: settle,
            failed: RefCell::default(),
            since: Cell::new(None),
        });
        self.leaving.replace(Some(leaving.clone()));
        leaving
    }

    /// The page was told to go a while ago, and is still here: somebody stopped it, or there was nothing
    /// to go to.
    fn is_stuck(&self) -> bool {
        let since = self.leaving.borrow().as_ref().and_then(|it| it.since.get());
        since.is_some_and(|since| clock::monotonic() - since > STUCK)
    }

    pub(crate) fn stay(&self, error: &Error) {
        let leaving = self.leaving.borrow_mut().take();
        if let Some(leaving) = leaving {
            self.log("failed", "login", None, Some(error.code()), &[]);
            leaving.settle(Some(error.clone()));
        }
    }

    /// The authorization URL; the pending login is stored.
    pub(crate) async fn start(self: &Rc<Desk>, login: Login) -> Result<String, Error> {
        if arrival::is_foreign_frame() {
            return Err(Code::Framed.into());
        }
        self.warn(&login);
        self.log("login-started", self.settings.provider.id, None, None, &[]);
        let entropy = calls::entropy()?;
        let mut wishes = login.wishes;
        // Who is known here already goes back to the portal where they are, unless somebody else may be meant, or it
        // was another one.
        let moved =
            matches!(&*self.failed.borrow(), Some(it) if it.code() == Code::ApiBaseMismatch);
        if self.settings.portals.is_some() && !wishes.mean_somebody_else() && !moved {
            wishes.portal = self.session().and_then(|it| it.api_base.clone());
        }
        let turn = Start::begin(self.settings.clone(), wishes, entropy, now())?;
        match driver::run(turn, Rc::new(Clerk(self.clone()))).await? {
            End::Leave(url) => Ok(url),
            End::Session(_) => Err(Code::InternalError.into()),
        }
    }

    /// What the provider will not understand, or not heed.
    fn warn(&self, login: &Login) {
        let provider = self.settings.provider;
        let scopes = self.settings.scopes.and(&login.wishes.scopes);
        for scope in unknown_scopes(&scopes, provider.known_scopes) {
            let mut detail = String::from("scope unknown to this provider: ");
            detail.push_str(&scope);
            self.log("warning", &detail, None, None, &[]);
        }
        for name in login.wishes.parameters() {
            if provider.ignored_parameters.contains(&name) {
                let mut detail = String::from("ignored by this provider: ");
                detail.push_str(name);
                self.log("warning", &detail, None, None, &[]);
            }
        }
    }
}

pub(crate) fn without_values(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}
