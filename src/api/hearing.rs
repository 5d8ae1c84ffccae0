//! What this tab hears from its siblings, the shared record and the page, and asks of them.

use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::desk::Desk;
use super::promise::{Call, Work, promise};
use super::siblings::presence;
use crate::browser::channel::{self, Channel};
use crate::browser::locks;
use crate::browser::page::{self, PageEvent};
use crate::browser::timer;
use crate::core::error::{Code, Error};
use crate::core::session::Session;
use crate::core::tabs::{self, Act, Heard, Known};

/// How long a sibling that is known to be there may take.
const SIBLING_WAIT: u64 = 1500;
/// The same where the browser cannot tell whether there is one.
const BLIND_WAIT: u64 = 250;

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
