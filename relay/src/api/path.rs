//! The path of an API call, judged as it came, before anything else looks at it.
//!
//! What is sent upstream is exactly what was judged: no decoding, no repairing. So a path passes only if
//! every reader, however often it decodes and whatever it cuts off, sees the same segments in it.

/// The longest path that is taken.
pub const LONGEST_PATH: usize = 2048;
/// The longest query that is taken.
pub const LONGEST_QUERY: usize = 8192;

/// Characters that some servers turn into a dot, a slash or a backslash when they store or compare names.
const LOOK_ALIKES: [char; 10] = [
    '\u{2024}', '\u{2025}', '\u{2026}', '\u{2044}', '\u{2215}', '\u{2216}', '\u{29f5}', '\u{ff0e}',
    '\u{ff0f}', '\u{ff3c}',
];

/// A path that means one thing only. It begins with `/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainPath<'a>(&'a str);

impl<'a> PlainPath<'a> {
    /// Judges a path as it stands in the request line, without its query. A slash at the end is a part of
    /// the path (some APIs want it), every other empty segment is refused.
    #[must_use]
    pub fn judge(raw: &'a str) -> Option<PlainPath<'a>> {
        let segments = raw.strip_prefix('/')?;
        if segments.is_empty() || raw.len() > LONGEST_PATH {
            return None;
        }
        let names = segments.strip_suffix('/').unwrap_or(segments);
        names.split('/').all(is_plain).then_some(PlainPath(raw))
    }

    /// The path as it came.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// Its segments, still escaped; the last is empty where the path ends with a slash.
    pub fn segments(self) -> impl Iterator<Item = &'a str> {
        self.0.strip_prefix('/').unwrap_or(self.0).split('/')
    }
}

/// Whether a query can be sent on as it is: visible ASCII without a second address in it, and not too long.
#[must_use]
pub fn is_plain_query(query: &str) -> bool {
    query.len() <= LONGEST_QUERY
        && query
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'#')
}

/// A segment of RFC 3986's characters but `;`, whose escapes are UTF-8 and hide nothing.
fn is_plain(segment: &str) -> bool {
    let Some(text) = decoded(segment) else {
        return false;
    };
    let hidden = |letter: char| {
        letter.is_control() || matches!(letter, '/' | '\\' | ';') || LOOK_ALIKES.contains(&letter)
    };
    let name = text.trim();
    let dots = name == "." || text.contains("..");
    !name.is_empty() && !dots && !text.contains(hidden) && !has_escape(&text)
}

/// The segment's text. Nothing for a character that has no place in a path, for a wrong escape, for one
/// that stands for a dot, and for bytes that are no UTF-8.
fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let byte = digit(rest.next()?)? << 4 | digit(rest.next()?)?;
                if byte == b'.' {
                    return None;
                }
                byte
            }
            b'!' | b'$' | b'&'..=b'.' | b':' | b'=' | b'@' | b'_' | b'~' => byte,
            _ if byte.is_ascii_alphanumeric() => byte,
            _ => return None,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}

/// Whether a text that was decoded could be decoded once more, into another path.
fn has_escape(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| {
        matches!(three, [b'%', high, low] if digit(*high).is_some() && digit(*low).is_some())
    })
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}
