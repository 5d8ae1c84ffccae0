//! Which resource a token is for, by `resource` (RFC 8707) or by scopes that begin with theirs
//! (docs/providers/entra.md); that no token is given out for another one (R-091, R-093), and that
//! what Entra may leave out of an answer counts for nothing elsewhere (R-170).

mod aims;
mod apart;
mod granted;
mod logins;
mod requests;

use std::rc::Rc;
use std::sync::Arc;

use docgate::core::authorize::Wishes;
use docgate::core::error::{Code, Error};
use docgate::core::login::Finish;
use docgate::core::names::Scopes;
use docgate::core::options;
use docgate::core::renew::Renew;
use docgate::core::resources::{self, Aim};
use docgate::core::session::Session;
use docgate::core::settings::Settings;
use docgate::core::steps::Step;

use crate::play::{Reply, answered, answers, begun, field, fields, play, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    self, CENTRAL, LOGIN, NOW, TENANT, business_central, business_central_default, entra,
    entra_claims, entra_tokens, entra_with, entropy, id_token, oauth, oidc, settings_of, tokens,
};

const RS256: &str = r#"{"alg":"RS256","kid":"k1"}"#;
/// Two resources beside each other.
const FILES: &str = "https://files.example";
const MAIL: &str = "https://mail.example";

/// A session of an Entra client, whose answer named these scopes.
fn entra_session(settings: &Rc<Settings>, told: &str) -> Session {
    let (login, _) = begun(settings, Wishes::default());
    let id = id_token(RS256, &entra_claims(login.nonce.as_deref().unwrap()));
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [
        with_keys(entra_tokens(&id, told)),
        verified(true),
        Reply::Recorded(Ok(())),
    ];
    play(Ok(turn), script).session.expect("a session")
}

/// A session of plain OAuth that can be renewed.
fn plain_session() -> Session {
    let script = [
        answers(tokens(
            "at-1",
            r#","expires_in":600,"refresh_token":"rt-1""#,
        )),
        Reply::Recorded(Ok(())),
    ];
    crate::play::exchange(&oauth(), script).session.unwrap()
}

fn aim(resource: Option<&str>, scopes: &[&str]) -> Aim {
    Aim {
        resource: resource.map(String::from),
        scopes: scopes.iter().map(|scope| String::from(*scope)).collect(),
        claims: None,
    }
}

fn copy(session: &Session) -> Arc<Session> {
    Arc::from(session.copy().unwrap())
}

/// The fields of the request that renews this token.
fn refresh(settings: &Rc<Settings>, session: &Session, aim: &Aim) -> Vec<(String, String)> {
    let turn = Renew::begin(settings.clone(), copy(session), aim.clone(), true).unwrap();
    let Step::Fetch(requests) = turn.step else {
        panic!("no request");
    };
    fields(requests[0].body.as_ref().unwrap().expose())
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut found = fields.iter().filter(|(own, _)| own == name);
    let value = found.next().map(|(_, value)| value.as_str());
    assert!(found.next().is_none(), "{name} is there twice");
    value
}
