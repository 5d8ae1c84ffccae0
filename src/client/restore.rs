//! Restoring a session: the ladder is the machine's, the waiting is here.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

use super::arrival::{Ending, Outcome};
use super::desk::Desk;
use super::promise::Work;
use crate::core::tab::{Event, Restored};

impl Desk {
    /// The whole ladder.
    pub(crate) async fn restore(self: &Rc<Desk>) -> Outcome {
        Outcome::plain(match self.climb(false).await {
            Restored::SignedIn(via) => Ending::SignedIn(via),
            Restored::SignedOut(reason) => Ending::SignedOut(reason),
        })
    }

    /// The session that exists beside a failed outcome, without any request, and where it was.
    pub(crate) fn restore_quietly(self: &Rc<Desk>) -> Work<'_, Option<&'static str>> {
        Box::pin(async move {
            match self.climb(true).await {
                Restored::SignedIn(via) => Some(via),
                Restored::SignedOut(_) => None,
            }
        })
    }

    fn climb(self: &Rc<Desk>, quiet: bool) -> Work<'_, Restored> {
        Box::pin(async move {
            if self.disposed.get() {
                return Restored::SignedOut(None);
            }
            let done = Promise::new(&mut |resolve, _| {
                self.restoring.borrow_mut().push(resolve);
            });
            let (stored, parked) = (self.records.session(), self.records.parked());
            self.on(Event::Arrived {
                stored,
                parked,
                quiet,
            });
            let _ = JsFuture::from(done).await;
            self.restored.get().unwrap_or(Restored::SignedOut(None))
        })
    }
}
