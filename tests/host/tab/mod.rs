//! The life of one tab, event by event (R-086 to; ). What many tabs do
//! together is in the simulation.

mod backing_off;
mod clocks;
mod idling;
mod renewing;
mod restoring;

use std::rc::Rc;
use std::sync::Arc;

use docgate::core::error::{Code, Error};
use docgate::core::names::Timestamp;
use docgate::core::secret::Secret;
use docgate::core::session::Session;
use docgate::core::settings::Settings;
use docgate::core::shared::Shared;
use docgate::core::tab::{Act, Event, Habits, Moment, Restored, Seen, Tab};
use docgate::core::tabs::{self, Tabs};

use crate::rows::serves;
use crate::scene::{NOW, oidc};

const HABITS: Habits = Habits {
    share: true,
    ahead: false,
    idle: None,
    deadline: 15_000,
};

/// One tab, its storage, and a clock that this test moves.
struct Life {
    tab: Tab,
    settings: Rc<Settings>,
    moment: Moment,
    shared: Option<Shared>,
    stored: Option<String>,
    /// What the app was told, oldest first.
    told: Vec<String>,
    settled: Vec<Result<(), Code>>,
    restored: Option<Restored>,
    posts: usize,
    /// The number of the last renewal that was sent, and how many were.
    ticket: Option<u64>,
    sent: usize,
}

impl Life {
    fn new(habits: Habits) -> Life {
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
        }
    }

    /// Signed in a moment ago.
    fn signed_in(habits: Habits, session: Session) -> Life {
        let mut life = Life::new(habits);
        life.on(Event::Began(Box::new(session)));
        life.told.clear();
        life
    }

    /// Passes an event on. Nobody else is there: siblings are none, the lock is free.
    fn on(&mut self, event: Event<'_>) {
        let seen = Seen {
            settings: &self.settings,
            moment: self.moment,
            shared: self.shared.clone(),
        };
        let acts = self.tab.on(event, seen);
        for act in acts {
            match act {
                Act::Post(_) => self.posts += 1,
                Act::Store(session) => self.stored = Some(session.encode()),
                Act::Unstore => self.stored = None,
                Act::Share(shared) => self.shared = Some(shared),
                Act::Count => self.on(Event::Counted(Some(false))),
                Act::Lock => self.on(Event::Locked(true)),
                Act::Unlock => {}
                Act::Send(ticket, _) => {
                    self.ticket = Some(ticket);
                    self.sent += 1;
                }
                Act::Settle(result) => self.settled.push(result.map_err(|error| error.code())),
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
    fn wait(&mut self, milliseconds: u64) {
        self.moment.steady += milliseconds;
        self.moment.wall = Timestamp(self.moment.wall.0 + milliseconds as i64);
    }

    /// Waits as long as the tab asks to, and ticks.
    fn tick(&mut self) -> u64 {
        let wait = self.tab.next().expect("something that is due");
        self.wait(wait);
        self.on(Event::Tick);
        wait
    }

    fn want(&mut self) -> Option<Result<(), Code>> {
        self.settled.clear();
        self.on(Event::Wanted { force: false });
        self.settled.first().copied()
    }

    /// An hour's session of another person, from now on.
    fn somebody_else(&self) -> Session {
        let mut other = renewable();
        other.id = String::from("s-2");
        other.expires = Some(self.moment.wall.plus_seconds(3600));
        other
    }

    /// Another tab of the same client.
    fn sibling(&self) -> Tabs {
        Tabs::new(&self.settings.key(), "tab-2")
    }

    /// The renewal under way succeeds.
    fn renewed(&mut self) {
        let own = self.tab.session().unwrap().clone();
        let mut session = *Session::decode(&own.encode(), &own.client).unwrap();
        session.generation += 1;
        session.issued = self.moment.wall;
        session.expires = Some(self.moment.wall.plus_seconds(3600));
        self.on(Event::Sent(self.ticket.unwrap(), Ok(Box::new(session))));
    }

    fn failed(&mut self, error: Error) {
        self.on(Event::Sent(self.ticket.unwrap(), Err(error)));
    }
}

/// An hour's session that can be renewed.
fn renewable() -> Session {
    let mut session = crate::siblings::session("s-1", 1, 0);
    session.client = oidc().key();
    session.api_base = None;
    session.refresh_token = Some(Secret::new(String::from("rt-1")));
    session
}

/// An hour's session that cannot.
fn plain() -> Session {
    let mut session = renewable();
    session.refresh_token = None;
    session
}

/// What a sibling sends.
fn posted(act: tabs::Act) -> String {
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

const HOUR: u64 = 3_600_000;
