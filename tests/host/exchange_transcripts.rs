//! Transcripts of the second half of a login: from the callback to the session.

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::http::Method;
use docgate::core::login::Finish;
use docgate::core::names::Timestamp;

use crate::play::{Reply, answered, answers, begun, exchange, fields, play, verified, with_keys};
use crate::rows::serves;
use crate::scene::{
    self, NOW, docspace, docspace_tokens, entropy, good_claims, id_token, oauth, oidc, tokens,
    tokens_with_id,
};

const RS256: &str = r#"{"alg":"RS256","kid":"k1"}"#;
const TOKEN_REQUEST: &str = "POST token https://docs.example.com/oauth2/token";

#[test]
fn docspace_sends_one_token_request_and_records_the_session() {
    let played = exchange(
        &docspace(),
        [answers(docspace_tokens()), Reply::Recorded(Ok(()))],
    );
    assert_eq!(played.asked, [TOKEN_REQUEST, "record", "finished"]);
    assert_eq!((played.requests.len(), played.recorded), (1, 1));
    let session = played.session.unwrap();
    assert_eq!(session.access.token.expose(), scene::docspace_token());
    assert_eq!(session.user.as_ref().unwrap().id, "user-guid");
    assert_eq!(session.access.expires, Some(NOW.plus_seconds(3599)));
    assert_eq!(session.api_base.as_ref().unwrap().origin(), scene::PORTAL);
    assert_eq!(
        (session.generation, session.epoch, session.dead),
        (1, 0, false)
    );
    assert!(session.refresh_token.is_none());
    assert!(
        session
            .access
            .requested
            .missing_from(&session.access.granted)
            .is_empty()
    );
    serves("R-026", "a callback gives exactly one token request");
}

#[test]
fn the_token_request_is_a_form_with_each_field_once() {
    let settings = docspace();
    let (login, _) = begun(&settings, Wishes::default());
    let verifier = String::from(login.verifier.as_ref().unwrap().expose());
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
    let played = play(
        Ok(turn),
        [answers(docspace_tokens()), Reply::Recorded(Ok(()))],
    );
    let request = &played.requests[0];
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.url, "https://docs.example.com/oauth2/token");
    assert_eq!(request.cap, 256 * 1024);
    assert_eq!(request.deadline.as_secs(), 15);
    assert_eq!(request.headers.len(), 1);
    assert_eq!(request.headers[0].0, "content-type");
    assert_eq!(
        request.headers[0].1.expose(),
        "application/x-www-form-urlencoded"
    );
    let expected = [
        ("grant_type", "authorization_code"),
        ("client_id", scene::CLIENT),
        ("code", "code-1"),
        ("redirect_uri", scene::CALLBACK),
        ("code_verifier", &verifier),
    ]
    .map(|(name, value)| (String::from(name), String::from(value)));
    assert_eq!(fields(request.body.as_ref().unwrap().expose()), expected);
    serves(
        "R-040",
        "form-encoded body, each field once, client_id in it, nothing in the URL",
    );
    serves(
        "R-008",
        "the redirect URI is the same byte for byte in both requests",
    );
    serves("R-042", "a token request has 15 s and 256 KiB");
}

#[test]
fn oidc_sends_one_token_request_with_one_for_the_keys_then_has_the_signature_vouched_for() {
    let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
    let token = id_token(RS256, &good_claims(&nonce));
    let script = || {
        vec![
            with_keys(tokens_with_id(&token)),
            verified(true),
            Reply::Recorded(Ok(())),
        ]
    };
    let played = exchange(&oidc(), script());
    assert_eq!(
        played.asked,
        [
            "POST token https://id.example/token + GET keys https://id.example/jwks",
            "verify RS256 by 1",
            "record",
            "finished",
        ]
    );
    let session = played.session.unwrap();
    let user = session.user.as_ref().unwrap();
    assert_eq!(user.id, "ada");
    assert_eq!(user.email.as_deref(), Some("ada@example.org"));
    assert_eq!(session.refresh_token.as_ref().unwrap().expose(), "rt-1");
    assert!(session.claims.contains("ada@example.org"));
    // Spent, and nobody's business.
    assert!(!session.claims.contains("nonce") && !session.claims.contains(&nonce));
    serves(
        "R-070",
        "the session is recorded after every check of the ID token",
    );
}

#[test]
fn a_signature_that_nobody_vouches_for_leaves_nothing() {
    let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
    let token = id_token(RS256, &good_claims(&nonce));
    let played = exchange(
        &oidc(),
        [with_keys(tokens_with_id(&token)), verified(false)],
    );
    assert_eq!(played.failed(), (Code::IdTokenInvalid, Some("signature")));
    assert_eq!((played.recorded, played.session.is_none()), (0, true));
    serves(
        "R-070",
        "a signature that was not verified: nothing is recorded",
    );
}

#[test]
fn what_is_signed_is_the_token_without_its_signature() {
    use docgate::core::steps::{Answer, Step};
    let settings = oidc();
    let (login, _) = begun(&settings, Wishes::default());
    let token = id_token(RS256, &good_claims(login.nonce.as_ref().unwrap()));
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
    let turn = turn
        .next
        .unwrap()
        .resume(
            Answer::Responses(vec![tokens_with_id(&token), scene::keys()]),
            NOW,
        )
        .unwrap();
    let Step::Verify(check) = turn.step else {
        panic!("no signature is checked");
    };
    assert_eq!(check.signing_input, token.rsplit_once('.').unwrap().0);
    assert_eq!(check.signature, b"signature");
    assert_eq!(check.algorithm, "RS256");
    let [key] = check.keys.as_slice() else {
        panic!("the header names one key");
    };
    assert!(key.jwk().contains(r#""kty":"RSA""#));
    assert!(check.text.is_none(), "no at_hash, nothing to hash");
}

#[test]
fn a_sign_out_that_came_first_keeps_the_session_from_being_used() {
    let played = exchange(
        &docspace(),
        [
            answers(docspace_tokens()),
            Reply::Recorded(Err(Code::LoginRequired)),
        ],
    );
    assert_eq!(played.asked, [TOKEN_REQUEST, "record"]);
    assert_eq!(played.code(), Some(Code::LoginRequired));
    assert!(played.session.is_none());
    serves(
        "R-052",
        "an answer that arrives after the sign-out is dropped",
    );
}

#[test]
fn the_session_has_the_epoch_at_which_it_began() {
    let settings = docspace();
    let (login, _) = begun(&settings, Wishes::default());
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 7, true);
    let played = play(
        Ok(turn),
        [answers(docspace_tokens()), Reply::Recorded(Ok(()))],
    );
    assert_eq!(played.session.unwrap().epoch, 7);
    serves(
        "R-052",
        "a session carries the number of sign-outs that it began after",
    );
}

#[test]
fn plain_oauth_needs_no_id_token_and_names_nobody() {
    let played = exchange(
        &oauth(),
        [answers(tokens("at-1", "")), Reply::Recorded(Ok(()))],
    );
    assert_eq!(played.asked.len(), 3);
    let session = played.session.unwrap();
    assert!(session.user.is_none() && session.access.expires.is_none());
    assert_eq!(session.claims, "{}");
    assert_eq!(session.access.granted.to_parameter(), "api");
    serves("R-050", "a missing scope means as requested");
    serves("R-048", "a missing expires_in means an unknown life");
}

#[test]
fn the_callback_uses_the_endpoints_of_its_own_record() {
    // The document has changed since the login began: nobody looks at it again.
    let settings = oidc();
    let old = scene::metadata_with(&[
        ("token_endpoint", "\"https://id.example/old-token\""),
        ("jwks_uri", "\"https://id.example/old-jwks\""),
    ]);
    let (login, _) = crate::play::begun_with(&settings, Wishes::default(), 1, old);
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
    let played = play(
        Ok(turn),
        [with_keys(scene::json(400, r#"{"error":"invalid_grant"}"#))],
    );
    assert_eq!(
        played.asked,
        ["POST token https://id.example/old-token + GET keys https://id.example/old-jwks"]
    );
    assert_eq!(played.code(), Some(Code::GrantRefused));
    serves(
        "R-082",
        "a started login finishes with the endpoints of its own record",
    );
    serves(
        "R-017",
        "the token request goes to the token endpoint of the record",
    );
}

#[test]
fn two_sessions_have_two_ids() {
    let ids = [1, 2].map(|seed| {
        let settings = docspace();
        let (login, _) = begun(&settings, Wishes::default());
        let callback = answered(login, &settings).unwrap();
        let turn = Finish::begin(settings, callback, &entropy(seed), 0, true);
        let script = [answers(docspace_tokens()), Reply::Recorded(Ok(()))];
        play(Ok(turn), script).session.unwrap().id
    });
    assert_ne!(ids[0], ids[1]);
    assert!(ids.iter().all(|id| id.len() == 22));
}

/// Checked here so that a machine keeps no clock of its own.
#[test]
fn the_life_of_a_token_begins_when_its_answer_arrives() {
    let settings = docspace();
    let (login, _) = begun(&settings, Wishes::default());
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
    let at = Timestamp(NOW.0 + 5_000);
    let script = [answers(docspace_tokens()), Reply::Recorded(Ok(()))];
    let session = crate::play::play_at(Ok(turn), script, at).session.unwrap();
    assert_eq!(session.access.issued, at);
    assert!(session.is_fresh(at.plus_seconds(3598), 0));
    assert!(!session.is_fresh(at.plus_seconds(3599), 0));
}

#[test]
fn an_id_token_that_was_asked_for_cannot_be_left_out() {
    // Whoever answers must not get around the nonce by granting less.
    for more in [
        r#","expires_in":600"#,
        r#","scope":"email""#,
        r#","scope":"api","expires_in":600"#,
    ] {
        let played = exchange(&oidc(), [with_keys(tokens("at-1", more))]);
        assert_eq!(
            played.failed(),
            (Code::IdTokenInvalid, Some("id_token")),
            "{more}"
        );
        assert_eq!(played.recorded, 0);
    }
    serves(
        "R-070",
        "openid asked for and no ID token, whatever was granted: nothing is kept",
    );
}
