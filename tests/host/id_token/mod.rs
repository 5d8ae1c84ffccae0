//! The ID token of a generic OpenID Connect server, claim by claim, each through a whole login
//! (R-055 to R-060, R-067, R-068).

mod claims;
mod due;
mod form;
mod times;

use std::rc::Rc;
use std::time::{Duration, Instant};

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::id_token::take_apart;
use docgate::core::login::Finish;
use docgate::core::settings::Settings;

use crate::play::{Reply, answered, answers, begun, play_on, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    self, NOW, NOW_SECONDS, entropy, good_claims, id_token, oidc, settings_of, tokens_with_id,
    with_claim,
};

const RS256: &str = r#"{"alg":"RS256","typ":"JWT"}"#;

/// Plays a login to its end with the ID token that `make` makes of the nonce. `Ok` is a session;
/// otherwise nothing was recorded, and this is the code and the claim.
fn verdict(
    settings: &Rc<Settings>,
    wishes: Wishes,
    make: &dyn Fn(&str) -> String,
) -> Result<(), (Code, Option<String>)> {
    let (login, _) = begun(settings, wishes);
    let token = make(login.nonce.as_deref().unwrap_or_default());
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [
        with_keys(tokens_with_id(&token)),
        verified(true),
        Reply::Recorded(Ok(())),
    ];
    let played = play_on(Ok(turn), &mut script.into_iter(), NOW);
    assert_eq!(played.requests.len(), 2, "the token and the keys, together");
    let Some(failure) = &played.failure else {
        assert!(played.session.is_some());
        return Ok(());
    };
    assert_eq!((played.recorded, played.asked.len()), (0, 1), "{failure:?}");
    Err((failure.code(), failure.evidence().field.clone()))
}

fn claim(name: &'static str, value: &str) -> Result<(), (Code, Option<String>)> {
    claim_for(&oidc(), Wishes::default(), name, value)
}

fn claim_for(
    settings: &Rc<Settings>,
    wishes: Wishes,
    name: &'static str,
    value: &str,
) -> Result<(), (Code, Option<String>)> {
    verdict(settings, wishes, &|nonce| {
        id_token(RS256, &with_claim(good_claims(nonce), name, value))
    })
}

fn refused(name: &str) -> Result<(), (Code, Option<String>)> {
    Err((Code::IdTokenInvalid, Some(String::from(name))))
}

fn header(text: &str) -> Result<(), (Code, Option<String>)> {
    verdict(&oidc(), Wishes::default(), &|nonce| {
        id_token(text, &good_claims(nonce))
    })
}
