//! When a limit begins anew, as some APIs say it: `X-RateLimit-Reset` with a date (ISO 8601; RFC 3339).

use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, HeaderName};

const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// How long it is until then. Nothing if no date is said.
pub(super) fn reset(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RESET)?.to_str().ok()?;
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds(text.trim())?);
    Some(at.duration_since(now).unwrap_or_default())
}

/// Seconds since 1970 of a date with its time and its distance from UTC. Parts of a second count as a whole one.
fn seconds(text: &str) -> Option<u64> {
    let (date, rest) = text.split_at_checked(10)?;
    let (year, month, day) = three(date, '-', 4)?;
    let (clock, rest) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let (hour, minute, second) = three(clock, ':', 2)?;
    let rest_of_second = rest.strip_prefix('.').map(digits_off);
    let (zone, part) = rest_of_second.map_or((Some(rest), 0), |zone| (zone, 1));
    let fits = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    let days = fits.then(|| days(year, month, day))?;
    let at = ((days * 24 + hour) * 60 + minute) * 60 + second + part - offset(zone?)?;
    u64::try_from(at).ok()
}

/// Three numbers; the first has so many digits, the others two.
fn three(text: &str, between: char, first: usize) -> Option<(i64, i64, i64)> {
    let mut parts = text.split(between);
    let mut next = |length: usize| number(parts.next()?, length);
    let found = (next(first)?, next(2)?, next(2)?);
    parts.next().is_none().then_some(found)
}

fn number(text: &str, length: usize) -> Option<i64> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

/// What follows at least one digit.
fn digits_off(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

/// How many seconds a place is before UTC: `Z`, `+02:00`, `+0200`, `-03`.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match (zone.strip_prefix('+'), zone.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = match minutes.strip_prefix(':').unwrap_or(minutes) {
        "" => 0,
        minutes => number(minutes, 2)?,
    };
    let hours = number(hours, 2)?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

/// Days since 1970-01-01 in the Gregorian calendar, with years that begin in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn dates_are_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1994-11-06T08:49:37Z", 784_111_777),
            ("2000-02-29T23:59:60Z", 951_868_800),
            ("2026-03-01T00:00:00+00:00", 1_772_323_200),
            ("2026-03-01T01:00:00+0100", 1_772_323_200),
            ("2026-02-28T21:00:00-03", 1_772_323_200),
            ("2026-02-28 23:59:59.250z", 1_772_323_200),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn nonsense_is_none() {
        for text in [
            "",
            "60",
            "1772323200",
            "2026-03-01",
            "2026-03-01T00:00:00",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T00:00:00.Z",
            "2026-03-01T00:00:00+1",
            "2026-03-01T00:00:00+25:00",
            "2026-03-01T00:00:00Zulu",
            "1969-12-31T23:59:59Z",
            "2026-0\u{e9}-01T00:00:00Z",
            "+026-03-01T00:00:00Z",
        ] {
            assert_eq!(seconds(text), None, "{text:?}");
        }
    }
}
