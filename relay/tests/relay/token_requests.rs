//! What a token request sends to the provider, and what the page gets of the answer (R-142, R-145, R-146).

use crate::rows::serves;
use crate::support::scene::{CODE, SECRETS, SESSION, STATE, TENANT};
use crate::support::{APP, Scene};

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
