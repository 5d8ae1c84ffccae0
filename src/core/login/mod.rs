//! The two halves of a login (RFC 6749, section 4.1; RFC 7636).

mod announcement;
mod finish;
mod start;

pub use finish::Finish;
pub use start::{Start, unknown_scopes};
