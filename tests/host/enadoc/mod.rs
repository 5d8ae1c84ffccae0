//! Enadoc, whose login has neither `state` nor PKCE: asked for an authorization URL, finished by the newest login of the
//! browser alone, confirmed by the app (R-174, R-175; docs/providers/enadoc.md).

mod addresses;
mod callbacks;
mod configs;
mod faults;
mod lifetimes;
mod people;
mod relaxations;
mod starts;

use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::error::{Code, Error};
use docgate::core::login::{Finish, Start};
use docgate::core::pending::PendingLogin;
use docgate::core::settings::Settings;

use crate::play::{Played, Reply, answers, callback_at, field, fields, play, play_on};
use crate::relay::{header, is_through, sealed};
use crate::rows::serves;
use crate::scene::{self, NOW, Received, entropy, page, read_config, settings_of};

const RELAY: &str = "https://relay.example/v1/enadoc";
const PLACE: &str = "https://auth.enadoc.com/login";
const BASE: &str = "https://acme.enadocapp.com/site/";

/// A config with members beside the provider's usual ones, and beside the usual ones.
fn config(provider: &str, more: &str) -> String {
    format!(
        r#"{{"provider":{{"id":"enadoc","relay":"{RELAY}"{provider}}},"clientId":"1042","redirectUri":"/callback"{more}}}"#
    )
}

fn enadoc_with(provider: &str) -> Rc<Settings> {
    settings_of(&config(&format!(r#","confirm":true{provider}"#), ""))
}

/// The relay asks for the authorization URL, and forwards the API.
fn enadoc() -> Rc<Settings> {
    enadoc_with("")
}

/// The page asks itself, with headers.
fn direct() -> Rc<Settings> {
    enadoc_with(r#","authorizationUrl":"direct""#)
}

/// The page asks itself, with a form.
fn direct_form() -> Rc<Settings> {
    enadoc_with(r#","authorizationUrl":"direct","firstCall":"form""#)
}

/// The relay has sealed the login, and was told this address.
fn told(address: &str) -> Received {
    let address = address.replace('\\', "\\\\").replace('"', "\\\"");
    let body = format!(r#"{{"expires_in":900,"authorization_url":"{address}"}}"#);
    scene::json(200, &body)
}

/// Begins, with these answers to what is sent before the page is left.
fn started(settings: &Rc<Settings>, announced: Vec<Received>) -> Played {
    started_as(settings, Wishes::default(), announced)
}

fn started_as(settings: &Rc<Settings>, wishes: Wishes, announced: Vec<Received>) -> Played {
    let turn = Start::begin(settings.clone(), wishes, entropy(1), NOW);
    let script = [Reply::Answers(announced), Reply::Remembered(Ok(()))];
    play_on(turn, &mut script.into_iter(), NOW)
}

fn login() -> PendingLogin {
    started(&enadoc(), vec![told(PLACE)]).remembered.remove(0)
}

/// The relay's token answer with members beside the usual ones.
fn tokens(more: &str) -> Received {
    let more = format!(r#","renewable":true,"api_base":"{BASE}"{more}"#);
    scene::tokens("AB12", &more)
}

/// Plays a callback whose token request, and whose question who it is, are answered so.
fn finished(settings: &Rc<Settings>, token: Received, me: Option<Received>) -> Played {
    let address = if settings.asked.as_ref().is_some_and(|asked| asked.direct) {
        vec![sealed(), scene::answer(200, None, PLACE.as_bytes())]
    } else {
        vec![told(PLACE)]
    };
    let login = started(settings, address).remembered.remove(0);
    let callback = callback_at(&format!("{}?code=c-1", scene::CALLBACK), settings);
    let callback = callback.validate(login, settings, NOW).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let mut script = vec![answers(token)];
    script.extend(me.map(answers));
    script.push(Reply::Recorded(Ok(())));
    play_on(Ok(turn), &mut script.into_iter(), NOW)
}

fn described(error: &Error) -> (Code, Option<&str>) {
    (error.code(), error.evidence().field.as_deref())
}
