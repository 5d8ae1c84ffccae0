//! JSON: one small strict reader and writer for host and browser alike (RFC 8259; R-046).

mod parse;
mod read;
mod value;
mod write;

pub use parse::{Malformed, parse};
pub use read::{Field, Problem};
pub use value::{Object, Value};
pub use write::write;
