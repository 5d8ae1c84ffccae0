//! Who is signed in, as an app sees it. Never a token.

use crate::core::error::Error;
use crate::core::names::Timestamp;
use crate::core::session::{Session as Record, User};

/// Who is signed in, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    /// The provider's id.
    pub provider: &'static str,
    /// `None` where the provider tells no identity (plain OAuth).
    pub user: Option<User>,
    /// What was granted.
    pub scopes: Vec<String>,
    /// Asked for, and not granted.
    pub missing_scopes: Vec<String>,
    /// When the access token ends, where the server said so.
    pub expires_at: Option<Timestamp>,
    /// Where relative paths of a request go; without a slash at its end.
    pub api_base: Option<String>,
    /// The checked claims, as JSON text: of the ID token where there is one, else of the access token where the
    /// provider defines them.
    pub claims: String,
}

impl Session {
    pub(super) fn of(record: &Record, provider: &'static str) -> Session {
        let access = &record.access;
        let base = record.api_base.as_ref();
        Session {
            provider,
            user: record.user.clone(),
            scopes: access.granted.to_vec(),
            missing_scopes: access.requested.missing_from(&access.granted).to_vec(),
            expires_at: access.expires,
            api_base: base.map(|base| String::from(base.as_str().trim_end_matches('/'))),
            claims: record.claims.clone(),
        }
    }
}

/// What a page may show at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    /// Whether somebody is signed in.
    pub status: Status,
    /// With `SignedIn`, and with `Expired`: who it was.
    pub session: Option<Session>,
    /// What the last outcome failed with. A session that exists stands beside it, untouched.
    pub error: Option<Error>,
}

impl Snapshot {
    pub(super) const LOADING: Snapshot = Snapshot {
        status: Status::Loading,
        session: None,
        error: None,
    };
}

/// Whether somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `ready()` has no answer yet.
    Loading,
    /// Somebody is.
    SignedIn,
    /// Somebody was, until the session ended by itself.
    Expired,
    /// Nobody is.
    SignedOut,
}

/// One of the people who are signed in beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Account {
    /// Who it is; `user.id` names the account.
    pub user: User,
    /// Whose session and tokens this page has now.
    pub current: bool,
}

/// What a server says of a token (RFC 7662, section 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether it is still good.
    pub active: bool,
    /// The whole answer, as JSON text; its further members are unchecked.
    pub text: String,
}
