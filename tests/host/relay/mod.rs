//! A page whose codes docgate-relay redeems: what the relay is told and asked, what of its answers is believed, and
//! that nothing of it reaches anybody else (R-140, R-141, R-150; docs/relay.md).

mod apis;
mod exchanges;
mod judging;
mod partings;
mod records;
mod renewals;
mod starts;

use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::http::{Credentials, Request};
use docgate::core::login::{Finish, Start};
use docgate::core::pending::PendingLogin;
use docgate::core::session::Session;
use docgate::core::settings::Settings;

use crate::play::{self, Played, Reply, answered, answers, fields, play_on};
use crate::rows::serves;
use crate::scene::{self, NOW, Received, entropy, metadata, settings_of};

pub(crate) const RELAY: &str = "https://relay.example/v1/files";
const LOGIN: &str = "POST relay-login https://relay.example/v1/files/login";

/// A config whose provider has this relay.
pub(crate) fn through(config: &str, relay: &str) -> Rc<Settings> {
    let with = format!(r#""provider":{{"relay":"{relay}","#);
    settings_of(&config.replacen(r#""provider":{"#, &with, 1))
}

/// Any OpenID Connect server, through the relay.
fn oidc() -> Rc<Settings> {
    through(&scene::oidc_config(r#""scopes":["openid","email"]"#), RELAY)
}

/// The same without ID tokens.
fn oauth() -> Rc<Settings> {
    through(&scene::oidc_config(r#""scopes":["api"]"#), RELAY)
}

fn docspace() -> Rc<Settings> {
    through(&scene::docspace_config(r#""files:read""#), RELAY)
}

fn entra() -> Rc<Settings> {
    let tenant = format!(r#","tenant":"{}""#, scene::TENANT);
    through(&scene::preset_config("entra", &tenant, ""), RELAY)
}

/// The relay has sealed the login.
pub(crate) fn sealed() -> Received {
    scene::json(200, r#"{"expires_in":900}"#)
}

/// The relay's token answer with members beside the token.
fn tokens(more: &str) -> Received {
    scene::tokens("at-1", &format!(r#","renewable":true{more}"#))
}

/// A login until the page is left, whose announcement is answered so.
fn started(settings: &Rc<Settings>, announced: Received) -> Played {
    let turn = Start::begin(settings.clone(), Wishes::default(), entropy(1), NOW);
    let mut script = Vec::new();
    if settings.provider.id == "oidc" {
        script.push(answers(metadata()));
    }
    script.push(answers(announced));
    script.push(Reply::Remembered(Ok(())));
    play_on(turn, &mut script.into_iter(), NOW)
}

fn login(settings: &Rc<Settings>) -> PendingLogin {
    started(settings, sealed()).remembered.remove(0)
}

/// Plays a callback whose token request is answered so, and the key set with it where it is asked for.
fn finished(settings: &Rc<Settings>, token: Received, keys: Option<Received>) -> Played {
    let callback = answered(login(settings), settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [
        Reply::Answers(std::iter::once(token).chain(keys).collect()),
        Reply::Recorded(Ok(())),
    ];
    play_on(Ok(turn), &mut script.into_iter(), NOW)
}

/// A session that the relay keeps, and can renew or not.
fn session(settings: &Rc<Settings>, renewable: bool) -> Session {
    let answer = scene::tokens("at-1", &format!(r#","renewable":{renewable}"#));
    finished(settings, answer, None).session.expect("a session")
}

/// What the relay knows a session by.
fn known(session: &Session) -> &str {
    let known = session.relay_session.as_ref();
    known.expect("a session of the relay").expose()
}

/// The fields of the request's body.
fn body(request: &Request) -> Vec<(String, String)> {
    fields(request.body.as_ref().expect("a body").expose())
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, value): &(&str, &str)| (String::from(*name), String::from(*value));
    list.iter().map(own).collect()
}

/// The header of this name, which is there at most once.
pub(crate) fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let mut found = request.headers.iter().filter(|(own, _)| *own == name);
    let (_, value) = found.next()?;
    assert!(found.next().is_none(), "{name} is there twice");
    Some(value.expose())
}

/// With cookies and the relay's header: what the relay gets, and nobody else.
pub(crate) fn is_through(request: &Request) -> bool {
    let cookies = request.credentials == Credentials::Include;
    assert_eq!(cookies, header(request, "docgate-relay") == Some("1"));
    assert_eq!(cookies, header(request, "docgate-relay").is_some());
    cookies
}
