//! A renewal's ID token is vouched for like a login's, and is of the same sign-in.

use super::*;
use std::sync::Arc;

use docgate::core::renew::Renew;
use docgate::core::resources::Aim;
use docgate::core::session::Session;

use crate::scene::{later, tokens};

/// A session whose ID token told of when and where the person signed in.
fn session() -> Arc<Session> {
    let settings = oidc();
    let nonce = begun(&settings, Wishes::default()).0.nonce.unwrap();
    let claims = with_claim(good_claims(&nonce), "auth_time", "1749999000");
    let id = id_token(RS256, &with_claim(claims, "tid", "\"t-1\""));
    let script = [with_keys(tokens_with_id(&id)), verified(true), kept()];
    Arc::new(play(Ok(finish(true)), script).session.unwrap())
}

fn renewed(refetch: bool, script: Vec<Reply>) -> Played {
    let turn = Renew::begin(oidc(), session(), Aim::default(), refetch).unwrap();
    crate::play::play_at(Ok(turn), script, later(500))
}

/// The answer to a renewal with an ID token of this header and one claim replaced.
fn answer(header: &str, name: &'static str, value: &str) -> Received {
    let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
    let claims = with_claim(good_claims(&nonce), "tid", "\"t-1\"");
    let id = id_token(header, &with_claim(claims, name, value));
    tokens("at-2", &format!(r#","id_token":"{id}""#))
}

#[test]
fn it_is_vouched_for_before_anything_is_recorded() {
    let good = || with_keys(answer(RS256, "x", "1"));
    let played = renewed(true, vec![good(), verified(true), kept()]);
    assert_eq!(
        played.asked,
        [
            "POST refresh https://id.example/token + GET keys https://id.example/jwks",
            "verify RS256 by 1",
            "record",
            "finished",
        ]
    );
    for (signature, code, field) in [
        (Some(false), Code::IdTokenInvalid, "signature"),
        (None, Code::NotSupported, "alg"),
    ] {
        let verdict = Verdict {
            signature,
            digest: None,
        };
        let played = renewed(true, vec![good(), Reply::Verified(verdict)]);
        assert_eq!(played.failed(), (code, Some(field)));
        assert!(nothing_is_kept(&played));
    }
    let hashed = with_keys(answer(RS256, "at_hash", "\"AAAA\""));
    let verdict = Verdict {
        signature: Some(true),
        digest: Some(vec![7; 32]),
    };
    let played = renewed(true, vec![hashed, Reply::Verified(verdict)]);
    assert_eq!(played.failed(), (Code::IdTokenInvalid, Some("at_hash")));
    assert!(nothing_is_kept(&played));
    serves(
        "R-088",
        "a renewed ID token with a bad signature or at_hash: nothing is recorded",
    );
    serves("R-061", "the signature of a renewed ID token is verified");
}

#[test]
fn an_unknown_key_is_looked_for_once_more_here_too() {
    let unknown = || with_keys(answer(UNKNOWN, "x", "1"));
    let newer = renamed(|keys| keys.replace("\"k1\"", "\"k9\""));
    let found = renewed(
        true,
        vec![unknown(), answers(newer), verified(true), kept()],
    );
    let twice = [Purpose::Refresh, Purpose::Keys, Purpose::KeysAgain];
    assert_eq!((purposes(&found), found.recorded), (twice.to_vec(), 1));
    let lost = renewed(true, vec![unknown(), answers(scene::keys())]);
    let refused = renewed(false, vec![unknown()]);
    for (played, asked) in [(&lost, &twice[..]), (&refused, &twice[..2])] {
        assert_eq!(played.failed(), (Code::IdTokenInvalid, Some("kid")));
        assert_eq!(purposes(played), asked);
        assert!(nothing_is_kept(played));
    }
    serves("R-065", "the same for a renewal: one more fetch at most");
}

#[test]
fn without_keys_it_is_left_aside_and_what_was_rotated_is_kept() {
    let kept_token = |session: &Session| String::from(session.id_token.as_ref().unwrap().expose());
    let told = || {
        let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
        let claims = with_claim(good_claims(&nonce), "tid", "\"t-1\"");
        let id = id_token(RS256, &with_claim(claims, "x", "1"));
        tokens(
            "at-2",
            &format!(r#","refresh_token":"rt-2","id_token":"{id}""#),
        )
    };
    type Missing = fn() -> Received;
    let missing: [Missing; 6] = [
        || Err(Failure::Network),
        || Err(Failure::Timeout),
        || Err(Failure::TooLarge),
        || scene::json(503, "{}"),
        || scene::json(429, "{}"),
        || scene::json(200, r#"{"keys":"none"}"#),
    ];
    for (at, keys) in missing.into_iter().enumerate() {
        for refetch in [true, false] {
            let mut script = vec![Reply::Answers(vec![told(), keys()])];
            script.extend(refetch.then(|| answers(keys())));
            script.push(kept());
            let played = renewed(refetch, script);
            let next = played.session.as_ref().unwrap();
            assert_eq!(next.access.token.expose(), "at-2", "{at}");
            assert_eq!(next.refresh_token.as_ref().unwrap().expose(), "rt-2");
            assert_eq!(kept_token(next), kept_token(&session()));
            assert_eq!((next.generation, played.recorded), (2, 1));
        }
    }
    // What can be checked and is not good is never left aside.
    let bad = renewed(true, vec![with_keys(told()), verified(false)]);
    assert_eq!(bad.failed(), (Code::IdTokenInvalid, Some("signature")));
    assert!(nothing_is_kept(&bad));
    let foreign = with_keys(answer(RS256, "sub", "\"eve\""));
    let foreign = renewed(true, vec![foreign]);
    assert_eq!(foreign.failed(), (Code::IdTokenInvalid, Some("sub")));
    serves(
        "R-087",
        "no keys to check a renewed ID token by: the rotated refresh token is kept, the ID token before too",
    );
    serves(
        "R-070",
        "an ID token that nobody could check is not kept; one that failed its check ends the renewal",
    );
}

#[test]
fn it_is_of_the_same_sign_in() {
    let judge = |name: &'static str, value: &str| {
        let answer = with_keys(answer(RS256, name, value));
        let script = [answer, verified(true), kept()];
        let turn = Renew::begin(oidc(), session(), Aim::default(), true).unwrap();
        let played = crate::play::play_on(Ok(turn), &mut script.into_iter(), later(500));
        assert_eq!(played.session.is_some(), played.recorded == 1);
        let failure = played.failure.as_ref();
        failure.map(|error| (error.code(), error.evidence().field.clone().unwrap()))
    };
    let later = |seconds: i64| (scene::NOW_SECONDS + seconds).to_string();
    for (name, value) in [
        ("auth_time", String::from("1749999000")),
        ("auth_time", String::new()),
        ("nonce", String::new()),
        ("iat", later(500)),
        ("email", String::from("\"other@example.org\"")),
    ] {
        assert_eq!(judge(name, &value), None, "{name}: {value}");
    }
    for (name, value) in [
        ("sub", String::from("\"eve\"")),
        ("tid", String::from("\"t-2\"")),
        ("tid", String::new()),
        ("auth_time", String::from("1749999001")),
        ("auth_time", String::from("1749998999")),
        ("auth_time", String::from("\"1749999000\"")),
        ("nonce", String::from("\"other\"")),
        ("nonce", String::from("null")),
        ("azp", String::from("\"spa\"")),
        ("iat", later(-1)),
        ("aud", String::from("\"other\"")),
        ("iss", String::from("\"https://id.example/\"")),
    ] {
        let expected = Some((Code::IdTokenInvalid, String::from(name)));
        assert_eq!(judge(name, &value), expected, "{name}: {value}");
    }
    serves(
        "R-088",
        "iss, sub and tid as before; auth_time, nonce and azp as before where they come; iat not older",
    );
}

#[test]
fn what_was_judged_is_kept_and_what_did_not_come_stays() {
    let before = session();
    let kept_token = |session: &Session| String::from(session.id_token.as_ref().unwrap().expose());
    let silent = renewed(true, vec![with_keys(tokens("at-2", "")), kept()]);
    assert_eq!(
        kept_token(silent.session.as_ref().unwrap()),
        kept_token(&before)
    );
    let told = answer(RS256, "iat", &(scene::NOW_SECONDS + 400).to_string());
    let told = renewed(true, vec![with_keys(told), verified(true), kept()]);
    let session = told.session.unwrap();
    assert_ne!(kept_token(&session), kept_token(&before));
    assert_eq!(session.nonce, before.nonce);
    serves(
        "R-088",
        "a renewal without an ID token is good, and keeps the last one",
    );
}

#[test]
fn who_has_no_id_token_is_sent_none() {
    // Plain OAuth: an ID token that comes with a renewal is not looked at, and no key is fetched.
    let script = [
        answers(tokens("at-1", r#","refresh_token":"rt-1""#)),
        kept(),
    ];
    let plain = crate::play::exchange(&oauth(), script).session.unwrap();
    let turn = Renew::begin(oauth(), Arc::new(plain), Aim::default(), true).unwrap();
    let answer = tokens("at-2", r#","id_token":"not.a.token""#);
    let played = play(Ok(turn), [answers(answer), kept()]);
    assert_eq!(purposes(&played), [Purpose::Refresh]);
    assert!(played.session.unwrap().id_token.is_none());
}
