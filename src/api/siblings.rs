//! The other tabs of this client: the wires of [`crate::core::tabs`].

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::desk::Desk;
use super::promise::{Call, Work, promise};
use crate::browser::channel::{self, Channel};
use crate::browser::listener::Listener;
use crate::browser::locks::{self, Held};
use crate::browser::page::{self, PageEvent, PageEvents};
use crate::browser::timer::{self, Timer};
use crate::core::error::{Code, Error};
use crate::core::session::Session;
use crate::core::tabs::{self, Act, Heard, Known, Tabs};

/// How long a sibling that is known to be there may take.
const SIBLING_WAIT: u64 = 1500;
/// The same where the browser cannot tell whether there is one.
const BLIND_WAIT: u64 = 250;

/// The other tabs.
pub(super) struct Siblings {
    share: bool,
    tabs: RefCell<Tabs>,
    channel: RefCell<Option<Channel>>,
    changes: RefCell<Option<Listener>>,
    page: RefCell<Option<PageEvents>>,
    presence: RefCell<Option<Held>>,
    silence: RefCell<Option<Timer>>,
    waiting: RefCell<Vec<js_sys::Function>>,
}

impl Siblings {
    /// Not connected yet. `name`: random, so that answers can be addressed.
    pub(super) fn new(client: &str, name: &str, share: bool) -> Siblings {
        Siblings {
            share,
            tabs: RefCell::new(Tabs::new(client, name)),
            channel: RefCell::default(),
            changes: RefCell::default(),
            page: RefCell::default(),
            presence: RefCell::default(),
            silence: RefCell::default(),
            waiting: RefCell::default(),
        }
    }

    /// Whether tabs share the session; sign-out reaches every tab in any case.
    pub(super) fn share(&self) -> bool {
        self.share
    }

    /// Says "this tab has a session" to tabs that consider asking.
    pub(super) fn settle_in(&self, client: &str) {
        if self.share && self.presence.borrow().is_none() {
            *self.presence.borrow_mut() = Some(locks::hold_shared(&presence(client)));
        }
    }

    /// Takes that back.
    pub(super) fn move_out(&self) {
        let held = self.presence.borrow_mut().take();
        drop(held);
    }

    /// Cuts all wires.
    pub(super) fn disconnect(&self) {
        self.move_out();
        let channel = self.channel.borrow_mut().take();
        let changes = self.changes.borrow_mut().take();
        let page = self.page.borrow_mut().take();
        let silence = self.silence.borrow_mut().take();
        drop((channel, changes, page, silence));
    }

    fn post(&self, act: Act) {
        if let Act::Post(message) = act
            && let Some(channel) = self.channel.borrow().as_ref()
        {
            channel.post(&message);
        }
    }
}

fn presence(client: &str) -> String {
    let mut name = tabs::channel(client);
    name.push_str(":here");
    name
}

impl Desk {
    /// Connects to the channel, the shared record's changes, and the page's own events.
    pub(super) fn connect(self: &Rc<Desk>) {
        let weak = Rc::downgrade(self);
        let name = tabs::channel(&self.key);
        let receive = with(&weak, |desk, message: String| {
            desk.hear(Heard::Message(&message))
        });
        *self.siblings.channel.borrow_mut() = Channel::open(&name, receive);
        let changed = with(&weak, |desk, key: String| {
            // An empty key: everything was cleared.
            if key.is_empty() || key == desk.records.shared_key() {
                desk.hear(Heard::Record);
            }
        });
        *self.siblings.changes.borrow_mut() = Some(channel::shared_changes(changed));
        let page = with(&weak, |desk, event: PageEvent| desk.wake(event));
        *self.siblings.page.borrow_mut() = Some(page::listen(page));
    }

    /// The page may have slept, or been frozen while others signed out.
    fn wake(self: &Rc<Desk>, event: PageEvent) {
        match event {
            PageEvent::Shown { persisted } => {
                if persisted {
                    self.abandon();
                    self.hear(Heard::Record);
                }
                self.look_at_clock();
            }
            PageEvent::Visible | PageEvent::Focused | PageEvent::Online => {
                self.hear(Heard::Record);
                self.look_at_clock();
            }
            PageEvent::Left { .. } | PageEvent::Hidden | PageEvent::Offline => {}
        }
    }

    /// The page was left for a login and came back without one.
    fn abandon(&self) {
        let leaving = self.leaving.borrow_mut().take();
        if let Some(leaving) = leaving {
            let error = self.error(&Error::new(Code::NavigationAbandoned));
            let _ = leaving.reject.call1(&JsValue::UNDEFINED, &error);
        }
    }

    /// Hears something, and does what the machine says.
    fn hear(self: &Rc<Desk>, heard: Heard<'_>) {
        let session = self.session();
        let shared = self.records.shared();
        let known = Known {
            settings: &self.settings,
            session: session.as_deref(),
            shared: shared.as_ref(),
        };
        // A sign-out counts in every tab; sessions pass only between those that share.
        let message = matches!(heard, Heard::Message(_));
        let acts = self.siblings.tabs.borrow_mut().hear(heard, &known);
        for act in acts {
            let sharing = self.siblings.share;
            match act {
                Act::SignOut => self.forget("other-tab"),
                Act::Expire if sharing => self.expire(),
                Act::Post(_) if sharing => self.siblings.post(act),
                Act::Adopt(session) if sharing => self.adopt_from_sibling(session),
                Act::Settle => self.stop_waiting(),
                Act::Restore if !message => {
                    if let Some(session) = self.session() {
                        self.records.update_shared(|shared| shared.follow(&session));
                    }
                }
                Act::Catch if sharing => self.catch_up(),
                _ => {}
            }
        }
    }

    fn adopt_from_sibling(self: &Rc<Desk>, session: Box<Session>) {
        self.log("tab", "session received", None, None, &[]);
        let _ = self.records.write_session(&session);
        let same = self
            .session()
            .is_some_and(|own| own.id == session.id && !own.dead);
        self.adopt(session, if same { "renewed" } else { "signed-in" });
    }

    /// Another session is the current one: asks for it; who is not answered is signed out.
    fn catch_up(self: &Rc<Desk>) {
        let desk = self.clone();
        let caught_up: Call = Box::pin(async move {
            let before = desk.session();
            desk.ask_siblings().await;
            let unchanged = match (&before, &desk.session()) {
                (Some(before), Some(after)) => Rc::ptr_eq(before, after),
                _ => false,
            };
            if unchanged {
                desk.forget("other-tab");
            }
            Ok(JsValue::UNDEFINED)
        });
        let _ = promise(caught_up);
    }

    /// Asks the siblings for the session, and waits until one answers or nobody will. True: this
    /// tab has one now.
    pub(super) fn ask_siblings(self: &Rc<Desk>) -> Work<'_, bool> {
        Box::pin(async move {
            if !self.siblings.share || self.siblings.channel.borrow().is_none() {
                return false;
            }
            let own = usize::from(self.siblings.presence.borrow().is_some());
            let wait = match locks::holders(&presence(&self.key)).await {
                Some(holders) if holders <= own => return false,
                Some(_) => SIBLING_WAIT,
                None => BLIND_WAIT,
            };
            let before = self.session();
            let mut settled = None;
            let answer = js_sys::Promise::new(&mut |resolve, _| settled = Some(resolve));
            self.siblings.waiting.borrow_mut().extend(settled);
            let question = self.siblings.tabs.borrow_mut().ask();
            self.siblings.post(question);
            self.log("tab", "session asked for", None, None, &[]);
            let weak = Rc::downgrade(self);
            let silence = timer::after(
                wait,
                Box::new(move || {
                    if let Some(desk) = weak.upgrade() {
                        desk.hear(Heard::Silence);
                    }
                }),
            );
            *self.siblings.silence.borrow_mut() = Some(silence);
            let _ = JsFuture::from(answer).await;
            match (before, self.session()) {
                (Some(before), Some(after)) => !Rc::ptr_eq(&before, &after),
                (None, after) => after.is_some(),
                _ => false,
            }
        })
    }

    fn stop_waiting(&self) {
        let silence = self.siblings.silence.borrow_mut().take();
        drop(silence);
        let waiting = std::mem::take(&mut *self.siblings.waiting.borrow_mut());
        for resolve in waiting {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }

    /// Someone signed in here, or the session was renewed: recorded, and told.
    pub(super) fn announce(&self, session: &Session) {
        if self.siblings.share {
            let act = self.siblings.tabs.borrow().announce(session);
            self.siblings.post(act);
        }
    }

    /// The session is over: here, in what is stored, and in every sharing tab.
    pub(super) fn expire_everywhere(&self) {
        let living = self.session().filter(|session| !session.dead);
        self.expire();
        if let (Some(session), true) = (living, self.siblings.share) {
            let act = self.siblings.tabs.borrow().expired(&session);
            self.siblings.post(act);
        }
    }

    /// Someone signed out here: counted, told, forgotten.
    pub(super) fn sign_out_everywhere(&self) {
        let seen = self.sign_outs.get();
        let mut count = seen;
        self.records.update_shared(|shared| {
            shared.sign_out(seen);
            count = shared.sign_outs;
        });
        self.sign_outs.set(count);
        let act = self.siblings.tabs.borrow().farewell(count);
        self.siblings.post(act);
        self.forget("logout");
    }

    /// The number of sign-outs that a session which begins now has seen.
    pub(super) fn epoch(&self) -> u64 {
        let shared = self.records.shared().map_or(0, |shared| shared.sign_outs);
        self.sign_outs.set(self.sign_outs.get().max(shared));
        self.sign_outs.get()
    }

    /// Keeps a session that was made here: in this tab, in the shared record, and with siblings.
    pub(super) fn keep(self: &Rc<Desk>, session: Box<Session>, event: &str) {
        self.records.update_shared(|shared| shared.follow(&session));
        self.announce(&session);
        self.adopt(session, event);
    }
}

/// A callback that does nothing once the client is gone, and lets it go.
fn with<T: 'static>(weak: &Weak<Desk>, work: impl Fn(&Rc<Desk>, T) + 'static) -> Box<dyn Fn(T)> {
    let weak = weak.clone();
    Box::new(move |value| {
        if let Some(desk) = weak.upgrade() {
            work(&desk, value);
        }
    })
}
