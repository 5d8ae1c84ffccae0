//! What time it is for the server that has just answered: its `Date` where the page may read it, else
//! the device's clock (RFC 9110, sections 5.6.7 and 6.6.1; A-32).
//!
//! `Date` is not among the headers that a page may read across origins, so it is known only where the
//! server exposes it or is of the page's own origin. Without it, a token that was made just now tells
//! by its `iat` that the device's clock is wrong; that is reported, and nothing is corrected.

use super::http::{Failure, Response};
use super::names::{Timestamp, number};

/// Seconds by which a token that was just made may differ before the device's clock is the likely cause.
const SUSPICIOUS: u64 = 300;

/// The time by which the claims of an answer are judged.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Now.
    pub now: Timestamp,
    /// By the server's own clock.
    by_server: bool,
}

impl Clock {
    /// The clock of whoever gave this answer.
    pub fn of(answer: &Result<Response, Failure>, now: Timestamp) -> Clock {
        let date = answer.as_ref().ok().and_then(|it| it.date.as_deref());
        match date.and_then(parse) {
            Some(date) => Clock {
                now: date,
                by_server: true,
            },
            None => Clock {
                now,
                by_server: false,
            },
        }
    }

    /// Whether it is the server's own clock.
    pub fn is_the_servers(&self) -> bool {
        self.by_server
    }

    /// Whether the device's clock is the likely reason why a token that was made just now, at `issued`
    /// in seconds, does not fit.
    pub fn explains(&self, issued: u64) -> bool {
        let now = u64::try_from(self.now.seconds()).unwrap_or_default();
        !self.by_server && issued.abs_diff(now) > SUSPICIOUS
    }
}

/// An IMF-fixdate, the one form that servers may send: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn parse(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut parts = text.splitn(7, ' ');
    let mut next = || parts.next();
    let (_weekday, day, month, year) = (next()?, number(next()?)?, next()?, number(next()?)?);
    let (time, zone) = (next()?, next()?);
    let month = MONTHS.iter().position(|name| *name == month)? as u64 + 1;
    let mut time = time.splitn(4, ':');
    let (hour, minute) = (number(time.next()?)?, number(time.next()?)?);
    let second = number(time.next()?)?;
    let fits = (1970..=9999).contains(&year)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60
        && zone == "GMT"
        && next().is_none();
    // Days since 1970 in the Gregorian calendar, counted in years that begin with March.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leaps = year / 4 - year / 100 + year / 400;
    let days = (365 * year + leaps + (153 * month + 2) / 5 + day).checked_sub(719_469)?;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    fits.then(|| Timestamp(seconds as i64 * 1000))
}
