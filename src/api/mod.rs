//! What JavaScript sees: converts in, calls, converts out. The rules are in `core`, the work is in `client`.
//!
//! Exports are plain `fn(&self) -> Promise` that clone an `Rc` first, so that no call holds the
//! object while it waits, and a listener that calls back in finds nothing borrowed.

mod client;
mod host;
mod inspecting;
mod people;
mod views;

pub use client::Client;
