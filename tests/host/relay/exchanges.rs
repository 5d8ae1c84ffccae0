//! The code goes to the relay with the verifier; both go nowhere else.

use docgate::core::http::{Method, Purpose};

use super::*;
use crate::scene::{good_claims, id_token};

const TOKEN: &str = "POST token https://relay.example/v1/files/token";

/// The token request of a login, with the verifier and the `state` of that login.
fn redeemed(settings: &Rc<Settings>) -> (Played, String, String) {
    let login = login(settings);
    let verifier = String::from(login.verifier.as_ref().unwrap().expose());
    let state = login.state.clone();
    let keys = login.scopes.contains("openid").then(scene::keys);
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let refused = scene::json(400, r#"{"error":"invalid_grant"}"#);
    let script = Reply::Answers(std::iter::once(refused).chain(keys).collect());
    (play::play(Ok(turn), [script]), verifier, state)
}

#[test]
fn the_relay_gets_code_verifier_state_and_the_session_to_be() {
    let settings = oauth();
    let login = login(&settings);
    let verifier = String::from(login.verifier.as_ref().unwrap().expose());
    let state = login.state.clone();
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
    let script = [answers(tokens("")), Reply::Recorded(Ok(()))];
    let played = play::play(Ok(turn), script);
    assert_eq!(played.asked, [TOKEN, "record", "finished"]);
    let request = &played.requests[0];
    assert!(request.method == Method::Post && is_through(request));
    assert_eq!(request.headers.len(), 2);
    let session = played.session.unwrap();
    // The id is in a record that outlives the tabs; what the relay is told is in none.
    assert!((16..=64).contains(&known(&session).len()) && known(&session) != session.id);
    assert_eq!(
        body(request),
        pairs(&[
            ("grant_type", "authorization_code"),
            ("client_id", "spa"),
            ("code", "code-1"),
            ("redirect_uri", scene::CALLBACK),
            ("code_verifier", &verifier),
            ("state", &state),
            ("session", known(&session)),
        ])
    );
    serves(
        "R-140",
        "a code is redeemed at the relay with its login's state, for a session of this page",
    );
    serves("R-040", "the relay gets an ordinary form, each field once");
}

#[test]
fn each_provider_adds_what_its_token_endpoint_takes_and_no_more() {
    let usual = [
        "grant_type",
        "client_id",
        "code",
        "redirect_uri",
        "code_verifier",
    ];
    for (settings, more) in [
        (docspace(), &[][..]),
        (oidc(), &[][..]),
        (entra(), &["scope"][..]),
    ] {
        let (played, _, _) = redeemed(&settings);
        let names: Vec<String> = body(&played.requests[0])
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, [&usual[..], more, &["state", "session"]].concat());
    }
}

#[test]
fn the_verifier_goes_to_the_relay_alone() {
    for settings in [docspace(), oidc(), oauth(), entra()] {
        let started = started(&settings, sealed());
        let (finished, verifier, state) = redeemed(&settings);
        let url = started.left_for.unwrap();
        assert!(!url.contains(&verifier), "{url}");
        for request in started.requests.iter().chain(&finished.requests) {
            let sent = request.body.as_ref().map_or("", |body| body.expose());
            let has = |secret: &str| request.url.contains(secret) || sent.contains(secret);
            let redeems = request.purpose == Purpose::Token;
            assert_eq!(has(&verifier), redeems, "{}", request.url);
            assert_eq!(has("code-1"), redeems, "{}", request.url);
            let relayed = request.url.starts_with(&format!("{RELAY}/"));
            assert_eq!(is_through(request), relayed, "{}", request.url);
            assert_eq!(has(&state), relayed, "{}", request.url);
            assert!(!redeems || request.url == format!("{RELAY}/token"));
        }
    }
    serves(
        "R-141",
        "the verifier goes to the relay, which checks it, and to nobody else",
    );
    serves(
        "R-041",
        "metadata and keys are fetched without cookies beside a relay too",
    );
}

#[test]
fn an_id_token_through_the_relay_is_checked_here() {
    let settings = oidc();
    let nonce = login(&settings).nonce.unwrap();
    let header = r#"{"alg":"RS256","kid":"k1"}"#;
    let run = |nonce: &str, genuine: bool| {
        let token = id_token(header, &good_claims(nonce));
        let answer = tokens(&format!(r#","scope":"openid email","id_token":"{token}""#));
        let callback = answered(login(&settings), &settings).unwrap();
        let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
        let script = [
            Reply::Answers(vec![answer, scene::keys()]),
            play::verified(genuine),
            Reply::Recorded(Ok(())),
        ];
        play_on(Ok(turn), &mut script.into_iter(), NOW)
    };
    let good = run(&nonce, true);
    assert_eq!(good.session.unwrap().user.unwrap().id, "ada");
    for played in [run("another", true), run(&nonce, false)] {
        assert_eq!(
            played.code(),
            Some(docgate::core::error::Code::IdTokenInvalid)
        );
        assert_eq!(played.recorded, 0);
    }
    serves(
        "R-070",
        "an ID token that came through the relay: nonce and signature are judged in the page",
    );
}
