//! Renewing: the refresh token is the cookie's, and the cookie is this session's alone (R-148, R-150).

use crate::rows::serves;
use crate::support::scene::{APP, OTHER_APP, usual};
use crate::support::{Browser, Scene, Scripted};

async fn refused(scene: &Scene, browser: &mut Browser, entry: &str, other: &[(&str, &str)]) {
    let before = scene.double.count();
    let reply = scene.renew(browser, entry, other).await;
    assert_eq!(reply.error(), (400, "invalid_grant".into()), "{other:?}");
    assert_eq!(scene.double.count(), before, "nothing upstream");
}

#[tokio::test]
async fn each_renewal_sends_the_newest_token() {
    let scene = Scene::new().await;
    for entry in ["files", "oidc", "entra", "enadoc"] {
        let mut browser = scene.signed_in(entry).await;
        let mut sent = Vec::new();
        for _ in 0..3 {
            let before = browser.jar.clone();
            let reply = scene.renew(&mut browser, entry, &[]).await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            assert!(!reply.text.contains("refresh-token-"));
            assert_ne!(browser.jar, before, "sealed anew");
            let seen = scene.double.seen().pop().unwrap();
            assert_eq!(seen.field("grant_type").as_deref(), Some("refresh_token"));
            sent.push(seen.field("refresh_token").unwrap());
        }
        sent.dedup();
        assert_eq!(sent.len(), 3, "{entry}: rotated each time");
    }
    serves(
        "R-150",
        "renewals send the sealed refresh token, rotated where a new one comes",
    );
}

#[tokio::test]
async fn without_a_new_token_the_old_one_stays() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    scene.double.always(Scripted::json(
        200,
        r#"{"access_token":"at","token_type":"Bearer"}"#,
    ));
    for _ in 0..2 {
        assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    }
    let sent: Vec<_> = scene
        .double
        .seen()
        .iter()
        .skip(1)
        .map(|it| it.field("refresh_token"))
        .collect();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1]);
}

#[tokio::test]
async fn another_session_origin_entry_or_browser_renews_nothing() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    refused(
        &scene,
        &mut browser,
        "files",
        &[("session", "another-session-01234")],
    )
    .await;
    refused(&scene, &mut scene.browser(), "files", &[]).await;
    refused(&scene, &mut browser, "oidc", &[]).await;
    browser.origin = OTHER_APP.to_owned();
    refused(&scene, &mut browser, "files", &[]).await;
    // The cookie of one origin under the name of another's.
    let mut other = scene.browser();
    other.origin = OTHER_APP.to_owned();
    scene.start(&mut other, "files", "a-state").await;
    scene.redeem(&mut other, "files", "a-state").await;
    let (theirs, ours) = (
        other.cookies("__Host-dg-s-"),
        browser.cookies("__Host-dg-s-"),
    );
    browser
        .jar
        .insert(theirs[0].clone(), browser.jar[&ours[0]].clone());
    refused(&scene, &mut browser, "files", &[]).await;
    browser.origin = APP.to_owned();
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    serves(
        "R-144",
        "a session cookie of another entry or origin: refused",
    );
    serves(
        "R-148",
        "a renewal with another session's id: refused, nothing upstream",
    );
}

#[tokio::test]
async fn two_origins_and_two_people_are_never_crossed() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    let first = scene.double.count();
    browser.origin = OTHER_APP.to_owned();
    scene.start(&mut browser, "files", "other-state").await;
    let id = [("session", "session-of-the-other-app")];
    assert_eq!(
        scene
            .redeem_with(&mut browser, "files", "other-state", &id)
            .await
            .status,
        200
    );
    let second = scene.double.count();
    scene.renew(&mut browser, "files", &id).await;
    browser.origin = APP.to_owned();
    scene.renew(&mut browser, "files", &[]).await;
    let seen = scene.double.seen();
    assert_eq!(
        seen[second].field("refresh_token"),
        Some(format!("refresh-token-{second}"))
    );
    assert_eq!(
        seen[second + 1].field("refresh_token"),
        Some(format!("refresh-token-{first}"))
    );
}

#[tokio::test]
async fn a_page_sends_no_refresh_token() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    let before = scene.double.count();
    let reply = scene
        .renew(&mut browser, "files", &[("refresh_token", "stolen")])
        .await;
    assert_eq!(reply.error(), (400, "invalid_request".into()));
    assert_eq!(scene.double.count(), before);
}

#[tokio::test]
async fn damaged_sessions_renew_nothing() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    let name = browser.cookies("__Host-dg-s-").remove(0);
    let good = browser.jar[&name].clone();
    for at in [0, 2, 10, 40, good.len() / 2, good.len() - 2] {
        let letter = if &good[at..=at] == "A" { "B" } else { "A" };
        let changed = [&good[..at], letter, &good[at + 1..]].concat();
        browser.jar.insert(name.clone(), changed);
        refused(&scene, &mut browser, "files", &[]).await;
    }
    browser
        .jar
        .insert(name.clone(), good[..good.len() / 2].to_owned());
    refused(&scene, &mut browser, "files", &[]).await;
    browser.jar.insert(name, good);
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    serves(
        "R-144",
        "changed and cut session cookies: refused, nothing upstream",
    );
}

#[tokio::test]
async fn a_failed_renewal_keeps_the_session() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    let kept = browser.jar.clone();
    for (status, body, code) in [
        (500, "", "upstream_refused"),
        (400, r#"{"error":"invalid_grant"}"#, "invalid_grant"),
        (302, "{}", "upstream_refused"),
    ] {
        scene.double.always(Scripted::json(status, body));
        let reply = scene.renew(&mut browser, "files", &[]).await;
        assert_eq!(reply.error().1, code);
        assert_eq!(browser.jar, kept, "another tab may have renewed meanwhile");
    }
    scene.double.script(usual(scene.double.port));
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
}

#[tokio::test]
async fn without_a_refresh_token_nothing_is_kept() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    scene.double.always(Scripted::json(
        200,
        r#"{"access_token":"at","token_type":"Bearer"}"#,
    ));
    scene.start(&mut browser, "files", "new-state").await;
    let reply = scene.redeem(&mut browser, "files", "new-state").await;
    assert_eq!(reply.members(), ["access_token", "renewable", "token_type"]);
    assert_eq!(reply.object().boolean("renewable"), Ok(false));
    assert!(
        browser.jar.is_empty(),
        "the earlier session's token is gone too"
    );
}
