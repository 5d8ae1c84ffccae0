//! Who asks for a turn in a queue, and how much of it is open to one caller.
//!
//! A code can be made up by anybody, a renewal needs a session that was opened. So renewals go first, and of the places in which
//! calls wait one address gets a part only.

use std::future::Future;

use super::Source;

tokio::task_local! {
    static SOURCE: Source;
}

/// How a call ranks among those that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Rank {
    /// It is proved that the provider will know whom it is for: a session was opened, or the relay asks for itself.
    Known,
    /// Anybody could have caused it.
    #[default]
    Anybody,
}

impl Rank {
    /// How many may wait for one address, of a queue of so many a minute. The part of those that anybody can send is so small that
    /// whoever comes next still waits less than half a minute.
    pub(super) fn share(self, per_minute: Option<u32>) -> usize {
        let Some(per_minute) = per_minute else {
            return usize::MAX;
        };
        let part = match self {
            Self::Known => per_minute / 2,
            Self::Anybody => per_minute / 4,
        };
        usize::try_from(part.max(1)).unwrap_or(usize::MAX)
    }
}

/// A wish for a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Claim {
    /// How it ranks.
    pub rank: Rank,
    /// Whose request it is for, where it is for one.
    pub source: Option<Source>,
}

impl Claim {
    /// A wish for the sake of the request that this task answers.
    pub fn of_this_request(rank: Rank) -> Self {
        Self {
            rank,
            source: SOURCE.try_with(|source| *source).ok(),
        }
    }
}

/// Answers a request of this source: what it asks upstreams for counts as its own.
pub async fn asked_by<T>(source: Source, answer: impl Future<Output = T>) -> T {
    SOURCE.scope(source, answer).await
}
