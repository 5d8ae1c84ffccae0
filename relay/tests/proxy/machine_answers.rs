//! Answers to calls with the relay's token: a firewall's pages, redirects, and the token itself.

use std::sync::Arc;
use std::time::Duration;

use docgate_relay::state::AppState;

use super::rows::serves;
use super::scene::{Got, SECRET, ask, asking, guarded, later, state};
use super::tokens::AUDIENCE;
use super::upstream::{Reply, Service};

const PATH: &str = "/api/v3/integration/bookings";
const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";

async fn scene(token: Reply, api: Reply) -> (Service, Arc<AppState>) {
    let service = Service::start(move |seen, _| match seen.path() {
        "/introspect" => Reply::json(200, &format!(r#"{{"active":true,"aud":"{AUDIENCE}"}}"#)),
        "/oauth/v2/token" => token.clone(),
        _ => api.clone(),
    })
    .await;
    let relay = state(vec![guarded(&service.origin(), asking(&service.origin()))]);
    (service, relay)
}

fn issued() -> Reply {
    Reply::json(
        200,
        &format!(
            r#"{{"access_token":"{TOKEN}","expires_in":3600,"token_type":"bearer","scope":null}}"#
        ),
    )
}

async fn get(relay: &Arc<AppState>) -> Got {
    ask("GET", PATH, "page").send(relay, "calendar").await
}

const CAPTCHA: &str = "<!DOCTYPE html><title>Human Verification</title>";

#[tokio::test]
async fn no_token_is_told_and_not_asked_for_in_a_storm() {
    let html = [
        ("content-type", "text/html; charset=UTF-8"),
        ("x-amzn-waf-action", "captcha"),
    ];
    let token = |kind: &str| format!(r#"{{"access_token":"{TOKEN}","token_type":"{kind}"}}"#);
    for (what, reply, code) in [
        (
            "a captcha",
            Reply::new(405, &html, CAPTCHA),
            "upstream_refused",
        ),
        (
            "a page",
            Reply::new(200, &html[..1], CAPTCHA),
            "upstream_refused",
        ),
        (
            "a page that says it is JSON",
            Reply::json(200, CAPTCHA),
            "upstream_refused",
        ),
        (
            "a token in a page",
            Reply::new(200, &html[..1], &token("bearer")),
            "upstream_refused",
        ),
        (
            "the other address",
            Reply::new(301, &[("location", "/oauth/v2/elsewhere")], ""),
            "upstream_refused",
        ),
        (
            "another redirect",
            Reply::new(
                307,
                &[("location", "/oauth/v2/elsewhere")],
                &token("bearer"),
            ),
            "upstream_refused",
        ),
        (
            "a refused client",
            Reply::json(401, r#"{"error":"invalid_client"}"#),
            "upstream_refused",
        ),
        (
            "the same with 400",
            Reply::json(400, r#"{"error":"invalid_client"}"#),
            "upstream_refused",
        ),
        (
            "an error in a 200",
            Reply::json(200, r#"{"error":"invalid_client"}"#),
            "upstream_refused",
        ),
        (
            "too many",
            Reply::new(429, &[("retry-after", "120")], ""),
            "upstream_refused",
        ),
        ("a failure", Reply::json(500, "{}"), "upstream_refused"),
        (
            "no token",
            Reply::json(200, r#"{"token_type":"bearer"}"#),
            "upstream_invalid",
        ),
        (
            "another kind",
            Reply::json(200, &token("mac")),
            "upstream_invalid",
        ),
        (
            "a header in the token",
            Reply::json(200, r#"{"access_token":"a\r\nX: y","token_type":"bearer"}"#),
            "upstream_invalid",
        ),
        (
            "a lifetime of a wrong type",
            Reply::json(
                200,
                r#"{"access_token":"a","token_type":"bearer","expires_in":"x"}"#,
            ),
            "upstream_invalid",
        ),
        (
            "not JSON",
            Reply::json(200, "access_token=a"),
            "upstream_invalid",
        ),
        (
            "text",
            Reply::new(200, &[("content-type", "text/plain")], &token("bearer")),
            "upstream_invalid",
        ),
        (
            "huge",
            Reply::json(200, &"x".repeat(300_000)),
            "upstream_invalid",
        ),
        ("nothing", Reply::raw(""), "upstream_unreachable"),
        (
            "late",
            Reply::raw("").after(Duration::from_secs(20)),
            "upstream_timeout",
        ),
    ] {
        let (service, relay) = scene(reply, Reply::json(200, "{}")).await;
        for _ in 0..5 {
            let got = get(&relay).await;
            assert_eq!(got.code(), code, "{what}");
            assert!(got.headers.contains_key("retry-after"), "{what}");
            for part in ["html", "Human", TOKEN, SECRET] {
                assert!(!got.everything().contains(part), "{what}: {got:?}");
            }
        }
        let asked = service.seen_at("/oauth");
        assert!(
            asked.len() == 1 && asked[0].path() == "/oauth/v2/token",
            "{what}"
        );
        assert!(service.seen_at("/api").is_empty(), "{what}");
    }
    serves(
        "A-44",
        "20 hostile answers to the machine's token request: nothing of them shown, no storm",
    );
    serves("R-142", "no redirect of a token request is followed");
}

#[tokio::test]
async fn after_a_pause_it_is_asked_for_again() {
    let (service, relay) = scene(Reply::json(500, "{}"), Reply::json(200, "{}")).await;
    let mut asked = Vec::new();
    for seconds in [0, 0, 2, 0, 1, 2, 0, 5] {
        later(seconds).await;
        get(&relay).await;
        asked.push(service.seen_at("/oauth").len());
    }
    // One second after the first failure, two after the second, four after the third.
    assert_eq!(asked, [1, 1, 2, 2, 2, 3, 3, 4]);
    let refusal = Reply::new(429, &[("retry-after", "120")], "");
    let (service, relay) = scene(refusal, Reply::json(200, "{}")).await;
    assert_eq!(get(&relay).await.headers["retry-after"], "120");
    later(100).await;
    get(&relay).await;
    assert_eq!(service.seen_at("/oauth").len(), 1);
    later(30).await;
    get(&relay).await;
    assert_eq!(service.seen_at("/oauth").len(), 2);
}

#[tokio::test]
async fn a_firewalls_page_is_not_the_apis_answer() {
    for (status, headers) in [
        (
            405,
            vec![
                ("content-type", "text/html"),
                ("x-amzn-waf-action", "captcha"),
            ],
        ),
        (202, vec![("x-amzn-waf-action", "challenge")]),
        (200, vec![("content-type", "TEXT/HTML; charset=utf-8")]),
        (403, vec![("content-type", "text/html")]),
        (301, vec![("location", "https://www.doctoralia.es/private")]),
    ] {
        let (_, relay) = scene(issued(), Reply::new(status, &headers, CAPTCHA)).await;
        let got = get(&relay).await;
        assert_eq!(
            (got.status, got.code()),
            (502, "upstream_refused"),
            "{status} {headers:?}"
        );
        let shown = got.everything();
        assert!(
            !shown.contains("Human") && !shown.contains("private"),
            "{shown}"
        );
    }
    let vendor = [
        ("content-type", "application/vnd.error+docplanner+json"),
        ("x-ratelimit-reset", "2026-11-27T10:00:00+00:00"),
    ];
    let (_, relay) = scene(issued(), Reply::new(429, &vendor, r#"{"message":"slow"}"#)).await;
    let got = get(&relay).await;
    assert_eq!(
        (got.status, got.body.as_deref()),
        (429, Some(r#"{"message":"slow"}"#))
    );
    assert_eq!(got.headers["content-type"], vendor[0].1);
    assert_eq!(got.headers["x-ratelimit-reset"], vendor[1].1);
}

#[tokio::test]
async fn an_api_that_shows_the_token_shows_it_to_nobody() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let pause = Duration::from_millis(30);
    let plain = Reply::json(200, &format!("{{\"authorization\":\"Bearer {TOKEN}\"}}"));
    let mut dripping = Reply::raw(head);
    for letter in format!("echo {TOKEN} end").chars() {
        dripping = dripping.then(Duration::from_millis(2), &chunk(&letter.to_string()));
    }
    let halves = Reply::raw(head)
        .then(pause, &chunk(&format!("a{}", &TOKEN[..20])))
        .then(pause, &chunk(&format!("{}b", &TOKEN[20..])))
        .then(pause, "0\r\n\r\n");
    for (what, reply) in [
        ("at once", plain),
        ("letter by letter", dripping),
        ("in halves", halves),
    ] {
        let (_, relay) = scene(issued(), reply).await;
        let entry = &relay.config.entries["calendar"];
        let call = ask("GET", PATH, "page");
        let answer = docgate_relay::api::call(&relay, entry, &call.path, None, call.request).await;
        let (shown, whole) = read(answer.unwrap()).await;
        assert!(!whole, "{what}: broken off");
        assert!(!shown.contains(&TOKEN[..8]), "{what}: {shown}");
    }
    let header = [("etag", &*format!("\"{TOKEN}\""))];
    let (_, relay) = scene(issued(), Reply::new(200, &header, "{}")).await;
    let got = get(&relay).await;
    assert_eq!(got.code(), "upstream_invalid");
    assert!(!got.everything().contains(TOKEN));
    let encoded = [("content-encoding", "gzip")];
    let (_, relay) = scene(issued(), Reply::new(200, &encoded, "x")).await;
    assert_eq!(get(&relay).await.code(), "upstream_invalid");
    serves(
        "R-146",
        "an API that shows the machine's token, whole or in pieces: broken off before it",
    );
}

#[tokio::test]
async fn what_only_begins_like_the_token_comes_back_whole() {
    let begins = format!(
        "a{} {}{} {}",
        &TOKEN[..39],
        &TOKEN[..12],
        &TOKEN[..39],
        &TOKEN[..16]
    );
    let (_, relay) = scene(issued(), Reply::json(200, &begins)).await;
    assert_eq!(get(&relay).await.body, Some(begins));
}

/// What came of a body, and whether it came to its end.
async fn read(answer: docgate_relay::answer::Answer) -> (String, bool) {
    use futures_util::StreamExt as _;
    let mut pieces = answer.into_body().into_data_stream();
    let mut shown = String::new();
    while let Some(piece) = pieces.next().await {
        match piece {
            Ok(piece) => shown.push_str(std::str::from_utf8(&piece).unwrap()),
            Err(_) => return (shown, false),
        }
    }
    (shown, true)
}
