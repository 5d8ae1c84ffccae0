//! Renewal by refresh token (RFC 6749, section 6): of the session's own access token, or for another
//! resource's (RFC 8707; docs/providers/entra.md).

use std::rc::Rc;
use std::sync::Arc;

use super::access::Access;
use super::date::Clock;
use super::error::{Code, Error};
use super::judgement;
use super::names::Timestamp;
use super::resources::Aim;
use super::session::{Exchange, Session};
use super::settings::Settings;
use super::steps::{Answer, Machine, Step, Turn, out_of_step};
use super::token::{self, Tokens};
use super::vouching::{self, Vouched, Vouching};

/// From an old access token to a new one. Sends the refresh token once; who may begin is decided
/// under the lock, by [`super::tab`].
#[derive(Debug)]
pub struct Renew {
    settings: Rc<Settings>,
    at: RenewAt,
}

#[derive(Debug)]
enum RenewAt {
    Sending {
        session: Arc<Session>,
        aim: Aim,
        refetch: bool,
    },
    /// And what is recorded where the keys are not to be had.
    Vouching(Box<Vouching>, Option<Box<Session>>),
    Recording,
}

impl Renew {
    /// Begins; `None` when the session has nothing to renew it with. `refetch`: whether the keys may be
    /// fetched twice.
    pub fn begin(
        settings: Rc<Settings>,
        session: Arc<Session>,
        aim: Aim,
        refetch: bool,
    ) -> Option<Turn> {
        if !session.is_renewable() {
            return None;
        }
        let mut requests = vec![token::refresh(&session, &aim, &settings)];
        // Another resource's answer need not have an ID token, and where it has one it is not needed.
        requests.extend(vouching::request(
            session.metadata.jwks_uri.as_ref(),
            session.id_token.is_some() && aim.is_own(),
        ));
        let at = RenewAt::Sending {
            session,
            aim,
            refetch,
        };
        Some(Turn::then(
            Step::Fetch(requests),
            Machine::Renew(Renew { settings, at }),
        ))
    }

    /// The next step.
    pub fn resume(self, answer: Answer, now: Timestamp) -> Result<Turn, Error> {
        let Renew { settings, at } = self;
        match (at, answer) {
            (
                RenewAt::Sending {
                    session,
                    aim,
                    refetch,
                },
                Answer::Responses(responses),
            ) => {
                let mut answers = responses.into_iter();
                let answer = answers.next().ok_or_else(out_of_step)?;
                let clock = Clock::of(&answer, now);
                let tokens = token::answered(answer, &settings)?;
                let proof = if aim.is_own() {
                    judgement::renewed(&tokens, &session, &settings, clock)?
                } else {
                    None
                };
                let next = renewed(tokens, &session, &aim, &settings, now, proof.is_some())
                    .ok_or_else(out_of_step)?;
                let without = proof.as_ref().and_then(|_| unproven(&next, &session));
                let keys = answers.next();
                let vouched = Vouching::begin(next, proof, keys, settings.provider, refetch);
                Renew::go_on(settings, vouched, without)
            }
            (RenewAt::Vouching(vouching, without), answer) => {
                Renew::go_on(settings, vouching.resume(answer), without)
            }
            (RenewAt::Recording, Answer::Recorded(session)) => {
                Ok(Turn::last(Step::Finished(session?)))
            }
            _ => Err(out_of_step()),
        }
    }

    fn go_on(
        settings: Rc<Settings>,
        vouched: Result<Vouched, Error>,
        without: Option<Box<Session>>,
    ) -> Result<Turn, Error> {
        let (step, at) = match vouched {
            Ok(Vouched::Step(step, vouching)) => (step, RenewAt::Vouching(vouching, without)),
            Ok(Vouched::Genuine(session)) => (Step::Record(session), RenewAt::Recording),
            Err(error) => match without.filter(|_| are_keys_missing(error.code())) {
                Some(session) => (Step::Record(session), RenewAt::Recording),
                None => return Err(error),
            },
        };
        Ok(Turn::then(step, Machine::Renew(Renew { settings, at })))
    }
}

/// The renewed session with the ID token before. A renewal need not bring one (OpenID Connect Core 1.0, section
/// 12.2), so one that nobody can check is left aside; the refresh token may have been rotated, and is not.
fn unproven(next: &Session, before: &Session) -> Option<Box<Session>> {
    let mut session = next.copy()?;
    session.id_token = before.copy()?.id_token;
    Some(session)
}

/// Whether it says that there is no key set to check by; not that a check has failed.
fn are_keys_missing(code: Code) -> bool {
    matches!(
        code,
        Code::Network
            | Code::Timeout
            | Code::ResponseTooLarge
            | Code::HttpStatus
            | Code::RateLimited
            | Code::ResponseInvalid
            | Code::KeysInvalid
    )
}

/// The session's next generation: what came, and what stays because nothing came in its place.
fn renewed(
    tokens: Tokens,
    old: &Session,
    aim: &Aim,
    settings: &Settings,
    now: Timestamp,
    has_id_token: bool,
) -> Option<Box<Session>> {
    let mut session = old.copy()?;
    session.generation = old.generation.saturating_add(1);
    let requested = if aim.is_own() {
        old.access.requested.clone()
    } else {
        aim.asked()
    };
    let before = old.access_for(aim);
    // Nothing said is "as before", or as asked for.
    let granted = match (&tokens.scopes, before) {
        (None, Some(before)) => before.granted.clone(),
        _ => judgement::granted(&tokens, &requested, settings),
    };
    let after = |seconds: Option<u64>| seconds.map(|seconds| now.plus_seconds(seconds));
    let claims = token::wanted_claims(old, aim);
    let access = Access {
        token: tokens.access_token,
        since: session.generation,
        issued: now,
        expires: after(tokens.expires_in),
        stale: after(tokens.refresh_in),
        requested,
        granted,
        resource: if aim.is_own() {
            old.access.resource.clone()
        } else {
            aim.resource.clone()
        },
        claims,
    };
    if aim.is_own() {
        session.access = access;
    } else {
        session.add(access);
    }
    if let Exchange::Relay { renews } = &mut session.exchange {
        *renews = tokens.renewable;
        session.renewable_until = after(tokens.refresh_expires_in).or(old.renewable_until);
    } else if tokens.refresh_token.is_some() {
        session.refresh_token = tokens.refresh_token;
        session.renewable_until = after(tokens.refresh_expires_in).or(old.renewable_until);
    }
    if has_id_token {
        session.id_token = tokens.id_token;
    }
    Some(session)
}
