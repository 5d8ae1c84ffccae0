//! The metadata of an issuer: whom it may name (R-142).

use std::time::Duration;

use crate::rows::serves;
use crate::support::scene::{STATE, usual};
use crate::support::{Scene, Scripted};

/// The document of the issuer, with endpoints of their own.
fn document(port: u16, token: &str, revocation: &str) -> Scripted {
    let base = format!("http://oidc.localhost:{port}/realm");
    Scripted::json(
        200,
        format!(
            r#"{{"issuer":"{base}","authorization_endpoint":"{base}/authorize","token_endpoint":"{token}","revocation_endpoint":"{revocation}"}}"#
        ),
    )
}

#[tokio::test]
async fn a_login_is_not_spent_on_an_issuer_without_metadata() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "oidc", STATE).await;
    scene.double.always(Scripted::of(503, "text/html", "down"));
    let reply = scene.redeem(&mut browser, "oidc", STATE).await;
    assert_eq!(reply.error(), (502, "upstream_refused".into()));
    assert_eq!(browser.cookies("__Host-dg-l-").len(), 1);
    scene.double.script(usual(scene.double.port));
    scene.pass(2);
    let reply = scene.redeem(&mut browser, "oidc", STATE).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}

/// How often the document was asked for.
fn fetched(scene: &Scene) -> usize {
    let paths = scene.double.paths();
    let documents = paths.iter().filter(|it| it.contains("/.well-known/"));
    documents.count()
}

#[tokio::test]
async fn an_old_document_is_used_while_a_newer_one_is_asked_for() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("oidc").await;
    let mut rest = usual(scene.double.port);
    scene.double.script(move |seen| {
        if seen.path.ends_with("/openid-configuration") {
            Scripted::of(503, "text/html", "down")
        } else {
            rest(seen)
        }
    });
    assert_eq!(fetched(&scene), 1);
    scene.pass(3600);
    for expected in [2, 2, 3, 3] {
        let before = scene.double.count();
        let fetches = expected - fetched(&scene);
        let reply = scene.renew(&mut browser, "oidc", &[]).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        scene.double.received(before + 1 + fetches).await;
        // The failure is remembered for half a minute from its end.
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(fetched(&scene), expected);
        scene.pass(15);
    }
    scene.pass(24 * 3600);
    let reply = scene.renew(&mut browser, "oidc", &[]).await;
    assert_eq!(reply.error(), (502, "upstream_refused".into()), "too old");
    scene.double.script(usual(scene.double.port));
    scene.pass(2);
    let reply = scene.renew(&mut browser, "oidc", &[]).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}

#[tokio::test]
async fn whoever_waits_for_metadata_shares_one_request() {
    let scene = Scene::new().await;
    scene.double.always(Scripted::of(503, "text/html", "down"));
    let browsers = (0..20).map(|_| async {
        let mut browser = scene.browser();
        scene.start(&mut browser, "oidc", STATE).await;
        scene.redeem(&mut browser, "oidc", STATE).await.error()
    });
    for error in futures_util::future::join_all(browsers).await {
        assert_eq!(error, (502, "upstream_refused".into()));
    }
    assert_eq!(scene.double.count(), 1, "also one that failed");
}

#[tokio::test]
async fn the_secret_goes_to_the_issuers_origin_unless_another_is_named() {
    let scene = Scene::new().await;
    let port = scene.double.port;
    let own = |path: &str| format!("http://oidc.localhost:{port}/realm/{path}");
    let other = |path: &str| format!("http://docspace.localhost:{port}/{path}");
    let issuer = format!("issuer = \"http://oidc.localhost:{port}/realm\"");
    let named = format!("{issuer}\nendpoint_origins = [\"http://docspace.localhost:{port}\"]");
    for (token, revocation) in [
        (other("token"), own("revoke")),
        (own("token"), other("revoke")),
    ] {
        let mut rest = usual(port);
        scene.double.script(move |seen| {
            if seen.path.ends_with("/openid-configuration") {
                document(port, &token, &revocation)
            } else {
                rest(seen)
            }
        });
        let before = scene.double.count();
        let mut browser = scene.browser();
        browser.relay = scene.process(&["KEY"]);
        scene.start(&mut browser, "oidc", STATE).await;
        let reply = scene.redeem(&mut browser, "oidc", STATE).await;
        assert_eq!(reply.error(), (502, "upstream_invalid".into()));
        let seen = scene.double.seen().split_off(before);
        assert!(seen.iter().all(|it| it.method == "GET"), "{seen:?}");

        let mut browser = scene.browser();
        browser.relay = scene.changed(&issuer, &named);
        scene.start(&mut browser, "oidc", STATE).await;
        let reply = scene.redeem(&mut browser, "oidc", STATE).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }
    serves(
        "R-142",
        "metadata that names another origin than the issuer's: the secret stays here",
    );
}
