//! The guard in front of a machine's token: forged, foreign and stale tokens reach nothing.

use docgate::core::json::{Object, Value};
use docgate_relay::config::{Admitted, Guard};
use docgate_relay::state::AppState;
use std::sync::Arc;

use super::rows::serves;
use super::scene::{Got, ask, guard, guarded, state};
use super::tokens::{self, Key, claims, header, set, signed};
use super::upstream::{Reply, Seen, Service};

pub(crate) const PATH: &str = "/api/v3/integration/facilities";
pub(crate) const MACHINE: &str = "0123456789abcdef0123456789abcdef01234567";

/// The issuer's keys, the machine's token endpoint and its API, at one address.
pub(crate) fn service(seen: &Seen, keys: &str) -> Reply {
    match seen.path() {
        "/keys" => Reply::json(200, keys),
        "/oauth/v2/token" => Reply::json(
            200,
            &format!(
                r#"{{"access_token":"{MACHINE}","expires_in":3600,"token_type":"bearer","scope":null}}"#
            ),
        ),
        _ => Reply::new(
            200,
            &[(
                "content-type",
                "application/vnd.docplanner+json; charset=UTF-8",
            )],
            "{\"_items\":[]}",
        ),
    }
}

pub(super) struct Scene {
    pub(super) service: Service,
    pub(super) relay: Arc<AppState>,
    pub(super) ec: Key,
    pub(super) ed: Key,
    pub(super) rsa: Key,
}

pub(super) async fn scene_of(change: impl Fn(&mut Guard)) -> Scene {
    let (ec, ed, rsa) = (Key::p256(), Key::ed25519(), Key::rsa());
    let keys = set(&[ec.jwk("ec"), ed.jwk("ed"), rsa.jwk("rsa")]);
    let service = Service::start(move |seen, _| service(seen, &keys)).await;
    let mut guard = guard(format!("{}/keys", service.origin()));
    change(&mut guard);
    let relay = state(vec![guarded(&service.origin(), guard)]);
    Scene {
        service,
        relay,
        ec,
        ed,
        rsa,
    }
}

impl Scene {
    pub(super) async fn call(&self, token: &str) -> Got {
        ask("GET", PATH, token).send(&self.relay, "calendar").await
    }

    /// Nothing but keys was asked for.
    pub(super) fn untouched(&self) -> bool {
        self.service
            .seen()
            .iter()
            .all(|seen| seen.path() == "/keys")
    }
}

#[tokio::test]
async fn a_good_token_of_each_algorithm_passes() {
    let scene = scene_of(|_| ()).await;
    for (key, algorithm, id) in [
        (&scene.ec, "ES256", "ec"),
        (&scene.ed, "EdDSA", "ed"),
        (&scene.rsa, "RS256", "rsa"),
        (&scene.rsa, "PS256", "rsa"),
    ] {
        let token = signed(key, &header(algorithm, id), &claims());
        let got = scene.call(&token).await;
        assert_eq!(got.status, 200, "{algorithm} {got:?}");
        assert_eq!(
            got.headers["content-type"],
            "application/vnd.docplanner+json; charset=UTF-8"
        );
        assert!(!got.everything().contains(MACHINE));
    }
    assert_eq!(
        scene.service.seen_at("/keys").len(),
        1,
        "the key set is kept"
    );
    assert_eq!(
        scene.service.seen_at("/oauth").len(),
        1,
        "so is the machine's token"
    );
    for seen in scene.service.seen_at("/api") {
        assert_eq!(
            seen.header("authorization"),
            Some(&*format!("Bearer {MACHINE}"))
        );
        assert!(
            !seen.head.contains("eyJ"),
            "the page's token goes no further"
        );
    }
    serves(
        "R-146",
        "neither the page's token reaches the API, nor the machine's the page",
    );
}

#[tokio::test]
async fn no_token_for_someone_else_passes() {
    let scene = scene_of(|_| ()).await;
    let now = tokens::now();
    let list = |all: &[&str]| {
        Value::from(
            all.iter()
                .map(|it| Value::from(*it))
                .collect::<Vec<Value>>(),
        )
    };
    let ours = tokens::AUDIENCE;
    let foreign: Vec<(&str, Object)> = vec![
        (
            "another issuer",
            claims().with("iss", "https://evil.example"),
        ),
        (
            "the issuer with a slash",
            claims().with("iss", "https://login.example.com/"),
        ),
        ("no issuer", claims().without("iss")),
        (
            "another audience",
            claims().with("aud", "https://other.example.com"),
        ),
        (
            "an audience that begins so",
            claims().with("aud", &*format!("{ours}/x")),
        ),
        ("a client as audience", claims().with("aud", "app")),
        ("no audience", claims().without("aud")),
        ("an empty list", claims().with("aud", list(&[]))),
        (
            "a list with another",
            claims().with("aud", list(&[ours, "https://other.example.com"])),
        ),
        (
            "a list in a list",
            claims().with("aud", Value::from(vec![list(&[ours])])),
        ),
        ("an audience of a wrong type", claims().with("aud", true)),
        ("expired", claims().with("exp", now - 61)),
        ("no expiry", claims().without("exp")),
        (
            "an expiry as text",
            claims().with("exp", &*(now + 300).to_string()),
        ),
        ("a negative expiry", claims().with("exp", -1)),
        ("not yet", claims().with("nbf", now + 70)),
        ("nbf of a wrong type", claims().with("nbf", "now")),
        ("issued in the future", claims().with("iat", now + 70)),
        ("no subject", claims().without("sub")),
        ("an empty subject", claims().with("sub", "")),
        ("a subject of a wrong type", claims().with("sub", 7)),
        ("an ID token's nonce", claims().with("nonce", "n")),
        ("an ID token's at_hash", claims().with("at_hash", "h")),
    ];
    for (what, claims) in &foreign {
        let token = signed(&scene.ec, &header("ES256", "ec"), claims);
        let got = scene.call(&token).await;
        assert_eq!((got.status, got.code()), (401, "token_invalid"), "{what}");
    }
    assert!(
        scene.service.seen().is_empty(),
        "not even keys were asked for"
    );
    for (what, claims) in [
        ("just expired", claims().with("exp", now - 50)),
        ("just not yet", claims().with("nbf", now + 50)),
        ("a list of one", claims().with("aud", list(&[ours]))),
    ] {
        let token = signed(&scene.ec, &header("ES256", "ec"), &claims);
        assert_eq!(scene.call(&token).await.status, 200, "{what}");
    }
    serves(
        "R-142",
        "23 access tokens for someone else: refused, nothing upstream",
    );
}

#[tokio::test]
async fn an_id_token_is_no_access_token() {
    let kind = |kind: &str| {
        Object::new()
            .with("alg", "ES256")
            .with("typ", kind)
            .with("kid", "ec")
    };
    let scene = scene_of(|_| ()).await;
    for (typ, status) in [
        ("at+jwt", 200),
        ("application/at+jwt", 200),
        ("AT+JWT", 200),
        ("JWT", 401),
        ("id_token+jwt", 401),
        ("logout+jwt", 401),
        ("dpop+jwt", 401),
        ("application/", 401),
        ("", 401),
    ] {
        let token = signed(&scene.ec, &kind(typ), &claims());
        assert_eq!(scene.call(&token).await.status, status, "{typ}");
    }
    let without = Object::new().with("alg", "ES256").with("kid", "ec");
    let token = signed(&scene.ec, &without, &claims());
    assert_eq!(scene.call(&token).await.code(), "token_invalid");
    // Where an issuer's access tokens are plain JWTs, the configuration says so.
    let scene = scene_of(|guard| guard.token_types = vec![String::from("JWT")]).await;
    let token = signed(&scene.ec, &kind("JWT"), &claims());
    assert_eq!(scene.call(&token).await.status, 200);
    let token = signed(&scene.ec, &kind("JWT"), &claims().with("nonce", "n"));
    assert_eq!(scene.call(&token).await.status, 401);
    serves("A-44", "an ID token is not taken for an access token");
}

#[tokio::test]
async fn who_is_not_allowed_reaches_nothing() {
    let scene = scene_of(|guard| {
        guard.allow = Admitted::Rules {
            subjects: vec![String::from("anna")],
            groups: Vec::new(),
            tenant: None,
            claim: None,
        };
    })
    .await;
    let token = signed(
        &scene.ec,
        &header("ES256", "ec"),
        &claims().with("sub", "eve"),
    );
    let got = scene.call(&token).await;
    assert_eq!((got.status, got.code()), (403, "user_not_allowed"));
    assert!(scene.untouched());
    let token = signed(&scene.ec, &header("ES256", "ec"), &claims());
    assert_eq!(scene.call(&token).await.status, 200);
    serves(
        "R-142",
        "a good token of a person whom no rule admits: refused, nothing upstream",
    );
}

#[tokio::test]
async fn only_the_pinned_algorithms_are_taken() {
    let scene = scene_of(|guard| guard.algorithms = vec![String::from("RS256")]).await;
    let token = signed(&scene.ec, &header("ES256", "ec"), &claims());
    assert_eq!(scene.call(&token).await.code(), "token_invalid");
    assert!(scene.service.seen().is_empty());
    let token = signed(&scene.rsa, &header("RS256", "rsa"), &claims());
    assert_eq!(scene.call(&token).await.status, 200);
}
