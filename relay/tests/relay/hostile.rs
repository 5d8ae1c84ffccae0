//! Answers of a hostile or broken provider: a small JSON error, and nothing of the answer (R-142, R-145, A-44).

use crate::rows::serves;
use crate::support::scene::{STATE, usual};
use crate::support::{Scene, Scripted};

/// What a provider may answer to a token request, and what the page is told.
fn answers(evil: &str) -> Vec<(Scripted, u16, &'static str)> {
    let big = format!(
        r#"{{"access_token":"{}","token_type":"Bearer"}}"#,
        "x".repeat(300_000)
    );
    let long = format!(
        r#"{{"access_token":"{}","token_type":"Bearer"}}"#,
        "x".repeat(20_000)
    );
    let ok = r#"{"access_token":"at-9","token_type":"Bearer"}"#;
    vec![
        (
            Scripted::of(200, "text/html", "<h1>Sign in</h1>"),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(200, "<h1>Sign in</h1>"),
            502,
            "upstream_invalid",
        ),
        (Scripted::json(200, ""), 502, "upstream_invalid"),
        (Scripted::json(200, "[]"), 502, "upstream_invalid"),
        (Scripted::json(200, "{}"), 502, "upstream_invalid"),
        (
            Scripted::json(200, r#"{"access_token":7,"token_type":"Bearer"}"#),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"access_token":"a b","token_type":"Bearer"}"#),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"access_token":"a\nb","token_type":"Bearer"}"#),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"access_token":"at-9","token_type":"mac"}"#),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"access_token":"at-9","token_type":["Bearer"]}"#),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(
                200,
                r#"{"access_token":"at-9","token_type":"Bearer","expires_in":-1}"#,
            ),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(
                200,
                r#"{"access_token":"at-9","token_type":"Bearer","expires_in":{}}"#,
            ),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(
                200,
                r#"{"access_token":"at-9","access_token":"at-8","token_type":"Bearer"}"#,
            ),
            502,
            "upstream_invalid",
        ),
        (
            Scripted::json(
                200,
                r#"{"error":"invalid_grant","access_token":"at-9","token_type":"Bearer"}"#,
            ),
            400,
            "invalid_grant",
        ),
        (Scripted::json(200, big), 502, "upstream_invalid"),
        (Scripted::json(200, long), 502, "upstream_invalid"),
        (
            Scripted::json(302, ok).with("location", evil),
            502,
            "upstream_refused",
        ),
        (
            Scripted::json(307, ok).with("location", evil),
            502,
            "upstream_refused",
        ),
        (
            Scripted::json(308, ok).with("location", evil),
            502,
            "upstream_refused",
        ),
        (
            Scripted::of(500, "text/html", "<h1>at-9</h1>"),
            502,
            "upstream_refused",
        ),
        (
            Scripted::of(403, "text/plain", "at-9"),
            502,
            "upstream_refused",
        ),
        (Scripted::of(401, "text/plain", ""), 400, "invalid_client"),
        (
            Scripted::json(400, r#"{"error":"invalid_grant"}"#),
            400,
            "invalid_grant",
        ),
        (
            Scripted::json(401, r#"{"error":"invalid_client"}"#),
            400,
            "invalid_client",
        ),
        (
            Scripted::json(400, r#"{"error":"unauthorized_client"}"#),
            400,
            "unauthorized_client",
        ),
        (
            Scripted::json(400, r#"{"error":"invalid_scope"}"#),
            400,
            "invalid_scope",
        ),
        (
            Scripted::json(400, r#"{"error":"at-9 <script>"}"#),
            502,
            "upstream_refused",
        ),
        (
            Scripted::json(503, r#"{"error":"temporarily_unavailable"}"#),
            502,
            "temporarily_unavailable",
        ),
        (
            Scripted::json(429, "{}").with("retry-after", "7"),
            429,
            "too_many_requests",
        ),
    ]
}

#[tokio::test]
async fn every_hostile_answer_becomes_a_small_error() {
    let scene = Scene::new().await;
    let evil = format!("http://docspace.localhost:{}/evil", scene.double.port);
    for entry in ["files", "oidc", "entra"] {
        for (answer, status, code) in answers(&evil) {
            if entry == "files" && status == 429 {
                // There is a queue in front of it, which waits and sends again: tests/limits.
                continue;
            }
            scene.double.script(usual(scene.double.port));
            let mut browser = scene.browser();
            scene.start(&mut browser, entry, STATE).await;
            let mut before = usual(scene.double.port);
            let own = answer.clone();
            scene
                .double
                .script(move |seen| match seen.path.ends_with("/token") {
                    true => own.clone(),
                    false => before(seen),
                });
            let reply = scene.redeem(&mut browser, entry, STATE).await;
            assert_eq!(reply.error(), (status, code.into()), "{entry} {answer:?}");
            assert!(
                !reply.text.contains("at-9") && reply.text.len() < 400,
                "{}",
                reply.text
            );
            // Whoever was told to wait may try again; every other login is spent.
            let kept = usize::from(status == 429);
            assert_eq!(browser.cookies("__Host-dg-l-").len(), kept, "{answer:?}");
            assert!(browser.cookies("__Host-dg-s-").is_empty(), "no session");
            assert!(!scene.double.paths().contains(&"/evil".to_owned()));
            if status == 429 {
                assert_eq!(reply.headers["retry-after"], "7");
                scene.double.script(usual(scene.double.port));
                assert_eq!(scene.redeem(&mut browser, entry, STATE).await.status, 200);
            }
        }
    }
    serves(
        "A-44",
        "29 hostile token answers: small errors, redirects not followed",
    );
    serves("R-142", "a redirect of the token endpoint is not followed");
}

#[tokio::test]
async fn enadoc_is_judged_as_strictly() {
    let scene = Scene::new().await;
    let port = scene.double.port;
    for (body, code) in [
        (
            Scripted::of(200, "text/html", "<h1>x</h1>"),
            "upstream_invalid",
        ),
        (Scripted::json(200, "{}"), "upstream_refused"),
        (
            Scripted::json(200, r#"{"authToken":""}"#),
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"authToken":"a b"}"#),
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"authToken":7}"#),
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"authToken":"at","tokenType":"mac"}"#),
            "upstream_invalid",
        ),
        (
            Scripted::json(200, r#"{"authToken":"at","expiresIn":"soon"}"#),
            "upstream_invalid",
        ),
        (
            Scripted::json(302, "{}").with("location", "http://evil.example/"),
            "upstream_refused",
        ),
        (
            Scripted::of(500, "text/html", "<h1>x</h1>"),
            "upstream_refused",
        ),
        (
            Scripted::json(400, r#"{"error":"invalid_grant"}"#),
            "invalid_grant",
        ),
    ] {
        scene.double.script(usual(port));
        let mut browser = scene.browser();
        scene.start(&mut browser, "enadoc", STATE).await;
        let mut before = usual(port);
        let own = body.clone();
        scene.double.script(move |seen| match seen.path.as_str() {
            "/api/v3/token" => own.clone(),
            _ => before(seen),
        });
        let reply = scene.redeem(&mut browser, "enadoc", STATE).await;
        assert_eq!(reply.error().1, code, "{body:?}");
        assert!(browser.jar.is_empty());
    }
    for (status, body, code) in [
        (302, "", "upstream_invalid"),
        (404, "not found", "upstream_refused"),
        (200, "<html>sign in</html>", "upstream_invalid"),
        (200, r#"{"code":"000.003"}"#, "invalid_client"),
    ] {
        scene.double.always(Scripted::of(status, "text/html", body));
        let mut browser = scene.browser();
        let reply = scene.start(&mut browser, "enadoc", STATE).await;
        assert_eq!(reply.error().1, code, "{status} {body}");
        assert!(browser.jar.is_empty());
    }
}

#[tokio::test]
async fn a_provider_that_is_silent_or_gone_is_told_apart() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("files").await;
    scene.double.script(|_| {
        std::thread::sleep(std::time::Duration::from_secs(3));
        Scripted::json(200, "{}")
    });
    let reply = scene.renew(&mut browser, "files", &[]).await;
    assert_eq!(reply.error(), (504, "upstream_timeout".into()));
    serves("R-147", "a silent upstream ends at the deadline");
}
