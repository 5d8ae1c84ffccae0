//! Signing out: the token goes back, the cookie goes, and nobody else's.

use crate::rows::serves;
use crate::support::scene::{SESSION, STATE};
use crate::support::{Scene, Scripted};

#[tokio::test]
async fn the_token_is_given_back_and_the_cookie_goes() {
    let scene = Scene::new().await;
    for (entry, path) in [("files", "/oauth2/revoke"), ("oidc", "/realm/revoke")] {
        let mut browser = scene.signed_in(entry).await;
        let before = scene.double.count();
        let reply = scene.log_out(&mut browser, entry, SESSION).await;
        assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
        assert!(browser.jar.is_empty());
        scene.double.received(before + 1).await;
        let seen = scene.double.seen();
        assert_eq!(seen.len(), before + 1);
        assert_eq!(seen[before].path, path);
        assert_eq!(
            seen[before].field("token"),
            Some(format!("refresh-token-{before}"))
        );
        assert_eq!(
            seen[before].field("token_type_hint").as_deref(),
            Some("refresh_token")
        );
    }
    serves(
        "R-150",
        "signing out revokes the refresh token and clears the cookie",
    );
}

#[tokio::test]
async fn where_nothing_takes_it_back_the_cookie_goes_all_the_same() {
    let scene = Scene::new().await;
    for entry in ["enadoc", "entra"] {
        let mut browser = scene.signed_in(entry).await;
        let before = scene.double.count();
        assert_eq!(
            scene.log_out(&mut browser, entry, SESSION).await.status,
            200
        );
        assert!(browser.jar.is_empty());
        assert_eq!(scene.double.count(), before);
    }
}

#[tokio::test]
async fn a_failing_provider_keeps_nobody_signed_in() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    scene
        .double
        .always(Scripted::of(500, "text/html", "<h1>down</h1>"));
    assert_eq!(
        scene.log_out(&mut browser, "files", SESSION).await.status,
        200
    );
    assert!(browser.jar.is_empty());
    serves(
        "R-150",
        "signing out clears the cookie also when the provider fails",
    );
}

#[tokio::test]
async fn nobody_waits_for_a_provider_that_has_no_time() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    let mut first = true;
    scene.double.script(move |_| {
        let status = if std::mem::take(&mut first) { 429 } else { 200 };
        Scripted::of(status, "text/plain", "").with("retry-after", "2")
    });
    let before = scene.double.count();
    let began = std::time::Instant::now();
    let reply = scene.log_out(&mut browser, "files", SESSION).await;
    assert!(began.elapsed() < std::time::Duration::from_secs(1));
    assert_eq!((reply.status, browser.jar.len()), (200, 0));
    // The token is given back all the same, when the provider has time.
    scene.double.received(before + 2).await;
    let tokens: Vec<_> = scene.double.seen().split_off(before);
    assert!(tokens.iter().all(|it| it.path == "/oauth2/revoke"));
    assert_eq!(tokens[0].body, tokens[1].body);
    serves(
        "R-150",
        "signing out waits for no provider, and its token is given back when there is time",
    );
}

#[tokio::test]
async fn somebody_elses_session_is_left_alone() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    let (kept, before) = (browser.jar.clone(), scene.double.count());
    let reply = scene
        .log_out(&mut browser, "files", "session-of-somebody-else")
        .await;
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
    assert!(reply.cookies().is_empty());
    assert_eq!((&browser.jar, scene.double.count()), (&kept, before));
    let mut other = scene.browser();
    assert_eq!(
        scene.log_out(&mut other, "files", SESSION).await.status,
        200
    );
    assert_eq!(scene.double.count(), before);
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    serves(
        "R-148",
        "signing out with another session's id touches nothing",
    );
}

#[tokio::test]
async fn an_unreadable_session_is_cleared() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    browser.relay = scene.process(&["OTHER_KEY"]);
    let before = scene.double.count();
    assert_eq!(
        scene.log_out(&mut browser, "files", SESSION).await.status,
        200
    );
    assert!(browser.jar.is_empty());
    assert_eq!(scene.double.count(), before);
    assert_eq!(scene.start(&mut browser, "files", STATE).await.status, 200);
}
