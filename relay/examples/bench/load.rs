//! Renewals at once, with slow connections beside them.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::sleep};

use crate::{
    figures::{Figures, milliseconds},
    person::{Person, Renewal, renew_directly, sign_in_directly},
    process::machine,
    scene::Scene,
    slow::Slow,
};

const RENEWALS: usize = 5_000;
const PEOPLE: usize = 200;
const SLOW: usize = 1_000;
/// What the relay may add to the double's own p99.
const MORE: Duration = Duration::from_millis(250);

/// Measures, prints, and says what is not as it must be.
pub(crate) async fn run() -> Vec<String> {
    let scene = Arc::new(Scene::start(PEOPLE).await);
    println!("{}", machine());
    println!("{RENEWALS} renewals by {PEOPLE} people at once, {SLOW} slow connections held open");

    let mut refresh_tokens = Vec::new();
    for number in 0..PEOPLE {
        refresh_tokens.push(sign_in_directly(&scene, number).await);
    }
    let alone = directly(&scene, refresh_tokens).await;
    println!("  the double alone    {alone}");

    let relay = scene
        .relay("upstream = { per_minute = 100000, wait_seconds = 60 }")
        .await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Person::sign_in(&scene, &relay.entry, number).await);
    }
    let (before, _) = relay.process.memory();
    let slow = Slow::start(&relay, SLOW);
    while slow.open() < SLOW {
        sleep(Duration::from_millis(10)).await;
    }
    // So long that headers and bodies are being cut when the renewals begin.
    sleep(Duration::from_secs(12)).await;
    let held = slow.open();
    let (idle, _) = relay.process.memory();
    scene.forget().await;
    let (began, used) = (Instant::now(), relay.process.processor());
    let (through, errors) = renew(&scene, &relay.entry, people).await;
    let (took, used) = (began.elapsed(), relay.process.processor() - used);
    let (calls, _) = scene.tokens().await;
    let (after, most) = relay.process.memory();
    println!("  through the relay   {through}");
    println!(
        "  {:.0} renewals a second; errors: {}; token requests at the double: {calls}",
        RENEWALS as f64 / took.as_secs_f64(),
        errors.len()
    );
    println!(
        "  processor time of the relay: {:.2} ms a renewal, the slow connections included",
        milliseconds(used) / RENEWALS as f64
    );
    println!(
        "  slow connections open: {held} before, {} after; cut so far: {}",
        slow.open(),
        slow.cut()
    );
    println!(
        "  the relay's memory: {before} MiB after the logins, {idle} with the slow connections, {after} after the renewals, {most} at most"
    );
    drop(slow);
    let ended = relay.process.stop().await;

    let mut failed = Vec::new();
    let more = through.percentile(99).saturating_sub(alone.percentile(99));
    println!("  p99 above the double's own: {:.1} ms", milliseconds(more));
    if more > MORE {
        failed.push(format!("p99 is more than {MORE:?} above the double's own"));
    }
    if let Some(first) = errors.first() {
        failed.push(format!("{} errors, the first: {first}", errors.len()));
    }
    if calls != RENEWALS {
        failed.push(format!("{calls} token requests at the double"));
    }
    if held < SLOW * 9 / 10 {
        failed.push(format!("only {held} slow connections were open"));
    }
    if !ended {
        failed.push("the relay did not end well".to_string());
    }
    failed
}

/// Everybody renews, one after the other each, until there were enough.
async fn renew(scene: &Arc<Scene>, entry: &str, people: Vec<Person>) -> (Figures, Vec<String>) {
    let left = Arc::new(AtomicUsize::new(RENEWALS));
    let errors = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for mut person in people {
        let (scene, entry) = (Arc::clone(scene), entry.to_string());
        let (left, errors) = (Arc::clone(&left), Arc::clone(&errors));
        tasks.spawn(async move {
            let mut durations = Vec::new();
            while taken(&left) {
                let began = Instant::now();
                let renewal = person.renew(&scene, &entry).await;
                durations.push(began.elapsed());
                match renewal {
                    Renewal::Done => {}
                    Renewal::Later(seconds) => {
                        errors.lock().unwrap().push(format!("429, {seconds} s"))
                    }
                    Renewal::Lost(why) => errors.lock().unwrap().push(why),
                }
            }
            durations
        });
    }
    let all = collected(tasks).await;
    let errors = std::mem::take(&mut *errors.lock().unwrap());
    (all, errors)
}

/// The same at the double.
async fn directly(scene: &Arc<Scene>, refresh_tokens: Vec<String>) -> Figures {
    let left = Arc::new(AtomicUsize::new(RENEWALS));
    let mut tasks = JoinSet::new();
    for mut refresh_token in refresh_tokens {
        let (scene, left) = (Arc::clone(scene), Arc::clone(&left));
        tasks.spawn(async move {
            let mut durations = Vec::new();
            while taken(&left) {
                let began = Instant::now();
                refresh_token = renew_directly(&scene, &refresh_token).await.unwrap();
                durations.push(began.elapsed());
            }
            durations
        });
    }
    collected(tasks).await
}

fn taken(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        left.checked_sub(1)
    })
    .is_ok()
}

async fn collected(mut tasks: JoinSet<Vec<Duration>>) -> Figures {
    let mut all = Vec::new();
    while let Some(durations) = tasks.join_next().await {
        all.extend(durations.unwrap());
    }
    Figures::of(all)
}
