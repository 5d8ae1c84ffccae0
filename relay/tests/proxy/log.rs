//! What the log says of a token that the guard refuses.

use docgate_relay::config::Admitted;
use docgate_relay::logs;

use super::guard::scene_of;
use super::paper::Paper;
use super::rows::serves;
use super::tokens::{claims, header, signed};

#[tokio::test]
async fn a_refused_token_is_told_by_the_claim_that_is_wrong_and_by_nothing_of_it() {
    let scene = scene_of(|guard| {
        guard.allow = Admitted::Rules {
            subjects: vec![String::from("somebody")],
            groups: Vec::new(),
            tenant: None,
            claim: None,
        };
    })
    .await;
    let paper = Paper::default();
    let _log = tracing::subscriber::set_default(logs::subscriber(paper.clone()));
    let foreign = claims().with("iss", "https://hush-issuer.example");
    for claims in [foreign, claims().with("sub", "hush-person")] {
        let token = signed(&scene.ec, &header("ES256", "ec"), &claims);
        assert!(matches!(scene.call(&token).await.status, 401 | 403));
    }
    assert_eq!(scene.call("hush-token").await.status, 401);
    let log = paper.text();
    let words: Vec<String> = log
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter_map(|line| Some(line["wrong"].as_str()?.to_owned()))
        .collect();
    assert_eq!(words, ["iss", "allow", "form"], "{log}");
    assert!(!log.contains("hush"), "{log}");
    serves(
        "R-146",
        "the log of the guard: which claim is wrong, and nothing of the token",
    );
}
