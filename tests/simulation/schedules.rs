//! Random schedules of five tabs.

use super::replay::judge;
use super::rows::serves;

#[test]
fn random_schedules() {
    let long = std::env::var_os("DOCGATE_LONG").is_some();
    let count = if long { 40_000 } else { 400 };
    let mut sent = 0;
    for seed in 0..count {
        sent += judge(seed).ledger.sent;
    }
    println!("{count} schedules of five tabs, {sent} renewals");
    assert!(sent > 2 * count, "worlds in which something happens");
    serves(
        "R-086",
        "simulation: no refresh token is ever under way twice",
    );
}
