//! Random schedules: a world's rules and its steps, from a seed.

use super::page::State;
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
    let calm = random.pick(&[4, 10, 40]);
    for step in [
        Step::Open(0),
        Step::Counted(0),
        Step::Begin(0, 1),
        Step::Finish(0),
        Step::Open(1),
        Step::Open(2),
    ] {
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
    } else if random.once_in(3) {
        demand(page, world, random)
    } else {
        ordinary(world, random)
    }
}

/// What the browser and the provider do all the time: one of all that can happen now.
fn ordinary(world: &World, random: &mut Random) -> Step {
    let mut steps = vec![Step::Pass, Step::Granted];
    let now = world.moment.steady;
    for (at, page) in world.pages.iter().enumerate() {
        let due = page.due.is_some_and(|due| due <= now);
        for (can, step) in [
            (page.is_open() && !page.inbox.is_empty(), Step::Message(at)),
            (page.is_open() && page.noticed.is_some(), Step::Record(at)),
            (page.is_open() && page.counting.is_some(), Step::Counted(at)),
            (page.is_open() && due, Step::Tick(at)),
            (
                page.state == State::Frozen && random.once_in(4),
                Step::Thaw(at),
            ),
            (page.login.is_some(), Step::Finish(at)),
        ] {
            if can {
                steps.push(step);
            }
        }
    }
    for at in 0..world.flights.len() {
        steps.extend([Step::Handle(at), Step::Reply(at)]);
    }
    if !world.online && random.once_in(3) {
        steps.push(Step::Online);
    }
    random.pick(&steps)
}

/// What people and the app do.
fn demand(page: usize, world: &World, random: &mut Random) -> Step {
    if world.ledger.current.is_none() && random.once_in(3) {
        return Step::Begin(page, 1);
    }
    match random.below(40) {
        0..=12 => Step::Want(page),
        13..=19 => Step::WantOther(page),
        20..=26 => Step::Unauthorized(page),
        27..=33 => Step::Open(page),
        34 => Step::SignOut(page),
        35 | 36 => Step::Begin(page, 1 + u8::try_from(random.below(2)).unwrap()),
        37 | 38 => Step::Focus(page),
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
        18 => {
            let sender = world.flights.get(flight).and_then(|it| it.page);
            Step::Crash(sender.unwrap_or(page))
        }
        19 => Step::Steal,
        _ => Step::Close(page),
    }
}
