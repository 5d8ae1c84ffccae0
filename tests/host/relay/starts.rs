//! A login is announced to the relay before the page is left: its challenge, and nothing that would redeem it.

use docgate::core::digest;
use docgate::core::error::Code;
use docgate::core::http::{Failure, Method};

use super::*;
use crate::play::field;

#[test]
fn a_preset_tells_the_relay_and_leaves() {
    let played = started(&docspace(), sealed());
    assert_eq!(
        played.asked,
        [
            LOGIN,
            "remember",
            "navigate https://docs.example.com/oauth2/authorize"
        ]
    );
    let (request, login) = (&played.requests[0], &played.remembered[0]);
    assert!(request.method == Method::Post && is_through(request));
    assert_eq!(request.headers.len(), 2);
    assert_eq!(
        header(request, "content-type"),
        Some("application/x-www-form-urlencoded")
    );
    let verifier = login.verifier.as_ref().unwrap().expose();
    let challenge = digest::hash(verifier);
    assert_eq!(
        body(request),
        pairs(&[
            ("client_id", scene::CLIENT),
            ("redirect_uri", scene::CALLBACK),
            ("state", &login.state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ])
    );
    // The provider is sent the same ones.
    let url = played.left_for.as_deref().unwrap();
    assert_eq!(field(url, "state"), Some(login.state.clone()));
    assert_eq!(field(url, "code_challenge"), Some(challenge));
    assert!(login.relayed);
    assert_eq!(login.metadata.token_endpoint, format!("{RELAY}/token"));
    serves(
        "R-140",
        "a login through the relay begins there: challenge, redirect URI and state, to be sealed for this browser",
    );
    serves(
        "R-141",
        "the relay gets the challenge that the provider gets",
    );
}

#[test]
fn a_server_with_metadata_is_asked_first_and_knows_nothing_of_the_relay() {
    let played = started(&oidc(), sealed());
    assert_eq!(
        played.asked,
        [
            "GET metadata https://id.example/.well-known/openid-configuration",
            LOGIN,
            "remember",
            "navigate https://id.example/authorize",
        ]
    );
    assert!(!is_through(&played.requests[0]) && is_through(&played.requests[1]));
    let metadata = &played.remembered[0].metadata;
    assert_eq!(metadata.token_endpoint, format!("{RELAY}/token"));
    assert_eq!(
        metadata.jwks_uri.as_deref(),
        Some("https://id.example/jwks")
    );
    assert!(metadata.revocation_endpoint.is_none());
    serves(
        "R-140",
        "with metadata: two requests before the page is left, one of them to the relay",
    );
}

#[test]
fn endpoint_origins_need_not_list_the_relay() {
    let config = scene::oidc_config(r#""scopes":["api"]"#).replace(
        r#""issuer""#,
        r#""endpointOrigins":["https://other.example"],"issuer""#,
    );
    let settings = through(&config, RELAY);
    let played = started(&settings, sealed());
    assert!(played.left_for.is_some());
    let stored = session(&settings, true);
    assert!(stored.copy().unwrap().fits(&settings));
}

#[test]
fn what_the_relay_refuses_is_told_and_nobody_leaves() {
    for (status, error, code) in [
        (403, "origin_not_allowed", Code::RelayRefused),
        (403, "cross_site", Code::RelayRefused),
        (400, "invalid_request", Code::RelayRefused),
        (400, "invalid_client", Code::RelayRefused),
        (404, "entry_unknown", Code::RelayRefused),
        (431, "cookies_too_large", Code::RelayRefused),
        (503, "overloaded", Code::RelayRefused),
        (429, "too_many_requests", Code::RateLimited),
    ] {
        let body = format!(r#"{{"error":"{error}","error_description":"In a sentence."}}"#);
        for settings in [docspace(), oidc(), entra()] {
            let played = started(&settings, scene::json(status, &body));
            let failure = played.failure.as_ref().expect("a failure");
            let evidence = failure.evidence();
            assert_eq!(failure.code(), code, "{error}");
            assert_eq!(evidence.error.as_deref(), Some(error));
            assert_eq!(
                evidence.error_description.as_deref(),
                Some("In a sentence.")
            );
            assert_eq!(evidence.status, Some(status));
            assert!(played.remembered.is_empty() && played.left_for.is_none());
        }
    }
    serves(
        "R-140",
        "a login that the relay refuses: typed, with its reason; nothing stored, nobody sent away",
    );
}

#[test]
fn without_a_readable_answer_nobody_leaves() {
    for (answer, code) in [
        (
            scene::answer(502, Some("text/html"), b"<html>"),
            Code::HttpStatus,
        ),
        (
            scene::answer(200, Some("text/html"), b"<html>"),
            Code::ResponseInvalid,
        ),
        (scene::json(200, "[]"), Code::ResponseInvalid),
        (
            scene::json(200, r#"{"authorization_url":7}"#),
            Code::ResponseInvalid,
        ),
        (scene::json(302, "{}"), Code::RelayRefused),
        (Err(Failure::Network), Code::Network),
        (Err(Failure::Blocked), Code::Network),
        (Err(Failure::Timeout), Code::Timeout),
        (Err(Failure::TooLarge), Code::ResponseTooLarge),
    ] {
        // DocSpace's own explanation of a missing answer would be wrong here; whoever is late is there.
        let played = started(&docspace(), answer);
        assert_eq!(played.code(), Some(code));
        assert!(played.remembered.is_empty() && played.left_for.is_none());
        let hint = played.failure.unwrap().evidence().hint;
        assert_eq!(
            hint.is_some_and(|hint| hint.contains("relay")),
            code == Code::Network
        );
    }
}

#[test]
fn an_address_that_nobody_asked_for_is_not_gone_to() {
    let answer = r#"{"expires_in":900,"authorization_url":"https://evil.example/"}"#;
    for (settings, place) in [
        (docspace(), "https://docs.example.com/oauth2/authorize?"),
        (oidc(), "https://id.example/authorize?"),
    ] {
        let played = started(&settings, scene::json(200, answer));
        assert!(played.left_for.unwrap().starts_with(place));
    }
    serves(
        "R-175",
        "where the page knows where to go, no answer sends it elsewhere",
    );
}

#[test]
fn without_a_relay_no_request_has_cookies() {
    let settings = [
        scene::docspace(),
        scene::oidc(),
        scene::entra(),
        scene::business_central(),
    ];
    for settings in settings {
        let turn = Start::begin(settings.clone(), Wishes::default(), entropy(1), NOW);
        let mut script = Vec::new();
        if settings.provider.id == "oidc" {
            script.push(answers(metadata()));
        }
        script.push(Reply::Remembered(Ok(())));
        let mut played = play::play(turn, script);
        let login = played.remembered.remove(0);
        assert!(!login.relayed);
        let callback = answered(login, &settings).unwrap();
        let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
        let docgate::core::steps::Step::Fetch(requests) = turn.step else {
            panic!("no request");
        };
        for request in played.requests.iter().chain(&requests) {
            assert!(!is_through(request), "{}", request.url);
        }
        for request in requests.iter().filter(|it| it.body.is_some()) {
            let names: Vec<String> = body(request).into_iter().map(|(name, _)| name).collect();
            assert!(!names.contains(&String::from("session")), "{names:?}");
            assert!(!names.contains(&String::from("state")), "{names:?}");
        }
    }
    serves("R-041", "without a relay no request has cookies");
}

#[test]
fn whoever_redeems_by_a_relay_waits_for_its_queue() {
    assert_eq!(docspace().timeout, 60_000);
    assert_eq!(scene::docspace().timeout, 15_000);
    serves(
        "R-042",
        "60 s is the default deadline where a relay may let a request wait its turn",
    );
}
