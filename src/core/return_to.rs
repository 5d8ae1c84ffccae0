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
    if text.len() > MAX_LENGTH || begins_doubly(text) {
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
    let Some(rest) = place.strip_prefix('/') else {
        return false;
    };
    let mut second = rest.bytes();
    match second.next() {
        Some(b'/' | b'\\') => true,
        Some(b'%') => matches!(super::percent::unescape(&mut second), Some(b'/' | b'\\')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_LENGTH, return_to};

    const OWN: &str = "https://app.example";

    #[test]
    fn a_place_on_our_own_origin_is_kept() {
        for (text, place) in [
            ("/", "/"),
            ("/rooms/42?tab=a&b#c?d", "/rooms/42?tab=a&b#c?d"),
            ("https://APP.example:443/x", "/x"),
            ("https://app.example", "/"),
            ("https://app.example?a", "/?a"),
            ("/a/../b", "/b"),
            ("/@user", "/@user"),
            ("/é", "/%C3%A9"),
            ("/login?next=//evil.example", "/login?next=//evil.example"),
            ("/#//evil.example", "/#//evil.example"),
        ] {
            assert_eq!(return_to(text, OWN).as_deref(), Some(place), "{text}");
            assert_eq!(
                return_to(place, OWN).as_deref(),
                Some(place),
                "{place} again"
            );
        }
    }

    #[test]
    fn everything_else_is_nothing() {
        for text in [
            "",
            "x",
            "?x",
            "#x",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "\t//evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%2fevil.example",
            "%2f%2fevil.example",
            "/%2F%2fevil.example",
            "/%5cevil.example",
            "@evil.example",
            "https://app.example@evil.example/",
            "https://evil.example/",
            "http://app.example/",
            "https://app.example.evil.example/",
            "https://app.example:444/",
            "https://app.example//evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "/a b",
            "/a\n",
        ] {
            assert_eq!(return_to(text, OWN), None, "{text:?}");
        }
    }

    #[test]
    fn the_port_belongs_to_the_origin() {
        assert_eq!(
            return_to("http://localhost:8080/x", "http://localhost:8080").as_deref(),
            Some("/x")
        );
        assert_eq!(
            return_to("http://localhost:80801/x", "http://localhost:8080"),
            None
        );
        assert_eq!(
            return_to("http://localhost/x", "http://localhost:8080"),
            None
        );
        assert_eq!(return_to("/x", "null"), None);
        assert_eq!(return_to("/x", ""), None);
    }

    #[test]
    fn lengths_have_an_end() {
        let long = |length: usize| ["/", &"a".repeat(length - 1)].concat();
        assert_eq!(return_to(&long(MAX_LENGTH), OWN), Some(long(MAX_LENGTH)));
        assert_eq!(return_to(&long(MAX_LENGTH + 1), OWN), None);
        assert_eq!(
            return_to(&["/", &"é".repeat(MAX_LENGTH / 2 - 1)].concat(), OWN),
            None
        );
    }
}
