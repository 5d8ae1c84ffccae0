//! The life of one tab, event by event (R-086 to; ). What many tabs do
//! together is in the simulation.

mod aims;
mod backing_off;
mod clocks;
mod idling;
mod limited;
mod refused_aims;
mod renewing;
mod restoring;
mod returning;

use std::rc::Rc;
use std::sync::Arc;

use docgate::core::error::{Code, Error};
use docgate::core::names::Timestamp;
use docgate::core::resources::Aim;
use docgate::core::secret::Secret;
use docgate::core::session::Session;
use docgate::core::settings::Settings;
use docgate::core::shared::Shared;
use docgate::core::tab::{Act, Event, Habits, Moment, Restored, Seen, Tab};
use docgate::core::tabs::{self, Tabs};

use crate::rows::serves;
use crate::scene::{NOW, oidc};

pub(crate) const HABITS: Habits = Habits {
    share: true,
    ahead: false,
    idle: None,
    deadline: 15_000,
    accounts: false,
};

/// One tab, its storage, and a clock that this test moves.
pub(crate) struct Life {
    pub(crate) tab: Tab,
    pub(crate) settings: Rc<Settings>,
    pub(crate) moment: Moment,
    pub(crate) shared: Option<Shared>,
    pub(crate) stored: Option<String>,
    /// What the app was told, oldest first.
    pub(crate) told: Vec<String>,
    pub(crate) settled: Vec<Result<(), Code>>,
    pub(crate) restored: Option<Restored>,
    pub(crate) posts: usize,
    /// The number of the last renewal that was sent, and how many were.
    pub(crate) ticket: Option<u64>,
    pub(crate) sent: usize,
    /// What they were for.
    pub(crate) aims: Vec<Aim>,
    /// The stored sessions of other people.
    pub(crate) parked: Vec<String>,
    /// Whom the answers were for, with what they said.
    pub(crate) answered: Vec<(Aim, Result<(), Error>)>,
    /// How often the lock was asked for and given back.
    pub(crate) locks: (usize, usize),
    /// What the siblings were sent.
    pub(crate) messages: Vec<String>,
}

impl Life {
    pub(crate) fn new(habits: Habits) -> Life {
        let settings = oidc();
        Life {
            tab: Tab::new(&settings.key(), "tab-1", habits),
            settings,
            moment: Moment {
                wall: NOW,
                steady: 1000,
            },
            shared: None,
            stored: None,
            told: Vec::new(),
            settled: Vec::new(),
            restored: None,
            posts: 0,
            ticket: None,
            sent: 0,
            aims: Vec::new(),
            parked: Vec::new(),
            answered: Vec::new(),
            locks: (0, 0),
            messages: Vec::new(),
        }
    }

    /// Signed in a moment ago.
    pub(crate) fn signed_in(habits: Habits, session: Session) -> Life {
        let mut life = Life::new(habits);
        life.on(Event::Began(Box::new(session)));
        life.told.clear();
        life
    }

    /// Passes an event on. Nobody else is there: siblings are none, the lock is free.
    pub(crate) fn on(&mut self, event: Event<'_>) {
        let seen = Seen {
            settings: &self.settings,
            moment: self.moment,
            shared: self.shared.clone(),
        };
        let acts = self.tab.on(event, seen);
        for act in acts {
            match act {
                Act::Post(text) => {
                    self.posts += 1;
                    self.messages.push(text);
                }
                Act::Store(session) => self.stored = Some(session.encode()),
                Act::Unstore => self.stored = None,
                Act::Share(shared) => self.shared = Some(shared),
                Act::Count => self.on(Event::Counted(Some(false))),
                Act::Lock => {
                    self.locks.0 += 1;
                    self.on(Event::Locked(true));
                }
                Act::Unlock => self.locks.1 += 1,
                Act::Park(parked) => {
                    self.parked = parked.iter().map(|own| own.encode()).collect();
                }
                Act::Send(ticket, _, aim) => {
                    self.ticket = Some(ticket);
                    self.sent += 1;
                    self.aims.push(aim);
                }
                Act::Settle(aim, result) => {
                    let code = result.as_ref().err().map(Error::code);
                    self.settled.push(code.map_or(Ok(()), Err));
                    self.answered.push((aim, result));
                }
                Act::Restored(restored) => self.restored = Some(restored),
                Act::Tell(tale) => {
                    let parts = [Some(tale.kind), tale.reason];
                    let text: Vec<&str> = parts.into_iter().flatten().collect();
                    let mut text = text.join(" ");
                    if let Some(remaining) = tale.remaining {
                        text.push_str(&format!(" {remaining}"));
                    }
                    self.told.push(text);
                }
            }
        }
    }

    /// Both clocks go on.
    pub(crate) fn wait(&mut self, milliseconds: u64) {
        self.moment.steady += milliseconds;
        self.moment.wall = Timestamp(self.moment.wall.0 + milliseconds as i64);
    }

    /// Waits as long as the tab asks to, and ticks.
    pub(crate) fn tick(&mut self) -> u64 {
        let wait = self.tab.next().expect("something that is due");
        self.wait(wait);
        self.on(Event::Tick);
        wait
    }

    pub(crate) fn want(&mut self) -> Option<Result<(), Code>> {
        self.settled.clear();
        self.on(wanted(false));
        self.settled.first().copied()
    }

    /// An hour's session of another person, from now on.
    pub(crate) fn somebody_else(&self) -> Session {
        let mut other = renewable();
        other.id = String::from("s-2");
        other.access.expires = Some(self.moment.wall.plus_seconds(3600));
        other
    }

    /// Another tab of the same client.
    pub(crate) fn sibling(&self) -> Tabs {
        Tabs::new(&self.settings.key(), "tab-2")
    }

    /// The renewal under way succeeds.
    pub(crate) fn renewed(&mut self) {
        let own = self.tab.session().unwrap().clone();
        let mut session = *Session::decode(&own.encode(), &own.client).unwrap();
        session.generation += 1;
        session.access.since = session.generation;
        session.access.issued = self.moment.wall;
        session.access.stale = None;
        session.access.expires = Some(self.moment.wall.plus_seconds(3600));
        self.on(Event::Sent(self.ticket.unwrap(), Ok(Box::new(session))));
    }

    /// The renewal under way brings this token, for this many seconds, as [`Renew`] makes it.
    ///
    /// [`Renew`]: docgate::core::renew::Renew
    pub(crate) fn brought(&mut self, token: &str, seconds: u64) {
        let aim = self.aims.last().unwrap().clone();
        let mut session = self.tab.session().unwrap().copy().unwrap();
        session.generation += 1;
        let mut access = crate::siblings::access(token, &aim.scopes.join(" "));
        access.since = session.generation;
        access.issued = self.moment.wall;
        access.expires = Some(self.moment.wall.plus_seconds(seconds));
        (access.resource, access.claims) = (aim.resource.clone(), aim.claims.clone());
        if aim.is_own() {
            session.access = access;
        } else {
            session.add(access);
        }
        self.on(Event::Sent(self.ticket.unwrap(), Ok(session)));
    }

    /// Somebody wants this token; what is answered, oldest first.
    pub(crate) fn want_other(&mut self, aim: &Aim, force: bool) -> Vec<(Aim, Result<(), Error>)> {
        self.answered.clear();
        let aim = aim.clone();
        self.on(Event::Wanted { force, aim });
        std::mem::take(&mut self.answered)
    }

    pub(crate) fn failed(&mut self, error: Error) {
        self.on(Event::Sent(self.ticket.unwrap(), Err(error)));
    }
}

/// An hour's session that can be renewed.
pub(crate) fn renewable() -> Session {
    let mut session = crate::siblings::session("s-1", 1, 0);
    session.client = oidc().key();
    session.api_base = None;
    session.refresh_token = Some(Secret::new(String::from("rt-1")));
    session
}

/// An hour's session that cannot.
pub(crate) fn plain() -> Session {
    let mut session = renewable();
    session.refresh_token = None;
    session
}

/// Somebody wants the session's own token.
fn wanted(force: bool) -> Event<'static> {
    Event::Wanted {
        force,
        aim: Aim::default(),
    }
}

/// What a sibling sends.
pub(crate) fn posted(act: tabs::Act) -> String {
    match act {
        tabs::Act::Post(message) => message,
        _ => panic!("no message"),
    }
}

fn limited(seconds: Option<u64>) -> Error {
    let mut error = Error::new(Code::RateLimited);
    error.evidence_mut().retry_after = seconds;
    error
}

pub(crate) const HOUR: u64 = 3_600_000;
