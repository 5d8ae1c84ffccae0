//! Transcripts of the first half of a login: from the app's call to leaving the page.

use std::collections::BTreeSet;

use docgate::core::authorize::Wishes;
use docgate::core::base64url;
use docgate::core::digest;
use docgate::core::error::Code;
use docgate::core::http::{Failure, Method};
use docgate::core::login::Start;
use docgate::core::names::{Entropy, Scopes};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::play::{Reply, answers, begun, begun_with, field, fields, play};
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, docspace_openid, entropy, metadata, oauth, oidc};

fn wishes() -> Wishes {
    Wishes {
        return_to: String::from("/rooms/42"),
        ..Wishes::default()
    }
}

#[test]
fn docspace_leaves_the_page_without_any_request() {
    let turn = Start::begin(docspace(), wishes(), entropy(1), NOW);
    let played = play(turn, [Reply::Remembered(Ok(()))]);
    assert_eq!(
        played.asked,
        [
            "remember",
            "navigate https://docs.example.com/oauth2/authorize"
        ]
    );
    assert!(played.requests.is_empty() && played.recorded == 0);
    let login = &played.remembered[0];
    assert_eq!(login.return_to, "/rooms/42");
    assert_eq!(login.issuer, scene::PORTAL);
    assert_eq!(
        login.metadata.token_endpoint,
        "https://docs.example.com/oauth2/token"
    );
    serves(
        "R-017",
        "a DocSpace login stores what its callback will use before the page is left",
    );
}

#[test]
fn docspace_gets_its_parameters_once_each_and_scope_last() {
    let (login, url) = begun(&docspace(), wishes());
    let names: Vec<String> = fields(&url).into_iter().map(|(name, _)| name).collect();
    let expected = [
        "response_type",
        "client_id",
        "redirect_uri",
        "state",
        "code_challenge",
        "code_challenge_method",
        "scope",
    ];
    assert_eq!(names, expected);
    assert_eq!(field(&url, "response_type").as_deref(), Some("code"));
    assert_eq!(field(&url, "client_id").as_deref(), Some(scene::CLIENT));
    assert_eq!(
        field(&url, "redirect_uri").as_deref(),
        Some(scene::CALLBACK)
    );
    assert_eq!(field(&url, "state"), Some(login.state.clone()));
    assert_eq!(
        field(&url, "scope").as_deref(),
        Some("files:read accounts.self:read")
    );
    assert!(
        url.ends_with("&scope=files%3Aread%20accounts.self%3Aread"),
        "{url}"
    );
    serves(
        "R-172",
        "scope is the last parameter of DocSpace's authorization URL",
    );
    serves("R-001", "response_type=code");
}

#[test]
fn scope_stays_last_whatever_is_asked_for() {
    let mut wishes = wishes();
    wishes.prompt = Some(String::from("login"));
    wishes.login_hint = Some(String::from("a&scope=evil"));
    wishes.max_age = Some(60);
    wishes.acr_values = Some(String::from("x"));
    wishes.ui_locales = Some(String::from("de"));
    wishes.extra = vec![(String::from("zone"), String::from("z&scope=x#y"))];
    assert!(wishes.scopes.insert("rooms:read"));
    for settings in [docspace(), docspace_openid(), oidc(), oauth()] {
        let (_, url) = begun(&settings, wishes.clone());
        let (last, scopes) = fields(&url).pop().unwrap();
        assert_eq!(last, "scope");
        assert!(scopes.ends_with(" rooms:read"), "{scopes}");
        assert_eq!(url.matches("&scope=").count(), 1, "{url}");
        assert!(!url.contains('#'), "{url}");
    }
    serves(
        "R-172",
        "scope is last and single with every option and extra parameter set",
    );
    serves("A-45", "extras and login_hint cannot add a parameter");
}

#[test]
fn oidc_asks_for_the_metadata_and_nothing_else() {
    let turn = Start::begin(oidc(), wishes(), entropy(1), NOW);
    let played = play(turn, [answers(metadata()), Reply::Remembered(Ok(()))]);
    assert_eq!(
        played.asked,
        [
            "GET metadata https://id.example/.well-known/openid-configuration",
            "remember",
            "navigate https://id.example/authorize",
        ]
    );
    let request = &played.requests[0];
    assert!(request.method == Method::Get && request.body.is_none() && request.headers.is_empty());
    assert_eq!(request.cap, 1024 * 1024);
    let login = &played.remembered[0];
    let url = played.left_for.as_deref().unwrap();
    assert_eq!(field(url, "nonce"), login.nonce);
    assert!(login.nonce.as_ref().is_some_and(|nonce| nonce.len() == 32));
    serves(
        "R-016",
        "a nonce of 192 bits is sent and stored where openid is asked for",
    );
    serves("R-042", "the metadata request has a cap of 1 MiB");
}

#[test]
fn a_nonce_is_sent_exactly_where_openid_is_asked_for() {
    for (settings, expected) in [
        (oidc(), true),
        (docspace_openid(), true),
        (oauth(), false),
        (docspace(), false),
    ] {
        let (login, url) = begun(&settings, wishes());
        assert_eq!(field(&url, "nonce").is_some(), expected);
        assert_eq!(field(&url, "nonce"), login.nonce);
    }
    let mut asking = wishes();
    asking.scopes = Scopes::parse("openid").unwrap();
    assert!(field(&begun(&oauth(), asking).1, "nonce").is_some());
    serves("R-016", "nonce with openid, none without");
}

#[test]
fn the_challenge_is_that_of_the_stored_verifier() {
    for settings in [docspace(), oidc(), oauth()] {
        let (login, url) = begun(&settings, wishes());
        let verifier = login.verifier.as_ref().unwrap().expose();
        assert_eq!(verifier.len(), 43);
        assert_eq!(field(&url, "code_challenge"), Some(digest::hash(verifier)));
        assert_eq!(
            field(&url, "code_challenge_method").as_deref(),
            Some("S256")
        );
        assert!(!url.contains(verifier), "the verifier left the page");
    }
    serves(
        "R-013",
        "every authorization request carries the challenge of the stored verifier",
    );
    serves("R-014", "the method is S256");
}

#[test]
fn metadata_without_pkce_methods_still_gets_a_challenge() {
    for members in [
        vec![("code_challenge_methods_supported", "")],
        vec![("code_challenge_methods_supported", r#"["plain","S256"]"#)],
    ] {
        let answer = scene::metadata_with(&members);
        let (_, url) = begun_with(&oidc(), wishes(), 1, answer);
        assert_eq!(
            field(&url, "code_challenge_method").as_deref(),
            Some("S256")
        );
    }
    serves(
        "R-015",
        "the challenge is sent although the metadata does not list S256 at all",
    );
}

#[test]
fn a_login_that_cannot_be_stored_does_not_leave_the_page() {
    for code in [Code::StorageUnavailable, Code::StorageFull] {
        let turn = Start::begin(docspace(), wishes(), entropy(1), NOW);
        let played = play(turn, [Reply::Remembered(Err(code))]);
        assert_eq!(played.asked, ["remember"]);
        assert_eq!(played.code(), Some(code));
        assert!(played.left_for.is_none());
    }
    serves(
        "R-103",
        "a pending login that cannot be stored is never left for",
    );
    serves(
        "A-30",
        "storage full or blocked: typed error, no navigation",
    );
}

#[test]
fn without_metadata_nobody_leaves() {
    for (failure, code) in [
        (Failure::Network, Code::Network),
        (Failure::Blocked, Code::Network),
        (Failure::Cancelled, Code::Network),
        (Failure::Timeout, Code::Timeout),
        (Failure::TooLarge, Code::ResponseTooLarge),
    ] {
        let turn = Start::begin(oidc(), wishes(), entropy(1), NOW);
        let played = play(turn, [answers(Err(failure))]);
        assert_eq!(played.asked.len(), 1);
        assert_eq!(played.code(), Some(code), "{failure:?}");
        assert!(played.remembered.is_empty() && played.left_for.is_none());
    }
    serves(
        "R-085",
        "no endpoint is guessed when the metadata does not come",
    );
}

#[test]
fn every_login_has_a_state_of_its_own() {
    let mut states = BTreeSet::new();
    for seed in 0..=255 {
        let (login, _) = begun_with(&docspace(), wishes(), seed, metadata());
        assert!(login.state.len() >= 4 + 32);
        assert!(states.insert(login.state));
    }
    serves("R-012", "256 logins, 256 states");
}

#[test]
fn state_nonce_and_verifier_are_the_whole_of_their_random_bytes() {
    proptest!(|(bytes in vec(any::<u8>(), 96))| {
        let all: [u8; 96] = bytes.try_into().unwrap();
        let turn = Start::begin(oidc(), wishes(), Entropy(all), NOW);
        let played = play(turn, [answers(metadata()), Reply::Remembered(Ok(()))]);
        let login = &played.remembered[0];
        let state = login.state.strip_prefix("dg1r").unwrap();
        // 192 bits for state and nonce, 256 for the verifier, none of them shared.
        prop_assert_eq!(base64url::decode(state).unwrap(), &all[..24]);
        prop_assert_eq!(base64url::decode(login.nonce.as_ref().unwrap()).unwrap(), &all[24..48]);
        let verifier = login.verifier.as_ref().unwrap().expose();
        prop_assert_eq!(base64url::decode(verifier).unwrap(), &all[48..80]);
    });
    serves(
        "R-012",
        "state is 192 bits of the host's entropy behind a marker",
    );
    serves(
        "R-011",
        "state, nonce and verifier are the host's random bytes and nothing else",
    );
}
