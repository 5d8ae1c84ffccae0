//! One page: a tab's machine, and what the browser keeps for it.

use std::collections::VecDeque;
use std::sync::Arc;

use docgate::core::session::Session;
use docgate::core::tab::{Moment, Tab};

use super::rules::Rules;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Closed,
    Open,
    /// In the back-forward cache.
    Frozen,
}

/// Somebody left for a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) user: u8,
    /// How many sign-outs were known then.
    pub(crate) epoch: u64,
}

/// Moments are of the steady clock.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) state: State,
    pub(crate) tab: Tab,
    /// `sessionStorage`.
    pub(crate) stored: Option<Arc<str>>,
    /// No room in it.
    pub(crate) full: bool,
    /// What the page was signed in with when it came up; until it is restored.
    pub(crate) had: Option<Arc<Session>>,
    /// Messages, and when they were sent.
    pub(crate) inbox: VecDeque<(u64, Arc<str>)>,
    /// The shared record changed at.
    pub(crate) noticed: Option<u64>,
    /// The siblings are to be counted since.
    pub(crate) counting: Option<u64>,
    /// The timer fires at.
    pub(crate) due: Option<u64>,
    /// How often the timer fired to no end.
    pub(crate) idle_ticks: u8,
    /// The access token, and when it ends by the steady clock as far as this page can know.
    pub(crate) token: Option<(String, u64)>,
    /// Somebody waits for a token since.
    pub(crate) wanted: Option<u64>,
    /// The same for a token of another resource.
    pub(crate) wanted_other: Option<u64>,
    /// How the last one was answered.
    pub(crate) answer: Option<bool>,
    /// The page comes up since.
    pub(crate) arriving: Option<u64>,
    pub(crate) login: Option<Login>,
}

impl Page {
    pub(crate) fn new(client: &str, name: String, rules: &Rules) -> Page {
        Page {
            tab: Tab::new(client, &name, rules.habits()),
            name,
            state: State::Closed,
            stored: None,
            full: false,
            had: None,
            inbox: VecDeque::new(),
            noticed: None,
            counting: None,
            due: None,
            idle_ticks: 0,
            token: None,
            wanted: None,
            wanted_other: None,
            answer: None,
            arriving: None,
            login: None,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// The session, if it can be used or renewed.
    pub(crate) fn living(&self) -> Option<&Arc<Session>> {
        self.tab.session().filter(|own| !own.dead)
    }

    /// Time asleep is nobody's waiting.
    pub(crate) fn wait_anew(&mut self, now: u64) {
        for since in [
            &mut self.wanted,
            &mut self.wanted_other,
            &mut self.arriving,
            &mut self.counting,
        ] {
            *since = since.map(|_| now);
        }
    }

    /// Notes when a token that is new here will have ended.
    pub(crate) fn look_at_token(&mut self, moment: Moment) {
        let token = self.living().and_then(|own| {
            let access = String::from(own.access.token.expose());
            let ends = own.access.expires?;
            let left = ends.since(moment.wall).min(ends.since(own.access.issued));
            Some((
                access,
                moment.steady + u64::try_from(left).unwrap_or_default(),
            ))
        });
        let name = |token: &Option<(String, u64)>| token.as_ref().map(|(name, _)| name.clone());
        if name(&token) != name(&self.token) {
            self.token = token;
        }
    }

    /// Since when something waits to be delivered.
    pub(crate) fn waits(&self) -> Option<u64> {
        let message = self.inbox.front().map(|(at, _)| *at);
        [message, self.noticed, self.counting]
            .into_iter()
            .flatten()
            .min()
    }
}
