//! A schedule that fails is made shorter and told step by step. `DOCGATE_SEED=… cargo test --test
//! simulation replay` does so for any seed.

use super::random::Random;
use super::rules::Rules;
use super::schedule;
use super::step::Step;
use super::world::World;

/// Panics with the shortest schedule that was found, unless nothing is wrong.
pub(crate) fn judge(seed: u64) -> (World, Vec<Step>) {
    let (world, steps) = schedule::play(seed);
    if let Some(wrong) = &world.ledger.wrong {
        panic!("{}", told(seed, wrong, &steps));
    }
    (world, steps)
}

fn told(seed: u64, wrong: &str, steps: &[Step]) -> String {
    let rules = schedule::rules(&mut Random(seed));
    let steps = shrunk(rules, steps.to_vec());
    let world = schedule::again(rules, &steps);
    let last = world.ledger.wrong.as_deref().unwrap_or("nothing is wrong");
    let trace = world.trace.unwrap_or_default().join("\n");
    format!(
        "{rules:?}\n{trace}\n\nseed {seed}: {wrong}\nafter {} steps: {last}\nDOCGATE_SEED={seed} cargo test --test simulation replay",
        steps.len()
    )
}

/// Leaves out whatever is not needed for something to be wrong.
fn shrunk(rules: Rules, mut steps: Vec<Step>) -> Vec<Step> {
    let fails = |steps: &[Step]| schedule::again(rules, steps).ledger.wrong.is_some();
    let mut length = steps.len() / 2;
    while length > 0 {
        let mut at = 0;
        while at < steps.len() {
            let end = (at + length).min(steps.len());
            let rest = [&steps[..at], &steps[end..]].concat();
            if fails(&rest) {
                steps = rest;
            } else {
                at = end;
            }
        }
        length /= 2;
    }
    steps
}

#[test]
fn replay() {
    let Some(seed) = std::env::var("DOCGATE_SEED").ok() else {
        return;
    };
    let seed = seed.parse().expect("a number");
    let (world, steps) = schedule::play(seed);
    let wrong = world
        .ledger
        .wrong
        .unwrap_or(String::from("nothing is wrong"));
    println!("{}", told(seed, &wrong, &steps));
}
