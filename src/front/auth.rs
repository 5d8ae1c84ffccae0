//! `Auth`: what an app holds.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::config::Config;
use super::event::{Event, Subscription};
use super::face::{Face, Front};
use super::options::{LoginOptions, text};
use super::outcome::Outcome;
use super::registry;
use super::session::{Session, Snapshot};
use crate::browser::location;
use crate::client::desk::Desk;
use crate::core::error::{Code, Error};
use crate::core::options;
use crate::core::provider::RelayRole;

/// Signs people in at one provider. Cheap to clone; all clones are the same one.
///
/// It belongs to the page's thread. Dropping the last clone cuts its wires, and what is stored stays.
#[derive(Clone)]
pub struct Auth(pub(super) Rc<Inner>);

/// What all clones share.
pub(super) struct Inner {
    pub(super) desk: Rc<Desk>,
    pub(super) face: Rc<Face>,
    config: String,
}

impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Auth")
    }
}

/// The same one, and not one like it.
impl PartialEq for Auth {
    fn eq(&self, other: &Auth) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Auth {}

impl Drop for Inner {
    fn drop(&mut self) {
        retire(&self.desk, &self.face);
    }
}

/// What is under way is finished first: the answer to a refresh token would be lost to all tabs.
fn retire(desk: &Rc<Desk>, face: &Rc<Face>) {
    if face.disposed.replace(true) {
        return;
    }
    face.silence();
    let desk = desk.clone();
    spawn_local(async move {
        for waited in [&desk.ready, &desk.sending] {
            let promise = waited.borrow().clone();
            if let Some(promise) = promise {
                let _ = JsFuture::from(promise).await;
            }
        }
        desk.close();
    });
}

impl Auth {
    /// Checks the config, and touches no storage, no network and no address bar.
    ///
    /// Equal data gives the same instance, and the newest functions win. Another config with the same redirect URI is
    /// `config_conflict`.
    pub fn new(config: Config) -> Result<Auth, Error> {
        let (config, hooks) = config.into_parts();
        let held = registry::held();
        if let Some(same) = held.iter().find(|one| one.config == config) {
            let guard = hooks.guard.as_ref().map(|guard| guard.auth.clone());
            if same.face.guard() != guard {
                return Err(Error::at(Code::ConfigConflict, "provider.guard"));
            }
            same.face.hear(hooks);
            return Ok(Auth(same.clone()));
        }
        let face = Rc::new(Face::new(hooks));
        let desk = Desk::open(&config, Rc::new(Front(face.clone())))?;
        let redirect = desk.redirect();
        let clashes = |one: &Rc<Inner>| one.desk.redirect() == redirect;
        if desk.settings.provider.relay != RelayRole::Guarded && held.iter().any(clashes) {
            return Err(Error::at(Code::ConfigConflict, "redirectUri"));
        }
        let inner = Rc::new(Inner { desk, face, config });
        registry::add(&inner);
        Ok(Auth(inner))
    }

    /// Finishes a callback, else restores a session, else says that nobody is signed in. The answer is the same however
    /// often this is asked.
    pub fn ready(&self) -> impl Future<Output = Outcome> + use<> {
        let ready = self.begin();
        let face = self.0.face.clone();
        async move {
            match ready {
                Ok(ready) => {
                    let _ = JsFuture::from(ready).await;
                    face.outcome()
                }
                Err(error) => Outcome::failed(error),
            }
        }
    }

    /// Gives the session when someone is signed in; leaves the page when not.
    ///
    /// After a failed outcome it fails with that error, so that nothing loops, unless it is called in a click or with
    /// [`LoginOptions::retry`]. `navigation_abandoned`: the page came back without a sign-in.
    pub fn login(
        &self,
        options: LoginOptions,
    ) -> impl Future<Output = Result<Session, Error>> + use<> {
        let clicked = location::has_user_activation();
        let options = read(&options);
        let (ready, inner) = (self.begin(), self.0.clone());
        async move {
            settle(ready, &inner.desk).await?;
            inner.desk.login(options?, clicked, false).await?;
            inner.face.signed_in()
        }
    }

    /// The authorization URL, for shells that navigate themselves; the pending login is stored.
    pub fn login_url(
        &self,
        options: LoginOptions,
    ) -> impl Future<Output = Result<String, Error>> + use<> {
        let options = read(&options);
        let (ready, inner) = (self.begin(), self.0.clone());
        async move {
            settle(ready, &inner.desk).await?;
            inner.desk.start(options?).await
        }
    }

    /// Finishes the callback at `url`, which a shell received; the counterpart of [`Auth::login_url`].
    pub fn complete(&self, url: &str) -> impl Future<Output = Outcome> + use<> {
        let (ready, inner) = (self.begin(), self.0.clone());
        let callback = inner.desk.read(url, None);
        async move {
            if let Err(error) = settle(ready, &inner.desk).await {
                return Outcome::failed(error);
            }
            let ours = callback.is_some();
            let outcome = inner.desk.finish(callback).await;
            if ours {
                inner.desk.conclude(&outcome);
            }
            Outcome::of(&outcome, &inner.face.snapshot())
        }
    }

    /// What a page may show now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.0.face.snapshot()
    }

    /// Who is signed in, or was until the session ended by itself.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.snapshot().session
    }

    /// Calls `listener` on every event as long as the subscription lives.
    pub fn subscribe(&self, listener: impl FnMut(&Event) + 'static) -> Subscription {
        let face = &self.0.face;
        Subscription {
            number: face.subscribe(Rc::new(RefCell::new(listener))),
            face: Rc::downgrade(face),
        }
    }

    /// Ends this instance for all who hold it; what is stored stays. Every call fails with `disposed` afterwards.
    pub fn dispose(&self) {
        retire(&self.0.desk, &self.0.face);
    }

    /// `ready()`, begun.
    pub(super) fn begin(&self) -> Result<Promise, Error> {
        if self.0.face.disposed.get() {
            return Err(Code::Disposed.into());
        }
        self.0.desk.ready()
    }
}

/// Waits until `ready()` has its answer; most calls go on from there alone.
pub(super) async fn settle(ready: Result<Promise, Error>, desk: &Desk) -> Result<(), Error> {
    let _ = JsFuture::from(ready?).await;
    desk.goes_on()
}

fn read(login: &LoginOptions) -> Result<options::Login, Error> {
    options::login(&text(&login.0), &location::origin(), &location::here())
}
