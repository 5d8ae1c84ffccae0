//! Where the app goes back to after a login: a place on our own origin, or nothing.
//!
//! It is judged when a login begins and again when it is read back, since whoever can write into
//! the page's storage or its links would choose where a freshly signed-in user ends up.

use super::url::Url;

/// The longest place that is kept, in bytes.
pub const MAX_LENGTH: usize = 2048;

/// The path, query and fragment that `text` names on our own origin.
///
/// `text` is a path beginning with `/`, or an absolute address of our own origin. The result begins
/// with exactly one `/`, also after percent-decoding, so it can be given to the address bar, to a
/// router or to `location.assign`, and it is its own result when judged again.
///
/// Nothing for all else: other origins and schemes, `//x`, `/\x`, user information, white space and
/// control characters, dot segments that lead to one of these, and what is too long.
#[must_use]
pub fn return_to(text: &str, own_origin: &str) -> Option<String> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let own = Url::parse(own_origin).ok()?;
    let url = if text.starts_with('/') {
        let mut absolute = own.origin().to_owned();
        absolute.push_str(text);
        Url::parse(&absolute).ok()?
    } else {
        Url::parse(text).ok()?
    };
    let place = url.as_str().strip_prefix(own.origin())?;
    let safe = url.origin() == own.origin() && !begins_doubly(place) && place.len() <= MAX_LENGTH;
    safe.then(|| place.to_owned())
}

/// Whether a second slash or backslash follows the first, escaped or not.
fn begins_doubly(place: &str) -> bool {
    let mut second = place.bytes().skip(1);
    match second.next() {
        Some(b'/' | b'\\') => true,
        Some(b'%') => matches!(super::percent::unescape(&mut second), Some(b'/' | b'\\')),
        _ => false,
    }
}
