//! What is too large, too slow, or nowhere (R-147; A-44).

use axum::body::{Body, Bytes};

use crate::rows::serves;
use crate::support::scene::STATE;
use crate::support::{APP, Browser, Scene};

fn good_form(scene: &Scene) -> String {
    format!(
        "client_id=client-of-enadoc&code_challenge={}&code_challenge_method=S256&redirect_uri={APP}/enadoc/callback&state={STATE}&authorization_url=1",
        scene.challenge()
    )
}

#[tokio::test]
async fn unknown_entries_paths_and_methods_are_refused() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v1/none/login",
        "/v2/enadoc/login",
        "/v1/enadoc",
        "/v1/enadoc/",
        "/v1/enadoc/none",
        "/v1/enadoc/login/",
        "/v1/../v1/enadoc/login",
        "/v1/ENADOC/login",
        "/v1/%65nadoc/login",
        "//v1/enadoc/login",
        "/v1/bc/login",
        "/v1/bc/token",
        "/v1/bc/logout",
    ] {
        let reply = browser.post(path, &[]).await;
        assert_eq!(reply.error(), (404, "entry_unknown".into()), "{path}");
    }
    for method in ["GET", "PUT", "DELETE", "HEAD", "PATCH"] {
        let mut request = browser.request("/v1/enadoc/login", &[]);
        *request.method_mut() = method.parse().unwrap();
        let reply = browser.send(request).await;
        assert_eq!(reply.status, 405, "{method}");
    }
    assert_eq!(scene.double.count(), 0);
    serves(
        "A-44",
        "unknown entries, paths and methods: nothing is sent upstream",
    );
}

#[tokio::test]
async fn bodies_have_a_limit_a_type_and_a_deadline() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let big = format!("{}&pad={}", good_form(&scene), "x".repeat(16 * 1024));
    let mut request = browser.request("/v1/enadoc/login", &[]);
    *request.body_mut() = Body::from(big);
    assert_eq!(
        browser.send(request).await.error(),
        (413, "body_too_large".into())
    );

    // The same without a length, and without an end.
    let endless = futures_util::stream::repeat_with(|| {
        Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 1024]))
    });
    let mut request = browser.request("/v1/enadoc/login", &[]);
    *request.body_mut() = Body::from_stream(endless);
    assert_eq!(
        browser.send(request).await.error(),
        (413, "body_too_large".into())
    );

    let silent = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
    let mut request = browser.request("/v1/enadoc/login", &[]);
    *request.body_mut() = Body::from_stream(silent);
    assert_eq!(
        browser.send(request).await.error(),
        (408, "request_timeout".into())
    );

    for kind in ["application/json", "text/plain", "multipart/form-data", ""] {
        let mut request = browser.request("/v1/enadoc/login", &[]);
        *request.body_mut() = Body::from(good_form(&scene));
        request
            .headers_mut()
            .insert("content-type", kind.parse().unwrap());
        assert_eq!(
            browser.send(request).await.error(),
            (400, "invalid_request".into()),
            "{kind}"
        );
    }
    for body in [b"a=%zz".to_vec(), b"a=\xff".to_vec(), b"a=%00".to_vec()] {
        let mut request = browser.request("/v1/enadoc/login", &[]);
        *request.body_mut() = Body::from(body);
        assert_eq!(
            browser.send(request).await.error(),
            (400, "invalid_request".into())
        );
    }
    assert_eq!(scene.double.count(), 0);
    serves(
        "R-147",
        "a body over 16 KiB, without an end, or silent: refused",
    );
}

#[tokio::test]
async fn too_many_cookies_are_refused_except_to_sign_out() {
    let scene = Scene::new().await;
    let mut browser: Browser = scene.signed_in("files").await;
    let before = scene.double.count();
    browser
        .jar
        .insert("__Host-dg-s-00".into(), "x".repeat(6 * 1024));
    let reply = scene.renew(&mut browser, "files", &[]).await;
    assert_eq!(reply.error(), (431, "cookies_too_large".into()));
    assert_eq!(scene.double.count(), before);
    assert_eq!(
        scene
            .log_out(&mut browser, "files", "session-id-0123456789")
            .await
            .status,
        200
    );
    // Another server's cookies on the same host do not count.
    browser.jar.remove("__Host-dg-s-00");
    browser.jar.insert("theirs".into(), "x".repeat(7 * 1024));
    assert_eq!(scene.start(&mut browser, "files", STATE).await.status, 200);
    serves("R-147", "cookies over 6 KB: refused");
}
