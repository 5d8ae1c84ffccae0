//! What really happened, written down beside the world: what the invariants are judged by.

use std::collections::{BTreeMap, BTreeSet};

/// What became of one sending of a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its sender lives and waits.
    Pending,
    /// Its sender saw that no answer comes: the network, 5xx, 429.
    Failed,
    /// Its sender saw the provider's word.
    Answered,
    /// Its sender died before.
    Vanished,
}

#[derive(Debug, Clone)]
pub(crate) struct Begun {
    pub(crate) user: u8,
    /// Number of the event, to compare with the last sign-out.
    pub(crate) at: u64,
}

/// A tab whose request failed waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pause {
    /// Id and generation.
    pub(crate) session: (String, u64),
    /// By the steady clock.
    pub(crate) until: u64,
    /// The server said so: a network that came back changes nothing.
    pub(crate) told: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    /// By refresh token, and generation where tokens do not change.
    pub(crate) sendings: BTreeMap<String, Vec<Outcome>>,
    /// By session id.
    pub(crate) sessions: BTreeMap<String, Begun>,
    /// The session that began last, unless there was a sign-out since.
    pub(crate) current: Option<String>,
    pub(crate) events: u64,
    pub(crate) last_sign_out: u64,
    /// Sessions that ended for good, and rightly.
    pub(crate) over: BTreeSet<String>,
    /// (page, session) of which the app was told that it ended.
    pub(crate) told: BTreeSet<(String, String)>,
    /// By access token: when it ends by the steady clock.
    pub(crate) ends: BTreeMap<String, u64>,
    /// By page.
    pub(crate) pauses: BTreeMap<String, Pause>,
    /// The shared record was lost: what it held is not promised any more.
    pub(crate) wiped: bool,
    /// By the steady clock: when a page last went away with messages that it had not read.
    pub(crate) unread: Option<u64>,
    /// The date was set.
    pub(crate) clock_set: bool,
    /// Requests so far.
    pub(crate) sent: u64,
    /// `invalid_grant`, so far.
    pub(crate) refused: u64,
    /// Answers of the provider that nobody received, so far.
    pub(crate) lost: u64,
    /// The first thing that went wrong.
    pub(crate) wrong: Option<String>,
}

impl Ledger {
    pub(crate) fn fail(&mut self, what: String) {
        self.wrong.get_or_insert(what);
    }

    /// Number of the next event.
    pub(crate) fn count(&mut self) -> u64 {
        self.events += 1;
        self.events
    }

    /// Notes one more sending of this token, and judges it: never while another one is under way,
    /// never after an answer, once after a vanished sender where that is worth trying.
    pub(crate) fn send(&mut self, token: &str, resend: bool) -> usize {
        self.sent += 1;
        let wiped = self.wiped;
        let earlier = self.sendings.entry(String::from(token)).or_default();
        let number = |outcome| earlier.iter().filter(|it| **it == outcome).count();
        let wrong = if number(Outcome::Pending) > 0 && !wiped {
            Some("is under way already")
        } else if number(Outcome::Answered) > 0 && !wiped {
            Some("was answered already")
        } else if number(Outcome::Vanished) > usize::from(resend) && !wiped {
            Some("had vanished senders enough")
        } else {
            None
        };
        earlier.push(Outcome::Pending);
        let place = earlier.len() - 1;
        if let Some(wrong) = wrong {
            self.fail(format!("a refresh token is sent that {wrong}: {token}"));
        }
        place
    }

    pub(crate) fn sent(&mut self, token: &str, place: usize, outcome: Outcome) {
        self.sendings.get_mut(token).unwrap()[place] = outcome;
    }

    pub(crate) fn vanished(&self, token: &str) -> usize {
        self.sendings.get(token).map_or(0, |list| {
            list.iter().filter(|it| **it == Outcome::Vanished).count()
        })
    }

    /// Whether the session began before the last sign-out.
    pub(crate) fn signed_out(&self, id: &str) -> bool {
        self.sessions
            .get(id)
            .is_some_and(|begun| begun.at < self.last_sign_out)
    }
}
