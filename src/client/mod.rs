//! One client of one provider at work: what every face in front of it shares, whether JavaScript or Rust calls.
//!
//! It runs the machines of `core` with the effects of `browser`, keeps what has to be remembered meanwhile, and tells
//! its face by [`host::Host`]. Values of JavaScript pass through it as they are, and are never looked into here.

pub(crate) mod arrival;
pub(crate) mod calling;
pub(crate) mod calls;
mod confirming;
pub(crate) mod desk;
mod guarded;
mod hearing;
pub(crate) mod host;
mod leaving;
mod opening;
mod parting;
#[cfg(feature = "js")]
mod probing;
pub(crate) mod promise;
mod records;
mod restore;
mod showing;
mod siblings;
mod tokens;
