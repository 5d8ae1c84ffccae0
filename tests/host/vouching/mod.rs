//! Who made an ID token: the keys, the signature, the access token that it names; and that nothing of
//! an answer is recorded before all of that holds (R-061, R-063 to R-065, R-069, R-070, R-088).

mod at_hash;
mod keys;
mod renewals;

use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::http::{Failure, Method, Purpose};
use docgate::core::login::{Finish, Start};
use docgate::core::settings::Settings;
use docgate::core::steps::Turn;
use docgate::core::vouching::Verdict;

use crate::play::{Played, Reply, answered, answers, begun, play, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    self, KEYS, NOW, Received, docspace_openid, entropy, good_claims, id_token, oauth, oidc,
    tokens_with_id, with_claim,
};

const RS256: &str = r#"{"alg":"RS256","kid":"k1"}"#;
/// Names a key that no set has.
const UNKNOWN: &str = r#"{"alg":"RS256","kid":"k9"}"#;

/// A good ID token of this header, with one claim replaced.
fn token(settings: &Rc<Settings>, header: &str, name: &'static str, value: &str) -> String {
    let nonce = begun(settings, Wishes::default()).0.nonce.unwrap();
    id_token(header, &with_claim(good_claims(&nonce), name, value))
}

/// The callback of a login, until its token request is answered.
fn finish(refetch: bool) -> Turn {
    let settings = oidc();
    let callback = answered(begun(&settings, Wishes::default()).0, &settings).unwrap();
    Finish::begin(settings, callback, &entropy(9), 0, refetch)
}

/// Plays a callback whose ID token has this header; the first set of keys is this one.
fn played(header: &str, refetch: bool, keys: Received, more: Vec<Reply>) -> Played {
    let id = token(&oidc(), header, "x", "1");
    let mut script = vec![Reply::Answers(vec![tokens_with_id(&id), keys])];
    script.extend(more);
    play(Ok(finish(refetch)), script)
}

/// What the requests were for, in order.
fn purposes(played: &Played) -> Vec<Purpose> {
    played.requests.iter().map(|it| it.purpose).collect()
}

/// Nothing was recorded, and nobody is signed in.
fn nothing_is_kept(played: &Played) -> bool {
    played.recorded == 0 && played.session.is_none()
}

fn kept() -> Reply {
    Reply::Recorded(Ok(()))
}

/// A set in which the keys are named otherwise.
fn renamed(change: impl Fn(String) -> String) -> Received {
    scene::json(200, &change(String::from(KEYS)))
}
