//! Reading and writing the stored records of one client.

use std::rc::Rc;
use std::sync::Arc;

use super::confirming::Unconfirmed;
use crate::browser::driver::now;
use crate::browser::storage::{self, Area, StorageFailure};
use crate::core::digest;
use crate::core::error::{Code, Error};
use crate::core::logout::{self, PendingLogout};
use crate::core::names::Timestamp;
use crate::core::parked;
use crate::core::pending::{self, PendingLogin};
use crate::core::refetch;
use crate::core::session::{self, Session};
use crate::core::settings::Settings;
use crate::core::shared::{self, Shared};
use crate::core::starts;
use crate::core::tombstone::{self, Tombstone};

/// Where this client's records are.
pub(crate) struct Records {
    settings: Rc<Settings>,
    client: String,
    session_key: String,
    parked_key: String,
    logout_key: String,
    shared_key: String,
    keys_key: String,
    persist: bool,
    /// The session that nobody has confirmed yet.
    pub(crate) unconfirmed: Unconfirmed,
}

/// What a callback's `state` belongs to.
pub(crate) enum Taken {
    /// A pending login, now removed.
    Login(Box<PendingLogin>),
    /// One that was taken before, with what is left of it.
    Used(Option<Tombstone>),
    /// None.
    Missing,
}

impl Records {
    /// Of this client.
    pub(crate) fn new(settings: Rc<Settings>, persist: bool) -> Records {
        let client = settings.key();
        Records {
            session_key: session::key(&client),
            parked_key: parked::key(&client),
            logout_key: logout::key(&client),
            shared_key: shared::key(&client),
            keys_key: refetch::key(&client),
            unconfirmed: Unconfirmed::new(settings.clone(), &client, persist),
            settings,
            client,
            persist,
        }
    }

    /// Whether this tab can keep a login at all.
    pub(crate) fn probe() -> Result<(), Error> {
        storage::read(Area::Tab, starts::KEY)
            .map(|_| ())
            .map_err(|_| Code::StorageUnavailable.into())
    }

    /// The stored session, if it is one of this client under today's config; junk is removed.
    pub(crate) fn session(&self) -> Option<Box<Session>> {
        let text = storage::read(Area::Tab, &self.session_key).ok()??;
        let session =
            Session::decode(&text, &self.client).filter(|session| session.fits(&self.settings));
        if session.is_none() {
            self.remove_session();
        }
        session
    }

    /// Stores the session where the config says so.
    pub(crate) fn write_session(&self, session: &Session) -> Result<(), Error> {
        if !self.persist {
            return Ok(());
        }
        write(Area::Tab, &self.session_key, &session.encode())
    }

    /// Removes the stored session.
    pub(crate) fn remove_session(&self) {
        let _ = storage::remove(Area::Tab, &self.session_key);
    }

    /// The stored sessions of other people; junk is as if absent.
    #[allow(clippy::vec_box)] // As they come out of their records.
    pub(crate) fn parked(&self) -> Vec<Box<Session>> {
        let stored = storage::read(Area::Tab, &self.parked_key).ok().flatten();
        parked::decode(stored.as_deref().unwrap_or_default(), &self.client)
            .into_iter()
            .filter(|session| session.fits(&self.settings))
            .collect()
    }

    /// Stores the sessions of other people; where that fails, a reload forgets them.
    pub(crate) fn write_parked(&self, sessions: &[Arc<Session>]) {
        if sessions.is_empty() || !self.persist {
            let _ = storage::remove(Area::Tab, &self.parked_key);
        } else {
            let _ = write(Area::Tab, &self.parked_key, &parked::encode(sessions));
        }
    }

    /// The sign-out that is under way at the provider.
    pub(crate) fn logout(&self) -> Option<String> {
        storage::read(Area::Tab, &self.logout_key).ok().flatten()
    }

    /// Stores it.
    pub(crate) fn write_logout(&self, pending: &PendingLogout) {
        let _ = write(Area::Tab, &self.logout_key, &pending.encode());
    }

    /// Removes it.
    pub(crate) fn remove_logout(&self) {
        let _ = storage::remove(Area::Tab, &self.logout_key);
    }

    /// The issuer's keys are fetched a second time for one answer.
    pub(crate) fn note_refetch(&self) {
        let _ = storage::write(Area::Shared, &self.keys_key, &refetch::encode(now()));
    }

    /// Whether they may be, as far as storage tells.
    pub(crate) fn may_refetch(&self) -> bool {
        let last = storage::read(Area::Shared, &self.keys_key).ok().flatten();
        refetch::is_allowed(last.as_deref(), now())
    }

    /// The record that all tabs share; `None`: missing, junk, or not to be had.
    pub(crate) fn shared(&self) -> Option<Shared> {
        let text = storage::read(Area::Shared, &self.shared_key).ok()??;
        Shared::decode(&text)
    }

    /// Its key, for those who listen to changes.
    pub(crate) fn shared_key(&self) -> &str {
        &self.shared_key
    }

    /// Reads, changes and writes the shared record. Storage that refuses is no failure: the record
    /// is then unknown to everybody.
    fn update_shared(&self, change: impl FnOnce(&mut Shared)) {
        let mut shared = self.shared().unwrap_or_default();
        change(&mut shared);
        self.write_shared(&shared);
    }

    /// Writes the shared record.
    pub(crate) fn write_shared(&self, shared: &Shared) {
        let _ = storage::write(Area::Shared, &self.shared_key, &shared.encode());
    }

    /// Stores a pending login, after the sweep of old ones.
    pub(crate) fn remember(&self, login: &PendingLogin) -> Result<(), Error> {
        sweep(pending::LIMIT.saturating_sub(1));
        write(Area::Tab, &pending::key(&login.state), &login.encode())?;
        if self.settings.provider.way_back.state {
            return Ok(());
        }
        // Which login may come back is known by this alone, in all tabs: without it none begins.
        let hash = digest::hash(&login.state);
        let ends = login.created.plus_seconds(login.lifetime);
        self.update_shared(|shared| shared.begin(&hash, ends));
        let known = self.open();
        if known.is_some_and(|open| open == hash) {
            return Ok(());
        }
        drop_record(&pending::key(&login.state));
        Err(Code::StorageUnavailable.into())
    }

    /// The hash of the one login that can come back without a `state`.
    pub(crate) fn open(&self) -> Option<String> {
        let (hash, ends) = self.shared()?.open?;
        // A while longer than its callback is waited for: it says where to go on from.
        (now() <= ends.plus_seconds(pending::MEMORY_SECONDS)).then_some(hash)
    }

    /// Where the login of a state with this hash wants to return to; reads only.
    pub(crate) fn peek(&self, hash: &str) -> Option<Tombstone> {
        let stored = |key: &str| storage::read(Area::Tab, key).ok().flatten();
        stored(&pending::key_of(hash))
            .and_then(|text| PendingLogin::decode(&text))
            .map(|login| Tombstone::of(&login))
            .or_else(|| stored(&tombstone::key(hash)).and_then(|text| Tombstone::decode(&text)))
    }

    /// Takes the login of a state with this hash: read, deleted, marked as spent. Under the lock.
    pub(crate) fn take(&self, hash: &str) -> Taken {
        let now = now();
        let key = pending::key_of(hash);
        let spent = self
            .shared()
            .is_some_and(|shared| shared.is_spent(hash, now));
        let stored = storage::read(Area::Tab, &key).ok().flatten();
        let login = stored.as_deref().and_then(PendingLogin::decode);
        if stored.is_some() {
            let _ = storage::remove(Area::Tab, &key);
        }
        match login {
            Some(login) => {
                let left = Tombstone::of(&login);
                let _ = storage::write(Area::Tab, &tombstone::key(hash), &left.encode());
                if spent {
                    return Taken::Used(Some(left));
                }
                self.update_shared(|shared| shared.spend(hash, now));
                Taken::Login(login)
            }
            None => match storage::read(Area::Tab, &tombstone::key(hash))
                .ok()
                .flatten()
            {
                Some(text) => Taken::Used(Tombstone::decode(&text)),
                None if spent => Taken::Used(None),
                None => Taken::Missing,
            },
        }
    }

    /// Counts a login that nobody clicked for.
    pub(crate) fn count_start(&self) -> Result<(), Error> {
        let stored = storage::read(Area::Tab, starts::KEY).ok().flatten();
        let counted = starts::count(stored.as_deref(), now())?;
        let _ = storage::write(Area::Tab, starts::KEY, &counted);
        Ok(())
    }
}

/// Removes what is too old or too many, in this tab; verifiers of late logins first.
pub(crate) fn sweep(room: usize) {
    let now = now();
    let mut logins: Vec<(Timestamp, String)> = Vec::new();
    for key in storage::keys(Area::Tab, pending::PREFIX) {
        let login = storage::read(Area::Tab, &key)
            .ok()
            .flatten()
            .and_then(|text| PendingLogin::decode(&text));
        match login {
            Some(mut login) if !Tombstone::of(&login).is_stale(now) => {
                if login.is_expired(now) && login.verifier.take().is_some() {
                    let _ = storage::write(Area::Tab, &key, &login.encode());
                }
                logins.push((login.created, key));
            }
            _ => drop_record(&key),
        }
    }
    drop_oldest(logins, room);
    let mut left: Vec<(Timestamp, String)> = Vec::new();
    for key in storage::keys(Area::Tab, tombstone::PREFIX) {
        let tombstone = storage::read(Area::Tab, &key)
            .ok()
            .flatten()
            .and_then(|text| Tombstone::decode(&text));
        match tombstone {
            Some(tombstone) if !tombstone.is_stale(now) => left.push((tombstone.created, key)),
            _ => drop_record(&key),
        }
    }
    drop_oldest(left, tombstone::LIMIT);
}

fn drop_oldest(mut records: Vec<(Timestamp, String)>, room: usize) {
    while records.len() > room {
        let oldest = records
            .iter()
            .enumerate()
            .min_by_key(|(_, (created, _))| *created);
        let Some((at, _)) = oldest else {
            return;
        };
        let (_, key) = records.swap_remove(at);
        drop_record(&key);
    }
}

fn drop_record(key: &str) {
    let _ = storage::remove(Area::Tab, key);
}

/// Writes; when the storage is full, our own old records make room first.
pub(crate) fn write(area: Area, key: &str, value: &str) -> Result<(), Error> {
    let first = storage::write(area, key, value);
    let second = match first {
        Err(StorageFailure::Full) => {
            sweep(pending::LIMIT);
            for key in storage::keys(Area::Tab, tombstone::PREFIX) {
                drop_record(&key);
            }
            storage::write(area, key, value)
        }
        other => other,
    };
    second.map_err(|failure| match failure {
        StorageFailure::Full => Code::StorageFull.into(),
        StorageFailure::Blocked => Code::StorageUnavailable.into(),
    })
}
