//! What keeps one caller, or one slow upstream, from taking everything: requests by address, and the queue in front of an
//! upstream that counts its calls.

mod address;
mod buckets;
mod claim;
mod door;
mod pace;
mod proxies;
mod queue;
mod reset;
mod retry_after;

pub use address::Source;
pub use buckets::Buckets;
pub use claim::{Claim, Rank, asked_by};
pub use door::Door;
pub use proxies::Proxies;
pub use queue::{Busy, Limit, Queue, Turn};
pub use retry_after::{retry_after, told_delay};
