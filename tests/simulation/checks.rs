//! What must hold after every step, whatever happened.

use std::sync::Arc;

use docgate::core::resources::Aim;
use docgate::core::session::Session;
use docgate::core::tab::Tale;

use super::rules::PATIENCE;
use super::world::World;

/// A page is out of step with the timer that it asked for.
const IDLE_TICKS: u8 = 3;

/// Milliseconds from a question to the end of the wait for its answer.
const QUESTION: u64 = 2500;

impl World {
    /// After every step.
    pub(crate) fn check(&mut self) {
        let now = self.moment.steady;
        for at in 0..self.pages.len() {
            let page = &self.pages[at];
            if !page.is_open() {
                continue;
            }
            for (what, since) in [
                ("wanted a token", page.wanted),
                ("wanted another's token", page.wanted_other),
                ("came up", page.arriving),
            ] {
                if since.is_some_and(|since| now - since > PATIENCE) {
                    let what = format!("{} {what} and was never answered", page.name);
                    self.ledger.fail(what);
                }
            }
            self.check_person(at);
        }
        if self.locks.iter().filter(|place| place.granted).count() > 1 {
            self.ledger.fail(String::from("two pages hold the lock"));
        }
    }

    /// A page that is told to fire its timer again at once, and again, does nothing else.
    pub(crate) fn check_tick(&mut self, page: usize) {
        let now = self.moment.steady;
        let it = &mut self.pages[page];
        let again = it.due.is_some_and(|at| at <= now);
        it.idle_ticks = if again { it.idle_ticks + 1 } else { 0 };
        if it.idle_ticks > IDLE_TICKS {
            let what = format!("{} wants its timer at once, again and again", it.name);
            self.ledger.fail(what);
        }
    }

    /// Nobody ever has another person's token.
    fn check_person(&mut self, at: usize) {
        let page = &self.pages[at];
        let Some(own) = page.living() else { return };
        let Some(begun) = self.ledger.sessions.get(&own.id) else {
            return;
        };
        let refresh = own.refresh_token.as_ref().map(|it| it.expose());
        let all = std::iter::once(&own.access).chain(&own.others);
        let tokens = all.map(|access| access.token.expose());
        let foreign = tokens
            .chain(refresh)
            .any(|token| self.provider.user(token) != Some(begun.user));
        let named = own.user.as_ref().map(|it| it.id.clone());
        if foreign || named != Some(format!("user {}", begun.user)) {
            let what = format!("{} has another person's token in {}", page.name, own.id);
            self.ledger.fail(what);
        }
    }

    /// A token is given out: never one that both clocks call expired.
    pub(crate) fn check_given(&mut self, at: usize) {
        let page = &self.pages[at];
        let Some(own) = page.living() else {
            let what = format!("{} gives out a token and has none", page.name);
            return self.ledger.fail(what);
        };
        let by_date = own
            .access
            .expires
            .is_some_and(|ends| self.moment.wall >= ends);
        let ends = page.token.as_ref().map(|(_, ends)| *ends);
        let by_steady = ends.is_some_and(|ends| self.moment.steady >= ends);
        if by_date || by_steady {
            let what = format!("{} gives out an expired token of {}", page.name, own.id);
            self.ledger.fail(what);
        }
    }

    /// A token of another resource is given out: that one's, and not an expired one.
    pub(crate) fn check_given_other(&mut self, at: usize, aim: &Aim) {
        let page = &self.pages[at];
        // Ended in the same breath by what came after it under the lock: whoever waits looks again.
        let Some(own) = page.living() else { return };
        let good = own.access_for(aim).is_some_and(|access| {
            let by_steady = self.ledger.ends.get(access.token.expose());
            access.resource == aim.resource
                && access.is_fresh(self.moment.wall, 0)
                && (self.ledger.clock_set
                    || by_steady.is_some_and(|ends| self.moment.steady < *ends))
        });
        if !good {
            let what = format!(
                "{} gives out a token that is not what was wanted",
                page.name
            );
            self.ledger.fail(what);
        }
    }

    /// A tab whose request failed waits before it sends again.
    pub(crate) fn check_pause(&mut self, at: usize, session: &Session) {
        let name = &self.pages[at].name;
        let Some(pause) = self.ledger.pauses.get(name) else {
            return;
        };
        let same = pause.session == (session.id.clone(), session.generation);
        if same && self.moment.steady < pause.until {
            let what = format!("{name} does not wait after a failure");
            self.ledger.fail(what);
        }
    }

    /// The app hears of each end once.
    pub(crate) fn check_tale(&mut self, at: usize, tale: Tale) {
        let page = &self.pages[at];
        let Some(own) = page.tab.session() else {
            return;
        };
        let told = (page.name.clone(), own.id.clone());
        let twice = match tale.kind {
            "signed-in" => {
                self.ledger.told.remove(&told);
                false
            }
            "login-required" | "expired" => !self.ledger.told.insert(told),
            _ => false,
        };
        if twice {
            let what = format!("{} is told twice that {} ended", page.name, own.id);
            self.ledger.fail(what);
        }
    }

    /// A page had this living session before the last event: if it has none now, there must be a reason.
    pub(crate) fn check_loss(&mut self, at: usize, before: &Arc<Session>) {
        if self.pages[at].living().is_some() || self.pages[at].arriving.is_some() {
            return;
        }
        let id = before.id.as_str();
        let replaced = self.ledger.current.as_deref() != Some(id);
        if replaced
            || self.ledger.wiped
            || self.ledger.signed_out(id)
            || self.ledger.over.contains(id)
        {
            return;
        }
        // Whoever was asked went away with the question.
        let recent = |at: u64| self.moment.steady - at < QUESTION;
        if self.ledger.unread.is_some_and(recent) {
            return;
        }
        if self.is_kept_by_somebody(id, before) {
            let what = format!("{} loses {id}, which could be kept", self.pages[at].name);
            return self.ledger.fail(what);
        }
        if self.shared().is_some_and(|it| it.finished(before)) {
            self.ledger.over.insert(String::from(id));
        }
    }

    /// Whether anybody awake, or whoever just lost it, has what is needed to go on.
    fn is_kept_by_somebody(&self, id: &str, lost: &Arc<Session>) -> bool {
        let awake = self.pages.iter().filter(|it| it.is_open());
        let held = awake.filter_map(|it| it.living()).chain([lost]);
        let answered = self.flights.iter().any(|flight| {
            let unread = flight
                .answer
                .as_ref()
                .is_some_and(|(status, _)| *status == 200);
            unread && flight.page.is_some() && flight.session_id() == id
        });
        let mut held = held.filter(|own| own.id == id);
        answered || held.any(|own| self.is_good(own))
    }

    /// Whether the session can be renewed, or, where nothing can be, be used.
    fn is_good(&self, own: &Session) -> bool {
        match &own.refresh_token {
            Some(token) => {
                let token = token.expose();
                let entry = self.rules.entry(token, own.generation);
                let enough = self.ledger.vanished(&entry) > usize::from(self.rules.resend);
                // What the record calls old is never sent, even if it were forgiven.
                let old = self.shared().is_some_and(|it| it.overtook(own));
                self.provider.takes(token, self.provider_time) && !enough && !old
            }
            None => {
                let ends = self.ledger.ends.get(own.access.token.expose());
                let fresh = ends.is_some_and(|ends| self.moment.steady < *ends);
                // Where the date was set, a page may have looked when it said that the token had ended.
                fresh && !self.ledger.clock_set && own.is_fresh(self.moment.wall, 0)
            }
        }
    }
}
