//! The access token that an ID token names (OpenID Connect Core 1.0, section 3.1.3.6).

use super::*;
use docgate::core::base64url;
use docgate::core::steps::{Answer, Step};

/// Plays a callback whose ID token has this `at_hash`, where the host finds this digest.
fn judged(at_hash: &str, digest: Option<Vec<u8>>) -> Played {
    let id = token(&oidc(), RS256, "at_hash", &format!("\"{at_hash}\""));
    let verdict = Verdict {
        signature: Some(true),
        digest,
    };
    let script = [
        with_keys(tokens_with_id(&id)),
        Reply::Verified(verdict),
        kept(),
    ];
    crate::play::play_on(Ok(finish(true)), &mut script.into_iter(), NOW)
}

fn bytes(count: u8) -> Vec<u8> {
    (0..count).map(|at| at.wrapping_mul(7) ^ 0x5a).collect()
}

#[test]
fn it_is_the_left_half_of_the_digest() {
    for length in [32, 48, 64] {
        let digest = bytes(length);
        let half = base64url::encode(&digest[..digest.len() / 2]);
        let played = judged(&half, Some(digest.clone()));
        assert_eq!((played.recorded, played.session.is_some()), (1, true));
        let right = base64url::encode(&digest[digest.len() / 2..]);
        let whole = base64url::encode(&digest);
        let other = base64url::encode(&bytes(length + 1)[1..=usize::from(length) / 2]);
        for wrong in [
            "",
            &right,
            &whole,
            &other,
            &half[1..],
            &half.to_lowercase(),
            &format!("{half}="),
            &format!("{half} "),
        ] {
            let played = judged(wrong, Some(digest.clone()));
            assert_eq!(
                played.failed(),
                (Code::IdTokenInvalid, Some("at_hash")),
                "{wrong}"
            );
            assert!(nothing_is_kept(&played));
        }
        // The host could not say.
        let played = judged(&half, None);
        assert_eq!(played.failed(), (Code::IdTokenInvalid, Some("at_hash")));
        assert!(nothing_is_kept(&played));
    }
    serves(
        "R-069",
        "at_hash that is of another access token, or cannot be checked: nothing is kept",
    );
    serves("R-070", "a wrong at_hash leaves neither claims nor tokens");
}

#[test]
fn the_host_is_asked_for_the_digest_of_the_access_token() {
    let asked = |at_hash: &str| {
        let id = token(&oidc(), RS256, "at_hash", at_hash);
        let answer = Answer::Responses(vec![tokens_with_id(&id), scene::keys()]);
        let turn = finish(true).next.unwrap().resume(answer, NOW).unwrap();
        let Step::Verify(check) = turn.step else {
            panic!("no signature is checked");
        };
        check.text.map(|text| String::from(text.expose()))
    };
    assert_eq!(asked("\"AAAAAAAAAAAAAAAAAAAAAA\"").as_deref(), Some("at-1"));
    assert_eq!(asked(""), None);
    serves(
        "R-069",
        "what is hashed is the access token of the same answer",
    );
}

#[test]
fn a_hash_of_a_wrong_type_is_refused() {
    for value in ["1", "null", "[]", "{}", "true", "[\"AA\"]"] {
        let id = token(&oidc(), RS256, "at_hash", value);
        let played = play(Ok(finish(true)), [with_keys(tokens_with_id(&id))]);
        assert_eq!(
            played.failed(),
            (Code::IdTokenInvalid, Some("at_hash")),
            "{value}"
        );
        assert!(nothing_is_kept(&played));
    }
    serves(
        "R-069",
        "an at_hash of a wrong type is refused, never taken for absent",
    );
}
