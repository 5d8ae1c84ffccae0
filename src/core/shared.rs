//! The one record that all tabs of a client share: small, and without any secret.
//!
//! It is what a tab looks at again after a lock, and what signs out a page that slept through
//! the broadcast. A missing or older record means *unknown*, never a sign-out.

use super::json::{self, Object, Value};
use super::names::Timestamp;
use super::record;
use super::session::Session;

const VERSION: i64 = 1;
/// At most this many spent states; the oldest goes first.
const SPENT_LIMIT: usize = 32;
/// At most this many sessions that were signed out one by one.
const PARTED_LIMIT: usize = 16;
/// How long a spent state is remembered.
const SPENT_SECONDS: u64 = 24 * 60 * 60;

/// Where a client's shared record is kept.
pub fn key(client: &str) -> String {
    let mut key = String::from("docgate:shared:");
    key.push_str(client);
    key
}

/// The mark that a sender leaves before it sends the refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// How many senders began and were never heard of again, this one included.
    pub senders: u8,
    /// When the last of them began.
    pub at: Timestamp,
}

/// What all tabs know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shared {
    /// The id of the current session.
    pub session: Option<String>,
    /// The current session's generation.
    pub generation: u64,
    /// How many times someone signed out here.
    pub sign_outs: u64,
    /// A renewal of this generation was begun and its end never written.
    pub renewing: Option<Mark>,
    /// This generation is the last one: the server refused it.
    pub over: bool,
    /// [`Session::names`] of those who signed out while others stayed; the newest last.
    pub parted: Vec<String>,
    /// A hash of the provider's own name for the session, for its sign-out by a frame.
    pub sid: Option<String>,
    /// When somebody last did something in any tab; kept where idle people are signed out.
    pub active: Option<Timestamp>,
    /// The one login that can come back, where a provider sends no `state`: a hash of its state, and when it ends.
    pub open: Option<(String, Timestamp)>,
    /// Hashes of the states that were taken, and when.
    spent: Vec<(String, Timestamp)>,
}

/// Not yet a day ago. A clock that was set back makes nothing unspent.
fn remembers(at: Timestamp, now: Timestamp) -> bool {
    now <= at.plus_seconds(SPENT_SECONDS)
}

impl Shared {
    /// Whether a callback with a state of this hash was taken before, in any tab.
    pub fn is_spent(&self, hash: &str, now: Timestamp) -> bool {
        self.spent
            .iter()
            .any(|(spent, at)| spent == hash && remembers(*at, now))
    }

    /// Notes that a state was taken. Only of real pending logins, so that nobody can fill this up.
    pub fn spend(&mut self, hash: &str, now: Timestamp) {
        self.spent
            .retain(|(spent, at)| spent != hash && remembers(*at, now));
        self.spent.push((String::from(hash), now));
        let surplus = self.spent.len().saturating_sub(SPENT_LIMIT);
        self.spent.drain(..surplus);
    }

    /// A login began that its `state` will not tell: no other one can come back any more.
    pub fn begin(&mut self, hash: &str, ends: Timestamp) {
        self.open = Some((String::from(hash), ends));
    }

    /// A session began or was renewed here.
    pub fn follow(&mut self, session: &Session) {
        if !self.is_of(session) {
            self.sid = super::initiated::sid(session);
            let names = session.names();
            self.parted.retain(|name| !names.contains(name));
        }
        self.session = Some(session.id.clone());
        self.generation = session.generation;
        self.sign_outs = self.sign_outs.max(session.epoch);
        self.renewing = None;
        self.over = false;
    }

    /// The refresh token of this state is about to be sent, by so many that may have vanished; none:
    /// whoever sent it knows that there was no answer.
    pub fn mark(&mut self, session: &Session, senders: u8, at: Timestamp) {
        self.follow(session);
        self.renewing = (senders > 0).then_some(Mark { senders, at });
    }

    /// The server refused this state, or it is lost: nothing follows on it.
    pub fn finish(&mut self, session: &Session) {
        self.follow(session);
        self.over = true;
    }

    /// Whether the recorded session is this one, in whatever state.
    pub fn is_of(&self, session: &Session) -> bool {
        self.session.as_ref() == Some(&session.id)
    }

    /// Whether the session is over, by what another tab found out.
    pub fn finished(&self, session: &Session) -> bool {
        self.over && self.is_of(session) && session.generation <= self.generation
    }

    /// Whether a renewed session may follow on what is recorded; nothing recorded forbids nothing.
    pub fn precedes(&self, session: &Session) -> bool {
        let same = self.session.as_ref().is_none_or(|id| *id == session.id);
        same && self.generation < session.generation
    }

    /// Whether nothing that is known speaks against this state.
    pub fn allows(&self, session: &Session) -> bool {
        !self.ended(session) && !self.overtook(session) && !self.finished(session)
    }

    /// Someone signed out. Counts up from whatever the tab had seen, should the record be gone.
    pub fn sign_out(&mut self, seen: u64) {
        self.sign_outs = self.sign_outs.max(seen).saturating_add(1);
        self.session = None;
        self.generation = 0;
        self.renewing = None;
        self.over = false;
        self.active = None;
        self.sid = None;
        self.parted.clear();
    }

    /// One account signed out, and others stay.
    pub fn part(&mut self, names: &[String]) {
        if self.session.as_ref().is_some_and(|id| names.contains(id)) {
            self.session = None;
            self.sid = None;
            self.generation = 0;
            self.renewing = None;
            self.over = false;
        }
        self.parted.extend_from_slice(names);
        let surplus = self.parted.len().saturating_sub(PARTED_LIMIT);
        self.parted.drain(..surplus);
    }

    /// Whether the session was signed out since it began.
    pub fn ended(&self, session: &Session) -> bool {
        // Whoever signs in again is not meant by what was said before.
        let parted = || {
            // Names are hashes: not made for an empty list.
            !self.parted.is_empty()
                && session
                    .names()
                    .iter()
                    .any(|name| self.parted.contains(name))
        };
        self.sign_outs > session.epoch || !self.is_of(session) && parted()
    }

    /// Whether another session, or a later state of this one, is the current one.
    pub fn overtook(&self, session: &Session) -> bool {
        self.session
            .as_ref()
            .is_some_and(|id| *id != session.id || self.generation > session.generation)
    }

    /// Whether this very state of the session is the current one.
    pub fn knows(&self, session: &Session) -> bool {
        self.is_of(session)
            && (self.generation, self.sign_outs) == (session.generation, session.epoch)
    }

    /// As it is stored.
    pub fn encode(&self) -> String {
        let number = |number: u64| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let mut object = Object::new();
        object.push("v", Value::Integer(VERSION));
        if let Some(session) = &self.session {
            object.push("session", Value::from(session.as_str()));
        }
        object.push("generation", number(self.generation));
        object.push("sign_outs", number(self.sign_outs));
        if let Some(mark) = self.renewing {
            let mark = vec![number(u64::from(mark.senders)), Value::Integer(mark.at.0)];
            object.push("renewing", Value::Array(mark));
        }
        if self.over {
            object.push("over", Value::Bool(true));
        }
        if let Some(at) = self.active {
            object.push("active", Value::Integer(at.0));
        }
        if let Some(sid) = &self.sid {
            object.push("sid", Value::from(sid.as_str()));
        }
        if !self.parted.is_empty() {
            let ids = self.parted.iter().map(|id| Value::from(id.as_str()));
            object.push("parted", Value::Array(ids.collect()));
        }
        if let Some((hash, ends)) = &self.open {
            let open = vec![Value::from(hash.as_str()), Value::Integer(ends.0)];
            object.push("open", Value::Array(open));
        }
        let spent = self
            .spent
            .iter()
            .map(|(hash, at)| Value::Array(vec![Value::from(hash.as_str()), Value::Integer(at.0)]));
        object.push("spent", Value::Array(spent.collect()));
        json::write(&Value::Object(object))
    }

    /// Reads a stored one; junk is as if absent.
    pub fn decode(text: &str) -> Option<Shared> {
        let object = record::open(text, VERSION)?;
        let number = |name| {
            object
                .integer(name)
                .ok()
                .and_then(|number| u64::try_from(number).ok())
        };
        let mut spent = Vec::new();
        for entry in object.array("spent").ok()?.iter().take(SPENT_LIMIT) {
            match entry.as_array()? {
                [Value::String(hash), Value::Integer(at)] if hash.len() <= 64 => {
                    spent.push((hash.clone(), Timestamp(*at)));
                }
                _ => return None,
            }
        }
        Some(Shared {
            session: object.optional_string("session").ok()?.map(String::from),
            generation: number("generation")?,
            sign_outs: number("sign_outs")?,
            renewing: match object.optional_array("renewing").ok()? {
                Some([Value::Integer(senders), Value::Integer(at)]) => Some(Mark {
                    senders: u8::try_from(*senders).ok()?,
                    at: Timestamp(*at),
                }),
                _ => None,
            },
            over: object.optional_boolean("over").ok()?.unwrap_or(false),
            active: object.optional_integer("active").ok()?.map(Timestamp),
            sid: object.optional_string("sid").ok()?.map(String::from),
            parted: object
                .optional_strings("parted")
                .ok()?
                .unwrap_or_default()
                .into_iter()
                .take(PARTED_LIMIT)
                .map(String::from)
                .collect(),
            open: match object.optional_array("open").ok()? {
                Some([Value::String(hash), Value::Integer(ends)]) => {
                    Some((hash.clone(), Timestamp(*ends)))
                }
                _ => None,
            },
            spent,
        })
    }
}
