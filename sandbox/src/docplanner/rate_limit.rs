//! The hourly quota of a client, told in headers: the moment at which it begins anew is an ISO 8601 date, not seconds.

use crate::http::Response;

/// A client's hour: when it began, how many calls it has seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hours(Vec<(String, u64, u32)>);

/// What is left of an hour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quota {
    limit: u32,
    used: u32,
    reset: u64,
}

impl Hours {
    /// Counts a call.
    pub(super) fn count(&mut self, client: &str, limit: u32, now: u64) -> Quota {
        self.0
            .retain(|(_, began, _)| now.saturating_sub(*began) < 3600);
        let known = self.0.iter_mut().find(|(known, ..)| known == client);
        let (began, used) = match known {
            Some((_, began, count)) => {
                *count += 1;
                (*began, *count)
            }
            None => {
                self.0.push((client.to_string(), now, 1));
                (now, 1)
            }
        };
        Quota {
            limit,
            used,
            reset: began + 3600,
        }
    }
}

impl Quota {
    /// Whether there is nothing left.
    pub(super) fn is_spent(self) -> bool {
        self.used > self.limit
    }

    /// Adds the headers.
    pub(super) fn told(self, response: Response) -> Response {
        response
            .with("X-RateLimit-Limit", &self.limit.to_string())
            .with(
                "X-RateLimit-Remaining",
                &self.limit.saturating_sub(self.used).to_string(),
            )
            .with("X-RateLimit-Used", &self.used.min(self.limit).to_string())
            .with("X-RateLimit-Reset", &date(self.reset))
    }
}

/// A moment as ISO 8601 writes it.
pub(super) fn date(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days to a date of the Gregorian calendar, counted in its cycles of 400 years from 1 March of the year 0.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}+00:00",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(date(0), "1970-01-01T00:00:00+00:00");
        assert_eq!(date(951_782_399), "2000-02-28T23:59:59+00:00");
        assert_eq!(date(951_782_400), "2000-02-29T00:00:00+00:00");
        assert_eq!(date(1_767_225_600), "2026-01-01T00:00:00+00:00");
        assert_eq!(date(1_798_761_599), "2026-12-31T23:59:59+00:00");
    }
}
