//! Redeeming a code: only by the browser, page and verifier that started the login (R-140, R-141, R-148; A-07).

use crate::rows::serves;
use crate::support::scene::{CODE, OTHER_APP, SECRETS, SESSION, STATE, TENANT};
use crate::support::{APP, Browser, Scene};

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
async fn the_upstream_gets_what_it_must_and_nothing_else() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    let reply = scene.redeem(&mut browser, "files", STATE).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let seen = scene.double.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].method.as_str(), seen[0].path.as_str()),
        ("POST", "/oauth2/token")
    );
    assert_eq!(
        seen[0].host,
        format!("docspace.localhost:{}", scene.double.port)
    );
    assert_eq!(
        seen[0].header_names(),
        [
            "accept",
            "content-length",
            "content-type",
            "host",
            "user-agent"
        ]
    );
    let redirect = format!("{APP}/files/callback");
    let expected = [
        ("grant_type", "authorization_code"),
        ("code", CODE),
        ("redirect_uri", &redirect),
        ("code_verifier", scene.verifier()),
        ("client_id", "client-of-files"),
        ("client_secret", SECRETS[0].1),
    ];
    assert_eq!(
        seen[0].fields(),
        expected.map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    serves(
        "R-142",
        "the token request has the standard's parameters and no header of the page",
    );
}

#[tokio::test]
async fn the_page_gets_these_members_and_no_refresh_token() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    let reply = scene.redeem(&mut browser, "files", STATE).await;
    assert_eq!(
        reply.members(),
        [
            "access_token",
            "expires_in",
            "id_token",
            "refresh_token_expires_in",
            "renewable",
            "scope",
            "token_type"
        ]
    );
    assert_eq!(reply.member("token_type").as_deref(), Some("Bearer"));
    assert_eq!(reply.object().boolean("renewable"), Ok(true));
    assert!(
        !reply.text.contains("refresh-token-") && !reply.text.contains("secret"),
        "{}",
        reply.text
    );
    for cookie in reply.cookies() {
        assert!(!cookie.contains("refresh-token-"), "{cookie}");
    }
    // The login's cookie is gone, the session's is there.
    assert!(browser.cookies("__Host-dg-l-").is_empty());
    assert_eq!(browser.cookies("__Host-dg-s-").len(), 1);
    serves("R-145", "only allow-listed members are passed back");
    serves("R-150", "the refresh token stays at the relay");
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
    for value in [
        good[..good.len() - 1].to_owned(),
        format!("{good}A"),
        good.replace(&good[10..12], "__"),
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
async fn a_captured_cookie_at_another_process_is_refused_by_the_upstream() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    let mut other = browser.clone();
    other.relay = scene.process(&["KEY"]);
    assert_eq!(scene.redeem(&mut browser, "files", STATE).await.status, 200);
    scene.double.always(crate::support::Scripted::json(
        400,
        r#"{"error":"invalid_grant"}"#,
    ));
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

#[tokio::test]
async fn grants_and_parameters_that_do_not_belong_are_refused() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    for (other, code) in [
        (
            ("grant_type", "client_credentials"),
            "unsupported_grant_type",
        ),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("grant_type", "(none)"), "invalid_request"),
        (("client_id", "client-of-oidc"), "invalid_client"),
        (("client_id", "(none)"), "invalid_request"),
        (("refresh_token", "rt"), "invalid_request"),
        (("client_secret", "s"), "invalid_request"),
        (("session", "short"), "invalid_request"),
        (("session", "with/slash/0123456789"), "invalid_request"),
        (("scope", "a b"), "invalid_request"),
        (("claims", "{}"), "invalid_request"),
        (("code", "(none)"), "invalid_request"),
        (("code", "a\nb"), "invalid_request"),
        (("state", "(none)"), "invalid_request"),
        (("redirect_uri", "(none)"), "invalid_request"),
    ] {
        let reply = scene
            .redeem_with(&mut browser, "files", STATE, &[other])
            .await;
        assert_eq!(reply.error(), (400, code.into()), "{other:?}");
    }
    assert_eq!(scene.double.count(), 0);
    assert_eq!(scene.redeem(&mut browser, "files", STATE).await.status, 200);
}

#[tokio::test]
async fn oidc_uses_the_metadata_once_and_basic() {
    let scene = Scene::new().await;
    for state in ["state-of-login-1", "state-of-login-2"] {
        let mut browser = scene.browser();
        scene.start(&mut browser, "oidc", state).await;
        let fields = [("resource", "https://api.example.com")];
        let reply = scene
            .redeem_with(&mut browser, "oidc", state, &fields)
            .await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }
    assert_eq!(
        scene.double.paths(),
        [
            "/realm/.well-known/openid-configuration",
            "/realm/token",
            "/realm/token"
        ]
    );
    let seen = &scene.double.seen()[1];
    // RFC 6749, 2.3.1: both are form-encoded first.
    use base64::Engine;
    let pair = "client-of-oidc:oidc%20s3cret%25%C3%BC%3AKq7";
    let expected = format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(pair)
    );
    assert_eq!(seen.headers["authorization"], expected);
    assert_eq!(seen.field("client_secret"), None);
    assert_eq!(
        seen.field("resource").as_deref(),
        Some("https://api.example.com")
    );
    serves("R-146", "Basic form-encodes client id and secret");
}

#[tokio::test]
async fn entra_gets_scope_and_claims() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "entra", STATE).await;
    let fields = [
        ("scope", "api://a/b offline_access"),
        ("claims", r#"{"access_token":{}}"#),
    ];
    let reply = scene
        .redeem_with(&mut browser, "entra", STATE, &fields)
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let seen = &scene.double.seen()[0];
    assert_eq!(seen.path, format!("/{TENANT}/oauth2/v2.0/token"));
    assert!(!seen.headers.contains_key("origin"));
    assert_eq!(
        seen.field("scope").as_deref(),
        Some("api://a/b offline_access")
    );
    assert_eq!(seen.field("client_secret").as_deref(), Some(SECRETS[2].1));
    let with_resource = [("resource", "https://a.example")];
    let mut other = scene.browser();
    scene.start(&mut other, "entra", STATE).await;
    let reply = scene
        .redeem_with(&mut other, "entra", STATE, &with_resource)
        .await;
    assert_eq!(reply.error().1, "invalid_request");
    assert_eq!(SESSION.len(), 21);
}
