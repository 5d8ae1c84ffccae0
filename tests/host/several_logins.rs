//! Several logins of one client at once: each is its own, in whatever order they come back
//!

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::login::Finish;
use docgate::core::pending::{self, PendingLogin};

use crate::play::{Reply, answers, begun_with, callback_at, field, fields, play};
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, docspace_tokens, entropy, metadata};

fn login(seed: u8) -> PendingLogin {
    begun_with(&docspace(), Wishes::default(), seed, metadata()).0
}

fn address(login: &PendingLogin) -> String {
    format!("{}?code=code-1&state={}", scene::CALLBACK, login.state)
}

#[test]
fn two_logins_in_one_tab_finish_in_any_order_each_with_its_own_verifier() {
    let settings = docspace();
    for order in [[1, 2], [2, 1]] {
        for seed in order {
            // Read back from where it was stored, as after the redirect.
            let stored = login(seed).encode();
            let login = PendingLogin::decode(&stored).unwrap();
            let verifier = String::from(login.verifier.as_ref().unwrap().expose());
            let callback = callback_at(&address(&login), &settings);
            let callback = callback.validate(login, &settings, NOW).unwrap();
            let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
            let script = [answers(docspace_tokens()), Reply::Recorded(Ok(()))];
            let played = play(Ok(turn), script);
            let body = played.requests[0].body.as_ref().unwrap().expose();
            assert_eq!(field(body, "code_verifier"), Some(verifier));
            assert_eq!(fields(body).len(), 5);
            assert!(played.session.is_some());
        }
    }
    serves(
        "A-19",
        "two logins of one tab end in either order, each by its own state and verifier",
    );
}

#[test]
fn the_callback_of_one_login_does_not_finish_the_other() {
    let settings = docspace();
    for (ours, theirs) in [(1, 2), (2, 1)] {
        let callback = callback_at(&address(&login(theirs)), &settings);
        let failure = callback.validate(login(ours), &settings, NOW).unwrap_err();
        assert_eq!(failure.code(), Code::CallbackInvalid);
    }
    assert_ne!(pending::key(&login(1).state), pending::key(&login(2).state));
    serves(
        "A-19",
        "the callback of one login is refused by the record of the other",
    );
    serves(
        "R-021",
        "the records of other logins are neither named nor used by a callback",
    );
}

#[test]
fn a_login_takes_nothing_over_from_an_earlier_one() {
    // A record that was put there beforehand has its own state; a login is made of fresh bytes.
    let planted = login(1);
    for seed in 2..=255 {
        let fresh = login(seed);
        let verifier =
            |login: &PendingLogin| String::from(login.verifier.as_ref().unwrap().expose());
        assert_ne!(pending::key(&fresh.state), pending::key(&planted.state));
        assert_ne!(verifier(&fresh), verifier(&planted));
    }
    serves(
        "A-09",
        "a login never reads or overwrites a record that was planted before it",
    );
}
