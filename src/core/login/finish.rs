//! The second half: from the callback to the session.

use std::rc::Rc;

use crate::core::base64url;
use crate::core::callback::ValidatedCallback;
use crate::core::date::Clock;
use crate::core::error::Error;
use crate::core::judgement::{self, Claimed};
use crate::core::names::{Entropy, Timestamp};
use crate::core::session::Session;
use crate::core::settings::Settings;
use crate::core::steps::{Answer, Machine, Step, Turn, out_of_step, single};
use crate::core::token;

/// From the callback to the session. A code is sent once; no answer makes it be sent again.
#[derive(Debug)]
pub struct Finish {
    settings: Rc<Settings>,
    at: FinishAt,
}

#[derive(Debug)]
enum FinishAt {
    Exchanging(Box<Exchange>),
    Verifying { session: Box<Session> },
    Recording,
}

#[derive(Debug)]
struct Exchange {
    callback: ValidatedCallback,
    session_id: String,
    epoch: u64,
}

impl Finish {
    /// Begins with the only thing that can be exchanged. `epoch`: the sign-outs seen so far.
    pub fn begin(
        settings: Rc<Settings>,
        callback: ValidatedCallback,
        entropy: &Entropy,
        epoch: u64,
    ) -> Turn {
        let request = token::exchange(&callback);
        let session_id = base64url::encode(entropy.session());
        let at = FinishAt::Exchanging(Box::new(Exchange {
            callback,
            session_id,
            epoch,
        }));
        Turn::then(
            Step::Fetch(vec![request]),
            Machine::Finish(Finish { settings, at }),
        )
    }

    /// The next step.
    pub fn resume(self, answer: Answer, now: Timestamp) -> Result<Turn, Error> {
        let Finish { settings, at } = self;
        match (at, answer) {
            (FinishAt::Exchanging(exchange), Answer::Responses(responses)) => {
                let answer = single(responses)?;
                let clock = Clock::of(&answer, now);
                let tokens = token::judge(answer, settings.provider)?;
                let login = exchange.callback.login();
                let granted = tokens
                    .scopes
                    .clone()
                    .unwrap_or_else(|| login.scopes.clone());
                let claimed = judgement::claims(&tokens, &granted, login, &settings, clock)?;
                let Claimed {
                    user,
                    claims,
                    signature,
                } = claimed;
                let session = Box::new(Session {
                    id: exchange.session_id.clone(),
                    generation: 1,
                    epoch: exchange.epoch,
                    client: settings.key(),
                    metadata: login.metadata.clone(),
                    access_token: tokens.access_token,
                    refresh_token: judgement::usable(tokens.refresh_token, &settings),
                    issued: now,
                    expires: tokens.expires_in.map(|seconds| now.plus_seconds(seconds)),
                    requested: login.scopes.clone(),
                    granted,
                    user,
                    claims,
                    api_base: settings.api_base().cloned(),
                    dead: false,
                });
                Ok(match signature {
                    Some(check) => {
                        let at = FinishAt::Verifying { session };
                        Turn::then(
                            Step::Verify(check),
                            Machine::Finish(Finish { settings, at }),
                        )
                    }
                    None => Finish::record(settings, session),
                })
            }
            (FinishAt::Verifying { session }, Answer::Verified(genuine)) => {
                judgement::genuine(genuine)?;
                Ok(Finish::record(settings, session))
            }
            (FinishAt::Recording, Answer::Recorded(session)) => {
                Ok(Turn::last(Step::Finished(session?)))
            }
            _ => Err(out_of_step()),
        }
    }

    fn record(settings: Rc<Settings>, session: Box<Session>) -> Turn {
        let next = Machine::Finish(Finish {
            settings,
            at: FinishAt::Recording,
        });
        Turn::then(Step::Record(session), next)
    }
}
