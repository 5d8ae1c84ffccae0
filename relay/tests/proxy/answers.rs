//! Hostile answers of an API: what cannot be used is told in few words, and nothing of it goes on.

use std::time::{Duration, Instant};

use docgate_relay::config::ApiBase;

use super::rows::serves;
use super::scene::{Got, ask, in_front_of, plain, rules, state};
use super::upstream::{Reply, Service};

async fn answered(reply: Reply) -> (Got, usize) {
    let service = Service::start(move |_, _| reply.clone()).await;
    let relay = in_front_of(&service, &["/files/**"]);
    let got = ask("GET", "/files/a", "t0ken").send(&relay, "plain").await;
    (got, service.seen().len())
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Service::start(|_, _| Reply::json(200, "{}")).await;
    for status in [300, 301, 302, 303, 305, 307, 308] {
        let target = format!("{}/private", other.origin());
        let (got, asked) = answered(Reply::new(status, &[("location", &target)], "moved")).await;
        assert_eq!(
            (got.status, got.code()),
            (502, "upstream_refused"),
            "{status}"
        );
        assert!(!got.everything().contains("private"), "{got:?}");
        assert_eq!(asked, 1);
    }
    assert!(other.seen().is_empty());
    serves("R-142", "seven redirects: none followed, none shown");
    serves("A-44", "a redirect leads the relay nowhere");
}

#[tokio::test]
async fn what_the_api_says_comes_back() {
    for (status, body) in [
        (200, "{\"a\":1}"),
        (400, "{\"message\":\"no\"}"),
        (401, "{\"message\":\"who\"}"),
        (403, ""),
        (404, "not here"),
        (409, "{}"),
        (429, "{}"),
        (500, "<html>"),
        (503, ""),
    ] {
        let (got, _) = answered(Reply::new(status, &[("content-type", "text/html")], body)).await;
        assert_eq!((got.status, got.body.as_deref()), (status, Some(body)));
    }
    let (got, _) = answered(Reply::new(304, &[("etag", "\"1\"")], "")).await;
    assert_eq!(got.status, 304);
    assert_eq!(got.headers["etag"], "\"1\"");
}

#[tokio::test]
async fn words_before_an_answer_are_passed_over() {
    let words = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </private>; rel=preload\r\n\r\n";
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let (got, _) = answered(Reply::raw(&[words, answer].concat())).await;
    assert_eq!((got.status, got.body.as_deref()), (200, Some("{}")));
    assert!(!got.everything().contains("private"));
    let (got, _) = answered(Reply::raw(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
    ))
    .await;
    assert_eq!(got.status, 502);
}

#[tokio::test]
async fn what_is_no_answer_is_told_as_such() {
    let head = "HTTP/1.1 200 OK\r\n";
    for reply in [
        "",
        "nonsense",
        "SSH-2.0-OpenSSH_9\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        &format!("{head}content-length: -1\r\n\r\n"),
        &format!("{head}content-length: 1\r\ncontent-length: 2\r\n\r\nab"),
        &format!("{head}x: {}\r\n\r\n", "y".repeat(1024 * 1024)),
        &format!("{head}content-length"),
    ] {
        let (got, _) = answered(Reply::raw(reply)).await;
        assert_eq!(
            (got.status, got.code()),
            (502, "upstream_unreachable"),
            "{:.40}",
            reply
        );
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_broken_off() {
    for reply in [
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let (got, _) = answered(Reply::raw(reply)).await;
        assert_eq!((got.status, got.body), (200, None), "{reply}");
    }
}

#[tokio::test]
async fn too_long_an_answer_is_not_taken() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{";
    let (got, _) = answered(Reply::raw(head)).await;
    assert_eq!((got.status, got.code()), (502, "upstream_invalid"));
}

#[tokio::test]
async fn a_slow_answer_is_given_up() {
    let started = Instant::now();
    let late = Reply::raw("").then(Duration::from_secs(30), "HTTP/1.1 200 OK\r\n\r\n");
    let (got, _) = answered(late).await;
    assert_eq!((got.status, got.code()), (504, "upstream_timeout"));
    let dripping = Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")
        .then(Duration::from_secs(30), "}");
    let (got, _) = answered(dripping).await;
    assert_eq!((got.status, got.body), (200, None));
    assert!(started.elapsed() < Duration::from_secs(10));
    serves(
        "A-44",
        "redirects, broken, endless and slow answers: a small error, or broken off",
    );
}

#[tokio::test]
async fn calls_of_an_api_are_counted_by_what_came_of_them() {
    let service = Service::start(|seen, _| {
        let last = seen.path().rsplit('/').next().unwrap();
        match last.parse() {
            Ok(status) => Reply::json(status, "{}"),
            Err(_) => Reply::raw(""),
        }
    })
    .await;
    let relay = in_front_of(&service, &["/files/**"]);
    for last in ["200", "304", "302", "404", "429", "503", "broken"] {
        let path = format!("/files/{last}");
        ask("GET", &path, "t0ken").send(&relay, "plain").await;
    }
    // Refused before anything is sent.
    ask("GET", "/else", "t0ken").send(&relay, "plain").await;
    let text = relay.metrics.text();
    for (outcome, number) in [
        ("ok", 2),
        ("redirect", 1),
        ("refused", 1),
        ("limited", 1),
        ("failed", 1),
        ("unreachable", 1),
    ] {
        let line = format!(
            r#"upstream_calls_total{{entry="plain",purpose="api",outcome="{outcome}"}} {number}"#
        );
        assert!(text.contains(&line), "{line} in {text}");
    }
    let all = r#"upstream_seconds_count{entry="plain",purpose="api"} 7"#;
    assert!(text.contains(all), "{text}");
}

#[tokio::test]
async fn nobody_at_the_address_is_told_as_such() {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", socket.local_addr().unwrap());
    drop(socket);
    let relay = state(vec![plain(&origin, rules(&["/files/**"]))]);
    let got = ask("GET", "/files/a", "t0ken").send(&relay, "plain").await;
    assert_eq!((got.status, got.code()), (502, "upstream_unreachable"));
    assert!(!got.everything().contains("127.0.0.1"), "{got:?}");
}

#[tokio::test]
async fn without_a_session_that_says_where_nothing_is_sent() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let mut entry = plain(&service.origin(), rules(&["/api/**"]));
    entry.api.as_mut().unwrap().base = ApiBase::Session;
    entry.sign_in = Some(super::scene::enadoc(&service.address.to_string()));
    let relay = state(vec![entry]);
    let base = format!("{}/", service.origin());
    for session in [
        None,
        Some("https://evil.example/"),
        Some("http://127.0.0.1:1/"),
        Some("http://user@127.0.0.1/"),
        Some(""),
        Some("//127.0.0.1"),
        Some("http://localhost/"),
    ] {
        let call = ask("GET", "/api/v3/me", "t0ken");
        let got = call.send_within(&relay, "plain", session).await;
        assert_eq!(
            (got.status, got.code()),
            (401, "token_missing"),
            "{session:?}"
        );
    }
    assert!(service.seen().is_empty());
    serves(
        "R-142",
        "a discovered base is used only while the configuration lists its host",
    );
    let call = ask("GET", "/api/v3/me", "t0ken");
    let got = call.send_within(&relay, "plain", Some(&base)).await;
    assert_eq!(got.status, 200);
    assert_eq!(
        service.seen()[0].header("authorization"),
        Some("Bearer t0ken")
    );
}
