//! What a provider says in an error, and in its metadata (R-146; A-44).

use crate::rows::serves;
use crate::support::scene::{CODE, SECRETS, STATE, usual};
use crate::support::{Scene, Scripted};

#[tokio::test]
async fn what_was_sent_does_not_come_back_in_a_sentence() {
    let scene = Scene::new().await;
    let secret = SECRETS[0].1;
    let base64 = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(secret)
    };
    for (words, code, kept) in [
        (format!("wrong secret {secret}"), "upstream_invalid", false),
        (format!("wrong secret {base64}"), "upstream_invalid", false),
        (
            "wrong secret files%2Fs3cret%2BWp1Tz%3D%3D".to_owned(),
            "upstream_invalid",
            false,
        ),
        (format!("wrong code {CODE}"), "invalid_grant", false),
        (
            format!("wrong verifier {}", scene.verifier()),
            "invalid_grant",
            false,
        ),
        ("an honest sentence".to_owned(), "invalid_grant", true),
    ] {
        scene.double.script(usual(scene.double.port));
        let mut browser = scene.browser();
        scene.start(&mut browser, "files", STATE).await;
        let body = format!(r#"{{"error":"invalid_grant","error_description":"{words}"}}"#);
        scene.double.always(Scripted::json(400, body));
        let reply = scene.redeem(&mut browser, "files", STATE).await;
        assert_eq!(reply.error().1, code, "{words}");
        assert_eq!(reply.text.contains(&words), kept, "{}", reply.text);
    }
    // Nor as a token.
    let mut browser = scene.browser();
    scene.start(&mut browser, "files", STATE).await;
    scene.double.always(Scripted::json(
        200,
        format!(r#"{{"access_token":"{base64}","token_type":"Bearer"}}"#),
    ));
    let reply = scene.redeem(&mut browser, "files", STATE).await;
    assert_eq!(reply.error().1, "upstream_invalid");
    serves(
        "R-146",
        "a provider that echoes the secret: its answer is not used",
    );
}

#[tokio::test]
async fn no_part_and_no_spelling_of_a_code_comes_back() {
    let scene = Scene::new().await;
    let base64 = {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("x{CODE}y"))
    };
    let hex: String = CODE.bytes().map(|byte| format!("{byte:02x}")).collect();
    let escaped: String = CODE.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    let parted = CODE.replace("from", "fr\\u200bom");
    let beyond = |text: &str| format!("{}{text}", "w".repeat(500));
    let texts = [
        base64,
        hex,
        escaped.clone(),
        parted,
        beyond(CODE),
        beyond(&escaped),
    ];
    for text in &texts {
        for (entry, body) in [
            (
                "files",
                format!(r#"{{"error":"invalid_grant","error_description":"in words: {text}"}}"#),
            ),
            (
                "entra",
                format!(
                    r#"{{"error":"invalid_grant","error_description":"in words: no","more":["{text}"]}}"#
                ),
            ),
            (
                "enadoc",
                format!(r#"{{"error_code":"000.507","error_description":"in words: {text}"}}"#),
            ),
        ] {
            let mut usual = usual(scene.double.port);
            scene.double.script(move |seen| {
                if seen.path.ends_with("/token") {
                    Scripted::json(400, body.clone())
                } else {
                    usual(seen)
                }
            });
            let mut browser = scene.browser();
            scene.start(&mut browser, entry, STATE).await;
            let reply = scene.redeem(&mut browser, entry, STATE).await;
            assert_eq!(reply.error(), (400, "invalid_grant".into()), "{text}");
            assert!(!reply.text.contains("in words"), "{}", reply.text);
        }
    }
    serves(
        "R-146",
        "a provider that echoes a code, in any spelling: its words stay here",
    );
}

#[tokio::test]
async fn entras_evidence_is_kept() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("entra").await;
    scene.double.always(Scripted::json(
        400,
        r#"{"error":"interaction_required","error_description":"AADSTS50076: more\u0000","error_codes":[50076],"suberror":"basic_action","correlation_id":"c-1","trace_id":"t-1","claims":"{\"access_token\":{\"x\":null}}"}"#,
    ));
    let reply = scene.renew(&mut browser, "entra", &[]).await;
    assert_eq!(reply.error(), (400, "interaction_required".into()));
    assert_eq!(
        reply.members(),
        [
            "claims",
            "correlation_id",
            "error",
            "error_codes",
            "error_description",
            "suberror"
        ]
    );
    assert_eq!(
        reply.member("error_description").as_deref(),
        Some("AADSTS50076: more")
    );
}

#[tokio::test]
async fn metadata_that_lies_is_not_used() {
    let scene = Scene::new().await;
    let base = format!("http://oidc.localhost:{}/realm", scene.double.port);
    for document in [
        r#"{"issuer":"https://evil.example","authorization_endpoint":"{base}/a","token_endpoint":"{base}/token"}"#,
        r#"{"issuer":"{base}","authorization_endpoint":"{base}/a","token_endpoint":"http://evil.example/token"}"#,
        r#"{"issuer":"{base}","authorization_endpoint":"{base}/a"}"#,
        "<html>",
    ] {
        let document = document.replace("{base}", &base);
        scene.double.always(Scripted::json(200, document));
        let mut browser = scene.browser();
        scene.start(&mut browser, "oidc", STATE).await;
        let reply = scene.redeem(&mut browser, "oidc", STATE).await;
        assert_eq!(reply.error(), (502, "upstream_invalid".into()));
    }
    assert!(
        scene.double.seen().iter().all(|seen| seen.method == "GET"),
        "no code left the relay"
    );
    serves(
        "A-44",
        "metadata with another issuer or a foreign endpoint: no code is sent",
    );
}
