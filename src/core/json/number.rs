//! Numbers without floating point: how large a decimal number is, and what it is in whole seconds.

/// The largest number of seconds that is read: 2^53 - 1, which JavaScript still counts exactly.
const MAX_SECONDS: u64 = 9_007_199_254_740_991;

/// The largest power of ten, either way, that a 64-bit float can hold.
const MAX_EXPONENT: i32 = 308;

/// The parts of a JSON number that has a fraction or an exponent.
pub(super) struct Decimal<'a> {
    negative: bool,
    /// The digits before and after the point, with the point.
    digits: &'a str,
    /// How many digits stand before the point.
    whole: usize,
    exponent: i32,
}

impl<'a> Decimal<'a> {
    /// Takes a number apart; the text follows the grammar of RFC 8259 section 6.
    pub(super) fn read(text: &'a str) -> Decimal<'a> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let digits = mantissa.strip_prefix('-').unwrap_or(mantissa);
        Decimal {
            negative: digits.len() != mantissa.len(),
            digits,
            whole: digits.find('.').unwrap_or(digits.len()),
            exponent: exponent_of(exponent),
        }
    }

    /// Whether a 64-bit float can hold it, so that every other reader accepts it too.
    pub(super) fn in_range(&self) -> bool {
        let largest = self.exponent.unsigned_abs() <= MAX_EXPONENT.unsigned_abs();
        // The power of ten of the first digit. A number that begins with 0 is smaller still.
        let power = i32::try_from(self.whole)
            .unwrap_or(i32::MAX)
            .saturating_add(self.exponent);
        match power - 1 {
            MAX_EXPONENT => largest && (self.digits.starts_with('0') || self.leads_below_limit()),
            power => largest && power < MAX_EXPONENT,
        }
    }

    /// Whether it begins lower than the largest float does, which is 1.79…e308: with 1.0 to 1.6.
    fn leads_below_limit(&self) -> bool {
        let mut digits = self.digits.bytes().filter(u8::is_ascii_digit);
        digits.next() == Some(b'1') && digits.next().is_none_or(|second| second < b'7')
    }

    /// The whole seconds, the fraction cut off; nothing if negative or too many.
    pub(super) fn seconds(&self) -> Option<u64> {
        if self.negative {
            return None;
        }
        let places = i32::try_from(self.whole).ok()?.checked_add(self.exponent)?;
        let mut digits = self.digits.bytes().filter(u8::is_ascii_digit);
        let mut seconds = 0u64;
        for _ in 0..places {
            let digit = digits.next().map_or(0, |byte| u64::from(byte - b'0'));
            seconds = in_seconds(seconds * 10 + digit)?;
        }
        Some(seconds)
    }
}

/// A whole number as seconds; nothing if there are too many.
pub(super) fn in_seconds(number: u64) -> Option<u64> {
    (number <= MAX_SECONDS).then_some(number)
}

/// The number after the `e`; what is far too large stays far too large.
fn exponent_of(text: &str) -> i32 {
    let mut exponent = 0i32;
    for byte in text.bytes().filter(u8::is_ascii_digit) {
        exponent = (exponent * 10 + i32::from(byte - b'0')).min(10_000);
    }
    if text.contains('-') {
        -exponent
    } else {
        exponent
    }
}
