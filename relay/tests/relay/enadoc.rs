//! Enadoc's three calls in every dialect, and where its answers may lead (R-142, R-174, R-175).

use crate::rows::serves;
use crate::support::scene::{CODE, SECRETS, SESSION, STATE, usual};
use crate::support::{APP, Scene, Scripted};

const SECRET: &str = SECRETS[3].1;

#[tokio::test]
async fn the_first_call_is_made_in_headers() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let reply = scene.start(&mut browser, "enadoc", STATE).await;
    let url = format!("http://enadoc.localhost:{}/login?x=1", scene.double.port);
    assert_eq!(reply.member("authorization_url"), Some(url));
    let seen = scene.double.seen().remove(0);
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/api/v3/authorization/url")
    );
    assert_eq!(seen.headers["clientid"], "client-of-enadoc");
    assert_eq!(
        seen.headers["redirecturi"],
        format!("{APP}/enadoc/callback").as_str()
    );
    assert_eq!(
        seen.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(seen.body, "");
    assert!(!format!("{seen:?}").contains("s3cret"));
}

#[tokio::test]
async fn or_as_a_form() {
    let scene = Scene::with(&["KEY"], "first_call = \"form\"").await;
    let mut browser = scene.browser();
    assert_eq!(scene.start(&mut browser, "enadoc", STATE).await.status, 200);
    let seen = scene.double.seen().remove(0);
    let redirect = format!("{APP}/enadoc/callback");
    assert_eq!(seen.field("ClientId").as_deref(), Some("client-of-enadoc"));
    assert_eq!(seen.field("RedirectUri"), Some(redirect));
    assert!(!seen.headers.contains_key("clientid"));
}

#[tokio::test]
async fn only_a_page_that_wants_the_url_causes_a_call() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let challenge = scene.challenge();
    let redirect = format!("{APP}/enadoc/callback");
    let fields = [
        ("client_id", "client-of-enadoc"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
        ("redirect_uri", redirect.as_str()),
        ("state", STATE),
    ];
    let reply = browser.post("/v1/enadoc/login", &fields).await;
    assert_eq!(
        (reply.status, reply.members()),
        (200, vec!["expires_in".to_owned()])
    );
    assert_eq!(scene.double.count(), 0);
}

#[tokio::test]
async fn discovery_comes_before_the_token() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene.start(&mut browser, "enadoc", STATE).await;
    let reply = scene.redeem(&mut browser, "enadoc", STATE).await;
    assert_eq!(
        reply.members(),
        [
            "access_token",
            "api_base",
            "refresh_token_expires_in",
            "renewable",
            "token_type"
        ]
    );
    let base = format!("http://enadoc.localhost:{}/site/", scene.double.port);
    assert_eq!(reply.member("api_base"), Some(base.clone()));
    let seen = scene.double.seen();
    assert_eq!(seen.len(), 3);
    assert_eq!(
        (seen[1].method.as_str(), seen[1].path.as_str()),
        ("GET", "/enadoc/discovery/api")
    );
    let pairs = |fields: &[(&str, &str)]| -> Vec<(String, String)> {
        fields
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    };
    let client = [("client_id", "client-of-enadoc"), ("client_secret", SECRET)];
    assert_eq!(
        seen[1].fields(),
        pairs(&[&[("oauth_code", CODE)], &client[..]].concat())
    );
    assert_eq!(seen[1].query, "");
    assert_eq!(
        (seen[2].method.as_str(), seen[2].path.as_str()),
        ("POST", "/api/v3/token")
    );
    let grant = [("grant_type", "authorization_code"), ("code", CODE)];
    assert_eq!(seen[2].fields(), pairs(&[&grant[..], &client[..]].concat()));
    // A renewal has the same API, and asks for the token alone.
    let reply = scene.renew(&mut browser, "enadoc", &[]).await;
    assert_eq!(reply.member("api_base"), Some(base));
    let last = scene.double.seen().pop().unwrap();
    assert_eq!(last.fields()[1].0, "refresh_token");
    assert_eq!(scene.double.count(), 4);
    serves(
        "R-142",
        "Enadoc's discovery and token calls have their documented fields and nothing else",
    );
}

#[tokio::test]
async fn discovery_may_be_a_query() {
    let scene = Scene::with(&["KEY"], "discovery = \"query\"").await;
    scene.signed_in("enadoc").await;
    let seen = &scene.double.seen()[1];
    assert_eq!((seen.method.as_str(), seen.body.as_str()), ("GET", ""));
    let expected =
        format!("oauth_code={CODE}&client_id=client-of-enadoc&client_secret=enadoc%26s3cret%3FMx4");
    assert_eq!(seen.query, expected);
}

#[tokio::test]
async fn token_answers_are_read_in_every_dialect() {
    let scene = Scene::new().await;
    for (body, lifetime) in [
        (
            r#"{"access_token":"AB12","refresh_token":"r","expires_in":60,"token_type":"bearer"}"#,
            Some(60),
        ),
        (r#"{"authToken":"AB12","refreshToken":"r"}"#, None),
        (
            r#"{"accessToken":"AB12","refreshToken":"r","expiresIn":"60"}"#,
            Some(60),
        ),
        (
            r#"{"AccessToken":"AB12","RefreshToken":"r","ExpiresIn":60,"Scope":7}"#,
            Some(60),
        ),
        (
            r#"{"access_token":"AB12","refresh_token":null,"expires_in":null}"#,
            None,
        ),
    ] {
        let mut browser = scene.browser();
        scene.double.script(usual(scene.double.port));
        scene.start(&mut browser, "enadoc", STATE).await;
        let mut before = usual(scene.double.port);
        scene.double.script(move |seen| match seen.path.as_str() {
            "/api/v3/token" => Scripted::of(200, "text/json; charset=utf-8", body),
            _ => before(seen),
        });
        let reply = scene.redeem(&mut browser, "enadoc", STATE).await;
        assert_eq!(
            reply.member("access_token").as_deref(),
            Some("AB12"),
            "{body}"
        );
        assert_eq!(
            reply.object().optional_integer("expires_in"),
            Ok(lifetime),
            "{body}"
        );
    }
}

#[tokio::test]
async fn the_vendors_numbers_become_oauth_errors() {
    let scene = Scene::new().await;
    for (number, code) in [
        (1, "invalid_client"),
        (2, "invalid_client"),
        (3, "invalid_client"),
        (4, "invalid_client"),
        (10, "invalid_scope"),
        (16, "invalid_scope"),
        (501, "invalid_request"),
        (502, "unsupported_grant_type"),
        (504, "invalid_request"),
        (506, "invalid_grant"),
        (507, "invalid_grant"),
        (508, "invalid_request"),
        (509, "invalid_grant"),
        (512, "upstream_refused"),
        (2014, "upstream_refused"),
    ] {
        let told = format!("{:03}.{:03}", number / 1000, number % 1000);
        for (status, body) in [
            (
                400,
                format!(r#"{{"error_code":"{told}","error":"Name","error_description":"Why"}}"#),
            ),
            (
                200,
                format!(r#"{{"error":{{"code":"{told}","message":"Why"}}}}"#),
            ),
            (500, format!(r#"[{{"ErrorCode":"{told}","Reason":"Why"}}]"#)),
        ] {
            let mut browser = scene.browser();
            scene.double.script(usual(scene.double.port));
            scene.start(&mut browser, "enadoc", STATE).await;
            let mut before = usual(scene.double.port);
            scene.double.script(move |seen| match seen.path.as_str() {
                "/api/v3/token" => Scripted::json(status, body.clone()),
                _ => before(seen),
            });
            let reply = scene.redeem(&mut browser, "enadoc", STATE).await;
            assert_eq!(reply.error().1, code, "{told}");
            let codes = reply.object().array("error_codes").unwrap()[0].as_integer();
            assert_eq!(
                (codes, reply.member("error_description").as_deref()),
                (Some(number), Some("Why"))
            );
        }
    }
}

#[tokio::test]
async fn a_newer_login_supersedes_the_older_one() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    scene
        .start(&mut browser, "enadoc", "state-of-login-1")
        .await;
    scene
        .start(&mut browser, "enadoc", "state-of-login-2")
        .await;
    let before = scene.double.count();
    let reply = scene
        .redeem(&mut browser, "enadoc", "state-of-login-1")
        .await;
    assert_eq!(reply.error(), (400, "invalid_grant".into()));
    assert_eq!(scene.double.count(), before);
    assert_eq!(
        scene
            .redeem(&mut browser, "enadoc", "state-of-login-2")
            .await
            .status,
        200
    );
    assert_eq!(SESSION, "session-id-0123456789");
    serves(
        "R-174",
        "a callback of an older or no login of Enadoc: refused, nothing upstream",
    );
}
