//! The gate: host, entry, origin, site, header, cookies, body (R-143, R-147; A-44).

use axum::body::Body;
use axum::http::{HeaderValue, Method};

use crate::rows::serves;
use crate::support::scene::{OTHER_APP, STATE};
use crate::support::{APP, HOST, Reply, Scene};

/// A login that would be good, but for one header.
async fn with_header(scene: &Scene, name: &'static str, value: Option<&str>) -> Reply {
    let mut browser = scene.browser();
    let mut request = browser.request("/v1/enadoc/login", &[]);
    *request.body_mut() = Body::from(good_form(scene));
    request.headers_mut().remove(name);
    if let Some(value) = value {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    browser.send(request).await
}

fn good_form(scene: &Scene) -> String {
    format!(
        "client_id=client-of-enadoc&code_challenge={}&code_challenge_method=S256&redirect_uri={APP}/enadoc/callback&state={STATE}&authorization_url=1",
        scene.challenge()
    )
}

#[tokio::test]
async fn a_good_request_passes_and_its_answer_is_guarded() {
    let scene = Scene::new().await;
    for site in [Some("same-origin"), Some("same-site"), None] {
        let reply = with_header(&scene, "sec-fetch-site", site).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert_eq!(reply.headers["access-control-allow-origin"], APP);
        assert_eq!(reply.headers["access-control-allow-credentials"], "true");
        assert_eq!(reply.headers["vary"], "Origin");
        assert_eq!(reply.headers["cache-control"], "no-store");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
        assert_eq!(reply.headers["referrer-policy"], "no-referrer");
        assert_eq!(reply.headers["content-type"], "application/json");
    }
    serves("R-145", "answers: no-store, nosniff, no-referrer");
}

#[tokio::test]
async fn only_the_exact_origins_of_the_entry_pass() {
    let scene = Scene::new().await;
    let mut origins: Vec<String> = vec![
        "null".into(),
        "*".into(),
        format!("{APP}/"),
        APP.to_uppercase(),
        APP.replace("http", "https"),
        APP.replace("5173", "5174"),
        APP.replace(":5173", ""),
        format!("{APP}.evil.example"),
        format!("{APP}, {APP}"),
        APP.replace("app", "evil-app"),
        "http://app.localhost:5173@evil.example".into(),
        "http://localhost:5173".into(),
        "https://evil.example".into(),
    ];
    for number in 0..200 {
        origins.push(format!("http://app{number}.localhost:5173"));
    }
    for origin in &origins {
        let reply = with_header(&scene, "origin", Some(origin)).await;
        assert_eq!(
            reply.error(),
            (403, "origin_not_allowed".into()),
            "{origin}"
        );
        assert!(
            !reply.headers.contains_key("access-control-allow-origin"),
            "{origin}"
        );
        assert!(reply.cookies().is_empty());
        assert_eq!(reply.headers["vary"], "Origin");
    }
    assert_eq!(with_header(&scene, "origin", None).await.status, 403);
    assert_eq!(scene.double.count(), 0);
    serves(
        "R-143",
        "of 213 origins none passes, none is reflected, nothing is sent upstream",
    );
    serves("A-44", "another origin: refused");
}

#[tokio::test]
async fn two_origins_are_none() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let mut request = browser.request("/v1/enadoc/login", &[]);
    request.headers_mut().append("origin", APP.parse().unwrap());
    assert_eq!(browser.send(request).await.error().1, "origin_not_allowed");
}

#[tokio::test]
async fn other_hosts_are_refused() {
    let scene = Scene::new().await;
    for host in [
        "evil.example",
        "relay.localhost",
        "relay.localhost:9501",
        "relay.localhost:9500.evil.example",
        "127.0.0.1:9500",
        "",
    ] {
        let reply = with_header(&scene, "host", Some(host)).await;
        assert_eq!(reply.error(), (421, "host_not_allowed".into()), "{host}");
        assert!(!reply.headers.contains_key("access-control-allow-origin"));
    }
    assert_eq!(with_header(&scene, "host", None).await.status, 421);
    assert_eq!(
        with_header(&scene, "host", Some(&HOST.to_uppercase()))
            .await
            .status,
        200
    );
    assert_eq!(scene.double.count(), 1);
    serves("R-143", "another host: refused");
    serves("A-44", "DNS rebinding: refused by Host");
}

#[tokio::test]
async fn a_cross_site_page_can_read_why_it_is_refused() {
    let scene = Scene::new().await;
    for site in [
        "cross-site",
        "none",
        "",
        "same-site, same-site",
        "Same-Site",
    ] {
        let reply = with_header(&scene, "sec-fetch-site", Some(site)).await;
        assert_eq!(reply.error(), (403, "cross_site".into()), "{site}");
        assert_eq!(reply.headers["access-control-allow-origin"], APP);
    }
    assert_eq!(scene.double.count(), 0);
    serves("R-143", "cross-site: refused, with a readable error");
}

#[tokio::test]
async fn the_header_that_no_form_can_send_is_needed() {
    let scene = Scene::new().await;
    for value in [None, Some("0"), Some(""), Some("1, 1")] {
        let reply = with_header(&scene, "docgate-relay", value).await;
        assert_eq!(reply.error(), (403, "header_missing".into()), "{value:?}");
    }
    assert_eq!(scene.double.count(), 0);
    serves("R-143", "without the custom header: refused");
    serves("A-44", "CSRF by a form: refused");
}

#[tokio::test]
async fn a_preflight_is_answered_for_the_entrys_origins_alone() {
    let scene = Scene::new().await;
    let preflight = |origin: &str, host: &str, headers: &str| {
        let mut request = scene.browser().request("/v1/enadoc/token", &[]);
        *request.method_mut() = Method::OPTIONS;
        for name in ["docgate-relay", "sec-fetch-site"] {
            request.headers_mut().remove(name);
        }
        for (name, value) in [
            ("origin", origin),
            ("host", host),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", headers),
        ] {
            request
                .headers_mut()
                .insert(name, value.parse::<HeaderValue>().unwrap());
        }
        request
    };
    let mut browser = scene.browser();
    let asked = "content-type,docgate-relay,odata-maxversion,x-evil,odata-";
    let reply = browser.send(preflight(OTHER_APP, HOST, asked)).await;
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    assert_eq!(reply.headers["access-control-allow-origin"], OTHER_APP);
    assert_eq!(
        reply.headers["access-control-allow-headers"],
        "content-type, docgate-relay, odata-maxversion"
    );
    let foreign = browser
        .send(preflight("https://evil.example", HOST, asked))
        .await;
    assert_eq!(foreign.status, 403);
    assert!(!foreign.headers.contains_key("access-control-allow-headers"));
    assert_eq!(
        browser
            .send(preflight(APP, "evil.example", asked))
            .await
            .status,
        421
    );
    serves(
        "R-143",
        "preflights: the same checks of host and origin, no reflection of headers",
    );
}

#[tokio::test]
async fn without_origin_only_a_page_of_the_very_host_passes() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let mut request = browser.request("/v1/enadoc/login", &[]);
    *request.body_mut() = Body::from(good_form(&scene));
    request.headers_mut().remove("origin");
    request
        .headers_mut()
        .insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    // The relay's own host is none of the entry's origins.
    assert_eq!(browser.send(request).await.error().1, "origin_not_allowed");
}
