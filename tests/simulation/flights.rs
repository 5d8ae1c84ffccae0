//! The wire: requests under way, and what becomes of them. The answer runs through the very machine
//! that made the request, and the host looks at the record before a new session is used (R-087).

use std::sync::Arc;

use docgate::core::error::{Code, Error};
use docgate::core::form::Form;
use docgate::core::http::{Failure, Request, Response};
use docgate::core::renew::Renew;
use docgate::core::resources::Aim;
use docgate::core::session::Session;
use docgate::core::steps::{Answer, Step as Asked, Turn};
use docgate::core::tab::Event;

use super::ledger::{Outcome, Pause};
use super::page::State;
use super::rules::RETRY_AFTER;
use super::step::Step;
use super::world::World;

#[derive(Debug, Clone)]
pub(crate) struct Flight {
    /// `None`: its sender died.
    pub(crate) page: Option<usize>,
    ticket: u64,
    session: Arc<Session>,
    aim: Aim,
    /// The refresh token as it was sent.
    pub(crate) token: String,
    /// As the ledger knows it, and where.
    entry: (String, usize),
    pub(crate) since: u64,
    /// The provider's answer, once it has one: status, body.
    pub(crate) answer: Option<(u16, String)>,
}

impl Flight {
    pub(crate) fn session_id(&self) -> &str {
        &self.session.id
    }
}

impl World {
    pub(crate) fn fly(&mut self, step: Step) -> bool {
        match step {
            Step::Handle(at) => self.handle(at),
            Step::Status(at, status) => {
                let free = self.online
                    && self
                        .flights
                        .get(at)
                        .is_some_and(|it| it.answer.is_none() && it.page.is_some());
                if free {
                    self.flights[at].answer = Some((status, String::new()));
                }
                free
            }
            Step::Reply(at) => {
                let flight = self.flights.get(at);
                let ready = flight.is_some_and(|it| it.answer.is_some() && it.page.is_some());
                ready && self.online && self.reply(at)
            }
            Step::Cut(at) => at < self.flights.len() && self.cut(at),
            Step::Offline => std::mem::replace(&mut self.online, false),
            Step::Online => {
                let came = !std::mem::replace(&mut self.online, true);
                for page in 0..self.pages.len() {
                    if came && self.pages[page].state == State::Open {
                        self.ledger
                            .pauses
                            .retain(|name, pause| *name != self.pages[page].name || pause.told);
                        self.on(page, Event::Online);
                    }
                }
                came
            }
            _ => self.steal(),
        }
    }

    pub(crate) fn send(&mut self, page: usize, ticket: u64, session: Arc<Session>, aim: Aim) {
        let settings = self.rules.settings();
        let turn = Renew::begin(settings, Arc::clone(&session), aim.clone(), true);
        let request = turn.and_then(|turn| match turn.step {
            Asked::Fetch(requests) => requests.into_iter().next(),
            _ => None,
        });
        let request = request.expect("a session that can be renewed");
        let token = refresh_token(&request);
        let entry = self.rules.entry(&token, session.generation);
        self.check_pause(page, &session);
        let place = self.ledger.send(&entry, self.rules.resend);
        self.flights.push(Flight {
            page: Some(page),
            ticket,
            session,
            aim,
            token,
            entry: (entry, place),
            since: self.moment.steady,
            answer: None,
        });
    }

    fn handle(&mut self, at: usize) -> bool {
        let Some(flight) = self.flights.get(at) else {
            return false;
        };
        if flight.answer.is_some() || !self.online {
            return false;
        }
        let token = flight.token.clone();
        let life = self.rules.life;
        let answer = match self.provider.renew(&token, self.provider_time) {
            Some(issued) => {
                let refresh = issued.refresh.map_or(String::new(), |token| {
                    format!(r#","refresh_token":"{token}""#)
                });
                let access = issued.access;
                (
                    200,
                    format!(
                        r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":{life}{refresh}}}"#
                    ),
                )
            }
            None => (400, String::from(r#"{"error":"invalid_grant"}"#)),
        };
        self.ledger.refused += u64::from(answer.0 == 400);
        self.note(|| format!("    provider: {token} -> {}", answer.0));
        if self.flights[at].page.is_none() {
            self.flights.remove(at);
        } else {
            self.flights[at].answer = Some(answer);
        }
        true
    }

    fn reply(&mut self, at: usize) -> bool {
        let flight = self.flights.remove(at);
        let (status, body) = flight.answer.clone().expect("an answer");
        let outcome = if status >= 429 {
            Outcome::Failed
        } else {
            Outcome::Answered
        };
        let response = Response {
            status,
            content_type: Some(String::from("application/json")),
            retry_after: (status == 429).then(|| RETRY_AFTER.to_string()),
            body: body.into_bytes(),
            ..Response::default()
        };
        self.arrive(flight, Ok(response), outcome);
        true
    }

    fn cut(&mut self, at: usize) -> bool {
        let flight = self.flights.remove(at);
        let answered = flight
            .answer
            .as_ref()
            .is_some_and(|(status, _)| *status == 200);
        self.ledger.lost += u64::from(answered && flight.page.is_some());
        let late = self.moment.steady >= flight.since + super::rules::DEADLINE;
        let failure = if late {
            Failure::Timeout
        } else {
            Failure::Network
        };
        self.arrive(flight, Err(failure), Outcome::Failed);
        true
    }

    fn arrive(&mut self, flight: Flight, answer: Result<Response, Failure>, outcome: Outcome) {
        let Some(page) = flight.page else { return };
        self.ledger.sent(&flight.entry.0, flight.entry.1, outcome);
        if outcome == Outcome::Failed {
            let told = matches!(&answer, Ok(response) if response.retry_after.is_some());
            let wait = if told { RETRY_AFTER * 1000 } else { 500 };
            let pause = Pause {
                session: (flight.session.id.clone(), flight.session.generation),
                until: self.moment.steady + wait,
                told,
            };
            self.ledger
                .pauses
                .insert(self.pages[page].name.clone(), pause);
        }
        let result = self.run(page, &flight.session, flight.aim, answer);
        self.on(page, Event::Sent(flight.ticket, result));
    }

    /// From the answer to the end of the renewal.
    fn run(
        &mut self,
        page: usize,
        session: &Arc<Session>,
        aim: Aim,
        answer: Result<Response, Failure>,
    ) -> Result<Box<Session>, Error> {
        let now = self.moment.wall;
        let turn =
            Renew::begin(self.rules.settings(), Arc::clone(session), aim, true).expect("a request");
        let turn = resume(turn, Answer::Responses(vec![answer]), now)?;
        let Turn { step, next } = turn;
        let Asked::Record(session) = step else {
            panic!("a renewal records");
        };
        let recorded = self.keep(page, session);
        let turn = Turn {
            step: Asked::Fetch(Vec::new()),
            next,
        };
        match resume(turn, Answer::Recorded(recorded), now)?.step {
            Asked::Finished(session) => Ok(session),
            _ => panic!("a renewal ends with its record"),
        }
    }

    /// Stores a new session, unless it is nobody's any more.
    fn keep(&mut self, page: usize, session: Box<Session>) -> Result<Box<Session>, Error> {
        let shared = self.shared().unwrap_or_default();
        if shared.ended(&session) || shared.overtook(&session) {
            return Err(Error::new(Code::LoginRequired));
        }
        let ends = self.moment.steady + self.rules.life * 1000;
        let newest = std::iter::once(&session.access).chain(&session.others);
        let newest = newest.max_by_key(|access| access.since).expect("a token");
        let access = String::from(newest.token.expose());
        self.ledger.ends.insert(access, ends);
        if !self.pages[page].full {
            self.pages[page].stored = Some(session.encode().into());
        }
        Ok(session)
    }

    /// The session is stored, and the page dies before it tells anybody.
    pub(crate) fn crash(&mut self, page: usize) -> bool {
        let fits = |it: &Flight| {
            it.page == Some(page) && it.answer.as_ref().is_some_and(|(status, _)| *status == 200)
        };
        let Some(at) = self.flights.iter().position(fits).filter(|_| self.online) else {
            return false;
        };
        let flight = self.flights[at].clone();
        let body = flight.answer.expect("an answer").1;
        let response = Response {
            status: 200,
            content_type: Some(String::from("application/json")),
            body: body.into_bytes(),
            ..Response::default()
        };
        let _ = self.run(page, &flight.session, flight.aim, Ok(response));
        true
    }

    /// The sender of everything that this page has under way is gone.
    pub(crate) fn orphan(&mut self, page: usize) {
        for flight in &mut self.flights {
            if flight.page == Some(page) {
                flight.page = None;
                self.ledger
                    .sent(&flight.entry.0, flight.entry.1, Outcome::Vanished);
            }
        }
        // Answers that nobody reads.
        self.flights
            .retain(|flight| flight.page.is_some() || flight.answer.is_none());
    }

    fn steal(&mut self) -> bool {
        let Some(family) = self.provider.families.last_mut() else {
            return false;
        };
        let spent = self.rules.rotates && family.current > u32::from(self.rules.grace);
        spent && !std::mem::replace(&mut family.revoked, true)
    }
}

fn resume(turn: Turn, answer: Answer, now: docgate::core::names::Timestamp) -> Result<Turn, Error> {
    turn.next.expect("a step in the middle").resume(answer, now)
}

fn refresh_token(request: &Request) -> String {
    let body = request.body.as_ref().expect("a form");
    let form = Form::parse(body.expose()).expect("a form");
    assert!(form.first("scope").is_none(), "a renewal asks for no scope");
    String::from(form.first("refresh_token").expect("a refresh token"))
}
