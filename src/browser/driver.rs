//! The one loop that runs the machines: does what a step asks, and resumes with the answer.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use super::{clock, fetch, verify};
use crate::core::error::Error;
use crate::core::http::{Failure, Purpose, Request, Response};
use crate::core::names::Timestamp;
use crate::core::pending::PendingLogin;
use crate::core::session::Session;
use crate::core::steps::{Answer, Step, Turn};
use crate::core::vouching::{SignatureCheck, Verdict};

/// How long a sign-out waits until tokens are given back.
const REVOCATION_DEADLINE: Duration = Duration::from_secs(3);

/// Who keeps the records, and hears what happens.
pub trait Keeper {
    /// Stores the pending login, or says why the page must not be left.
    fn remember(&self, login: &PendingLogin) -> Result<(), Error>;
    /// Stores the session, or says why it may not be used.
    fn record(&self, session: Box<Session>) -> Result<Box<Session>, Error>;
    /// A request is about to be sent.
    fn sending(&self, request: &Request);
    /// It was answered, or not.
    fn answered(&self, request: &Request, answer: &Result<Response, Failure>);
    /// The deadline of each request.
    fn deadline(&self) -> Duration;
}

/// How a machine ended.
#[derive(Debug)]
pub enum End {
    /// The page is to be left for this address.
    Leave(String),
    /// Someone is signed in.
    Session(Box<Session>),
}

/// Now, by the wall clock.
pub fn now() -> Timestamp {
    Timestamp(clock::wall())
}

/// Runs a machine to its end.
pub async fn run(turn: Turn, keeper: Rc<dyn Keeper>) -> Result<End, Error> {
    let mut turn = turn;
    loop {
        let answer = match turn.step {
            Step::Navigate(url) => return Ok(End::Leave(url)),
            Step::Finished(session) => return Ok(End::Session(session)),
            Step::Fetch(requests) => Answer::Responses(together(requests, &keeper).await),
            Step::Remember(login) => Answer::Remembered(keeper.remember(&login)),
            Step::Record(session) => Answer::Recorded(keeper.record(session)),
            Step::Verify(check) => Answer::Verified(verified(&check).await),
        };
        let Some(machine) = turn.next else {
            return Err(Error::new(crate::core::error::Code::InternalError));
        };
        turn = machine.resume(answer, now())?;
    }
}

async fn verified(check: &SignatureCheck) -> Verdict {
    let SignatureCheck {
        algorithm,
        keys,
        signing_input,
        signature,
        text,
    } = check;
    let signature = verify::signature(algorithm, keys, signing_input.as_bytes(), signature).await;
    let digest = match text {
        // EXPOSE: hashed, and forgotten.
        Some(text) => verify::digest(algorithm, text.expose().as_bytes()).await,
        None => None,
    };
    Verdict { signature, digest }
}

/// Sends one request under the keeper's deadline.
pub async fn send(mut request: Request, keeper: &Rc<dyn Keeper>) -> Result<Response, Failure> {
    request.deadline = match request.purpose {
        // Somebody waits to be signed out.
        Purpose::Revocation | Purpose::RelayLogout => keeper.deadline().min(REVOCATION_DEADLINE),
        _ => keeper.deadline(),
    };
    keeper.sending(&request);
    let answer = fetch::send(&request).await;
    keeper.answered(&request, &answer);
    answer
}

/// Sends all at once; the answers come in the order of the requests.
pub async fn together(
    requests: Vec<Request>,
    keeper: &Rc<dyn Keeper>,
) -> Vec<Result<Response, Failure>> {
    type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, Failure>> + 'a>>;
    type Slot<'a> = (Option<Sending<'a>>, Option<Result<Response, Failure>>);
    let mut sending: Vec<Slot<'_>> = Vec::new();
    for request in requests {
        sending.push((Some(Box::pin(send(request, keeper))), None));
    }
    poll_fn(move |context| {
        for (future, answer) in &mut sending {
            if let Some(Poll::Ready(ready)) =
                future.as_mut().map(|future| future.as_mut().poll(context))
            {
                *future = None;
                *answer = Some(ready);
            }
        }
        if sending.iter().all(|(future, _)| future.is_none()) {
            Poll::Ready(
                sending
                    .iter_mut()
                    .filter_map(|(_, answer)| answer.take())
                    .collect(),
            )
        } else {
            Poll::Pending
        }
    })
    .await
}
