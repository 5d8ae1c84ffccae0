//! The issuer's key set, fetched when it is first needed and kept (RFC 7517; R-064).
//!
//! One request at a time, however many calls wait for it. Whoever can still be judged by the set at hand
//! does not wait for a newer one, so that tokens with made-up key ids slow down nobody.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use docgate::core::keys::{self, KeySet};
use docgate::providers::oidc::OIDC;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use crate::behind::Behind;
use crate::error::{Code, Refusal};
use crate::outward::Purpose;

/// A set is fetched again after this time.
const FRESH: Duration = Duration::from_secs(600);
/// A set is used no longer than this, whatever happens to its address.
const STALE: Duration = Duration::from_secs(3600);
/// Between two requests for the sake of an unknown key, and after one for a set that is not fresh.
const PAUSE: Duration = Duration::from_secs(30);
/// After a failure while there is no set at all.
const SHORT_PAUSE: Duration = Duration::from_secs(2);

/// The keys of one address.
#[derive(Debug, Default)]
pub(super) struct Keys {
    known: Mutex<Known>,
    request: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Known {
    set: Option<(Arc<KeySet>, Instant)>,
    /// When the last request ended.
    asked: Option<Instant>,
    /// When it was asked for the sake of an unknown key.
    looked: Option<Instant>,
    failure: Option<Code>,
}

impl Keys {
    /// The set to judge by.
    ///
    /// # Errors
    /// There is none, and the address gives none.
    pub(super) async fn current(
        self: &Arc<Self>,
        address: &str,
        behind: &Behind,
    ) -> Result<Arc<KeySet>, Refusal> {
        if let Some(set) = self.younger_than(FRESH) {
            return Ok(set);
        }
        let old = self.younger_than(STALE);
        if let Some(old) = old {
            // One of them asks, the others go on.
            let newer = match Arc::clone(&self.request).try_lock_owned() {
                Ok(turn) if self.may_ask(PAUSE) => self.fetch(address, behind, turn).await.ok(),
                _ => None,
            };
            return Ok(newer.unwrap_or(old));
        }
        let turn = Arc::clone(&self.request).lock_owned().await;
        if let Some(set) = self.younger_than(FRESH) {
            return Ok(set);
        }
        if let Some(failure) = self.failure_within(SHORT_PAUSE) {
            return Err(Refusal::new(failure));
        }
        self.fetch(address, behind, turn).await
    }

    /// A set that is newer than one in which a key is missing, if there is one: asked for once in thirty
    /// seconds. Whoever comes while that goes on waits for it.
    pub(super) async fn newer_than(
        self: &Arc<Self>,
        set: &Arc<KeySet>,
        address: &str,
        behind: &Behind,
    ) -> Option<Arc<KeySet>> {
        let turn = Arc::clone(&self.request).lock_owned().await;
        let other = |it: &Arc<KeySet>| !Arc::ptr_eq(it, set);
        if let Some(newer) = self.younger_than(STALE).filter(other) {
            return Some(newer);
        }
        let may_look = self.with(|known| {
            let may = known.looked.is_none_or(|at| at.elapsed() >= PAUSE);
            if may {
                known.looked = Some(Instant::now());
            }
            may
        });
        if may_look {
            self.fetch(address, behind, turn).await.ok()
        } else {
            None
        }
    }

    /// In a task of its own: a caller that goes away takes nothing from those who wait.
    async fn fetch(
        self: &Arc<Self>,
        address: &str,
        behind: &Behind,
        turn: OwnedMutexGuard<()>,
    ) -> Result<Arc<KeySet>, Refusal> {
        let (keys, behind) = (Arc::clone(self), behind.clone());
        let request = keys::request(address);
        let task = tokio::spawn(async move {
            let answer = behind.ask(Purpose::Metadata, request).await;
            let answer = answer.map_err(|refusal| refusal.code);
            let set = answer.and_then(|response| {
                keys::judge(Ok(response), &OIDC).map_err(|_| Code::UpstreamInvalid)
            });
            let set = keys.keep(set);
            drop(turn);
            set
        });
        task.await
            .unwrap_or_else(|_| Err(Refusal::new(Code::InternalError)))
    }

    fn keep(&self, set: Result<KeySet, Code>) -> Result<Arc<KeySet>, Refusal> {
        let now = Instant::now();
        // Counted from the end: a request that ran into its deadline would leave no pause at all.
        self.with(|known| known.asked = Some(now));
        self.with(|known| match set {
            Ok(set) => {
                let set = Arc::new(set);
                known.set = Some((Arc::clone(&set), now));
                known.failure = None;
                Ok(set)
            }
            Err(code) => {
                known.failure = Some(code);
                Err(Refusal::new(code))
            }
        })
    }

    fn younger_than(&self, age: Duration) -> Option<Arc<KeySet>> {
        self.with(|known| {
            let (set, since) = known.set.as_ref()?;
            (since.elapsed() < age).then(|| Arc::clone(set))
        })
    }

    fn may_ask(&self, pause: Duration) -> bool {
        self.with(|known| known.asked.is_none_or(|at| at.elapsed() >= pause))
    }

    fn failure_within(&self, pause: Duration) -> Option<Code> {
        if self.may_ask(pause) {
            return None;
        }
        self.with(|known| known.failure)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        act(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
