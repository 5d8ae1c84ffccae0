//! DocSpace's limit: ten POSTs a minute from one address, which is the relay's for everybody behind it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{task::JoinSet, time::sleep};

use crate::{
    figures::Figures,
    person::{Person, Renewal, renew_directly},
    scene::Scene,
};

const PEOPLE: usize = 30;
/// What another program at the relay's address has used up of the minute.
const OTHERS: usize = 4;

/// What became of one person's renewal.
struct Told {
    took: Duration,
    /// How often the page was told to come back later.
    sent_away: usize,
    lost: Option<String>,
}

/// Measures, prints, and says what is not as it must be.
pub(crate) async fn run() -> Vec<String> {
    let scene = Arc::new(Scene::start(PEOPLE).await);
    println!(
        "DocSpace's limit on: {PEOPLE} people renew at once, 10 POSTs a minute, {OTHERS} of them used up by others"
    );
    // They sign in at one relay, and renew at another one that has the same key.
    let first = scene
        .relay("upstream = { per_minute = 100000, wait_seconds = 60 }")
        .await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Person::sign_in(&scene, &first.entry, number).await);
    }
    first.process.stop().await;
    // Nothing is configured: ten a minute, and thirty seconds of waiting, are what an entry of DocSpace has.
    let relay = scene.relay("").await;
    scene.switch(json!({"rate_limit": true})).await;
    for _ in 0..OTHERS {
        let _ = renew_directly(&scene, "not-a-token").await;
    }
    scene.forget().await;

    let mut tasks = JoinSet::new();
    for mut person in people {
        let (scene, entry) = (Arc::clone(&scene), relay.entry.clone());
        tasks.spawn(async move {
            let began = Instant::now();
            let mut sent_away = 0;
            let lost = loop {
                match person.renew(&scene, &entry).await {
                    Renewal::Done => break None,
                    Renewal::Later(seconds) => {
                        sent_away += 1;
                        sleep(Duration::from_secs(seconds)).await;
                    }
                    Renewal::Lost(why) => break Some(why),
                }
            };
            let took = began.elapsed();
            Told {
                took,
                sent_away,
                lost,
            }
        });
    }
    let all = tasks.join_all().await;
    let (calls, limited) = scene.tokens().await;
    relay.process.stop().await;

    let lost: Vec<_> = all.iter().filter_map(|told| told.lost.clone()).collect();
    let waits = Figures::of(all.iter().map(|told| told.took).collect());
    let seconds = |percent| waits.percentile(percent).as_secs_f64();
    println!(
        "  until the new token: p50 {:.0} s, p90 {:.0} s, longest {:.0} s; lost: {}",
        seconds(50),
        seconds(90),
        seconds(100),
        lost.len()
    );
    let most = all.iter().map(|told| told.sent_away).max().unwrap_or(0);
    let never = all.iter().filter(|told| told.sent_away == 0).count();
    println!(
        "  told at once when to come back: {} of {PEOPLE}, the unluckiest {most} times; the others were held and answered",
        PEOPLE - never
    );
    println!("  token requests at the double: {calls}, of them 429: {limited}");
    let mut failed = Vec::new();
    if let Some(first) = lost.first() {
        failed.push(format!(
            "{} renewals were lost, the first: {first}",
            lost.len()
        ));
    }
    if calls - limited != PEOPLE {
        failed.push(format!(
            "{calls} token requests, {limited} of them 429, for {PEOPLE} renewals"
        ));
    }
    failed
}
