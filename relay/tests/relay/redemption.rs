//! Redeeming a code: only by the browser, page and verifier that started the login (R-140, R-141, R-148; A-07).

use std::time::Duration;

use tokio::time::timeout;

use crate::rows::serves;
use crate::support::scene::{OTHER_APP, STATE, usual};
use crate::support::{APP, Browser, Scene, Scripted};

/// The redemption is refused, and nothing reached a provider.
async fn refused(scene: &Scene, browser: &mut Browser, entry: &str, other: &[(&str, &str)]) {
    let before = scene.double.count();
    let state = other
        .iter()
        .find(|(name, _)| *name == "state")
        .map_or(STATE, |(_, it)| *it);
    let reply = scene.redeem_with(browser, entry, state, other).await;
    assert_eq!(reply.error(), (400, "invalid_grant".into()), "{other:?}");
    assert_eq!(scene.double.count(), before, "nothing upstream");
    assert!(!reply.text.contains("access"), "{}", reply.text);
}

#[tokio::test]
async fn a_stolen_code_is_worth_nothing_without_the_cookie() {
    let scene = Scene::new().await;
    for entry in ["files", "oidc", "entra", "enadoc"] {
        let mut victim = scene.browser();
        scene.start(&mut victim, entry, STATE).await;
        let mut thief = scene.browser();
        refused(&scene, &mut thief, entry, &[]).await;
        // Nor with a login of the thief's own under another state.
        scene
            .start(&mut thief, entry, "the-state-of-the-thief")
            .await;
        refused(&scene, &mut thief, entry, &[]).await;
    }
    serves(
        "R-140",
        "a stolen code without the login cookie: refused, nothing upstream",
    );
    serves(
        "A-07",
        "a login that was started in another browser: refused",
    );
    serves(
        "R-148",
        "only the browser that started a login completes it",
    );
}

#[tokio::test]
async fn the_verifier_must_fit() {
    let scene = Scene::new().await;
    for entry in ["files", "oidc", "entra", "enadoc"] {
        let mut browser = scene.browser();
        scene.start(&mut browser, entry, STATE).await;
        let other = "another-verifier-of-43-characters-0123456789";
        refused(&scene, &mut browser, entry, &[("code_verifier", other)]).await;
        let challenge = scene.challenge();
        refused(
            &scene,
            &mut browser,
            entry,
            &[("code_verifier", &challenge)],
        )
        .await;
        for bad in ["(none)", "short"] {
            let before = scene.double.count();
            let fields = [("code_verifier", bad)];
            let reply = scene.redeem_with(&mut browser, entry, STATE, &fields).await;
            assert_eq!(reply.error(), (400, "invalid_request".into()));
            assert_eq!(scene.double.count(), before);
        }
        // The login is not spent by that.
        let reply = scene.redeem(&mut browser, entry, STATE).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }
    serves(
        "R-141",
        "a wrong verifier: refused by the relay itself, also where the provider has no PKCE",
    );
}

#[tokio::test]
async fn everything_of_the_login_must_be_the_same() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    refused(&scene, &mut browser, "files", &[("state", "another-state")]).await;
    let other = format!("{OTHER_APP}/files/callback");
    refused(&scene, &mut browser, "files", &[("redirect_uri", &other)]).await;
    // The cookie under another entry's name, or for another origin.
    let cookie = browser.jar.clone();
    refused(&scene, &mut browser, "oidc", &[]).await;
    browser.origin = OTHER_APP.to_owned();
    refused(&scene, &mut browser, "files", &[]).await;
    browser.origin = APP.to_owned();
    assert_eq!(browser.jar, cookie);
    serves(
        "R-140",
        "a login is bound to entry, origin, redirect URI and state",
    );
}

#[tokio::test]
async fn moved_and_damaged_cookies_are_refused() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    for state in ["state-of-login-1", "state-of-login-2"] {
        scene.start(&mut browser, "files", state).await;
    }
    let names = browser.cookies("__Host-dg-l-");
    let whole = browser.jar.clone();
    // Swapped.
    browser
        .jar
        .insert(names[0].clone(), whole[&names[1]].clone());
    browser
        .jar
        .insert(names[1].clone(), whole[&names[0]].clone());
    for state in ["state-of-login-1", "state-of-login-2"] {
        refused(&scene, &mut browser, "files", &[("state", state)]).await;
    }
    // Cut, changed, empty, a session's.
    let mut signed_in = scene.signed_in("files").await;
    let session = signed_in.cookies("__Host-dg-s-");
    let session = signed_in.jar.remove(&session[0]).unwrap();
    let good = &whole[&names[0]];
    // Two characters of it others, whatever they are.
    let others = if &good[10..12] == "__" { "AA" } else { "__" };
    for value in [
        good[..good.len() - 1].to_owned(),
        format!("{good}A"),
        format!("{}{others}{}", &good[..10], &good[12..]),
        String::new(),
        "null".to_owned(),
        session,
    ] {
        for name in &names {
            browser.jar.insert(name.clone(), value.clone());
        }
        for state in ["state-of-login-1", "state-of-login-2"] {
            refused(&scene, &mut browser, "files", &[("state", state)]).await;
        }
    }
    serves(
        "R-144",
        "swapped, cut and changed login cookies: refused, nothing upstream",
    );
}

#[tokio::test]
async fn a_login_is_redeemed_once() {
    let scene = Scene::new().await;
    for entry in ["files", "enadoc"] {
        let mut browser = scene.browser();
        scene.start(&mut browser, entry, STATE).await;
        let kept = browser.jar.clone();
        assert_eq!(scene.redeem(&mut browser, entry, STATE).await.status, 200);
        refused(&scene, &mut browser, entry, &[]).await;
        // The same with the cookie that was captured before.
        browser.jar.extend(kept);
        refused(&scene, &mut browser, entry, &[]).await;
    }
    serves(
        "R-148",
        "a second redemption in the same process: nothing upstream",
    );
}

#[tokio::test]
async fn a_page_that_gives_up_while_it_waits_may_come_again() {
    let scene = Scene::new().await;
    let place = format!("issuer = \"http://oidc.localhost:{}", scene.double.port);
    let queue = format!("upstream = {{ per_minute = 1000, wait_seconds = 60 }}\n{place}");
    let mut browser = scene.browser();
    browser.relay = scene.changed(&place, &queue);
    scene.start(&mut browser, "oidc", STATE).await;
    let (mut first, mut rest) = (true, usual(scene.double.port));
    scene.double.script(move |seen| {
        if seen.method == "POST" && std::mem::take(&mut first) {
            Scripted::of(429, "text/plain", "").with("retry-after", "3")
        } else {
            rest(seen)
        }
    });
    // First while the provider wants to be left alone, which it said to this very call; then before anything was sent.
    for _ in 0..2 {
        let patience = Duration::from_millis(900);
        let reply = timeout(patience, scene.redeem(&mut browser, "oidc", STATE)).await;
        assert!(reply.is_err(), "it waits for its turn: {reply:?}");
        assert_eq!(scene.double.count(), 2, "the metadata, and one call");
    }
    let reply = scene.redeem(&mut browser, "oidc", STATE).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(scene.double.count(), 3);
    serves("R-148", "a login is not spent before something is sent");
}

#[tokio::test]
async fn a_captured_cookie_at_another_process_is_refused_by_the_upstream() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    let mut other = browser.clone();
    other.relay = scene.process(&["KEY"]);
    assert_eq!(scene.redeem(&mut browser, "files", STATE).await.status, 200);
    scene
        .double
        .always(Scripted::json(400, r#"{"error":"invalid_grant"}"#));
    let reply = scene.redeem(&mut other, "files", STATE).await;
    assert_eq!(reply.error(), (400, "invalid_grant".into()));
    assert!(other.cookies("__Host-dg-s-").is_empty());
    serves(
        "R-148",
        "a captured cookie at another process: the upstream's single use decides",
    );
}

#[tokio::test]
async fn a_login_of_one_process_is_redeemed_at_another() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    browser.relay = scene.process(&["KEY"]);
    assert_eq!(scene.redeem(&mut browser, "files", STATE).await.status, 200);
    // With a new key that seals first, everything of the old one still opens.
    browser.relay = scene.process(&["OTHER_KEY", "KEY"]);
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    // It was sealed anew, so the old key can go.
    browser.relay = scene.process(&["OTHER_KEY"]);
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    browser.relay = scene.process(&["KEY"]);
    assert_eq!(
        scene.renew(&mut browser, "files", &[]).await.error().1,
        "invalid_grant"
    );
    serves("R-144", "sessions outlive a rotation of the sealing keys");
}
