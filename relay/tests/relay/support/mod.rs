//! What the tests stand on: providers that are scripted, a relay in front of them, and browsers.

pub mod browser;
pub mod double;
pub mod logs;
pub mod scene;

pub use browser::{Browser, Reply};
pub use double::{Double, Scripted, Seen};
pub use scene::{APP, HOST, Scene};
