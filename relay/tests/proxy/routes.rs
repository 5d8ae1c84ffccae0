//! The same through the relay's own addresses: from the request line to the service behind.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Uri};
use docgate_relay::config::ApiBase;
use docgate_relay::cookies::session_name;
use docgate_relay::router::router;
use docgate_relay::seal::{Purpose, Sealer, Session};
use docgate_relay::session::binding;
use docgate_relay::state::AppState;
use tower::ServiceExt as _;

use super::rows::serves;
use super::scene::{Got, enadoc, in_front_of, plain, rules, state};
use super::upstream::{Reply, Service};

const ORIGIN: &str = "https://app.example.com";

/// A page's call as browsers send it, changed by a test.
async fn page(
    relay: &Arc<AppState>,
    method: &str,
    target: &str,
    change: &[(&'static str, &str)],
) -> Got {
    let mut request = Request::builder()
        .method(method)
        .uri(target.parse::<Uri>().unwrap())
        .body(Body::empty())
        .unwrap();
    let usual = [
        ("host", "relay.example.com"),
        ("origin", ORIGIN),
        ("sec-fetch-site", "same-site"),
        ("docgate-relay", "1"),
        ("authorization", "Bearer t0ken"),
    ];
    for (name, value) in usual.iter().chain(change) {
        match *value {
            "" => drop(request.headers_mut().remove(*name)),
            value => drop(request.headers_mut().insert(*name, value.parse().unwrap())),
        }
    }
    let answer = router(Arc::clone(relay)).oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.ok();
    Got {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: body.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()),
    }
}

#[tokio::test]
async fn the_request_line_is_judged_as_it_came() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    for (target, status) in [
        ("/v1/plain/api", 404),
        ("/v1/plain/api/", 404),
        ("/v1/plain/apix/files/a", 404),
        ("/v1/plain/api2/files/a", 404),
        ("/v1/plain/%61pi/files/a", 404),
        ("/v1/plain//api/files/a", 404),
        ("//v1/plain/api/files/a", 404),
        ("/v1/other/api/files/a", 404),
        ("/v1/plain/../plain/api/files/a", 404),
        ("/v1/plain/x/../api/files/a", 404),
        ("/v1/plain/api//files/a", 403),
        ("/v1/plain/api/files//a", 403),
        ("/v1/plain/api/../api/files/a", 403),
        ("/v1/plain/api/files/../admin", 403),
        ("/v1/plain/api/files/%2e%2e/admin", 403),
        ("/v1/plain/api/files/..%2fadmin", 403),
        ("/v1/plain/api/files/%5c..%5cadmin", 403),
        ("/v1/plain/api/files/%25%32%65%25%32%65/admin", 403),
        ("/v1/plain/api/files/..;/admin", 403),
        ("/v1/plain/api/%66iles/a", 403),
        ("/v1/plain/api/http://evil.example/files/a", 403),
        ("/v1/plain/api/@evil.example/files/a", 403),
        ("/v1/plain/api/admin", 403),
        ("http://evil.example/v1/plain/api/files/a", 421),
    ] {
        let got = page(&relay, "GET", target, &[]).await;
        assert_eq!(got.status, status, "{target} {got:?}");
    }
    assert!(service.seen().is_empty());
    let got = page(&relay, "GET", "/v1/plain/api/files/a%20b?c=%2e%2e/d", &[]).await;
    assert_eq!(got.status, 200);
    assert_eq!(service.seen()[0].target, "/files/a%20b?c=%2e%2e/d");
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("access-control-allow-origin", ORIGIN),
        ("access-control-allow-credentials", "true"),
        ("vary", "Origin"),
    ] {
        assert_eq!(got.headers[name], value);
    }
    assert!(
        got.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    serves(
        "R-142",
        "24 request lines that lead past an entry's API: refused, nothing upstream",
    );
    serves(
        "R-145",
        "an API's answer is kept out of caches, not sniffed, and runs nothing",
    );
}

#[tokio::test]
async fn who_may_not_call_reaches_no_api() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    for (name, value, code) in [
        ("docgate-relay", "", "header_missing"),
        ("docgate-relay", "0", "header_missing"),
        ("origin", "https://evil.example", "origin_not_allowed"),
        (
            "origin",
            "https://app.example.com.evil.example",
            "origin_not_allowed",
        ),
        ("origin", "null", "origin_not_allowed"),
        ("sec-fetch-site", "cross-site", "cross_site"),
        ("sec-fetch-site", "none", "cross_site"),
        ("host", "evil.example", "host_not_allowed"),
        ("host", "relay.example.com:80", "host_not_allowed"),
        ("authorization", "", "token_missing"),
    ] {
        for method in ["GET", "POST", "DELETE"] {
            let got = page(&relay, method, "/v1/plain/api/files/a", &[(name, value)]).await;
            assert_eq!(got.code(), code, "{method} {name}: {value}");
        }
    }
    let preflight = [
        ("access-control-request-method", "DELETE"),
        ("docgate-relay", ""),
    ];
    let got = page(&relay, "OPTIONS", "/v1/plain/api/files/a", &preflight).await;
    assert_eq!(got.status, 204);
    let got = page(&relay, "OPTIONS", "/v1/plain/api/files/a", &[]).await;
    assert_eq!(got.code(), "method_not_allowed");
    assert!(service.seen().is_empty());
    serves(
        "A-44",
        "pages of other origins, sites and host names reach no API",
    );
}

const ID: &str = "0123456789abcdef";

#[tokio::test]
async fn the_sealed_session_says_where_the_api_is() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let other = Service::start(|_, _| Reply::json(200, "{}")).await;
    let mut entry = plain(&service.origin(), rules(&["/api/v3/**"]));
    entry.api.as_mut().unwrap().base = ApiBase::Session;
    entry.sign_in = Some(enadoc(&service.address.to_string()));
    let relay = state(vec![entry]);
    let entry = &relay.config.entries["plain"];
    let now = relay.clock.now();
    let name = session_name("plain", ORIGIN, ID);
    let cookie = |base: &str, origin: &str, ends: u64, name: &str| {
        let session = Session {
            caller: binding(entry, entry.sign_in.as_ref().unwrap(), origin),
            id: String::from(ID),
            refresh_token: None,
            api_base: Some(base.to_owned()),
            began: now - 10,
            used: now - 10,
            ends,
        };
        let sealer = Sealer(&relay.config.seal);
        let sealed = sealer.seal(Purpose::Session, name, &session.to_bytes());
        format!("{name}={}", sealed.unwrap())
    };
    let base = format!("{}/", service.origin());
    let (soon, ago) = (now + 60, now - 1);
    let another = session_name("plain", "https://other.example.com", ID);
    for (what, cookie) in [
        ("none", String::from("a=b")),
        ("made up", format!("{name}=AAAA")),
        (
            "of another origin",
            cookie(&base, "https://other.example.com", soon, &name),
        ),
        ("under another name", cookie(&base, ORIGIN, soon, &another)),
        ("at its end", cookie(&base, ORIGIN, ago, &name)),
        (
            "a host that is not listed",
            cookie(&format!("{}/", other.origin()), ORIGIN, soon, &name),
        ),
    ] {
        let got = page(
            &relay,
            "GET",
            "/v1/plain/api/api/v3/me",
            &[("cookie", &cookie), ("docgate-session", ID)],
        )
        .await;
        assert_eq!((got.status, got.code()), (401, "token_missing"), "{what}");
    }
    assert!(service.seen().is_empty() && other.seen().is_empty());
    let cookie = cookie(&base, ORIGIN, soon, &name);
    for named in [&[][..], &[("docgate-session", "fedcba9876543210")]] {
        let headers = [&[("cookie", cookie.as_str())], named].concat();
        let got = page(&relay, "GET", "/v1/plain/api/api/v3/me", &headers).await;
        assert_eq!((got.status, got.code()), (401, "token_missing"));
    }
    assert!(service.seen().is_empty());
    serves(
        "R-148",
        "a call of another session than the cookie's reaches no API",
    );
    let got = page(
        &relay,
        "GET",
        "/v1/plain/api/api/v3/me?a=1",
        &[("cookie", &cookie), ("docgate-session", ID)],
    )
    .await;
    assert_eq!(got.status, 200, "{got:?}");
    let seen = service.seen().remove(0);
    assert_eq!(seen.target, "/api/v3/me?a=1");
    assert!(!seen.head.contains("__Host-") && !seen.head.contains(ORIGIN));
    serves(
        "R-142",
        "the base of an API comes out of the sealed session of this very origin, or not at all",
    );
}
