//! What a client shows and tells: snapshots, events, the log.

use super::arrival::{Ending, Outcome};
use super::desk::Desk;
use super::host::{self, Entry};
use crate::browser::driver::now;
use crate::core::error::{Code, Error};

/// What the last snapshot showed; an equal one is not shown again.
#[derive(PartialEq)]
pub(crate) struct Shown {
    status: &'static str,
    session: Option<(String, u64)>,
    failed: Option<Code>,
}

impl Desk {
    /// `ready()` or `complete()` has its answer: shown, then told. From now on snapshots show what is.
    pub(crate) fn conclude(&self, outcome: &Outcome) {
        let first = !self.settled.get();
        let (event, reason, error) = match &outcome.end {
            // Later than that, a session that came has told of itself.
            Ending::SignedIn(_) => (first.then_some("signed-in"), None, None),
            Ending::Forwarded => (None, None, None),
            Ending::LoggedOut(_) => (first.then_some("ready"), None, None),
            // Somebody was signed in here, and is no more.
            Ending::SignedOut(reason) => match *reason {
                Some("expired" | "idle") => (Some("signed-out"), *reason, None),
                _ => (first.then_some("ready"), None, None),
            },
            Ending::Failed(error) => (Some("failed"), None, Some(error.clone())),
        };
        if let Some(error) = &error {
            self.log(
                "failed",
                "outcome",
                error.evidence().status,
                Some(error.code()),
                &[],
            );
        }
        if !matches!(outcome.end, Ending::SignedIn(_)) {
            // A shell came back without a session: nobody waits for this page to go any more.
            self.stay(error.as_ref().unwrap_or(&self.nobody()));
        }
        *self.failed.borrow_mut() = error;
        self.settled.set(true);
        self.show();
        if let Some(event) = event {
            self.host.tell(event, reason, None);
        }
    }

    /// Shows the snapshot, if it differs from the last one.
    pub(crate) fn show(&self) {
        if !self.settled.get() {
            return;
        }
        let session = self.session();
        let over = self.tab.borrow().is_over();
        let status = match &session {
            None => "signed-out",
            Some(_) if over => "expired",
            Some(_) => "signed-in",
        };
        let failed = self.failed.borrow().clone();
        let shown = Shown {
            status,
            session: session
                .as_ref()
                .map(|session| (session.id.clone(), session.generation)),
            failed: failed.as_ref().map(Error::code),
        };
        if self.shown.borrow().as_ref() == Some(&shown) {
            return;
        }
        *self.shown.borrow_mut() = Some(shown);
        self.host.show(&host::Shown {
            status,
            session: session.as_deref(),
            error: failed.as_ref(),
            provider: self.settings.provider.id,
        });
    }

    /// An entry for `onLog`. `detail` holds no values, only constants and addresses without a query.
    pub(crate) fn log(
        &self,
        event: &str,
        detail: &str,
        status: Option<u16>,
        code: Option<Code>,
        redacted: &[&str],
    ) {
        if !self.host.logs() {
            return;
        }
        self.host.log(&Entry {
            at: now(),
            event,
            detail,
            status,
            code: code.map(Code::as_str),
            redacted,
        });
    }
}
