//! Errors that are told by a number of the vendor's, `000.507`, wherever in an answer it stands
//! (docs/providers/enadoc.md: the shape of the answer around it is not documented).

use super::error::sanitise;
use super::json::{Object, Value};
use super::names;

/// Members that hold the vendor's words, the most telling first.
const WORDS: &[&str] = &[
    "error_description",
    "errordescription",
    "description",
    "message",
    "reason",
    "error",
];

/// The first such number, as `NNN * 1000 + NNN` (`000.507` is 507), and the vendor's words beside it, without
/// control characters.
pub fn find(value: &Value) -> Option<(i64, String)> {
    match value {
        Value::Object(object) => find_in(object),
        Value::Array(items) => items.iter().find_map(find),
        _ => number(value.as_str()?).map(|number| (number, String::new())),
    }
}

/// The same in an object.
pub fn find_in(object: &Object) -> Option<(i64, String)> {
    let own = object.iter().find_map(|(_, value)| number(value.as_str()?));
    let (number, said) = match own {
        Some(number) => (number, String::new()),
        None => object.iter().find_map(|(_, value)| find(value))?,
    };
    // The words stand beside the number, or around it.
    let said = if said.is_empty() { words(object) } else { said };
    Some((number, said))
}

fn number(text: &str) -> Option<i64> {
    let (major, minor) = text.split_once('.')?;
    let part = |text: &str| {
        let digits = names::number(text).filter(|_| text.len() == 3);
        digits.and_then(|number| i64::try_from(number).ok())
    };
    Some(part(major)? * 1000 + part(minor)?)
}

fn words(object: &Object) -> String {
    let said = WORDS.iter().find_map(|wanted| {
        let named = |(name, _): &(&str, &Value)| name.eq_ignore_ascii_case(wanted);
        let (_, value) = object.iter().find(named)?;
        value.as_str().filter(|text| number(text).is_none())
    });
    sanitise(said.unwrap_or_default(), 512)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::core::json::parse;

    #[test]
    fn it_is_found_wherever_it_stands() {
        for (body, words) in [
            (
                r#"{"error_code":"000.507","error":"Discarded","error_description":"Used before"}"#,
                "Used before",
            ),
            (
                r#"{"errorCode":"000.507","message":"Used before"}"#,
                "Used before",
            ),
            (
                r#"{"ok":false,"error":{"code":"000.507","error":"Used before"}}"#,
                "Used before",
            ),
            (
                r#"{"errors":[{"ErrorCode":"000.507","ErrorDescription":"Used before"}]}"#,
                "Used before",
            ),
            (
                r#"{"error_description":"Used before","error_codes":["000.507"]}"#,
                "Used before",
            ),
            (
                r#"{"message":"Used before","error":{"code":"000.507"}}"#,
                "Used before",
            ),
            (r#"[[["000.507"]]]"#, ""),
            (r#"{"error":"000.507"}"#, ""),
            (r#""000.507""#, ""),
        ] {
            let found = find(&parse(body.as_bytes()).unwrap());
            assert_eq!(found, Some((507, String::from(words))), "{body}");
        }
        let other = find(&parse(br#"{"code":"002.014"}"#).unwrap());
        assert_eq!(other, Some((2014, String::new())));
    }

    #[test]
    fn other_numbers_are_none() {
        for body in [
            r#"{"code":"507"}"#,
            r#"{"code":"0000.507"}"#,
            r#"{"code":"000.50x"}"#,
            r#"{"code":"000.507 "}"#,
            r#"{"code":"+00.507"}"#,
            r#"{"code":507}"#,
            "{}",
        ] {
            assert_eq!(find(&parse(body.as_bytes()).unwrap()), None, "{body}");
        }
    }
}
