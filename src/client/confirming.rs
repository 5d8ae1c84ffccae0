//! Whoever came back is shown to the app first, where nothing proves that it is the person who left: until the
//! app says yes the session is stored apart, gives no token and no view, and no other tab hears of it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::arrival::{Ending, Outcome};
use super::calls::Clerk;
use super::desk::Desk;
use super::promise::promise;
use super::records;
use crate::browser::driver::{self, Keeper};
use crate::browser::foreign;
use crate::browser::storage::{self, Area};
use crate::core::error::{Code, Error};
use crate::core::relay;
use crate::core::secret::Secret;
use crate::core::session::{self, Session};
use crate::core::settings::Settings;
use crate::core::tab::Event;

/// The session that nobody has confirmed yet, kept where nothing looks for a session.
pub(crate) struct Unconfirmed {
    settings: Rc<Settings>,
    client: String,
    key: String,
    persist: bool,
    /// It, where nothing is to be stored.
    kept: RefCell<Option<Secret>>,
}

impl Unconfirmed {
    /// Of this client.
    pub(crate) fn new(settings: Rc<Settings>, client: &str, persist: bool) -> Unconfirmed {
        Unconfirmed {
            settings,
            client: String::from(client),
            key: session::unconfirmed_key(client),
            persist,
            kept: RefCell::default(),
        }
    }

    /// It, if it is one of this client under today's config.
    pub(crate) fn read(&self) -> Option<Box<Session>> {
        let kept = self.kept.borrow();
        let stored = match &*kept {
            Some(kept) => Some(String::from(kept.expose())),
            None => storage::read(Area::Tab, &self.key).ok()?,
        };
        let session = Session::decode(&stored?, &self.client);
        session.filter(|session| session.fits(&self.settings))
    }

    /// Keeps it, where the config says so.
    pub(crate) fn write(&self, session: &Session) {
        let text = session.encode();
        if self.persist {
            let _ = records::write(Area::Tab, &self.key, &text);
        } else {
            *self.kept.borrow_mut() = Some(Secret::new(text));
        }
    }

    /// Forgets it.
    pub(crate) fn remove(&self) {
        self.kept.take();
        let _ = storage::remove(Area::Tab, &self.key);
    }
}

impl Desk {
    /// Asks the app. A no, or an app that fails to answer, drops the session here and at the relay.
    pub(crate) async fn confirmed(
        self: &Rc<Desk>,
        session: Box<Session>,
    ) -> Result<Box<Session>, Error> {
        self.log("session", "to be confirmed", None, None, &[]);
        let said = self.host.confirm(session.user.as_ref());
        let said = match foreign::settled(&said) {
            Ok(answer) => answer.await.is_ok_and(|answer| answer.is_truthy()),
            Err(_) => false,
        };
        let stored = self.records.unconfirmed.read();
        self.records.unconfirmed.remove();
        if !said {
            self.drop_at_relay(session.relay_session.as_ref()).await;
            return Err(Code::UserNotConfirmed.into());
        }
        // Somebody signed out meanwhile, or another login took its place.
        let replaced = stored.is_some_and(|stored| stored.id != session.id);
        if self.disposed.get() || replaced || self.epoch() > session.epoch {
            // Whoever signed out may not have known of it; of another session the relay drops nothing.
            self.drop_at_relay(session.relay_session.as_ref()).await;
            return Err(Code::LoginRequired.into());
        }
        self.store(&session);
        Ok(session)
    }

    /// The page was loaded again before the app had said anything.
    pub(crate) async fn ask_again(self: &Rc<Desk>, session: Box<Session>) -> Outcome {
        let people = self.people();
        if !self.settings.confirms || self.epoch() > session.epoch {
            // Nobody asks any more, or somebody signed out meanwhile.
            self.records.unconfirmed.remove();
            self.drop_at_relay(session.relay_session.as_ref()).await;
            return self.restore().await;
        }
        match self.confirmed(session).await {
            Ok(session) => {
                self.begin(session, people);
                Outcome::plain(Ending::SignedIn("stored"))
            }
            // Signed out while the app was asking.
            Err(error) if error.code() == Code::LoginRequired => self.restore().await,
            Err(error) => {
                self.restore_quietly().await;
                Outcome::plain(Ending::Failed(error))
            }
        }
    }

    /// The session of a login that was just finished becomes the one of this browser. `people`: those who were
    /// signed in before.
    #[allow(clippy::vec_box)] // As they come out of their records.
    pub(crate) fn begin(self: &Rc<Desk>, session: Box<Session>, people: Vec<Box<Session>>) {
        self.log(
            "session",
            "signed in",
            None,
            None,
            &["access_token", "refresh_token", "id_token"],
        );
        // Whatever sign-out was begun here is over.
        self.records.remove_logout();
        if let Some(own) = self.settings.token_relay() {
            // What they are renewed with lies there, and nobody will come back to it.
            let replaced = people
                .iter()
                .filter(|other| other.id != session.id)
                .filter_map(|other| {
                    let name = other.relay_session.as_ref()?;
                    Some(relay::forget(name, &self.settings, own))
                });
            let requests: Vec<_> = replaced.collect();
            let keeper: Rc<dyn Keeper> = Rc::new(Clerk(self.clone()));
            let _ = promise(Box::pin(async move {
                let _ = driver::together(requests, &keeper).await;
                Ok(JsValue::UNDEFINED)
            }));
        }
        self.on(Event::Present(people));
        self.on(Event::Began(session));
    }

    /// All who are stored here.
    #[allow(clippy::vec_box)] // Likewise.
    pub(crate) fn people(&self) -> Vec<Box<Session>> {
        let mut people: Vec<_> = self.records.session().into_iter().collect();
        people.extend(self.records.parked());
        people
    }

    /// What the relay keeps of a session that will not be is ended there too.
    pub(crate) async fn drop_at_relay(self: &Rc<Desk>, session: Option<&Secret>) {
        if let Some(own) = self.settings.token_relay() {
            let keeper: Rc<dyn Keeper> = Rc::new(Clerk(self.clone()));
            let request = relay::logout(session, &self.settings, own);
            // What is answered changes nothing: everything here is forgotten already.
            let _ = driver::send(request, &keeper).await;
        }
    }
}
