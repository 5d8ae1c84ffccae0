//! Logins and sessions end at the relay, whatever a browser keeps.

use crate::rows::serves;
use crate::support::Scene;
use crate::support::scene::STATE;

#[tokio::test]
async fn a_login_ends() {
    let scene = Scene::new().await;
    for (entry, seconds) in [("files", 3600), ("enadoc", 900)] {
        let mut browser = scene.browser();
        scene.start(&mut browser, entry, STATE).await;
        scene.pass(seconds);
        let before = scene.double.count();
        let reply = scene.redeem(&mut browser, entry, STATE).await;
        assert_eq!(reply.error(), (400, "invalid_grant".into()));
        assert_eq!(scene.double.count(), before);
        scene.start(&mut browser, entry, STATE).await;
        scene.pass(seconds - 1);
        assert_eq!(scene.redeem(&mut browser, entry, STATE).await.status, 200);
    }
    serves("R-144", "a login that has ended: refused, nothing upstream");
    serves("R-174", "a login of Enadoc ends after fifteen minutes");
}

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    scene.pass(24 * 3600 - 1);
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    scene.pass(24 * 3600);
    let before = scene.double.count();
    let reply = scene.renew(&mut browser, "files", &[]).await;
    assert_eq!(reply.error(), (400, "invalid_grant".into()));
    assert_eq!(scene.double.count(), before);
    serves("R-150", "an idle session ends at the relay");
}

#[tokio::test]
async fn a_session_ends_however_often_it_is_used() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    for hours in [20, 20] {
        scene.pass(hours * 3600);
        assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    }
    scene.pass(7 * 3600);
    let reply = scene.renew(&mut browser, "files", &[]).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.object().integer("refresh_token_expires_in"), Ok(3600));
    assert!(
        reply.cookies()[0].ends_with("Max-Age=3600"),
        "{:?}",
        reply.cookies()
    );
    scene.pass(3600);
    let before = scene.double.count();
    assert_eq!(
        scene.renew(&mut browser, "files", &[]).await.error().1,
        "invalid_grant"
    );
    assert_eq!(scene.double.count(), before);
    serves("R-150", "the absolute end of a session is sealed and holds");
}
