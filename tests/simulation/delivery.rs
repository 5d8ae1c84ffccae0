//! What the browser delivers, and time. Everything is late, but nothing by more than [`DELAY`]:
//! time stands until what is overdue has been delivered.

use docgate::core::names::Timestamp;
use docgate::core::tab::Event;

use super::page::State;
use super::rules::{DEADLINE, DELAY};
use super::step::Step;
use super::world::World;

impl World {
    pub(crate) fn deliver(&mut self, step: Step) -> bool {
        match step {
            Step::Message(page) => {
                let it = &mut self.pages[page];
                let message = if it.is_open() {
                    it.inbox.pop_front()
                } else {
                    None
                };
                if let Some((_, text)) = &message {
                    self.on(page, Event::Message(text));
                }
                message.is_some()
            }
            Step::Record(page) => {
                let it = &mut self.pages[page];
                let noticed = it.is_open() && it.noticed.take().is_some();
                if noticed {
                    self.on(page, Event::Changed);
                }
                noticed
            }
            Step::Counted(page) => {
                let it = &mut self.pages[page];
                let asked = it.is_open() && it.counting.take().is_some();
                if asked {
                    let present = self.has_sibling(page);
                    self.on(page, Event::Counted(Some(present)));
                }
                asked
            }
            Step::Granted => {
                let first = self.locks.first_mut().filter(|place| !place.granted);
                let Some(place) = first else { return false };
                place.granted = true;
                let page = place.page;
                self.on(page, Event::Locked(true));
                true
            }
            Step::Tick(page) => {
                let now = self.moment.steady;
                let it = &self.pages[page];
                let due = it.is_open() && it.due.is_some_and(|at| at <= now);
                if due {
                    self.on(page, Event::Tick);
                    self.check_tick(page);
                }
                due
            }
            Step::Pass => self.pass(),
            Step::Clock(by) => {
                self.ledger.clock_set = true;
                self.moment.wall = Timestamp(self.moment.wall.0 + by);
                true
            }
            Step::Sleep(by) => {
                self.moment.wall = Timestamp(self.moment.wall.0 + by);
                self.provider_time += by;
                for page in 0..self.pages.len() {
                    if self.pages[page].is_open() {
                        self.pages[page].wait_anew(self.moment.steady);
                        self.on(page, Event::Woke);
                    }
                }
                true
            }
            _ => false,
        }
    }

    /// Whether the browser knows of another page with a session; a frozen one may not hold the lock that
    /// would say so.
    fn has_sibling(&self, page: usize) -> bool {
        self.pages
            .iter()
            .enumerate()
            .any(|(at, other)| at != page && other.state == State::Open && other.living().is_some())
    }

    /// When something must happen at the latest.
    pub(crate) fn latest(&self) -> Option<u64> {
        let pages = self.pages.iter().filter(|it| it.is_open());
        let waits = pages
            .clone()
            .filter_map(|it| it.waits().map(|at| at + DELAY));
        let due = pages.filter_map(|it| it.due);
        let grant = self.locks.first().filter(|place| !place.granted);
        let grant = grant.map(|place| place.since + DELAY);
        let flights = self.flights.iter().filter(|it| it.page.is_some());
        let flights = flights.map(|it| it.since + DEADLINE);
        waits.chain(due).chain(grant).chain(flights).min()
    }

    fn pass(&mut self) -> bool {
        let now = self.moment.steady;
        let longest = now + self.rules.life * 250;
        let target = self.latest().map_or(longest, |at| at.min(longest));
        if target <= now {
            return false;
        }
        let by = i64::try_from(target - now).expect("a while");
        self.moment.steady = target;
        self.moment.wall = Timestamp(self.moment.wall.0 + by);
        self.provider_time += by;
        true
    }
}
