//! What a tab hears: the channel, the shared record's changes, the page's own events, the person.

use std::rc::{Rc, Weak};

use super::desk::Desk;
use crate::browser::channel::{self, Channel};
use crate::browser::page::{self, PageEvent};
use crate::core::error::Code;
use crate::core::tab::Event;
use crate::core::tabs;

impl Desk {
    /// Connects all wires.
    pub(crate) fn connect(self: &Rc<Desk>) {
        let weak = Rc::downgrade(self);
        let name = tabs::channel(&self.key);
        let receive = with(&weak, |desk, message: String| {
            desk.on(Event::Message(&message));
        });
        self.siblings.channel.replace(Channel::open(&name, receive));
        let changed = with(&weak, |desk, key: String| {
            // An empty key: everything was cleared.
            if key.is_empty() || key == desk.records.shared_key() {
                desk.on(Event::Changed);
            }
        });
        self.siblings
            .changes
            .replace(Some(channel::shared_changes(changed)));
        let page = with(&weak, |desk, event: PageEvent| desk.wake(event));
        self.siblings.page.replace(Some(page::listen(page)));
        if self.idles {
            let stirred = with(&weak, |desk, ()| desk.on(Event::Stirred));
            self.siblings.person.replace(Some(page::activity(stirred)));
        }
    }

    /// The page may have slept, or been frozen while others signed out.
    fn wake(self: &Rc<Desk>, event: PageEvent) {
        match event {
            PageEvent::Shown { persisted: true } => {
                self.abandon();
                let (stored, parked) = (self.records.session(), self.records.parked());
                self.on(Event::Returned { stored, parked });
            }
            PageEvent::Visible | PageEvent::Focused => self.on(Event::Woke),
            PageEvent::Online => self.on(Event::Online),
            _ => {}
        }
    }

    /// The page was left for a login and came back without one.
    fn abandon(&self) {
        let leaving = self.leaving.borrow_mut().take();
        if let Some(leaving) = leaving {
            leaving.settle(Some(Code::NavigationAbandoned.into()));
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
