//! What goes into the machine of a tab, and what comes out.

use std::rc::Rc;
use std::sync::Arc;

use crate::core::error::Error;
use crate::core::names::Timestamp;
use crate::core::resources::Aim;
use crate::core::secret::redacted;
use crate::core::session::Session;
use crate::core::settings::Settings;
use crate::core::shared::Shared;

/// How the app wants its sessions kept.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// Tabs of this client share one session.
    pub share: bool,
    /// Renew before the token ends, whether or not somebody asks.
    pub ahead: bool,
    /// Sign out after so many milliseconds in which nobody did anything.
    pub idle: Option<u64>,
    /// Milliseconds after which a request has failed, answered or not.
    pub deadline: u64,
    /// Several accounts may be signed in beside each other.
    pub accounts: bool,
}

/// The two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// The date; users and time servers move it.
    pub wall: Timestamp,
    /// Milliseconds since some moment; never goes back, and may stand still while the device sleeps.
    pub steady: u64,
}

/// What the host reads just before it passes an event on.
#[derive(Debug)]
pub struct Seen<'a> {
    /// The client's settings.
    pub settings: &'a Rc<Settings>,
    /// Now.
    pub moment: Moment,
    /// The shared record; `None`: missing, junk, or not to be had.
    pub shared: Option<Shared>,
}

/// What happened.
pub enum Event<'a> {
    /// The page came up; this is stored in the tab. `quiet`: no request is wanted.
    Arrived {
        /// The stored session, if it is one of this client.
        stored: Option<Box<Session>>,
        /// The stored sessions of other people.
        parked: Vec<Box<Session>>,
        /// Only looked at beside a failed login.
        quiet: bool,
    },
    /// A message on the channel, whoever sent it.
    Message(&'a str),
    /// Another tab changed the shared record.
    Changed,
    /// The page was shown, focused or thawed: it may have slept.
    Woke,
    /// The page comes back from the back-forward cache. Pages that came after it in the same tab have
    /// stored this by now.
    Returned {
        /// The stored session, if it is one of this client.
        stored: Option<Box<Session>>,
        /// The stored sessions of other people.
        parked: Vec<Box<Session>>,
    },
    /// There is a network again.
    Online,
    /// The time that [`super::Tab::next`] named has come; early or late does no harm.
    Tick,
    /// To [`Act::Count`]: whether a sibling has a session; `None`: the browser cannot tell.
    Counted(Option<bool>),
    /// To [`Act::Lock`]: this tab holds the lock; `false`: there are no locks here.
    Locked(bool),
    /// To [`Act::Send`].
    Sent(u64, Result<Box<Session>, Error>),
    /// Somebody wants a usable access token. Answered by [`Act::Settle`].
    Wanted {
        /// Even if the token looks fresh.
        force: bool,
        /// Which.
        aim: Aim,
    },
    /// The API refused the token of this very session, and it cannot be renewed.
    Refused(&'a Arc<Session>),
    /// Before [`Event::Began`] on a page that has restored nothing: whose sessions were stored till then.
    Present(Vec<Box<Session>>),
    /// Before a sign-out on a page that has restored nothing: who is stored, the current one first.
    Stored(Vec<Box<Session>>),
    /// Somebody signed in here.
    Began(Box<Session>),
    /// Everybody signed out here.
    Left,
    /// This account signed out here, by its [`crate::core::session::User::id`].
    Parted(&'a str),
    /// The provider says that the current session ended there.
    SignedOutThere,
    /// This account is to be the current one.
    Switched(&'a str),
    /// The person did something.
    Stirred,
}

/// What is to be done.
#[derive(Clone)]
pub enum Act {
    /// Send this to the siblings; it may be lost.
    Post(String),
    /// Store the session in this tab.
    Store(Arc<Session>),
    /// Remove the stored session.
    Unstore,
    /// Store these sessions of other people, and no others.
    Park(Vec<Arc<Session>>),
    /// Write the shared record.
    Share(Shared),
    /// Find out whether a sibling has a session.
    Count,
    /// Wait for the renewal lock.
    Lock,
    /// Give the lock, or the place in its queue, back.
    Unlock,
    /// Renew this session: run [`crate::core::renew::Renew`] to its end. The number comes back with the result.
    Send(u64, Arc<Session>, Aim),
    /// To everybody who [`Event::Wanted`] this.
    Settle(Aim, Result<(), Error>),
    /// To [`Event::Arrived`].
    Restored(Restored),
    /// Tell the app.
    Tell(Tale),
}

redacted!("Event" for Event<'_>, "Act" for Act);

/// How a restoration ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// Somebody is signed in, by this way.
    SignedIn(&'static str),
    /// Nobody is, for this reason if there is one to tell.
    SignedOut(Option<&'static str>),
}

/// An event for the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tale {
    /// Its type.
    pub kind: &'static str,
    /// Why, where there are several reasons.
    pub reason: Option<&'static str>,
    /// Milliseconds that are left, with `expiring`.
    pub remaining: Option<u64>,
}
