//! The world: pages, the shared record, the lock, the wire, both clocks. It does every [`Act`] at once
//! and in order, as a browser does.

use std::rc::Rc;
use std::sync::Arc;

use docgate::core::names::Timestamp;
use docgate::core::settings::Settings;
use docgate::core::shared::Shared;
use docgate::core::tab::{Act, Event, Moment, Restored, Seen};

use super::flights::Flight;
use super::ledger::Ledger;
use super::page::{Page, State};
use super::provider::Provider;
use super::rules::Rules;
use super::step::Step;

/// The date at which every world begins.
pub(crate) const BEGINNING: i64 = 1_750_000_000_000;

/// A place in the queue for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) page: usize,
    pub(crate) granted: bool,
    pub(crate) since: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) rules: Rules,
    pub(crate) client: Arc<str>,
    pub(crate) moment: Moment,
    /// What the provider's clock says.
    pub(crate) provider_time: i64,
    pub(crate) online: bool,
    pub(crate) pages: Vec<Page>,
    /// The shared record in `localStorage`.
    pub(crate) record: Option<Arc<str>>,
    pub(crate) locks: Vec<Place>,
    pub(crate) flights: Vec<Flight>,
    pub(crate) provider: Provider,
    pub(crate) ledger: Ledger,
    pub(crate) names: u32,
    /// What happened, in words.
    pub(crate) trace: Option<Vec<String>>,
}

impl World {
    pub(crate) fn new(rules: Rules) -> World {
        let client: Arc<str> = rules.settings().key().into();
        let page = |at: usize| Page::new(&client, format!("tab-{at}"), &rules);
        World {
            rules,
            moment: Moment {
                wall: Timestamp(BEGINNING),
                steady: 10_000_000_000,
            },
            provider_time: BEGINNING,
            online: true,
            pages: (0..rules.pages).map(page).collect(),
            client,
            record: None,
            locks: Vec::new(),
            flights: Vec::new(),
            provider: Provider::new(rules),
            ledger: Ledger::default(),
            names: 100,
            trace: None,
        }
    }

    /// Does one step; false when it cannot happen now.
    pub(crate) fn apply(&mut self, step: Step) -> bool {
        let before = self.trace.as_ref().map_or(0, Vec::len);
        self.note(|| format!("{step:?}"));
        let done = match step {
            Step::Message(_)
            | Step::Record(_)
            | Step::Counted(_)
            | Step::Granted
            | Step::Tick(_)
            | Step::Pass
            | Step::Clock(_)
            | Step::Sleep(_) => self.deliver(step),
            Step::Handle(_)
            | Step::Status(..)
            | Step::Reply(_)
            | Step::Cut(_)
            | Step::Offline
            | Step::Online
            | Step::Steal => self.fly(step),
            _ => self.live(step),
        };
        if done {
            self.check();
        } else if let Some(trace) = &mut self.trace {
            trace.truncate(before);
        }
        done
    }

    pub(crate) fn note(&mut self, what: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(what());
        }
    }

    pub(crate) fn shared(&self) -> Option<Shared> {
        self.record.as_deref().and_then(Shared::decode)
    }

    /// Passes an event to a page's machine and does what it says.
    pub(crate) fn on(&mut self, page: usize, event: Event<'_>) {
        let settings = self.rules.settings();
        let before = self.pages[page].living().cloned();
        let wanted_end = matches!(event, Event::Left);
        let acts = self.machine(page, event, &settings);
        for act in acts {
            self.perform(page, act);
        }
        if !wanted_end && let Some(before) = before {
            self.check_loss(page, &before);
        }
    }

    fn machine(&mut self, page: usize, event: Event<'_>, settings: &Rc<Settings>) -> Vec<Act> {
        let seen = Seen {
            settings,
            moment: self.moment,
            shared: self.shared(),
        };
        let it = &mut self.pages[page];
        let acts = it.tab.on(event, seen);
        it.look_at_token(self.moment);
        it.due = it.tab.next().map(|left| self.moment.steady + left);
        acts
    }

    fn perform(&mut self, page: usize, act: Act) {
        if let Some(trace) = &mut self.trace {
            trace.push(format!("    {}: {}", self.pages[page].name, words(&act)));
        }
        let now = self.moment.steady;
        match act {
            Act::Post(text) => {
                let text: Arc<str> = text.into();
                for other in self.others(page) {
                    self.pages[other].inbox.push_back((now, Arc::clone(&text)));
                }
            }
            Act::Store(session) => {
                if !self.pages[page].full {
                    self.pages[page].stored = Some(session.encode().into());
                }
            }
            Act::Unstore => self.pages[page].stored = None,
            Act::Share(shared) => {
                self.record = Some(shared.encode().into());
                self.notify(page);
            }
            Act::Count => self.pages[page].counting = Some(now),
            Act::Lock => self.locks.push(Place {
                page,
                granted: false,
                since: now,
            }),
            Act::Unlock => self.unlock(page),
            Act::Park(parked) => assert!(parked.is_empty(), "one account at a time"),
            Act::Send(ticket, session, aim) => self.send(page, ticket, session, aim),
            Act::Settle(aim, result) if !aim.is_own() => {
                let waited = self.pages[page].wanted_other.take();
                if result.is_ok() {
                    self.check_given_other(page, &aim);
                }
                if waited.is_none() {
                    let what =
                        format!("{} is answered without having asked", self.pages[page].name);
                    self.ledger.fail(what);
                }
            }
            Act::Settle(_, result) => {
                self.pages[page].wanted = None;
                self.pages[page].answer = Some(result.is_ok());
                if result.is_ok() {
                    self.check_given(page);
                }
            }
            Act::Restored(end) => {
                self.pages[page].arriving = None;
                let had = self.pages[page].had.take();
                if let (Restored::SignedOut(_), Some(had)) = (end, had) {
                    self.check_loss(page, &had);
                }
            }
            Act::Tell(tale) => self.check_tale(page, tale),
        }
    }

    /// The shared record changed; by this page.
    pub(crate) fn notify(&mut self, page: usize) {
        let now = self.moment.steady;
        for other in self.others(page) {
            self.pages[other].noticed.get_or_insert(now);
        }
    }

    fn others(&self, page: usize) -> Vec<usize> {
        let awake = |at: &usize| *at != page && self.pages[*at].state == State::Open;
        (0..self.pages.len()).filter(awake).collect()
    }

    pub(crate) fn unlock(&mut self, page: usize) {
        self.locks.retain(|place| place.page != page);
        // Whoever comes first now waits from now on.
        if let Some(first) = self.locks.first_mut() {
            first.since = first.since.max(self.moment.steady);
        }
    }
}

/// An act in a few words.
fn words(act: &Act) -> String {
    match act {
        Act::Post(text) => {
            let at = text.find(r#""kind""#).unwrap_or_default();
            let body = if at < 60 { text } else { &text[at..] };
            format!("post {body}")
        }
        Act::Store(session) => format!("store {}.{}", session.id, session.generation),
        Act::Unstore => String::from("unstore"),
        Act::Share(shared) => format!("share {}", shared.encode()),
        Act::Count => String::from("count"),
        Act::Lock => String::from("lock"),
        Act::Unlock => String::from("unlock"),
        Act::Park(parked) => format!("park {}", parked.len()),
        Act::Send(ticket, session, _) => {
            format!("send #{ticket} {}.{}", session.id, session.generation)
        }
        Act::Settle(_, result) => format!("settle {:?}", result.as_ref().map_err(|it| it.code())),
        Act::Restored(end) => format!("restored {end:?}"),
        Act::Tell(tale) => format!("tell {} {:?}", tale.kind, tale.reason),
    }
}
