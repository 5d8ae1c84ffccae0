//! Random schedules of five tabs, and what they assert for the requirements: every invariant of
//! `ledger`, `checks` and `rest` held in all of them, and what it is about did happen.

use std::collections::BTreeMap;

use super::ledger::Outcome;
use super::replay::judge;
use super::rows::serves;
use super::world::World;

/// Row, what must have happened, and how the row is asserted.
const ROWS: [(&str, &str, &str); 17] = [
    (
        "R-053",
        "Cut",
        "simulation: a refresh token is sent again only after a sending without an answer, and once after a vanished sender",
    ),
    (
        "R-054",
        "Status",
        "simulation: after 429, 5xx and broken connections every tab waits before it sends again",
    ),
    (
        "R-086",
        "sent",
        "simulation: no refresh token is ever under way twice, and none is sent that was answered",
    ),
    (
        "R-087",
        "answered",
        "simulation: a new refresh token is recorded before anybody uses it, and none is lost while its tab lives",
    ),
    (
        "R-089",
        "Steal",
        "simulation: a refused token ends the session once in each tab, is never sent again, and a failure ends nothing",
    ),
    (
        "R-090",
        "vanished",
        "simulation: tabs die at any moment, and everybody who waits is answered in time",
    ),
    ("R-091", "sent", "simulation: no renewal names a scope"),
    (
        "R-092",
        "Clock",
        "simulation: dates that jump by up to ten years and sleep: no expired token is given out, and one renewal is enough at rest",
    ),
    (
        "R-093",
        "Began",
        "simulation: nobody ever has another person's token",
    ),
    (
        "R-094",
        "refused",
        "simulation: families of fixed life end in one login-required",
    ),
    (
        "R-124",
        "SignOut",
        "simulation: at rest no tab, frozen ones included, has a session from before a sign-out",
    ),
    (
        "A-30",
        "Fill",
        "simulation: storage that is full or cleared under the tabs",
    ),
    (
        "A-32",
        "Sleep",
        "simulation: clocks of ±1 day and ±10 years, and sleep, at any moment",
    ),
    (
        "A-35",
        "sent",
        "simulation: five tabs, rotation, family kill: nobody is signed out who could go on",
    ),
    (
        "A-36",
        "lost",
        "simulation: lost answers after rotation end in one login-required, or are forgiven where the provider forgives",
    ),
    (
        "A-37",
        "Steal",
        "simulation: a stolen token kills the family: one end in each tab",
    ),
    (
        "A-38",
        "Offline",
        "simulation: no network, broken connections, 5xx: the session is kept and renewed later",
    ),
];

#[test]
fn random_schedules() {
    let long = std::env::var_os("DOCGATE_LONG").is_some();
    let count = if long { 20_000 } else { 500 };
    let mut happened = BTreeMap::new();
    for seed in 0..count {
        let (world, steps) = judge(seed);
        for step in steps {
            let text = format!("{step:?}");
            let name = text.split('(').next().unwrap_or_default();
            *happened.entry(String::from(name)).or_default() += 1;
        }
        tally(&world, &mut happened);
    }
    println!(
        "{count} schedules of five tabs: {} steps, {} renewals, {} vanished senders, {} sign-outs",
        happened
            .iter()
            .filter(|(name, _)| name.starts_with(char::is_uppercase))
            .map(|(_, number)| number)
            .sum::<u64>(),
        happened["sent"],
        happened["vanished"],
        happened["SignOut"]
    );
    for (row, what, how) in ROWS {
        let often = happened.get(what).copied().unwrap_or_default();
        assert!(often >= 20, "{row}: {what} happened {often} times");
        serves(row, how);
    }
}

fn tally(world: &World, happened: &mut BTreeMap<String, u64>) {
    let ledger = &world.ledger;
    let outcomes = || ledger.sendings.values().flatten();
    let number = |outcome| outcomes().filter(|it| **it == outcome).count() as u64;
    for (what, often) in [
        ("sent", ledger.sent),
        ("answered", number(Outcome::Answered)),
        ("vanished", number(Outcome::Vanished)),
        ("refused", ledger.refused),
        ("lost", ledger.lost),
        (
            "Began",
            ledger.sessions.values().filter(|it| it.user == 2).count() as u64,
        ),
    ] {
        *happened.entry(String::from(what)).or_default() += often;
    }
}
