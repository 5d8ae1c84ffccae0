//! Random schedules: a world's rules and its steps, from a seed.

use super::random::Random;
use super::rules::Rules;
use super::step::Step;
use super::world::World;

/// How long a schedule is.
const STEPS: usize = 300;
const DAY: i64 = 86_400_000;

/// The rules of this seed's world.
pub(crate) fn rules(random: &mut Random) -> Rules {
    Rules {
        renewable: !random.once_in(12),
        rotates: !random.once_in(6),
        grace: random.once_in(4),
        login_life: random.once_in(6).then_some(3_600_000),
        resend: !random.once_in(3),
        ahead: random.once_in(3),
        wipes: random.once_in(8),
        life: random.pick(&[600, 600, 60]),
        ..Rules::STRICT
    }
}

/// Plays the schedule of a seed; gives the world and the steps that happened.
pub(crate) fn play(seed: u64) -> (World, Vec<Step>) {
    let mut random = Random(seed);
    let rules = rules(&mut random);
    let mut world = World::new(rules);
    let mut steps = Vec::new();
    // How troubled this world is: in a calm one, things get far.
    let calm = random.pick(&[2, 5, 15]);
    for step in [Step::Open(0), Step::Counted(0), Step::Begin(0, 1), Step::Finish(0), Step::Open(1), Step::Open(2)] {
        world.apply(step);
        steps.push(step);
    }
    while steps.len() < STEPS && world.ledger.wrong.is_none() {
        let step = next(&world, &mut random, calm);
        if world.apply(step) {
            steps.push(step);
        }
    }
    world.rest();
    (world, steps)
}

/// The same steps again, in words.
pub(crate) fn again(rules: Rules, steps: &[Step]) -> World {
    let mut world = World::new(rules);
    world.trace = Some(Vec::new());
    for step in steps {
        if world.ledger.wrong.is_none() {
            world.apply(*step);
        }
    }
    world.rest();
    world
}

fn next(world: &World, random: &mut Random, calm: usize) -> Step {
    let page = random.below(world.pages.len());
    if random.once_in(calm) {
        trouble(page, world, random)
    } else if random.once_in(4) {
        demand(page, random)
    } else {
        ordinary(page, world, random)
    }
}

/// What the browser and the provider do all the time.
fn ordinary(page: usize, world: &World, random: &mut Random) -> Step {
    let flight = random.below(world.flights.len());
    match random.below(12) {
        0..=2 => Step::Message(page),
        3 => Step::Record(page),
        4 => Step::Counted(page),
        5 => Step::Granted,
        6 => Step::Tick(page),
        7 => Step::Handle(flight),
        8 => Step::Reply(flight),
        9 => Step::Online,
        10 => Step::Thaw(page),
        _ => Step::Pass,
    }
}

/// What people and the app do.
fn demand(page: usize, random: &mut Random) -> Step {
    match random.below(24) {
        0..=11 => Step::Want(page),
        12 | 13 => Step::Unauthorized(page),
        14..=17 => Step::Open(page),
        18 => Step::SignOut(page),
        19 => Step::Begin(page, 1 + u8::try_from(random.below(2)).unwrap()),
        20 | 21 => Step::Finish(page),
        22 => Step::Focus(page),
        _ => Step::Duplicate(page, random.below(5)),
    }
}

/// What goes wrong.
fn trouble(page: usize, world: &World, random: &mut Random) -> Step {
    let flight = random.below(world.flights.len());
    match random.below(21) {
        0 | 1 => Step::Close(page),
        2..=4 => Step::Reload(page),
        5..=7 => Step::Freeze(page),
        8 | 9 => Step::Cut(flight),
        10 | 11 => Step::Status(flight, random.pick(&[429, 500, 503])),
        12 => Step::Clock(random.pick(&[DAY, -DAY, 3650 * DAY, -3650 * DAY, 120_000, -120_000])),
        13 => Step::Sleep(random.pick(&[60_000, 300_000, DAY])),
        14 => Step::Offline,
        15 => Step::WipeTab(page),
        16 => Step::WipeRecord,
        17 => Step::Fill(page),
        18 => Step::Crash(page),
        19 => Step::Steal,
        _ => Step::Close(page),
    }
}
