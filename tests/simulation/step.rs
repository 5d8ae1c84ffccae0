//! Everything that can happen in the world. A step that cannot happen now changes nothing, so that
//! steps can be left out of a schedule.

/// Pages and flights are named by their place in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// The oldest message reaches this page.
    Message(usize),
    /// The storage event of the shared record reaches this page.
    Record(usize),
    /// The browser tells this page whether a sibling has a session.
    Counted(usize),
    /// The browser gives the lock to the first in its queue.
    Granted,
    /// The timer of this page fires.
    Tick(usize),
    /// Time passes until something is due, or for a while.
    Pass,
    /// The date is set, by so many milliseconds.
    Clock(i64),
    /// The device sleeps: the date goes on, the steady clock does not.
    Sleep(i64),
    /// The provider receives the request and rotates.
    Handle(usize),
    /// The provider answers with this status and does nothing; with 429, it says how long to wait.
    Status(usize, u16),
    /// The answer reaches the page.
    Reply(usize),
    /// The connection breaks, before or after the provider received the request.
    Cut(usize),
    /// A page comes up, with nothing stored.
    Open(usize),
    /// A page dies, whatever it is doing.
    Close(usize),
    /// A page dies and comes up again with what it stored.
    Reload(usize),
    /// The same, in the middle of keeping a renewed session: it is stored, nobody was told.
    Crash(usize),
    /// A page goes into the back-forward cache; only without a lock.
    Freeze(usize),
    /// And is restored from it.
    Thaw(usize),
    /// Somebody comes back to a page.
    Focus(usize),
    /// A page is duplicated, with what it stored.
    Duplicate(usize, usize),
    /// `sessionStorage` is cleared.
    WipeTab(usize),
    /// `localStorage` is cleared.
    WipeRecord,
    /// `sessionStorage` becomes full, or has room again.
    Fill(usize),
    /// Somebody signs out here.
    SignOut(usize),
    /// Somebody leaves this page for a login.
    Begin(usize, u8),
    /// And comes back with tokens.
    Finish(usize),
    /// The app wants a usable token.
    Want(usize),
    /// The app wants a usable token of another resource.
    WantOther(usize),
    /// The API refused the token.
    Unauthorized(usize),
    /// The network is lost.
    Offline,
    /// There is a network again.
    Online,
    /// Somebody else uses a spent refresh token.
    Steal,
}
