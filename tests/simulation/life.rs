//! The life of pages and of the people in front of them: opened, closed, reloaded, frozen, duplicated;
//! signed in, signed out.

use docgate::core::access::Access;
use docgate::core::metadata::Metadata;
use docgate::core::names::Scopes;
use docgate::core::resources::Aim;
use docgate::core::secret::Secret;
use docgate::core::session::{Exchange, Session, User};
use docgate::core::tab::Event;

use super::ledger::Begun;
use super::page::{Login, Page, State};
use super::step::Step;
use super::world::World;

impl World {
    pub(crate) fn live(&mut self, step: Step) -> bool {
        match step {
            Step::Open(page) => self.is(page, State::Closed) && self.open(page, None),
            Step::Close(page) => {
                let there = !self.is(page, State::Closed);
                if there {
                    self.kill(page);
                }
                there
            }
            Step::Reload(page) => self.is(page, State::Open) && self.reload(page),
            Step::Crash(page) => {
                self.is(page, State::Open) && self.crash(page) && self.reload(page)
            }
            Step::Freeze(page) => {
                let busy = self.locks.iter().any(|place| place.page == page)
                    || self.flights.iter().any(|it| it.page == Some(page));
                let fits = self.is(page, State::Open) && !busy;
                if fits {
                    self.leave_unread(page);
                    self.pages[page].state = State::Frozen;
                    self.pages[page].inbox.clear();
                    self.pages[page].noticed = None;
                }
                fits
            }
            Step::Thaw(page) => self.is(page, State::Frozen) && self.thaw(page),
            Step::Focus(page) => {
                let open = self.is(page, State::Open);
                if open {
                    self.on(page, Event::Woke);
                }
                open
            }
            Step::Duplicate(from, to) => {
                let stored = self.pages[from].stored.clone();
                self.is(from, State::Open) && self.is(to, State::Closed) && self.open(to, stored)
            }
            Step::WipeTab(page) => {
                self.is(page, State::Open) && self.pages[page].stored.take().is_some()
            }
            Step::WipeRecord => self.rules.wipes && self.wipe_record(),
            Step::Fill(page) => {
                self.pages[page].full = !self.pages[page].full;
                true
            }
            Step::SignOut(page) => self.is(page, State::Open) && self.sign_out(page),
            Step::Begin(page, user) => self.is(page, State::Open) && self.begin(page, user),
            Step::Finish(page) => self.is(page, State::Open) && self.finish(page),
            Step::Want(page) => self.is(page, State::Open) && self.want(page, false),
            Step::WantOther(page) => self.is(page, State::Open) && self.want_other(page),
            Step::Unauthorized(page) => self.is(page, State::Open) && self.unauthorized(page),
            _ => false,
        }
    }

    fn is(&self, page: usize, state: State) -> bool {
        self.pages[page].state == state
    }

    fn open(&mut self, page: usize, stored: Option<std::sync::Arc<str>>) -> bool {
        self.names += 1;
        let name = format!("tab-{}", self.names);
        let mut it = Page::new(&self.client, name, &self.rules);
        it.state = State::Open;
        it.arriving = Some(self.moment.steady);
        it.stored = stored.clone();
        let stored = stored.and_then(|text| Session::decode(&text, &self.client));
        it.had = stored.as_ref().and_then(|own| {
            Session::decode(&own.encode(), &own.client)
                .filter(|own| !own.dead)
                .map(std::sync::Arc::from)
        });
        self.pages[page] = it;
        let arrived = Event::Arrived {
            stored,
            parked: Vec::new(),
            quiet: false,
        };
        self.on(page, arrived);
        true
    }

    fn leave_unread(&mut self, page: usize) {
        if !self.pages[page].inbox.is_empty() {
            self.ledger.unread = Some(self.moment.steady);
        }
    }

    fn kill(&mut self, page: usize) {
        self.leave_unread(page);
        self.unlock(page);
        self.orphan(page);
        let name = format!("closed-{page}");
        self.pages[page] = Page::new(&self.client, name, &self.rules);
    }

    fn reload(&mut self, page: usize) -> bool {
        let (stored, full) = (self.pages[page].stored.clone(), self.pages[page].full);
        self.kill(page);
        self.open(page, stored);
        self.pages[page].full = full;
        true
    }

    fn thaw(&mut self, page: usize) -> bool {
        // What it was asked meanwhile is lost.
        self.ledger.unread = Some(self.moment.steady);
        self.pages[page].state = State::Open;
        self.pages[page].wait_anew(self.moment.steady);
        self.on(page, Event::Woke);
        true
    }

    fn wipe_record(&mut self) -> bool {
        let there = self.record.take().is_some();
        if there {
            self.ledger.wiped = true;
            self.notify(usize::MAX);
        }
        there
    }

    fn sign_out(&mut self, page: usize) -> bool {
        self.ledger.last_sign_out = self.ledger.count();
        self.ledger.current = None;
        self.on(page, Event::Left);
        true
    }

    fn begin(&mut self, page: usize, user: u8) -> bool {
        let known = self.pages[page].tab.sign_outs();
        let epoch = self.shared().map_or(known, |it| it.sign_outs.max(known));
        // A login waits until the page has come up.
        let free = self.pages[page].login.is_none() && self.pages[page].arriving.is_none();
        if !free {
            return false;
        }
        self.pages[page].login.get_or_insert(Login { user, epoch });
        free
    }

    /// The code was exchanged; a sign-out since the start of the login wins.
    fn finish(&mut self, page: usize) -> bool {
        let Some(Login { user, epoch }) = self.pages[page].login.take() else {
            return false;
        };
        if !self.online {
            return true;
        }
        let session = self.session(user, epoch);
        let ended = self.shared().is_some_and(|it| it.ended(&session));
        if ended || self.pages[page].tab.sign_outs() > epoch {
            return true;
        }
        let begun = Begun {
            user,
            at: self.ledger.count(),
        };
        self.ledger.sessions.insert(session.id.clone(), begun);
        self.ledger.current = Some(session.id.clone());
        let ends = self.moment.steady + self.rules.life * 1000;
        let access = String::from(session.access.token.expose());
        self.ledger.ends.insert(access, ends);
        self.on(page, Event::Began(Box::new(session)));
        true
    }

    fn session(&mut self, user: u8, epoch: u64) -> Session {
        let issued = self.provider.log_in(user, self.provider_time);
        let settings = self.rules.settings();
        let scopes = Scopes::parse("api").expect("a scope");
        let endpoint = |path: &str| format!("https://id.example/{path}");
        Session {
            id: format!("s-{}", self.provider.families.len()),
            generation: 1,
            epoch,
            client: settings.key(),
            metadata: Metadata {
                authorization_endpoint: endpoint("authorize"),
                token_endpoint: endpoint("token"),
                jwks_uri: None,
                userinfo_endpoint: None,
                revocation_endpoint: None,
                end_session_endpoint: None,
                promises_iss: false,
            },
            access: Access {
                token: Secret::new(issued.access),
                since: 1,
                issued: self.moment.wall,
                expires: Some(self.moment.wall.plus_seconds(self.rules.life)),
                stale: None,
                requested: scopes.clone(),
                granted: scopes,
                resource: None,
                claims: None,
            },
            others: Vec::new(),
            refresh_token: issued.refresh.map(Secret::new),
            renewable_until: None,
            id_token: None,
            nonce: None,
            user: Some(User {
                id: format!("user {user}"),
                name: None,
                email: None,
            }),
            claims: String::from("{}"),
            api_base: settings.api_base().cloned(),
            exchange: Exchange::Direct,
            relay_session: None,
            dead: false,
        }
    }

    fn want_other(&mut self, page: usize) -> bool {
        let now = self.moment.steady;
        self.pages[page].wanted_other.get_or_insert(now);
        let (force, aim) = (false, other_resource());
        self.on(page, Event::Wanted { force, aim });
        true
    }

    pub(crate) fn want(&mut self, page: usize, force: bool) -> bool {
        let now = self.moment.steady;
        self.pages[page].wanted.get_or_insert(now);
        let aim = Aim::default();
        self.on(page, Event::Wanted { force, aim });
        true
    }

    /// The API refused the token: a new one is asked for, or the session is over.
    fn unauthorized(&mut self, page: usize) -> bool {
        let Some(own) = self.pages[page].living().cloned() else {
            return false;
        };
        if own.is_renewable() {
            return self.want(page, true);
        }
        self.ledger.over.insert(own.id.clone());
        self.on(page, Event::Refused(&own));
        true
    }
}

/// A token of another resource of the same login.
pub(crate) fn other_resource() -> Aim {
    Aim {
        resource: Some(String::from("https://other.example")),
        ..Aim::default()
    }
}
