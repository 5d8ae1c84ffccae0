//! `application/x-www-form-urlencoded` both ways, keeping order and repetition (RFC 6749, appendix B).

use serde_json::{Map, Value};

/// Decoded parameters in their order, repeated ones included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first value of a parameter.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a parameter, unless it is blank.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.first(name).filter(|value| !value.trim().is_empty())
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first of the given names that is there more than once.
    pub(crate) fn repeated<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        names
            .iter()
            .find(|name| self.all(name).count() > 1)
            .copied()
    }

    /// An object for the log: a value, or a list of values where a name is repeated.
    pub(crate) fn to_json(&self) -> Value {
        let mut object = Map::new();
        for (name, value) in &self.0 {
            let value = Value::String(value.clone());
            match object.get_mut(name) {
                None => {
                    object.insert(name.clone(), value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        Value::Object(object)
    }
}

/// Decodes a name or value: plus signs are spaces, broken escapes stay as they are.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => decoded.push(b' '),
            b'%' => match escape(bytes.clone()) {
                Some(value) => {
                    decoded.push(value);
                    bytes.nth(1);
                }
                None => decoded.push(b'%'),
            },
            _ => decoded.push(byte),
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The byte that the next two hexadecimal digits stand for.
fn escape(mut ahead: std::str::Bytes<'_>) -> Option<u8> {
    let mut digit = || char::from(ahead.next()?).to_digit(16);
    u8::try_from(digit()? * 16 + digit()?).ok()
}

/// Encodes one component: everything but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Appends encoded parameters to an address that may have a query already.
pub(crate) fn append(address: &str, parameters: &[(&str, &str)]) -> String {
    let mut result = address.to_string();
    for (name, value) in parameters {
        result.push(if result.contains('?') { '&' } else { '?' });
        result.push_str(&format!("{}={}", encode(name), encode(value)));
    }
    result
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn decodes_plus_escapes_and_keeps_broken_ones() {
        assert_eq!(decode("a+b%20c%3a%zz%4"), "a b c:%zz%4");
    }

    #[test]
    fn a_repeated_name_becomes_a_list() {
        let parameters = Parameters::parse("code=1&state=s&code=2&code=3");
        assert_eq!(
            parameters.to_json(),
            serde_json::json!({"code": ["1", "2", "3"], "state": "s"})
        );
        assert_eq!(parameters.repeated(&["state", "code"]), Some("code"));
        assert_eq!(parameters.repeated(&["state"]), None);
    }

    #[test]
    fn append_sees_an_existing_query() {
        assert_eq!(
            append("http://a/b?x=1", &[("s", "a&b")]),
            "http://a/b?x=1&s=a%26b"
        );
        assert_eq!(append("http://a/b", &[("s", " ")]), "http://a/b?s=%20");
    }
}
