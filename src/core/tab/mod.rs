//! The life of one tab's session as a pure machine: restored, shared with siblings, renewed once for
//! all tabs, ended everywhere. What happened goes in as an [`Event`] with what the host read just
//! then; what is to be done comes out as [`Act`]s, to be done in order and at once.
//!
//! Storage, channel, locks, timers and the network are the host's, so the very same machine runs in
//! the browser and in the simulation of many tabs (R-086 to; ).
//!
//! A refresh token is sent by one tab at a time, under a lock that dies with its tab. It is sent a
//! second time only after a sending whose answer was never seen: always by a tab that saw its own
//! request fail, and once after a tab that vanished in the middle.

mod accounts;
mod ahead;
mod asking;
mod ending;
mod events;
mod freshness;
mod job;
mod renewing;
mod restoring;
mod time;

use std::rc::Rc;
use std::sync::Arc;

use super::access::Access;
use super::error::Error;
use super::resources::Aim;
use super::session::Session;
use super::settings::Settings;
use super::shared::Shared;
use super::tabs::{self, Heard, Known, Tabs};

pub use events::{Act, Event, Habits, Moment, Restored, Seen, Tale};

use job::Job;
use renewing::Stage;
use restoring::Restoring;

/// One tab of one client.
#[derive(Debug, Clone)]
pub struct Tab {
    habits: Habits,
    tabs: Tabs,
    session: Option<Arc<Session>>,
    /// Other people's sessions, none of which is the current one.
    parked: Vec<Arc<Session>>,
    /// When access tokens end by the steady clock, by the generation that brought them.
    ends: Vec<(u64, u64)>,
    stage: Stage,
    /// What is to be renewed, the one under way first.
    jobs: Vec<Job>,
    restoring: Restoring,
    /// For which tokens somebody waits for [`Act::Settle`].
    wanted: Vec<Aim>,
    /// Number of the last [`Act::Send`].
    ticket: u64,
    times: time::Times,
    failures: u32,
    failure: Option<Error>,
    /// For jitter.
    seed: u64,
    moment: Moment,
    shared: Option<Shared>,
    acts: Vec<Act>,
    tales: Vec<Act>,
}

impl Tab {
    /// A tab that has just come up. `name` is random, so that answers can be addressed.
    pub fn new(client: &str, name: &str, habits: Habits) -> Tab {
        let mix = |seed: u64, byte: &u8| seed.wrapping_mul(31).wrapping_add(u64::from(*byte));
        Tab {
            habits,
            tabs: Tabs::new(client, name),
            session: None,
            parked: Vec::new(),
            ends: Vec::new(),
            stage: Stage::Idle,
            jobs: Vec::new(),
            restoring: Restoring::No,
            wanted: Vec::new(),
            ticket: 0,
            times: time::Times::default(),
            failures: 0,
            failure: None,
            seed: name.as_bytes().iter().fold(7, mix),
            moment: Moment::default(),
            shared: None,
            acts: Vec::new(),
            tales: Vec::new(),
        }
    }

    /// The session of this tab, dead or alive.
    pub fn session(&self) -> Option<&Arc<Session>> {
        self.session.as_ref()
    }

    /// Whether a sibling that asks can get a session here.
    pub fn offers(&self) -> bool {
        self.habits.share && self.living().is_some()
    }

    /// How many sign-outs this tab knows of.
    pub fn sign_outs(&self) -> u64 {
        self.tabs.sign_outs()
    }

    /// Takes in what happened.
    pub fn on(&mut self, event: Event<'_>, seen: Seen<'_>) -> Vec<Act> {
        self.moment = seen.moment;
        self.shared = seen.shared;
        let settings = seen.settings;
        match event {
            Event::Arrived {
                stored,
                parked,
                quiet,
            } => {
                self.unpack(parked);
                self.arrive(stored, quiet, settings);
            }
            Event::Message(text) => self.hear(Heard::Message(text), settings),
            Event::Changed => {
                self.hear(Heard::Record, settings);
                // The message may have come before its record, and been refused by the last one.
                self.catch_up_soon();
            }
            Event::Woke => self.wake(None, settings),
            Event::Returned { stored, parked } => {
                self.unpack(parked);
                self.wake(stored, settings);
            }
            Event::Online => {
                self.stop_waiting();
                self.wake(None, settings);
            }
            Event::Tick => self.tick(settings),
            Event::Counted(present) => self.counted(present, settings),
            Event::Locked(held) => self.locked(held, settings),
            Event::Sent(ticket, result) => self.sent(ticket, result, settings),
            Event::Wanted { force, aim } => {
                // Somebody insists on another token than the one that is there: this one waits for it too.
                let known = self.wanted.contains(&aim);
                let waits = known && self.jobs.iter().any(|job| job.aim == aim);
                if !known {
                    self.wanted.push(aim.clone());
                }
                self.look_at_clocks();
                if force || !waits {
                    self.want(aim, force, settings);
                }
            }
            Event::Refused(session) => self.refused(session),
            Event::Present(people) => self.unpack(people),
            Event::Stored(people) => self.take_up(people),
            Event::Began(session) => self.began(session, settings),
            Event::Left => self.sign_out("logout"),
            Event::Parted(account) => self.part(account),
            Event::SignedOutThere => self.part_current(),
            Event::Switched(account) => self.switch(account),
            Event::Stirred => self.stir(),
        }
        let mut acts = std::mem::take(&mut self.acts);
        // What is told may call back in, so it comes after everything that is stored or sent.
        acts.append(&mut self.tales);
        acts
    }

    /// Much may have happened. `stored`: by a later page of this tab.
    fn wake(&mut self, stored: Option<Box<Session>>, settings: &Rc<Settings>) {
        self.look_at_clocks();
        self.hear(Heard::Record, settings);
        if let Some(session) = stored {
            self.take_back(session, settings);
        }
        self.catch_up_soon();
        self.catch_up_now();
        self.renew_ahead();
    }

    fn hear(&mut self, heard: Heard<'_>, settings: &Rc<Settings>) {
        let from_record = matches!(heard, Heard::Record);
        let known = Known {
            settings,
            session: self.session.as_deref(),
            parked: &self.parked,
            shared: self.shared.as_ref(),
        };
        for act in self.tabs.hear(heard, &known) {
            match act {
                tabs::Act::SignOut => {
                    self.count_sign_outs();
                    self.forget("other-tab");
                }
                tabs::Act::Part(names) => self.parted(&names, "other-tab"),
                tabs::Act::Expire if self.habits.share => self.end_here(Tab::nobody()),
                tabs::Act::Post(text) if self.habits.share => self.acts.push(Act::Post(text)),
                tabs::Act::Adopt(session, parked) if self.habits.share => {
                    self.unpack(parked);
                    self.adopt_from_sibling(session, settings);
                }
                tabs::Act::Restore if from_record => self.rewrite(),
                tabs::Act::Over => self.end_here(Tab::nobody()),
                _ => {}
            }
        }
        self.prune();
    }

    /// Reads, changes and writes the shared record.
    fn share(&mut self, change: impl FnOnce(&mut Shared)) {
        let mut shared = self.shared.take().unwrap_or_default();
        change(&mut shared);
        self.acts.push(Act::Share(shared.clone()));
        self.shared = Some(shared);
    }

    fn tell(&mut self, kind: &'static str, reason: Option<&'static str>, remaining: Option<u64>) {
        self.tales.push(Act::Tell(Tale {
            kind,
            reason,
            remaining,
        }));
    }

    /// Answers whoever waits for this token.
    fn settle(&mut self, aim: &Aim, result: Result<(), Error>) {
        if let (Restoring::Renewing, true) = (self.restoring, aim.is_own()) {
            self.restored_by(&result);
        }
        if self.wanted.contains(aim) {
            self.wanted.retain(|other| other != aim);
            self.tales.push(Act::Settle(aim.clone(), result));
        }
    }

    /// Answers everybody who waits.
    fn settle_all(&mut self, result: Result<(), Error>) {
        if let Restoring::Renewing = self.restoring {
            self.restored_by(&result);
        }
        for aim in std::mem::take(&mut self.wanted) {
            self.tales.push(Act::Settle(aim, result.clone()));
        }
    }

    /// Takes a session over; whoever got it.
    fn adopt(&mut self, session: Arc<Session>, store: bool) {
        self.park_for(&session);
        let same = self
            .session
            .as_ref()
            .is_some_and(|own| own.id == session.id);
        let before = std::mem::take(&mut self.ends);
        let known = |since| {
            let ends = before.iter().find(|(own, _)| same && *own == since);
            ends.map(|(_, ends)| *ends)
        };
        for access in session.tokens() {
            let Some(ends) = self.end_of(access) else {
                continue;
            };
            // A clock that was set back lengthens nothing.
            let ends = known(access.since).map_or(ends, |before| before.min(ends));
            self.ends.push((access.since, ends));
        }
        if !same {
            // What was to be newer than the other session's.
            self.jobs.iter_mut().for_each(Job::relax);
        }
        self.tabs.note(session.epoch);
        self.failures = 0;
        self.failure = None;
        self.times.adopted();
        if store {
            self.acts.push(Act::Store(session.clone()));
        }
        self.session = Some(session);
        self.plan_ahead();
    }

    /// When a token ends by the steady clock, as seen from now.
    fn end_of(&self, access: &Access) -> Option<u64> {
        let ends = access.expires?;
        let left = ends.since(self.moment.wall).min(ends.since(access.issued));
        Some(self.moment.steady + u64::try_from(left).unwrap_or_default())
    }
}
