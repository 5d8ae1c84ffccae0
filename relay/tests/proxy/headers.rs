//! What goes on of a call's headers, and what comes back of an answer's.

use super::rows::serves;
use super::scene::{ask, in_front_of};
use super::upstream::{Reply, Service};

#[tokio::test]
async fn an_api_sees_what_is_meant_for_it_and_nothing_else() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    ask("GET", "/files/a", "t0ken")
        .with("accept", "application/json")
        .with("accept-language", "de")
        .with("if-match", "\"1\"")
        .with("if-none-match", "\"2\"")
        .with("prefer", "return=minimal")
        .with("range", "bytes=0-9")
        .with("odata-version", "4.0")
        .with("odata-maxversion", "4.01")
        .with("cookie", "__Host-dg-s-0123456789abcdef=private; theirs=1")
        .with("docgate-relay", "1")
        .with("origin", "https://app.example.com")
        .with("referer", "https://app.example.com/patients/7")
        .with("sec-fetch-site", "same-site")
        .with("host", "evil.example")
        .with("x-forwarded-for", "10.0.0.1")
        .with("x-forwarded-host", "evil.example")
        .with("forwarded", "for=10.0.0.1")
        .with("x-original-url", "/admin")
        .with("x-rewrite-url", "/admin")
        .with("x-http-method-override", "DELETE")
        .with("user-agent", "a browser")
        .with("accept-encoding", "gzip")
        .with("x-api-key", "k")
        .with("proxy-authorization", "Basic eDp5")
        .with("te", "trailers")
        .with("upgrade", "websocket")
        .with("connection", "upgrade, prefer")
        .send(&relay, "plain")
        .await;
    let seen = service.seen().remove(0);
    let mut names: Vec<&str> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accept",
            "accept-language",
            "authorization",
            "host",
            "if-match",
            "if-none-match",
            "odata-maxversion",
            "odata-version",
            "range",
            "user-agent",
        ]
    );
    assert_eq!(seen.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(
        seen.header("host"),
        Some(service.address.to_string().as_str())
    );
    assert!(
        seen.header("user-agent")
            .unwrap()
            .starts_with("docgate-relay/")
    );
    for part in [
        "private",
        "app.example.com",
        "evil",
        "10.0.0.1",
        "/admin",
        "DELETE",
    ] {
        assert!(!seen.head.contains(part), "{part}: {}", seen.head);
    }
    serves(
        "A-44",
        "cookies, origin, referrer and forwarded headers of a page reach no upstream",
    );
    serves("R-142", "no header chooses host, path or method");
}

#[tokio::test]
async fn a_page_sees_what_is_meant_for_it_and_nothing_else() {
    let service = Service::start(|_, _| {
        Reply::new(
            206,
            &[
                (
                    "content-type",
                    "application/vnd.docplanner+json; charset=UTF-8",
                ),
                ("content-disposition", "attachment; filename=a.pdf"),
                ("content-range", "bytes 0-1/9"),
                ("etag", "\"1\""),
                ("last-modified", "Fri, 27 Nov 2026 10:00:00 GMT"),
                ("retry-after", "7"),
                ("www-authenticate", "Bearer error=\"insufficient_claims\""),
                ("x-ratelimit-limit", "100"),
                ("x-ratelimit-reset", "2026-11-27T10:00:00+00:00"),
                ("x-total-count", "9"),
                ("odata-version", "4.0"),
                ("request-id", "r"),
                ("ms-correlation-x", "c"),
                ("set-cookie", "sid=private; Path=/"),
                (
                    "set-cookie",
                    "__Host-dg-s-0123456789abcdef=private; Path=/; Secure",
                ),
                ("location", "https://evil.example/private"),
                ("access-control-allow-origin", "*"),
                ("access-control-allow-credentials", "true"),
                ("cache-control", "public, max-age=9999"),
                ("content-security-policy", "default-src *"),
                ("strict-transport-security", "max-age=0"),
                ("clear-site-data", "\"cookies\""),
                ("refresh", "0; url=https://evil.example/"),
                ("link", "<https://evil.example>; rel=preload"),
                ("alt-svc", "h3=\"evil.example:443\""),
                ("server", "private/1.0"),
                ("x-powered-by", "private"),
                ("service-worker-allowed", "/"),
                ("connection", "x-total-count"),
            ],
            "{}",
        )
    })
    .await;
    let relay = in_front_of(&service, &["/files/**"]);
    let got = ask("GET", "/files/a", "t0ken").send(&relay, "plain").await;
    assert_eq!(got.status, 206);
    let mut names: Vec<&str> = got
        .headers
        .keys()
        .map(axum::http::HeaderName::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "content-disposition",
            "content-range",
            "content-type",
            "etag",
            "last-modified",
            "ms-correlation-x",
            "odata-version",
            "request-id",
            "retry-after",
            "www-authenticate",
            "x-ratelimit-limit",
            "x-ratelimit-reset",
        ]
    );
    assert_eq!(
        got.headers["content-type"],
        "application/vnd.docplanner+json; charset=UTF-8"
    );
    assert!(!got.everything().contains("private"), "{got:?}");
    serves(
        "R-145",
        "only listed headers of an API's answer come back, no cookie among them",
    );
}

#[tokio::test]
async fn a_call_without_one_good_token_is_not_sent() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    for (headers, status, code) in [
        (&[][..], 401, "token_missing"),
        (&["Bearer"], 401, "token_invalid"),
        (&["Bearer "], 401, "token_invalid"),
        (&["Bearer a b"], 401, "token_invalid"),
        (&["Bearer  a"], 401, "token_invalid"),
        (&["Basic YTpi"], 401, "token_invalid"),
        (&["Bearer a", "Bearer b"], 400, "invalid_request"),
    ] {
        let mut call = ask("GET", "/files/a", "");
        for header in headers {
            call = call.with("authorization", header);
        }
        let got = call.send(&relay, "plain").await;
        assert_eq!((got.status, got.code()), (status, code), "{headers:?}");
    }
    assert!(service.seen().is_empty());
    let mut call = ask("GET", "/files/a", "");
    call = call.with("authorization", "bearer t0ken");
    call.send(&relay, "plain").await;
    assert_eq!(
        service.seen()[0].header("authorization"),
        Some("Bearer t0ken")
    );
}
