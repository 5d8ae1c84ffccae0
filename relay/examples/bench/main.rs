//! `npm run bench:relay`: what the relay costs under load, and what people see of DocSpace's limit.
//!
//! Starts the sandbox's DocSpace and a relay, both release builds, on loopback. `load` (the default) renews sessions through the
//! relay while slow connections are held open, and the same at the double without the relay. `limit` turns DocSpace's limit of
//! ten POSTs a minute on, and says how long people wait. Fails where the figures are not what they must be.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

mod figures;
mod limit;
mod load;
mod person;
mod process;
mod scene;
mod slow;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let modes: Vec<String> = std::env::args().skip(1).collect();
    let known = ["load", "limit"];
    if let Some(unknown) = modes.iter().find(|mode| !known.contains(&mode.as_str())) {
        println!("`{unknown}` is none of {known:?}");
        return ExitCode::from(2);
    }
    let wanted = |mode: &str| modes.iter().any(|it| it == mode);
    let mut failed = Vec::new();
    if wanted("load") || modes.is_empty() {
        failed.extend(load::run().await);
    }
    if wanted("limit") || modes.is_empty() {
        failed.extend(limit::run().await);
    }
    for failure in &failed {
        println!("FAILED: {failure}");
    }
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
