//! Tokens that are given back after people have signed out (RFC 7009). No page waits for that: the provider's
//! queue may be long, and the cookie is gone already.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use docgate::core::secret::Secret;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::config::{Entry, Kind};
use crate::error::{Code, Refusal};
use crate::standard;
use crate::state::AppState;

/// So many may be under way. Beyond it a token is left to its own end.
const MOST: usize = 1000;
/// So often each is tried at most.
const TRIES: usize = 3;
/// After a provider that was not reached.
const BREATH: Duration = Duration::from_secs(2);
/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(60);

/// Those that are under way.
#[derive(Debug, Default)]
pub struct Revocations(Mutex<JoinSet<()>>);

impl Revocations {
    /// Gives a token back, in its turn.
    pub(crate) fn begin(&self, state: &Arc<AppState>, entry: &Entry, refresh_token: Secret) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        if tasks.len() >= MOST {
            tracing::warn!(entry = entry.name, "too many revocations are under way");
            return;
        }
        let (state, name) = (Arc::clone(state), entry.name.clone());
        tasks.spawn(async move {
            if let Err(refusal) = revoke(&state, &name, &refresh_token).await {
                tracing::warn!(entry = name, ?refusal, "revocation");
            }
        });
    }

    /// Waits for those that are under way, but no longer than this. What has not ended then never will.
    pub async fn end(&self, patience: Duration) {
        let mut tasks = {
            let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *tasks)
        };
        let ended = async { while tasks.join_next().await.is_some() {} };
        if timeout(patience, ended).await.is_err() {
            tracing::warn!(open = tasks.len(), "revocations were cut at the end");
        }
    }
}

async fn revoke(state: &Arc<AppState>, name: &str, refresh_token: &Secret) -> Result<(), Refusal> {
    let entry = state.entries().get(name).ok_or(Code::EntryUnknown)?;
    let sign_in = entry.sign_in.as_ref().ok_or(Code::EntryUnknown)?;
    let Kind::Standard(standard) = &sign_in.kind else {
        return Ok(());
    };
    let mut left = TRIES;
    loop {
        left -= 1;
        let Err(refusal) = standard::revoke(state, entry, sign_in, standard, refresh_token).await
        else {
            return Ok(());
        };
        let pause = match refusal.code {
            Code::TooManyRequests => refusal.retry_after.map_or(BREATH, Duration::from_secs),
            Code::UpstreamUnreachable | Code::UpstreamTimeout => BREATH,
            _ => return Err(refusal),
        };
        if left == 0 {
            return Err(refusal);
        }
        sleep(pause.min(LONGEST)).await;
    }
}
