//! Coming to rest: the network is up, everybody is awake, everything is delivered, the provider answers.
//! What must be so then.

use super::page::State;
use super::rules::PATIENCE;
use super::step::Step;
use super::world::World;

/// More steps than any world needs to come to rest.
const STEPS: usize = 6000;
/// Milliseconds after which everybody has settled: longer than the longest wait after a failure.
const SETTLING: u64 = PATIENCE + 70_000;

impl World {
    /// Brings the world to rest, and has every page ask for a token at the end.
    pub(crate) fn rest(&mut self) {
        self.apply(Step::Online);
        for page in 0..self.pages.len() {
            self.apply(Step::Thaw(page));
            self.apply(Step::Focus(page));
            if self.pages[page].full {
                self.apply(Step::Fill(page));
            }
        }
        self.drain(SETTLING);
        self.everybody(Step::Want);
        self.check_rest();
        if self.rules.renewable {
            self.everybody(Step::Unauthorized);
        }
        self.check_rest();
    }

    /// Every page that is signed in asks for a token at once.
    fn everybody(&mut self, step: fn(usize) -> Step) {
        let before = self.ledger.sent;
        for page in 0..self.pages.len() {
            self.pages[page].answer = None;
            if self.pages[page].living().is_some() {
                self.apply(step(page));
            }
        }
        self.drain(PATIENCE);
        let sent = self.ledger.sent - before;
        // One for all; with `ahead` one more may have become due.
        if sent > 1 + u64::from(self.rules.ahead) && !self.ledger.wiped {
            self.ledger
                .fail(format!("{sent} requests where one is enough"));
        }
    }

    /// Delivers everything in a fixed order until nothing is under way and so much time has passed.
    fn drain(&mut self, patience: u64) {
        let end = self.moment.steady + patience;
        for _ in 0..STEPS {
            if self.ledger.wrong.is_some()
                || !(self.deliver_one() || self.moment.steady < end && self.apply(Step::Pass))
            {
                return;
            }
        }
        self.ledger
            .fail(String::from("the world does not come to rest"));
    }

    fn deliver_one(&mut self) -> bool {
        let pages = 0..self.pages.len();
        let mut each =
            pages.flat_map(|page| [Step::Message(page), Step::Record(page), Step::Counted(page)]);
        if each.any(|step| self.apply(step)) || self.apply(Step::Granted) {
            return true;
        }
        let mut flights = 0..self.flights.len();
        if flights.any(|at| self.apply(Step::Handle(at)) || self.apply(Step::Reply(at))) {
            return true;
        }
        let mut pages = 0..self.pages.len();
        pages.any(|page| self.apply(Step::Tick(page)))
    }

    fn check_rest(&mut self) {
        if self.ledger.wrong.is_some() {
            return;
        }
        if !self.locks.is_empty() || !self.flights.is_empty() {
            return self
                .ledger
                .fail(String::from("something is under way at rest"));
        }
        if self.ledger.wiped {
            return;
        }
        let shared = self.shared().unwrap_or_default();
        let open = self.pages.iter().filter(|it| it.state == State::Open);
        let mut wrong = None;
        let living = |it: &&super::page::Page| it.living().is_some();
        let best = open
            .clone()
            .filter(living)
            .filter_map(|it| it.living())
            .map(|own| own.generation)
            .max();
        for page in open.filter(living) {
            let Some(own) = page.living() else { continue };
            let name = format!("{} with {}.{}", page.name, own.id, own.generation);
            if self.ledger.signed_out(&own.id) || shared.ended(own) {
                wrong = Some(format!("{name} lives after a sign-out"));
            } else if self.ledger.current.as_deref() != Some(own.id.as_str())
                || shared.session.as_ref() != Some(&own.id)
            {
                wrong = Some(format!("{name} is not in the current session"));
            } else if best != Some(own.generation) || shared.generation < own.generation {
                wrong = Some(format!("{name} does not agree with the others"));
            } else if page.answer == Some(false) || page.wanted.is_some() {
                wrong = Some(format!("{name} gets no token at rest"));
            }
        }
        if let Some(wrong) = wrong {
            self.ledger.fail(wrong);
        }
    }
}
