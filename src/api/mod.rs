//! What JavaScript sees: converts in, calls, converts out. The rules are in `core`.
//!
//! Exports are plain `fn(&self) -> Promise` that clone an `Rc` first, so that no call holds the
//! object while it waits, and a listener that calls back in finds nothing borrowed.

mod arrival;
mod calling;
mod calls;
mod client;
mod confirming;
mod desk;
mod guarded;
mod hearing;
mod host;
mod inspecting;
mod leaving;
mod parting;
mod people;
mod promise;
mod records;
mod restore;
mod showing;
mod siblings;
mod tokens;
mod views;

pub use client::Client;
