//! JSON: one small strict reader and writer for host and browser alike (RFC 8259; R-046).
//!
//! Everything that arrives goes through it: answers of servers, stored records, messages of other
//! tabs, the app's configuration. Ours, because what hostile texts meet in the browser is then
//! exactly what host tests and fuzzing have met.

mod number;
mod parse;
mod read;
mod scan;
mod value;
mod write;

pub use parse::{MAX_DEPTH, MAX_VALUES, Malformed, parse};
pub use read::{Field, Problem};
pub use value::{Object, Value};
pub use write::write;

#[cfg(test)]
mod tests;
