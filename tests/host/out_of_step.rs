//! A host that answers another question than was asked, or none: the machine ends, and nothing
//! was stored. Whatever ends one login, the next one works (R-034).

use std::sync::Arc;

use docgate::core::authorize::Wishes;
use docgate::core::error::{Code, Error};
use docgate::core::login::{Finish, Start};
use docgate::core::renew::Renew;
use docgate::core::resources::Aim;
use docgate::core::session::Session;
use docgate::core::steps::{Answer, Machine, Step, Turn};

use crate::play::{Reply, answered, answers, begun, exchange, play, verdict, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    self, NOW, docspace, docspace_tokens, entropy, good_claims, id_token, metadata, oidc,
    tokens_with_id,
};

/// A machine in each of its states, with the name of the answer that it waits for.
fn machines() -> Vec<(&'static str, Machine)> {
    let settings = oidc();
    let (login, _) = begun(&settings, Wishes::default());
    let claims = good_claims(login.nonce.as_ref().unwrap());
    let token = id_token(r#"{"alg":"RS256"}"#, &claims);
    let callback = || answered(begun(&settings, Wishes::default()).0, &settings).unwrap();
    let go = |machine: Machine, answer| machine.resume(answer, NOW).unwrap();
    let waiting = |turn: Turn| turn.next.unwrap();
    let good = || Answer::Responses(vec![tokens_with_id(&token), scene::keys()]);
    let keyless = || Answer::Responses(vec![tokens_with_id(&token), scene::json(503, "")]);
    let genuine = || Answer::Verified(verdict(true));

    let start = Start::begin(settings.clone(), Wishes::default(), entropy(1), NOW).unwrap();
    let remembering = Start::begin(docspace(), Wishes::default(), entropy(1), NOW).unwrap();
    let exchanging = Finish::begin(settings.clone(), callback(), &entropy(2), 0, true);
    let begin = || {
        waiting(Finish::begin(
            settings.clone(),
            callback(),
            &entropy(2),
            0,
            true,
        ))
    };
    let verifying = go(begin(), good());
    let refetching = go(begin(), keyless());
    let recording = go(waiting(go(begin(), good())), genuine());
    let renew = || Renew::begin(settings.clone(), session(), Aim::default(), true).unwrap();
    let renew_verifying = || go(waiting(renew()), good());
    let renew_refetching = go(waiting(renew()), keyless());
    let renewed = go(waiting(renew_verifying()), genuine());
    vec![
        ("responses", waiting(start)),
        ("remembered", waiting(remembering)),
        ("responses", waiting(exchanging)),
        ("verified", waiting(verifying)),
        ("responses", waiting(refetching)),
        ("recorded", waiting(recording)),
        ("responses", waiting(renew())),
        ("verified", waiting(renew_verifying())),
        ("responses", waiting(renew_refetching)),
        ("recorded", waiting(renewed)),
    ]
}

/// A session that can be renewed.
fn session() -> Arc<Session> {
    let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
    let token = id_token(r#"{"alg":"RS256"}"#, &good_claims(&nonce));
    let played = exchange(
        &oidc(),
        [
            with_keys(tokens_with_id(&token)),
            verified(true),
            Reply::Recorded(Ok(())),
        ],
    );
    Arc::new(played.session.unwrap())
}

fn all_answers() -> Vec<(&'static str, Answer)> {
    let stored = Session::decode(&session().encode(), &oidc().key()).unwrap();
    vec![
        ("responses", Answer::Responses(Vec::new())),
        ("responses", Answer::Responses(vec![metadata()])),
        ("verified", Answer::Verified(verdict(true))),
        ("verified", Answer::Verified(verdict(false))),
        ("remembered", Answer::Remembered(Ok(()))),
        (
            "remembered",
            Answer::Remembered(Err(Error::new(Code::StorageFull))),
        ),
        ("recorded", Answer::Recorded(Ok(stored))),
        (
            "recorded",
            Answer::Recorded(Err(Error::new(Code::LoginRequired))),
        ),
    ]
}

#[test]
fn an_answer_to_another_question_ends_the_machine() {
    let mut tried = 0;
    for state in 0..machines().len() {
        for at in 0..all_answers().len() {
            let (waits_for, machine) = machines().swap_remove(state);
            let (kind, answer) = all_answers().swap_remove(at);
            if kind == waits_for {
                continue;
            }
            let failure = machine.resume(answer, NOW).unwrap_err();
            assert_eq!(
                failure.code(),
                Code::InternalError,
                "{waits_for}, not {kind}"
            );
            tried += 1;
        }
    }
    assert_eq!(tried, 10 * 6);
    serves(
        "R-034",
        "an answer out of order ends the machine; it is resumed by value, so it is gone",
    );
}

#[test]
fn no_responses_are_no_answer() {
    for (waits_for, machine) in machines() {
        if waits_for == "responses" {
            let failure = machine.resume(Answer::Responses(Vec::new()), NOW);
            assert_eq!(failure.unwrap_err().code(), Code::InternalError);
        }
    }
}

#[test]
fn a_second_response_is_not_looked_at() {
    // One question, one answer: what a confused host adds changes nothing.
    let settings = docspace();
    let callback = answered(begun(&settings, Wishes::default()).0, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(2), 0, true);
    let both = Answer::Responses(vec![scene::json(500, ""), docspace_tokens()]);
    let failure = turn.next.unwrap().resume(both, NOW).unwrap_err();
    assert_eq!(failure.code(), Code::HttpStatus);
}

#[test]
fn the_last_steps_have_nobody_behind_them() {
    let turn = Start::begin(docspace(), Wishes::default(), entropy(1), NOW).unwrap();
    let turn = turn
        .next
        .unwrap()
        .resume(Answer::Remembered(Ok(())), NOW)
        .unwrap();
    assert!(matches!(turn.step, Step::Navigate(_)) && turn.next.is_none());
}

#[test]
fn after_any_failure_a_fresh_login_works() {
    let refusals: Vec<fn() -> Vec<Reply>> = vec![
        || vec![answers(scene::json(400, r#"{"error":"invalid_grant"}"#))],
        || vec![answers(Err(docgate::core::http::Failure::Timeout))],
        || {
            vec![
                answers(docspace_tokens()),
                Reply::Recorded(Err(Code::StorageFull)),
            ]
        },
    ];
    let settings = docspace();
    for refusal in refusals {
        assert!(exchange(&settings, refusal()).session.is_none());
        let script = [answers(docspace_tokens()), Reply::Recorded(Ok(()))];
        assert!(exchange(&settings, script).session.is_some());
    }
    let turn = Start::begin(oidc(), Wishes::default(), entropy(1), NOW);
    assert!(
        play(turn, [answers(scene::json(404, ""))])
            .failure
            .is_some()
    );
    let turn = Start::begin(oidc(), Wishes::default(), entropy(1), NOW);
    let script = [answers(metadata()), Reply::Remembered(Ok(()))];
    assert!(play(turn, script).left_for.is_some());
    serves(
        "R-034",
        "after each kind of failure a fresh start of the same client works",
    );
}
