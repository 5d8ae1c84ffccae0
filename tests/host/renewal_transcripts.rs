//! Transcripts of a renewal by refresh token. Who may begin one is decided elsewhere.

use std::sync::Arc;

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::http::{Failure, Purpose};
use docgate::core::renew::Renew;
use docgate::core::resources::Aim;
use docgate::core::session::Session;

use crate::play::{Played, Reply, answers, begun, exchange, fields, play_at, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    self, docspace, docspace_tokens, good_claims, id_token, later, oidc, tokens, tokens_with_id,
    with_claim,
};

const HEADER: &str = r#"{"alg":"RS256"}"#;

fn session() -> Arc<Session> {
    let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
    let token = id_token(HEADER, &good_claims(&nonce));
    let script = [
        with_keys(tokens_with_id(&token)),
        verified(true),
        Reply::Recorded(Ok(())),
    ];
    Arc::new(exchange(&oidc(), script).session.unwrap())
}

fn renewed(script: impl IntoIterator<Item = Reply>) -> Played {
    let turn = Renew::begin(oidc(), session(), Aim::default(), true).expect("a refresh token");
    play_at(Ok(turn), script, later(500))
}

#[test]
fn a_renewal_is_one_request_and_one_record() {
    let played = renewed([
        with_keys(tokens(
            "at-2",
            r#","refresh_token":"rt-2","expires_in":600"#,
        )),
        Reply::Recorded(Ok(())),
    ]);
    assert_eq!(
        played.asked,
        [
            "POST refresh https://id.example/token + GET keys https://id.example/jwks",
            "record",
            "finished"
        ]
    );
    let expected = [
        ("grant_type", "refresh_token"),
        ("client_id", "spa"),
        ("refresh_token", "rt-1"),
    ]
    .map(|(name, value)| (String::from(name), String::from(value)));
    let body = played.requests[0].body.as_ref().unwrap().expose();
    assert_eq!(fields(body), expected);
    let (old, new) = (session(), played.session.unwrap());
    assert_eq!(
        (new.generation, &new.id, new.epoch),
        (2, &old.id, old.epoch)
    );
    assert_eq!(new.access.token.expose(), "at-2");
    assert_eq!((old.access.since, new.access.since), (1, 2));
    assert_eq!(new.refresh_token.as_ref().unwrap().expose(), "rt-2");
    assert_eq!(
        (new.access.issued, new.access.expires),
        (later(500), Some(later(1100)))
    );
    assert_eq!(
        (&new.access.granted, &new.user, &new.claims),
        (&old.access.granted, &old.user, &old.claims)
    );
    assert!(new.supersedes(&old) && !old.supersedes(&new));
    serves(
        "R-087",
        "the new refresh token replaces the old one in one record, before anyone sees it",
    );
    serves("R-091", "a renewal asks for no scope at all");
    serves("R-040", "a refresh request is a form with each field once");
}

#[test]
fn without_a_new_refresh_token_the_old_one_is_kept() {
    let played = renewed([with_keys(tokens("at-2", "")), Reply::Recorded(Ok(()))]);
    let session = played.session.unwrap();
    assert_eq!(session.refresh_token.as_ref().unwrap().expose(), "rt-1");
    assert!(session.access.expires.is_none());
    serves("R-087", "no new refresh token: the old one is kept");
}

#[test]
fn a_renewal_that_failed_records_nothing_and_is_not_repeated() {
    for (answer, code) in [
        (
            scene::json(400, r#"{"error":"invalid_grant"}"#),
            Code::GrantRefused,
        ),
        (
            scene::json(400, r#"{"error":"interaction_required"}"#),
            Code::InteractionRequired,
        ),
        (scene::json(503, ""), Code::HttpStatus),
        (scene::json(429, ""), Code::RateLimited),
        (Err(Failure::Network), Code::Network),
        (Err(Failure::Timeout), Code::Timeout),
        (
            scene::json(200, r#"{"access_token":"at-2","token_type":"mac"}"#),
            Code::TokenTypeUnsupported,
        ),
    ] {
        let played = renewed([with_keys(answer)]);
        assert_eq!(played.code(), Some(code));
        let refreshes = played
            .requests
            .iter()
            .filter(|it| it.purpose == Purpose::Refresh);
        assert_eq!((refreshes.count(), played.recorded), (1, 0));
        assert_eq!(played.asked.len(), 1, "and the keys with it");
    }
    serves("R-053", "a failed refresh is not sent again by the machine");
}

#[test]
fn a_sign_out_that_came_first_drops_the_renewed_session() {
    let script = [
        with_keys(tokens("at-2", "")),
        Reply::Recorded(Err(Code::LoginRequired)),
    ];
    let played = renewed(script);
    assert_eq!(
        (played.code(), played.session.is_none()),
        (Some(Code::LoginRequired), true)
    );
    serves("R-052", "a renewal that ends after the sign-out is dropped");
}

#[test]
fn an_id_token_of_a_renewal_must_be_of_the_same_person() {
    let answer = |claims: &[(&'static str, String)]| {
        let token = id_token(HEADER, claims);
        tokens("at-2", &format!(r#","id_token":"{token}""#))
    };
    let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
    let claims = || with_claim(good_claims(&nonce), "exp", "1750009999");
    let good = |claims: &[(&'static str, String)]| {
        let script = [
            with_keys(answer(claims)),
            verified(true),
            Reply::Recorded(Ok(())),
        ];
        renewed(script).session.is_some()
    };
    assert!(good(&claims()));
    assert!(good(&with_claim(claims(), "nonce", "")));
    for (name, value) in [
        ("sub", "\"eve\""),
        ("iss", "\"https://evil.example\""),
        ("aud", "\"other\""),
        ("exp", "1"),
        ("iat", ""),
        ("nonce", "\"other\""),
    ] {
        let played = renewed([with_keys(answer(&with_claim(claims(), name, value)))]);
        assert_eq!(played.failed(), (Code::IdTokenInvalid, Some(name)));
        assert_eq!(played.recorded, 0);
    }
    // The device's clock was moved since the login: that costs nobody the session.
    let elsewhere = with_claim(
        with_claim(good_claims(&nonce), "exp", "1750900600"),
        "iat",
        "1750900000",
    );
    assert!(good(&elsewhere));
    serves(
        "R-088",
        "an ID token of a renewal: same issuer, audience and subject, else nothing",
    );
}

#[test]
fn docspace_gets_no_renewal_even_if_a_refresh_token_came() {
    let answer = tokens(&scene::docspace_token(), r#","refresh_token":"rt-1""#);
    let script = [answers(answer), Reply::Recorded(Ok(()))];
    let session = exchange(&docspace(), script).session.unwrap();
    assert!(session.refresh_token.is_none() && !session.is_renewable());
    assert!(Renew::begin(docspace(), Arc::new(session), Aim::default(), true).is_none());
    let script = [answers(docspace_tokens()), Reply::Recorded(Ok(()))];
    let session = exchange(&docspace(), script).session.unwrap();
    assert!(session.is_over(later(3599)) && !session.is_over(later(3598)));
    serves("R-176", "a DocSpace session ends once and is never renewed");
}
