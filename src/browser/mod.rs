//! Every effect that the library has, and nothing else: no OAuth in here.
//!
//! Each file wraps one ability of the browser and answers with plain Rust values and closed enums.
//! Two rules hold everywhere. Nothing is touched when the module is loaded, only when asked. And
//! nothing that a page, a patched built-in or a refusing browser does may trap: whatever can throw is
//! caught, foreign objects are judged by their shape and never by `instanceof` (objects of another
//! realm fail that), and rejected values are never looked into.

pub mod abort;
mod app_call;
mod attempt;
pub mod channel;
pub mod clock;
pub mod driver;
pub mod entropy;
pub mod fetch;
pub mod foreign;
pub mod listener;
pub mod location;
pub mod locks;
pub mod page;
pub mod plain_call;
pub mod storage;
pub mod timer;
pub mod verify;

#[cfg(test)]
mod tests;
