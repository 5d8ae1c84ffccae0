//! The second half: from the callback to the session.

use std::rc::Rc;

use crate::core::base64url;
use crate::core::callback::ValidatedCallback;
use crate::core::date::Clock;
use crate::core::error::Error;
use crate::core::judgement::{self, Beginning};
use crate::core::names::{Entropy, Timestamp};
use crate::core::profile;
use crate::core::secret::Secret;
use crate::core::session::Session;
use crate::core::settings::Settings;
use crate::core::steps::{Answer, Machine, Step, Turn, out_of_step, single};
use crate::core::token;
use crate::core::vouching::{self, Vouched, Vouching};

/// From the callback to the session. A code is sent once; no answer makes it be sent again.
#[derive(Debug)]
pub struct Finish {
    settings: Rc<Settings>,
    at: FinishAt,
}

#[derive(Debug)]
enum FinishAt {
    Exchanging(Box<Exchange>),
    Vouching(Box<Vouching>),
    /// Who is it?
    Asking(Box<Session>),
    Recording,
}

#[derive(Debug)]
struct Exchange {
    callback: ValidatedCallback,
    session_id: String,
    relay_session: Option<Secret>,
    epoch: u64,
    refetch: bool,
}

impl Finish {
    /// Begins with the only thing that can be exchanged. `epoch`: the sign-outs seen so far; `refetch`:
    /// whether the keys may be fetched twice.
    pub fn begin(
        settings: Rc<Settings>,
        callback: ValidatedCallback,
        entropy: &Entropy,
        epoch: u64,
        refetch: bool,
    ) -> Turn {
        let login = callback.login();
        let session_id = base64url::encode(entropy.session());
        let relay_session = settings
            .redeems_by_relay()
            .then(|| Finish::relay_session(entropy));
        let mut requests = vec![token::exchange(
            &callback,
            relay_session.as_ref(),
            &settings,
        )];
        requests.extend(vouching::request(
            login.metadata.jwks_uri.as_ref(),
            login.scopes.contains("openid"),
        ));
        let at = FinishAt::Exchanging(Box::new(Exchange {
            callback,
            session_id,
            relay_session,
            epoch,
            refetch,
        }));
        Turn::then(
            Step::Fetch(requests),
            Machine::Finish(Finish { settings, at }),
        )
    }

    /// What the relay will know the session by. Fresh, and nobody else's: the verifier of this login was made of
    /// another draw.
    pub fn relay_session(entropy: &Entropy) -> Secret {
        Secret::new(base64url::encode(&entropy.verifier()))
    }

    /// The next step.
    pub fn resume(self, answer: Answer, now: Timestamp) -> Result<Turn, Error> {
        let Finish { settings, at } = self;
        match (at, answer) {
            (FinishAt::Exchanging(mut exchange), Answer::Responses(responses)) => {
                let mut answers = responses.into_iter();
                let answer = answers.next().ok_or_else(out_of_step)?;
                let keys = answers.next();
                let beginning = Beginning {
                    id: exchange.session_id.clone(),
                    relay_session: exchange.relay_session.take(),
                    epoch: exchange.epoch,
                    now,
                    clock: Clock::of(&answer, now),
                };
                let provider = settings.provider;
                let tokens = token::redeemed(answer, keys.as_ref(), &settings)?;
                let (session, proof) =
                    judgement::began(tokens, &exchange.callback, beginning, &settings)?;
                let vouched = Vouching::begin(session, proof, keys, provider, exchange.refetch)?;
                Finish::go_on(settings, vouched)
            }
            (FinishAt::Vouching(vouching), answer) => {
                Finish::go_on(settings, vouching.resume(answer)?)
            }
            (FinishAt::Asking(mut session), Answer::Responses(responses)) => {
                session.user = Some(profile::person(single(responses)?, &settings, &session)?);
                let at = FinishAt::Recording;
                Ok(Turn::then(
                    Step::Record(session),
                    Machine::Finish(Finish { settings, at }),
                ))
            }
            (FinishAt::Recording, Answer::Recorded(session)) => {
                Ok(Turn::last(Step::Finished(session?)))
            }
            _ => Err(out_of_step()),
        }
    }

    fn go_on(settings: Rc<Settings>, vouched: Vouched) -> Result<Turn, Error> {
        let (step, at): (Step, FinishAt) = match vouched {
            Vouched::Step(step, vouching) => (step, FinishAt::Vouching(vouching)),
            Vouched::Genuine(session) if profile::is_identity(&settings) => {
                let request = profile::request(&settings, &session)?;
                (Step::Fetch(vec![request]), FinishAt::Asking(session))
            }
            Vouched::Genuine(session) => (Step::Record(session), FinishAt::Recording),
        };
        Ok(Turn::then(step, Machine::Finish(Finish { settings, at })))
    }
}
