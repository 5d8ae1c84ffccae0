//! Every loosening is one provider's alone: what DocSpace is allowed, any other server is refused
//! for the same input (R-170), and what is allowed to DocSpace has rules of its own (R-171 to R-173).

mod cloud;
mod docspace;
mod loosenings;

use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::login::{Finish, unknown_scopes};
use docgate::core::policy;
use docgate::core::profile;
use docgate::core::provider::{
    ApiBase, Audience, Base, Endpoints, Identity, LogoutHint, Profile, Provider, RelayRole,
    Renewal, Resources, STANDARD, Subject,
};
use docgate::core::settings::Settings;
use docgate::providers::docspace::DOCSPACE;
use docgate::providers::oidc::OIDC;

use crate::play::{Played, Reply, answered, answers, begun, play_on, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    self, CLIENT, ISSUER, NOW, NOW_SECONDS, PORTAL, docspace_openid, docspace_token_for, entropy,
    id_token, oidc, settings_of, tokens, with_claim,
};

const ES256: &str = r#"{"alg":"ES256"}"#;

fn run(settings: &Rc<Settings>, make: &dyn Fn(&str) -> scene::Received) -> Played {
    let (login, _) = begun(settings, Wishes::default());
    let answer = make(login.nonce.as_deref().unwrap_or_default());
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [with_keys(answer), verified(true), Reply::Recorded(Ok(()))];
    let played = play_on(Ok(turn), &mut script.into_iter(), NOW);
    assert_eq!(played.recorded, usize::from(played.failure.is_none()));
    played
}

/// Plays without a signature check in between.
fn run_plain(settings: &Rc<Settings>, answer: scene::Received) -> Played {
    let (login, _) = begun(settings, Wishes::default());
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [answers(answer), Reply::Recorded(Ok(()))];
    play_on(Ok(turn), &mut script.into_iter(), NOW)
}

/// DocSpace's ID token (docspace.md, 3.6), with one claim replaced.
fn docspace_id(nonce: &str, header: &str, name: &'static str, value: &str) -> scene::Received {
    let claims = vec![
        ("iss", format!("\"{PORTAL}/oauth2\"")),
        ("aud", format!("\"{PORTAL}\"")),
        ("azp", format!("\"{CLIENT}\"")),
        ("sub", String::from("\"user-guid\"")),
        ("exp", (NOW_SECONDS + 1800).to_string()),
        ("iat", NOW_SECONDS.to_string()),
        ("nonce", format!("\"{nonce}\"")),
    ];
    let token = id_token(header, &with_claim(claims, name, value));
    let more = format!(r#","scope":"files:read openid","id_token":"{token}""#);
    tokens(&docspace_token_for(PORTAL), &more)
}
