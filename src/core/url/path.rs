//! The path of an address: dot segments, escapes, and climbing that only a server would see.

use super::parse::escape_into;

/// How many layers of percent escapes are looked through.
const MAX_LAYERS: usize = 4;

/// The path in its normal form, at least `/`; nothing for one that readers escape differently.
/// `path` is empty or begins with `/`.
pub(super) fn normal(path: &str) -> Option<String> {
    if path.contains('^') {
        return None;
    }
    let mut normal = String::new();
    let mut segments = path
        .strip_prefix('/')
        .unwrap_or_default()
        .split('/')
        .peekable();
    while let Some(segment) = segments.next() {
        let dots = dots(segment);
        if dots == 2 {
            let parent = normal.rfind('/').unwrap_or(0);
            normal.truncate(parent);
        }
        if dots == 0 {
            normal.push('/');
            escape_into(&mut normal, segment, b"\"<>`{}");
        } else if segments.peek().is_none() {
            normal.push('/');
        }
    }
    Some(normal)
}

/// How many dots a dot segment has: 1 or 2, or 0 for any other segment. `%2e` is a dot there.
fn dots(segment: &str) -> usize {
    let mut rest = segment;
    let mut dots = 0;
    while !rest.is_empty() {
        rest = match rest.strip_prefix('.') {
            Some(rest) => rest,
            None => match rest.split_at_checked(3) {
                Some((escape, rest)) if escape.eq_ignore_ascii_case("%2e") => rest,
                _ => return 0,
            },
        };
        dots += 1;
    }
    if dots > 2 { 0 } else { dots }
}

/// Whether a server that decodes once more than it should could be led upwards: by `..` between
/// escaped slashes or backslashes, beside spaces or before a `;`, or by a control character that ends
/// a text.
pub(super) fn climbs(path: &str) -> bool {
    let mut path = path.as_bytes().to_vec();
    for _ in 0..MAX_LAYERS {
        let mut segments = path.split(|byte| matches!(byte, b'/' | b'\\'));
        if path.iter().any(u8::is_ascii_control) || segments.any(leads_up) {
            return true;
        }
        let decoded = super::super::percent::decode(&path);
        if decoded.len() == path.len() {
            return false;
        }
        path = decoded;
    }
    true
}

/// Whether a segment is `..` for a server that trims it, or cuts off parameters.
fn leads_up(segment: &[u8]) -> bool {
    let name = segment.split(|byte| *byte == b';').next();
    name.unwrap_or_default().trim_ascii() == b".."
}
