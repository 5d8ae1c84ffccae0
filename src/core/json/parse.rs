//! The reader of JSON texts: RFC 8259, and stricter where readers differ.
//!
//! It reads the answers of servers that may be hostile, so what is odd is refused: a byte order
//! mark, bytes that are no UTF-8, a name twice in one object, half a surrogate pair, whole numbers
//! that do not fit, numbers no float holds, nesting deeper than [`MAX_DEPTH`], more values than
//! [`MAX_VALUES`]. Its time grows with the length of the text, whatever the text is.

use std::collections::BinaryHeap;

use super::scan::Scanner;
use super::{Object, Value};

/// How deep arrays and objects may stand in each other.
pub const MAX_DEPTH: usize = 32;

/// How many values a text may have, so that a small text cannot fill the memory.
pub const MAX_VALUES: usize = 16_384;

/// The text is not JSON as we accept it. It says no more, so that nothing leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads one JSON text with nothing after it.
///
/// # Errors
/// [`Malformed`] for anything odd.
pub fn parse(text: &[u8]) -> Result<Value, Malformed> {
    let text = std::str::from_utf8(text).map_err(|_| Malformed)?;
    let mut reader = Reader {
        scanner: Scanner::new(text),
        values: 0,
    };
    let value = reader.value(MAX_DEPTH)?;
    reader.scanner.skip_space();
    if reader.scanner.at_end() {
        Ok(value)
    } else {
        Err(Malformed)
    }
}

struct Reader<'a> {
    scanner: Scanner<'a>,
    values: usize,
}

impl Reader<'_> {
    /// One value, with the space before it. `room` is how many more levels it may have.
    fn value(&mut self, room: usize) -> Result<Value, Malformed> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(Malformed);
        }
        self.scanner.skip_space();
        match self.scanner.peek().ok_or(Malformed)? {
            b'{' => self.object(room),
            b'[' => self.array(room),
            b'"' => Ok(Value::String(self.scanner.string()?)),
            b't' => self.scanner.word("true", Value::Bool(true)),
            b'f' => self.scanner.word("false", Value::Bool(false)),
            b'n' => self.scanner.word("null", Value::Null),
            _ => self.scanner.number(),
        }
    }

    fn object(&mut self, room: usize) -> Result<Value, Malformed> {
        let room = room.checked_sub(1).ok_or(Malformed)?;
        let mut members = Vec::new();
        self.scanner.take(b'{');
        self.scanner.skip_space();
        if self.scanner.take(b'}') {
            return Ok(Value::Object(Object(members)));
        }
        loop {
            self.scanner.skip_space();
            let name = self.scanner.string()?;
            self.scanner.skip_space();
            if !self.scanner.take(b':') {
                return Err(Malformed);
            }
            members.push((name, self.value(room)?));
            self.scanner.skip_space();
            if self.scanner.take(b'}') {
                break;
            }
            if !self.scanner.take(b',') {
                return Err(Malformed);
            }
        }
        if name_repeats(&members) {
            Err(Malformed)
        } else {
            Ok(Value::Object(Object(members)))
        }
    }

    fn array(&mut self, room: usize) -> Result<Value, Malformed> {
        let room = room.checked_sub(1).ok_or(Malformed)?;
        let mut items = Vec::new();
        self.scanner.take(b'[');
        self.scanner.skip_space();
        if self.scanner.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(room)?);
            self.scanner.skip_space();
            if self.scanner.take(b']') {
                return Ok(Value::Array(items));
            }
            if !self.scanner.take(b',') {
                return Err(Malformed);
            }
        }
    }
}

/// Whether a name comes twice. The heap hands the names out in order, so equal ones are
/// neighbours, and no choice of names makes it slow.
fn name_repeats(members: &[(String, Value)]) -> bool {
    let mut names: BinaryHeap<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    let mut before = None;
    while let Some(name) = names.pop() {
        if before == Some(name) {
            return true;
        }
        before = Some(name);
    }
    false
}
