//! What the driver asks of a client: records kept, requests told of.

use std::rc::Rc;
use std::time::Duration;

use super::desk::Desk;
use crate::browser::driver::Keeper;
use crate::browser::entropy;
use crate::core::error::{Code, Error};
use crate::core::http::{Failure, Purpose, Request, Response};
use crate::core::names::Entropy;
use crate::core::pending::PendingLogin;
use crate::core::session::Session;

/// A client as the driver sees it.
pub(crate) struct Clerk(pub(crate) Rc<Desk>);

impl Keeper for Clerk {
    fn remember(&self, login: &PendingLogin) -> Result<(), Error> {
        self.0.records.remember(login)
    }

    /// A sign-out, or another login, that came while the answer was under way wins.
    fn record(&self, session: Box<Session>) -> Result<Box<Session>, Error> {
        let ended = self.0.disposed.get() || self.0.epoch() > session.epoch;
        // A renewed session follows on the one in this tab; another has begun if that is gone.
        let own = self.0.session();
        let shared = self.0.records.shared().filter(|_| self.0.shares);
        let follows = session.generation == 1
            || (own.is_some_and(|own| session.id == own.id && session.supersedes(&own))
                && shared.is_none_or(|shared| shared.precedes(&session)));
        if ended || !follows {
            return Err(Code::LoginRequired.into());
        }
        if session.generation == 1 && self.0.settings.confirms {
            self.0.records.unconfirmed.write(&session);
        } else {
            self.0.store(&session);
        }
        Ok(session)
    }

    fn sending(&self, request: &Request) {
        if request.purpose == Purpose::KeysAgain {
            self.0.records.note_refetch();
        }
        let mut detail = String::from(request.purpose.as_str());
        detail.push(' ');
        detail.push_str(request.method.as_str());
        detail.push(' ');
        detail.push_str(request.url.split(['?', '#']).next().unwrap_or_default());
        let mut redacted = Vec::new();
        if request.body.is_some() {
            redacted.push("body");
        }
        if request
            .headers
            .iter()
            .any(|(name, _)| *name == "authorization")
        {
            redacted.push("authorization");
        }
        self.0.log("request", &detail, None, None, &redacted);
    }

    fn answered(&self, request: &Request, answer: &Result<Response, Failure>) {
        let (status, code) = match answer {
            Ok(response) => (Some(response.status), None),
            Err(Failure::Timeout) => (None, Some(Code::Timeout)),
            Err(Failure::TooLarge) => (None, Some(Code::ResponseTooLarge)),
            Err(_) => (None, Some(Code::Network)),
        };
        self.0
            .log("response", request.purpose.as_str(), status, code, &[]);
    }

    fn deadline(&self) -> Duration {
        Duration::from_millis(u64::from(self.0.settings.timeout))
    }
}

/// Fresh random bytes for one login, or the reason why there can be none.
pub(crate) fn entropy() -> Result<Entropy, Error> {
    let mut bytes = [0; 96];
    entropy::fill(&mut bytes).map_err(|_| Error::new(Code::EntropyUnavailable))?;
    Ok(Entropy(bytes))
}
