//! The writer of JSON texts: compact, and safe inside HTML and JavaScript.

use super::Value;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The value as JSON. What [`parse`](super::parse) reads of it is the value again.
///
/// Control characters, `<`, U+2028 and U+2029 are escaped, so that the text can stand in a script.
#[must_use]
pub fn write(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value);
    text
}

fn write_value(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Integer(number) => write_integer(text, *number),
        Value::Decimal(number) => text.push_str(number),
        Value::String(string) => write_string(text, string),
        Value::Array(items) => {
            let mut before = '[';
            for item in items {
                text.push(before);
                write_value(text, item);
                before = ',';
            }
            close(text, before, '[', ']');
        }
        Value::Object(object) => {
            let mut before = '{';
            for (name, value) in object.iter() {
                text.push(before);
                write_string(text, name);
                text.push(':');
                write_value(text, value);
                before = ',';
            }
            close(text, before, '{', '}');
        }
    }
}

/// Ends an array or object; an empty one has not been opened yet.
fn close(text: &mut String, before: char, open: char, close: char) {
    if before == open {
        text.push(open);
    }
    text.push(close);
}

fn write_string(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            '\0'..'\u{20}' | '\u{7f}'..'\u{a0}' | '<' | '\u{2028}' | '\u{2029}' => {
                text.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    let digit = HEX.get((character as usize >> shift) & 15).copied();
                    text.push(char::from(digit.unwrap_or(b'0')));
                }
            }
            _ => text.push(character),
        }
    }
    text.push('"');
}

fn write_integer(text: &mut String, number: i64) {
    if number < 0 {
        text.push('-');
    }
    write_digits(text, number.unsigned_abs());
}

/// By hand: the standard library's way brings its formatting with it.
fn write_digits(text: &mut String, number: u64) {
    if number > 9 {
        write_digits(text, number / 10);
    }
    let digit = u8::try_from(number % 10).unwrap_or_default();
    text.push(char::from(b'0' + digit));
}
