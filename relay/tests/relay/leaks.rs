//! A search of every byte that left towards pages and logs (R-146).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::rows::serves;
use crate::support::scene::{CODE, KEY, SECRETS, SESSION, STATE, usual};
use crate::support::{Scene, Scripted, logs};

/// A text in every spelling that it could leave in.
fn spellings(text: &str) -> Vec<String> {
    let percent = |keep: &dyn Fn(u8) -> bool| -> String {
        let spelled = text.bytes().map(|byte| match keep(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        });
        spelled.collect()
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let form = |byte: u8| byte.is_ascii_alphanumeric() || b"-._*".contains(&byte);
    let mut all = vec![
        percent(&form),
        text.to_owned(),
        percent(&plain),
        percent(&plain).to_lowercase(),
    ];
    // In base64 at each of the three places that it can begin at.
    for spelling in all.clone() {
        for shift in 0..3 {
            let padded = ["x".repeat(shift).as_bytes(), spelling.as_bytes()].concat();
            for engine in [&STANDARD, &URL_SAFE_NO_PAD] {
                let whole = engine.encode(&padded);
                let whole = whole.trim_end_matches('=');
                let skip = [0, 2, 3][shift];
                all.push(whole[skip..whole.len() - 1].to_owned());
            }
        }
    }
    all
}

#[tokio::test]
async fn no_secret_token_code_or_verifier_leaves_where_it_must_not() {
    let scene = Scene::with(&["KEY"], "discovery = \"query\"").await;
    let mut tokens = Vec::new();
    for entry in ["files", "oidc", "entra", "enadoc"] {
        let mut browser = scene.signed_in(entry).await;
        scene.renew(&mut browser, entry, &[]).await;
        scene.double.script(|seen| {
            let echoed = seen.field("refresh_token").unwrap_or_default();
            let body = format!(r#"{{"error":"invalid_grant","error_description":"{echoed}"}}"#);
            Scripted::json(400, body)
        });
        scene.renew(&mut browser, entry, &[]).await;
        scene.double.always(Scripted::of(500, "text/html", "no"));
        scene.renew(&mut browser, entry, &[]).await;
        scene.log_out(&mut browser, entry, SESSION).await;
        scene.start(&mut browser, entry, STATE).await;
        scene.redeem(&mut browser, entry, STATE).await;
        scene.double.script(usual(scene.double.port));
    }
    let received = scene.double.seen();
    let sent: Vec<String> = received
        .iter()
        .map(|seen| format!("{} {}", seen.query, seen.body))
        .collect();
    let sent = sent.join("\n") + &format!("{received:?}");
    for seen in &received {
        if seen.method == "POST" && seen.body.contains("refresh_token=") {
            tokens.extend(seen.field("refresh_token"));
        }
    }
    assert!(tokens.len() >= 8, "{}", tokens.len());
    let (log, answers) = (logs::log(), logs::answers());
    assert!(
        log.contains("enadoc.localhost") && log.contains("purpose="),
        "{log}"
    );
    let mut secrets: Vec<&str> = SECRETS.iter().map(|(_, secret)| *secret).collect();
    for secret in &secrets {
        let found = spellings(secret)
            .iter()
            .any(|text| sent.contains(text.as_str()));
        assert!(found, "the upstream got it, or this search is blind");
    }
    secrets.push(KEY);
    for secret in secrets {
        for text in spellings(secret) {
            assert!(!answers.contains(&text), "in an answer: {text}");
            assert!(!log.contains(&text), "in the log: {text}");
        }
    }
    for hidden in [CODE, scene.verifier()]
        .into_iter()
        .chain(tokens.iter().map(String::as_str))
    {
        for text in spellings(hidden) {
            assert!(!answers.contains(&text), "in an answer: {text}");
            assert!(!log.contains(&text), "in the log: {text}");
        }
    }
    assert!(
        !log.contains("access-"),
        "access tokens are no matter of the log"
    );
    serves(
        "R-146",
        "no secret, code, verifier or refresh token in any answer, header or log, in any spelling",
    );
    serves("A-44", "no secret is reflected");
}
