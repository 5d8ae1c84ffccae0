//! Plays a machine with scripted answers and writes down what it asked, in order.

use docgate::core::callback::{self, Callback, ValidatedCallback};
use docgate::core::error::{Code, Error};
use docgate::core::form::Form;
use docgate::core::http::Request;
use docgate::core::login::{Finish, Start};
use docgate::core::names::Timestamp;
use docgate::core::pending::PendingLogin;
use docgate::core::session::Session;
use docgate::core::settings::Settings;
use docgate::core::steps::{Answer, Step, Turn};
use docgate::core::vouching::Verdict;
use docgate::core::{authorize::Wishes, steps::Machine};
use std::rc::Rc;

use crate::scene::{self, NOW, Received};

/// One scripted answer.
pub(crate) enum Reply {
    /// To requests; as many as were sent.
    Answers(Vec<Received>),
    /// To a signature.
    Verified(Verdict),
    /// The pending login was stored, or not.
    Remembered(Result<(), Code>),
    /// The session was stored, or may not be used.
    Recorded(Result<(), Code>),
}

/// One answer to one request.
pub(crate) fn answers(received: Received) -> Reply {
    Reply::Answers(vec![received])
}

/// The answer of the token endpoint, and the key set that was asked for with it.
pub(crate) fn with_keys(received: Received) -> Reply {
    Reply::Answers(vec![received, scene::keys()])
}

/// The host found the signature to be of one of the keys, or of none. There was no text to hash.
pub(crate) fn verdict(genuine: bool) -> Verdict {
    Verdict {
        signature: Some(genuine),
        digest: None,
    }
}

/// The same as a reply.
pub(crate) fn verified(genuine: bool) -> Reply {
    Reply::Verified(verdict(genuine))
}

/// What a machine did.
pub(crate) struct Played {
    /// One line for each step.
    pub(crate) asked: Vec<String>,
    pub(crate) requests: Vec<Request>,
    pub(crate) remembered: Vec<PendingLogin>,
    /// How many sessions were given out to be stored.
    pub(crate) recorded: usize,
    pub(crate) left_for: Option<String>,
    pub(crate) session: Option<Session>,
    pub(crate) failure: Option<Error>,
}

impl Played {
    /// The code of the failure, which there must be, and its field.
    pub(crate) fn failed(&self) -> (Code, Option<&str>) {
        let failure = self.failure.as_ref().expect("a failure");
        (failure.code(), failure.evidence().field.as_deref())
    }

    pub(crate) fn code(&self) -> Option<Code> {
        self.failure.as_ref().map(Error::code)
    }
}

/// Runs to the end. Panics when the machine asks for more than the script has, or for less.
pub(crate) fn play(turn: Result<Turn, Error>, script: impl IntoIterator<Item = Reply>) -> Played {
    play_at(turn, script, NOW)
}

pub(crate) fn play_at(
    turn: Result<Turn, Error>,
    script: impl IntoIterator<Item = Reply>,
    now: Timestamp,
) -> Played {
    let mut script = script.into_iter();
    let played = play_on(turn, &mut script, now);
    assert!(script.next().is_none(), "asks for less: {:?}", played.asked);
    played
}

/// The same for a table in which some runs end before the script does.
pub(crate) fn play_on(
    turn: Result<Turn, Error>,
    script: &mut dyn Iterator<Item = Reply>,
    now: Timestamp,
) -> Played {
    let mut played = Played {
        asked: Vec::new(),
        requests: Vec::new(),
        remembered: Vec::new(),
        recorded: 0,
        left_for: None,
        session: None,
        failure: None,
    };
    let mut turn = turn;
    loop {
        let Turn { step, next } = match turn {
            Ok(turn) => turn,
            Err(failure) => {
                played.failure = Some(failure);
                break;
            }
        };
        played.asked.push(line(&step));
        let Some(machine) = next else {
            match step {
                Step::Navigate(url) => played.left_for = Some(url),
                Step::Finished(session) => played.session = Some(*session),
                _ => panic!("nobody goes on after {:?}", played.asked),
            }
            break;
        };
        let reply = script
            .next()
            .unwrap_or_else(|| panic!("asks for more: {:?}", played.asked));
        turn = resume(machine, step, reply, &mut played, now);
    }
    played
}

fn resume(
    machine: Machine,
    step: Step,
    reply: Reply,
    played: &mut Played,
    now: Timestamp,
) -> Result<Turn, Error> {
    let answer = match (step, reply) {
        (Step::Fetch(requests), Reply::Answers(answers)) => {
            assert_eq!(requests.len(), answers.len(), "{:?}", played.asked);
            played.requests.extend(requests);
            Answer::Responses(answers)
        }
        (Step::Verify(_), Reply::Verified(verdict)) => Answer::Verified(verdict),
        (Step::Remember(login), Reply::Remembered(stored)) => {
            played.remembered.push(*login);
            Answer::Remembered(stored.map_err(Error::new))
        }
        (Step::Record(session), Reply::Recorded(kept)) => {
            played.recorded += 1;
            Answer::Recorded(kept.map(|()| session).map_err(Error::new))
        }
        _ => panic!("the script answers another question: {:?}", played.asked),
    };
    machine.resume(answer, now)
}

fn line(step: &Step) -> String {
    match step {
        Step::Fetch(requests) => requests
            .iter()
            .map(|request| {
                let place = request.url.split('?').next().unwrap_or_default();
                let method = request.method.as_str();
                format!("{method} {} {place}", request.purpose.as_str())
            })
            .collect::<Vec<_>>()
            .join(" + "),
        Step::Verify(check) => format!("verify {} by {}", check.algorithm, check.keys.len()),
        Step::Remember(_) => String::from("remember"),
        Step::Record(_) => String::from("record"),
        Step::Navigate(url) => {
            format!("navigate {}", url.split('?').next().unwrap_or_default())
        }
        Step::Finished(_) => String::from("finished"),
    }
}

/// The fields of a form body, or of a URL's query, in order.
pub(crate) fn fields(text: &str) -> Vec<(String, String)> {
    let text = text.split_once('?').map_or(text, |(_, query)| query);
    let form = Form::parse(text).expect("a form");
    form.iter()
        .map(|(name, value)| (String::from(name), String::from(value)))
        .collect()
}

/// The value of the one field of this name.
pub(crate) fn field(text: &str, name: &str) -> Option<String> {
    let mut found = fields(text).into_iter().filter(|(own, _)| own == name);
    let (_, value) = found.next()?;
    assert!(found.next().is_none(), "{name} is there twice");
    Some(value)
}

/// A login that was begun and stored, and the address that the page left for.
pub(crate) fn begun(settings: &Rc<Settings>, wishes: Wishes) -> (PendingLogin, String) {
    begun_with(settings, wishes, 1, scene::metadata())
}

pub(crate) fn begun_with(
    settings: &Rc<Settings>,
    wishes: Wishes,
    seed: u8,
    metadata: Received,
) -> (PendingLogin, String) {
    let discovered = settings.provider.id == "oidc";
    let mut script = Vec::new();
    if discovered {
        script.push(answers(metadata));
    }
    script.push(Reply::Remembered(Ok(())));
    let turn = Start::begin(settings.clone(), wishes, scene::entropy(seed), NOW);
    let mut played = play(turn, script);
    assert!(played.failure.is_none(), "{:?}", played.failure);
    let url = played.left_for.take().expect("an address");
    (played.remembered.remove(0), url)
}

/// The callback at this address, which must be one.
pub(crate) fn callback_at(address: &str, settings: &Settings) -> Callback {
    callback::read(address, settings).expect("a callback")
}

/// A good callback of this login.
pub(crate) fn answered(
    login: PendingLogin,
    settings: &Settings,
) -> Result<ValidatedCallback, Error> {
    let address = format!("{}?code=code-1&state={}", login.redirect_uri, login.state);
    callback_at(&address, settings).validate(login, settings, NOW)
}

/// Starts, comes back, and plays the exchange with this script.
pub(crate) fn exchange(settings: &Rc<Settings>, script: impl IntoIterator<Item = Reply>) -> Played {
    let (login, _) = begun(settings, Wishes::default());
    let callback = answered(login, settings).expect("a good callback");
    let turn = Finish::begin(settings.clone(), callback, &scene::entropy(9), 0, true);
    play(Ok(turn), script)
}
