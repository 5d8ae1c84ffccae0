//! Sealing: what a cookie holds is readable for the relay alone.

mod key;

pub use key::SealKey;
