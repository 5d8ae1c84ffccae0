//! The guard that asks the issuer (RFC 7662).

use std::sync::{Arc, Mutex};

use docgate_relay::state::AppState;

use super::guard::{PATH, service};
use super::rows::serves;
use super::scene::{ask, asking, guarded, later, state};
use super::tokens::{AUDIENCE, ISSUER, now};
use super::upstream::{Reply, Service};

async fn scene(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Service, Arc<AppState>) {
    let service = Service::start(move |seen, _| match seen.path() {
        "/introspect" => reply(),
        _ => service(seen, ""),
    })
    .await;
    let relay = state(vec![guarded(&service.origin(), asking(&service.origin()))]);
    (service, relay)
}

fn members(more: &str) -> String {
    format!(r#"{{"active":true,"sub":"anna","aud":"{AUDIENCE}"{more}}}"#)
}

#[tokio::test]
async fn an_active_token_for_this_relay_passes() {
    let (service, relay) = scene(|| Reply::json(200, &members(""))).await;
    for _ in 0..3 {
        let got = ask("GET", PATH, "0paque&token=x")
            .send(&relay, "calendar")
            .await;
        assert_eq!(got.status, 200, "{got:?}");
    }
    let seen = service.seen_at("/introspect");
    assert_eq!(seen.len(), 1, "the answer is believed for a while");
    assert_eq!(seen[0].method, "POST");
    assert_eq!(
        seen[0].body,
        b"token=0paque%26token%3Dx&token_type_hint=access_token"
    );
    assert!(
        seen[0]
            .header("authorization")
            .unwrap()
            .starts_with("Basic ")
    );
    assert!(!service.seen_at("/api")[0].head.contains("0paque"));
}

#[tokio::test]
async fn everything_else_is_refused() {
    let now = now();
    let cases: Vec<(&str, Reply, &str)> = [
        (
            "active as text",
            members("").replace("true", "\"true\""),
            "token_invalid",
        ),
        (
            "active as a number",
            members("").replace("true", "1"),
            "token_invalid",
        ),
        (
            "active null",
            members("").replace("true", "null"),
            "token_invalid",
        ),
        (
            "not active",
            String::from("{\"active\":false}"),
            "token_invalid",
        ),
        ("no active", String::from("{}"), "token_invalid"),
        (
            "no audience",
            String::from("{\"active\":true,\"sub\":\"anna\"}"),
            "token_invalid",
        ),
        (
            "another audience",
            members("").replace(AUDIENCE, "https://x.example"),
            "token_invalid",
        ),
        (
            "another issuer",
            members(",\"iss\":\"https://x.example\""),
            "token_invalid",
        ),
        (
            "an issuer of a wrong type",
            members(",\"iss\":1"),
            "token_invalid",
        ),
        (
            "expired",
            members(&format!(",\"exp\":{}", now - 61)),
            "token_invalid",
        ),
        (
            "an expiry as text",
            members(&format!(",\"exp\":\"{}\"", now + 300)),
            "token_invalid",
        ),
        (
            "not yet",
            members(&format!(",\"nbf\":{}", now + 70)),
            "token_invalid",
        ),
        (
            "another kind",
            members(",\"token_type\":\"DPoP\""),
            "token_invalid",
        ),
        (
            "twice active",
            members(",\"active\":true"),
            "upstream_invalid",
        ),
        ("no object", String::from("true"), "upstream_invalid"),
        ("not JSON", String::from("active=true"), "upstream_invalid"),
    ]
    .into_iter()
    .map(|(what, body, code)| (what, Reply::json(200, &body), code))
    .chain([
        (
            "HTML",
            Reply::new(200, &[("content-type", "text/html")], &members("")),
            "upstream_invalid",
        ),
        (
            "refused",
            Reply::json(401, &members("")),
            "upstream_refused",
        ),
        (
            "a redirect",
            Reply::new(307, &[("location", "/keys")], &members("")),
            "upstream_refused",
        ),
        (
            "an error",
            Reply::json(500, &members("")),
            "upstream_refused",
        ),
        ("nothing", Reply::raw(""), "upstream_unreachable"),
        (
            "huge",
            Reply::json(
                200,
                &members(&format!(",\"x\":\"{}\"", "y".repeat(300_000))),
            ),
            "upstream_invalid",
        ),
    ])
    .collect();
    for (what, reply, code) in cases {
        let (service, relay) = scene(move || reply.clone()).await;
        let got = ask("GET", PATH, "0paque").send(&relay, "calendar").await;
        assert_eq!(got.code(), code, "{what}");
        assert!(
            service.seen_at("/oauth").is_empty() && service.seen_at("/api").is_empty(),
            "{what}"
        );
    }
    let more = format!(
        ",\"iss\":\"{ISSUER}\",\"exp\":{},\"token_type\":\"Bearer\"",
        now + 9
    );
    let (_, relay) = scene(move || Reply::json(200, &members(&more))).await;
    assert_eq!(
        ask("GET", PATH, "0paque")
            .send(&relay, "calendar")
            .await
            .status,
        200
    );
    serves(
        "R-139",
        "introspection: only active true, for this relay, of this issuer",
    );
}

#[tokio::test]
async fn it_is_believed_for_thirty_seconds_at_most() {
    let answer = Arc::new(Mutex::new(members("")));
    let shown = Arc::clone(&answer);
    let (service, relay) = scene(move || Reply::json(200, &shown.lock().unwrap())).await;
    let call = || ask("GET", PATH, "0paque").send(&relay, "calendar");
    assert_eq!(call().await.status, 200);
    *answer.lock().unwrap() = String::from("{\"active\":false}");
    later(31).await;
    assert_eq!(call().await.code(), "token_invalid");
    assert_eq!(call().await.code(), "token_invalid");
    assert_eq!(
        service.seen_at("/introspect").len(),
        2,
        "a refusal is believed for five seconds"
    );
    later(6).await;
    // Another token is another question.
    *answer.lock().unwrap() = members("");
    assert_eq!(call().await.status, 200);
    assert_eq!(
        ask("GET", PATH, "0ther")
            .send(&relay, "calendar")
            .await
            .status,
        200
    );
    assert_eq!(service.seen_at("/introspect").len(), 4);
    serves(
        "R-139",
        "an introspection is believed for thirty seconds at most",
    );
}
