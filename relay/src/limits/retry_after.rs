//! How long an upstream wants to be left alone: `Retry-After` (RFC 9110, section 10.2.3), in seconds or as a date, or else when its
//! limit begins anew.

use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, header::RETRY_AFTER};

use super::reset::reset;

/// Nothing is waited for longer; an upstream that says a year is asked again after an hour.
const LONGEST: Duration = Duration::from_secs(3600);

/// The delay that an answer asks for, or `without` where it says nothing that can be read.
pub fn retry_after(headers: &HeaderMap, now: SystemTime, without: Duration) -> Duration {
    bounded(told(headers, now).unwrap_or(without))
}

/// The delay that an answer asks for, where it says one that can be read; in whole seconds.
pub fn told_delay(headers: &HeaderMap, now: SystemTime) -> Option<u64> {
    let delay = bounded(told(headers, now)?);
    Some(delay.as_secs() + u64::from(delay.subsec_nanos() > 0))
}

fn told(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| delay(text.trim(), now))
        .or_else(|| reset(headers, now))
}

/// A server that says "now" with a 429 would be asked in a circle.
fn bounded(delay: Duration) -> Duration {
    delay.clamp(Duration::from_secs(1), LONGEST)
}

fn delay(text: &str, now: SystemTime) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(LONGEST, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn seconds(value: Option<&str>) -> u64 {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(RETRY_AFTER, value.parse().unwrap());
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        retry_after(&headers, now, Duration::from_secs(60)).as_secs()
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(seconds(Some("7")), 7);
        assert_eq!(seconds(Some("Sun, 06 Nov 1994 08:50:07 GMT")), 30);
    }

    #[test]
    fn nonsense_is_as_nothing() {
        for value in [None, Some(""), Some("soon"), Some("-5"), Some("1.5")] {
            assert_eq!(seconds(value), 60);
        }
    }

    #[test]
    fn a_date_at_which_the_limit_begins_anew_is_read_where_nothing_else_is_said() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_500);
        let mut headers = HeaderMap::new();
        headers.insert("x-ratelimit-reset", "60".parse().unwrap());
        assert_eq!(told_delay(&headers, now), None);
        headers.insert("x-ratelimit-reset", "1994-11-06T08:50:07Z".parse().unwrap());
        assert_eq!(told_delay(&headers, now), Some(30));
        headers.insert("x-ratelimit-reset", "1994-11-06T08:00:00Z".parse().unwrap());
        assert_eq!(told_delay(&headers, now), Some(1));
        headers.insert("x-ratelimit-reset", "2994-11-06T08:00:00Z".parse().unwrap());
        assert_eq!(told_delay(&headers, now), Some(3600));
        headers.insert(RETRY_AFTER, "7".parse().unwrap());
        assert_eq!(told_delay(&headers, now), Some(7));
    }

    #[test]
    fn it_is_never_nothing_and_never_for_ever() {
        assert_eq!(seconds(Some("0")), 1);
        assert_eq!(seconds(Some("Sun, 06 Nov 1994 08:00:00 GMT")), 1);
        assert_eq!(seconds(Some("99999999999999999999999")), 3600);
    }
}
