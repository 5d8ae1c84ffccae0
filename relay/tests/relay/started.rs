//! `/login`: what is refused, what is remembered, and that nothing of it can be read.

use crate::rows::serves;
use crate::support::scene::{APP, OTHER_APP, STATE};
use crate::support::{Browser, Scene};

#[tokio::test]
async fn parameters_must_be_whole() {
    let scene = Scene::new().await;
    let challenge = scene.challenge();
    let redirect = format!("{APP}/files/callback");
    let good = [
        ("client_id", "client-of-files"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
        ("redirect_uri", redirect.as_str()),
        ("state", STATE),
    ];
    let mut browser = scene.browser();
    for (name, _) in good {
        let fields: Vec<_> = good.into_iter().filter(|(own, _)| *own != name).collect();
        let reply = browser.post("/v1/files/login", &fields).await;
        assert_eq!(reply.error(), (400, "invalid_request".into()), "{name}");
        let twice: Vec<_> = good.into_iter().chain([(name, "x")]).collect();
        let reply = browser.post("/v1/files/login", &twice).await;
        assert_eq!(reply.error(), (400, "invalid_request".into()), "{name}");
    }
    let long = "s".repeat(257);
    let evil = format!("{redirect}/");
    let others = format!("{OTHER_APP}/files/callback");
    for (name, value, code) in [
        ("client_id", "client-of-oidc", "invalid_client"),
        ("code_challenge", "short", "invalid_request"),
        (
            "code_challenge",
            "a-verifier-of-43-characters-0123456789abc/+",
            "invalid_request",
        ),
        ("code_challenge_method", "plain", "invalid_request"),
        ("redirect_uri", evil.as_str(), "invalid_request"),
        (
            "redirect_uri",
            "https://evil.example/files/callback",
            "invalid_request",
        ),
        (
            "redirect_uri",
            "http://app.localhost:5173/oidc/callback",
            "invalid_request",
        ),
        // One of the entry's, but of another page.
        ("redirect_uri", others.as_str(), "invalid_request"),
        ("state", "with space", "invalid_request"),
        ("state", long.as_str(), "invalid_request"),
    ] {
        let fields = good.map(|(own, usual)| (own, if own == name { value } else { usual }));
        let reply = browser.post("/v1/files/login", &fields).await;
        assert_eq!(reply.error(), (400, code.into()), "{name}={value}");
    }
    assert!(browser.jar.is_empty());
    let reply = browser.post("/v1/files/login", &good).await;
    assert_eq!(
        (reply.status, reply.members()),
        (200, vec!["expires_in".to_owned()])
    );
    assert_eq!(
        scene.double.count(),
        0,
        "a login needs nothing of this provider"
    );
    serves(
        "R-142",
        "only the entry's exact redirect URIs start a login",
    );
}

#[tokio::test]
async fn the_cookie_is_sealed_and_short_lived() {
    let scene = Scene::new().await;
    for (entry, seconds) in [("files", 3600), ("enadoc", 900)] {
        let mut browser = scene.browser();
        let reply = scene.start(&mut browser, entry, STATE).await;
        let cookies = reply.cookies();
        assert_eq!(cookies.len(), 1);
        let end = format!("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}");
        assert!(
            cookies[0].starts_with("__Host-dg-l-") && cookies[0].ends_with(&end),
            "{cookies:?}"
        );
        for readable in [STATE, entry, &scene.challenge(), "callback"] {
            assert!(!cookies[0].contains(readable), "{readable}");
        }
        assert_eq!(reply.object().integer("expires_in").unwrap(), seconds);
    }
    serves("R-144", "a login cookie is sealed and ends with the login");
}

#[tokio::test]
async fn five_logins_may_be_under_way_and_of_enadoc_one() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let mut newest = Vec::new();
    for number in 0..7 {
        let before = browser.cookies("__Host-dg-l-");
        let reply = scene
            .start(&mut browser, "files", &format!("state-{number}"))
            .await;
        assert_eq!(reply.status, 200);
        newest.extend(
            browser
                .cookies("__Host-dg-l-")
                .into_iter()
                .filter(|it| !before.contains(it)),
        );
        scene.pass(1);
    }
    let mut kept = newest[2..].to_vec();
    kept.sort();
    assert_eq!(browser.cookies("__Host-dg-l-"), kept, "the newest five");
    for number in 0..3 {
        scene
            .start(&mut browser, "enadoc", &format!("state-{number}"))
            .await;
    }
    assert_eq!(browser.cookies("__Host-dg-l-").len(), 6);
    // Of another origin others may be under way.
    browser.origin = OTHER_APP.to_owned();
    scene.start(&mut browser, "files", "state-0").await;
    assert_eq!(browser.cookies("__Host-dg-l-").len(), 7);
    serves(
        "R-174",
        "at most one login of Enadoc is under way in a browser",
    );
}

#[tokio::test]
async fn ended_logins_leave() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    for number in 0..3 {
        scene
            .start(&mut browser, "files", &format!("state-{number}"))
            .await;
    }
    scene.pass(3601);
    scene.start(&mut browser, "files", "state-new").await;
    assert_eq!(browser.cookies("__Host-dg-l-").len(), 1);
}

#[tokio::test]
async fn abandoned_logins_make_way() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    let session = browser.cookies("__Host-dg-s-");
    let size = |browser: &Browser| -> usize {
        let all = browser.jar.iter();
        all.map(|(name, value)| name.len() + value.len()).sum()
    };
    let mut fullest = 0;
    for origin in [APP, OTHER_APP] {
        browser.origin = origin.to_owned();
        for entry in ["files", "oidc", "entra"] {
            for number in 0..5 {
                let state = format!("state-{number}");
                let reply = scene.start(&mut browser, entry, &state).await;
                assert_eq!(reply.status, 200, "{}", reply.text);
                fullest = fullest.max(size(&browser));
                scene.pass(1);
            }
        }
    }
    assert!((5 * 1024..=6 * 1024).contains(&fullest), "{fullest}");
    // The newest is there, and there is room for its session.
    let reply = scene.redeem(&mut browser, "entra", "state-4").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert!(size(&browser) <= 6 * 1024);
    let sessions = browser.cookies("__Host-dg-s-");
    assert_eq!(sessions.len(), 2);
    assert!(sessions.contains(&session[0]), "no session makes way");
    browser.origin = APP.to_owned();
    assert_eq!(scene.renew(&mut browser, "files", &[]).await.status, 200);
    serves(
        "R-147",
        "logins that nobody came back from do not fill the limit of the cookies",
    );
}
