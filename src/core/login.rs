//! The two halves of a login: until the page is left, and from the callback on
//! (RFC 6749, section 4.1; RFC 7636).

use std::rc::Rc;

use super::authorize::{self, Wishes};
use super::base64url;
use super::callback::ValidatedCallback;
use super::error::Error;
use super::judgement::{self, Claimed};
use super::metadata::{self, Metadata};
use super::names::{Entropy, Scopes, Timestamp};
use super::pending::{Flow, PendingLogin};
use super::pkce::Verifier;
use super::session::Session;
use super::settings::Settings;
use super::steps::{Answer, Machine, Step, Turn, out_of_step, single};
use super::token;

/// From the app's call to leaving the page.
#[derive(Debug)]
pub struct Start {
    settings: Rc<Settings>,
    at: StartAt,
}

#[derive(Debug)]
enum StartAt {
    Metadata(Box<(Wishes, Entropy, Timestamp)>),
    Remembering { url: String },
}

impl Start {
    /// Begins. Asks for the metadata only where the endpoints are not known (design: one request
    /// for generic OpenID Connect, none for a preset).
    pub fn begin(
        settings: Rc<Settings>,
        wishes: Wishes,
        entropy: Entropy,
        now: Timestamp,
    ) -> Result<Turn, Error> {
        authorize::check_extra(&wishes.extra)?;
        if let Some(metadata) = metadata::derived(&settings) {
            return Ok(Start::remember(settings, metadata, wishes, &entropy, now));
        }
        let request = metadata::request(&settings);
        let at = StartAt::Metadata(Box::new((wishes, entropy, now)));
        Ok(Turn::then(
            Step::Fetch(vec![request]),
            Machine::Start(Start { settings, at }),
        ))
    }

    fn remember(
        settings: Rc<Settings>,
        metadata: Metadata,
        wishes: Wishes,
        entropy: &Entropy,
        now: Timestamp,
    ) -> Turn {
        let verifier = Verifier::from_entropy(entropy.verifier());
        let challenge = verifier.challenge();
        let scopes = settings.scopes.and(&wishes.scopes);
        let mut state = String::from(Flow::Redirect.marker());
        state.push_str(&base64url::encode(entropy.state()));
        let login = Box::new(PendingLogin {
            provider: String::from(settings.provider.id),
            issuer: settings.issuer.clone(),
            client_id: settings.client_id.clone(),
            redirect_uri: settings.redirect_uri.clone(),
            metadata,
            state,
            nonce: scopes
                .contains("openid")
                .then(|| base64url::encode(entropy.nonce())),
            scopes,
            verifier: Some(verifier),
            return_to: wishes.return_to.clone(),
            app_state: wishes.app_state.clone(),
            created: now,
            max_age: wishes.max_age,
            quiet: wishes.prompt.as_deref() == Some("none"),
        });
        let url = authorize::url(&login, &challenge, &wishes);
        let next = Machine::Start(Start {
            settings,
            at: StartAt::Remembering { url },
        });
        Turn::then(Step::Remember(login), next)
    }

    /// The next step.
    pub fn resume(self, answer: Answer) -> Result<Turn, Error> {
        match (self.at, answer) {
            (StartAt::Metadata(asked), Answer::Responses(responses)) => {
                let (wishes, entropy, now) = *asked;
                let metadata = metadata::judge(single(responses)?, &self.settings)?;
                Ok(Start::remember(
                    self.settings,
                    metadata,
                    wishes,
                    &entropy,
                    now,
                ))
            }
            (StartAt::Remembering { url }, Answer::Remembered(stored)) => {
                stored?;
                Ok(Turn::last(Step::Navigate(url)))
            }
            _ => Err(out_of_step()),
        }
    }
}

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
                let tokens = token::judge(single(responses)?, settings.provider)?;
                let login = exchange.callback.login();
                let granted = tokens
                    .scopes
                    .clone()
                    .unwrap_or_else(|| login.scopes.clone());
                let claimed = judgement::claims(&tokens, &granted, login, &settings, now)?;
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

/// What a login asks for beside the configured scopes, for the warning about unknown ones.
pub fn unknown_scopes(scopes: &Scopes, known: &[&str]) -> Vec<String> {
    if known.is_empty() {
        return Vec::new();
    }
    scopes
        .iter()
        .filter(|scope| !known.contains(scope))
        .map(String::from)
        .collect()
}
