//! What a machine asks of its host, one step at a time, and how the host answers.
//!
//! Everything large is boxed: a step is moved often, and moves are code (the wasm's size).
//!
//! The page dies in the middle of a login, so no step holds anything that only lives in memory
//! but what [`Step::Remember`] stores. The same machines run in the browser, in host tests as
//! transcripts, and in simulations.

use super::error::{Code, Error};
use super::http::{Failure, Request, Response};
use super::login::{Finish, Start};
use super::names::Timestamp;
use super::pending::PendingLogin;
use super::renew::Renew;
use super::secret::redacted;
use super::session::Session;
use super::vouching::{SignatureCheck, Verdict};

/// What the host is asked to do.
pub enum Step {
    /// Send these together; resume with the answers in the same order.
    Fetch(Vec<Request>),
    /// Check a signature.
    Verify(Box<SignatureCheck>),
    /// Store the pending login under its state, before the page is left.
    Remember(Box<PendingLogin>),
    /// Store the session, before it is used.
    Record(Box<Session>),
    /// Leave the page.
    Navigate(String),
    /// Done.
    Finished(Box<Session>),
}

redacted!("Step" for Step);

/// What the host did.
#[derive(Debug)]
pub enum Answer {
    /// To [`Step::Fetch`].
    Responses(Vec<Result<Response, Failure>>),
    /// To [`Step::Verify`].
    Verified(Verdict),
    /// To [`Step::Remember`].
    Remembered(Result<(), Error>),
    /// To [`Step::Record`]: the session again, or why it may not be used (a sign-out came first).
    Recorded(Result<Box<Session>, Error>),
}

/// A step, and who goes on after it. Nobody goes on after `Navigate` and `Finished`.
#[derive(Debug)]
pub struct Turn {
    /// To be done now.
    pub step: Step,
    /// To be resumed with the answer.
    pub next: Option<Machine>,
}

impl Turn {
    /// A step in the middle.
    pub(in crate::core) fn then(step: Step, next: Machine) -> Turn {
        Turn {
            step,
            next: Some(next),
        }
    }

    /// The last step.
    pub(in crate::core) fn last(step: Step) -> Turn {
        Turn { step, next: None }
    }
}

/// Any of the machines; resumed by value, so that no step can be taken twice.
#[derive(Debug)]
pub enum Machine {
    /// From the app's call to leaving the page.
    Start(Start),
    /// From the callback to the session.
    Finish(Finish),
    /// From an old access token to a new one.
    Renew(Renew),
}

impl Machine {
    /// The next step, given the answer to the last one.
    pub fn resume(self, answer: Answer, now: Timestamp) -> Result<Turn, Error> {
        match self {
            Machine::Start(machine) => machine.resume(answer),
            Machine::Finish(machine) => machine.resume(answer, now),
            Machine::Renew(machine) => machine.resume(answer, now),
        }
    }
}

/// A host that answered another question than was asked.
pub(super) fn out_of_step() -> Error {
    Error::new(Code::InternalError)
}

/// The one answer that was asked for.
pub(super) fn single(
    responses: Vec<Result<Response, Failure>>,
) -> Result<Result<Response, Failure>, Error> {
    responses.into_iter().next().ok_or_else(out_of_step)
}
