//! Two tabs, looked at in every order of events: crashes, lost answers, sign-outs, rotation. States are
//! distinct when they differ in more than names and moments.

use std::hash::{Hash, Hasher};

use stateright::{Checker, Model, Property};

use super::normal::fingerprint;
use super::page::State as Life;
use super::rows::serves;
use super::rules::Rules;
use super::step::Step;
use super::world::World;

/// One state in so many is brought to rest, too.
const SAMPLE: u64 = 128;

/// A world, and what may still happen in it.
#[derive(Debug, Clone)]
struct State {
    world: World,
    /// Crashes, losses, refusals.
    troubles: u8,
    /// What people and the app do.
    demands: u8,
    passes: u8,
    print: u64,
}

impl PartialEq for State {
    fn eq(&self, other: &State) -> bool {
        (self.print, self.troubles, self.demands, self.passes)
            == (other.print, other.troubles, other.demands, other.passes)
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.print, self.troubles, self.demands, self.passes).hash(hasher);
    }
}

struct TwoTabs {
    troubles: u8,
    demands: u8,
}

impl TwoTabs {
    fn state(&self, steps: &[Step]) -> State {
        let mut world = World::new(Rules {
            pages: 2,
            ..Rules::STRICT
        });
        for step in steps {
            assert!(world.apply(*step), "{step:?}");
        }
        State {
            print: fingerprint(&world),
            world,
            troubles: self.troubles,
            demands: self.demands,
            passes: 6,
        }
    }
}

impl Model for TwoTabs {
    type State = State;
    type Action = Step;

    /// Both are signed in, and the token has ended: nothing yet, an answer that is on its way, and a page
    /// that slept through a renewal.
    fn init_states(&self) -> Vec<State> {
        let begun = [
            Step::Open(0),
            Step::Counted(0),
            Step::Open(1),
            Step::Counted(1),
            Step::Begin(0, 1),
            Step::Finish(0),
            Step::Message(1),
            Step::Record(1),
            Step::Sleep(3_600_000),
        ];
        let sent = [Step::Want(0), Step::Granted, Step::Handle(0)];
        let slept = [
            Step::Freeze(1),
            Step::Want(0),
            Step::Granted,
            Step::Handle(0),
            Step::Reply(0),
        ];
        [&[][..], &sent, &slept]
            .map(|more| self.state(&[&begun, more].concat()))
            .to_vec()
    }

    fn actions(&self, state: &State, actions: &mut Vec<Step>) {
        for (page, it) in state.world.pages.iter().enumerate() {
            let now = state.world.moment.steady;
            let browser = [
                (!it.inbox.is_empty(), Step::Message(page)),
                (it.noticed.is_some(), Step::Record(page)),
                (it.counting.is_some(), Step::Counted(page)),
                (it.due.is_some_and(|at| at <= now), Step::Tick(page)),
                (it.state == Life::Frozen, Step::Thaw(page)),
            ];
            actions.extend(
                browser
                    .into_iter()
                    .filter(|(can, _)| *can)
                    .map(|(_, step)| step),
            );
            if state.demands > 0 {
                actions.extend([
                    Step::Want(page),
                    Step::Unauthorized(page),
                    Step::SignOut(page),
                    Step::Open(page),
                ]);
            }
            if state.troubles > 0 {
                actions.extend([
                    Step::Reload(page),
                    Step::Crash(page),
                    Step::Close(page),
                    Step::Freeze(page),
                ]);
            }
        }
        for flight in 0..state.world.flights.len() {
            actions.extend([Step::Handle(flight), Step::Reply(flight)]);
            if state.troubles > 0 {
                actions.extend([Step::Cut(flight), Step::Status(flight, 503)]);
            }
        }
        if !state.world.locks.is_empty() {
            actions.push(Step::Granted);
        }
        if state.passes > 0 {
            actions.push(Step::Pass);
        }
    }

    fn next_state(&self, state: &State, step: Step) -> Option<State> {
        let mut next = state.clone();
        if !next.world.apply(step) {
            return None;
        }
        match step {
            Step::Want(_) | Step::Unauthorized(_) | Step::SignOut(_) | Step::Open(_) => {
                next.demands -= 1;
            }
            Step::Reload(_)
            | Step::Crash(_)
            | Step::Close(_)
            | Step::Freeze(_)
            | Step::Cut(_)
            | Step::Status(..) => next.troubles -= 1,
            Step::Pass => next.passes -= 1,
            _ => {}
        }
        next.print = fingerprint(&next.world);
        if next.print.is_multiple_of(SAMPLE) {
            let mut rested = next.world.clone();
            rested.rest();
            next.world.ledger.wrong = rested.ledger.wrong;
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("nothing is wrong", |_, state: &State| {
                state.world.ledger.wrong.is_none()
            }),
            Property::sometimes("a renewal succeeds", |_, state: &State| {
                state
                    .world
                    .provider
                    .families
                    .iter()
                    .any(|it| it.current > 0)
            }),
            Property::sometimes("a token is sent again", |_, state: &State| {
                state.world.ledger.sendings.values().any(|it| it.len() > 1)
            }),
        ]
    }
}

#[test]
fn two_tabs_in_every_order() {
    let long = std::env::var_os("DOCGATE_LONG").is_some();
    let (model, limit, threads) = if long {
        (
            TwoTabs {
                troubles: 3,
                demands: 4,
            },
            3_400_000,
            2,
        )
    } else {
        (
            TwoTabs {
                troubles: 2,
                demands: 3,
            },
            45_000,
            1,
        )
    };
    let checker = model
        .checker()
        .threads(threads)
        .target_state_count(limit)
        .spawn_bfs()
        .join();
    let distinct = checker.unique_state_count();
    println!(
        "two tabs: {distinct} distinct states, {} looked at, {} steps deep",
        checker.state_count(),
        checker.max_depth()
    );
    if let Some(path) = checker.discovery("nothing is wrong") {
        let wrong = path.last_state().world.ledger.wrong.clone();
        let steps: Vec<Step> = path.into_actions();
        panic!("{wrong:?} after {steps:?}");
    }
    assert!(checker.discovery("a renewal succeeds").is_some());
    assert!(checker.discovery("a token is sent again").is_some());
    assert!(
        distinct >= if long { 1_000_000 } else { 10_000 },
        "{distinct}"
    );
    serves(
        "R-086",
        "model of two tabs: every order of events, one sending at a time",
    );
}
