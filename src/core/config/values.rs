//! Single values of the config and of options, read by type and refused by name.

use crate::core::error::{Code, Error};
use crate::core::json::Object;
use crate::core::url::Url;

/// What an address must be.
pub(in crate::core) const ADDRESS: &str = "An absolute https address without user, query and fragment; plain http only between loopback addresses.";
/// Functions are passed beside; whatever else stands under these names is no function.
const FUNCTIONS: &[&str] = &["onLog", "navigate"];

pub(in crate::core) fn wrong(key: &str, hint: &'static str) -> Error {
    Error::hinting(Code::ConfigInvalid, key, hint)
}

/// Refuses what is unknown, and secrets by name.
pub(in crate::core) fn check_keys(object: &Object, known: &[&str]) -> Result<(), Error> {
    for name in object.names() {
        if known.contains(&name) {
            continue;
        }
        // Letters alone, so that no way of writing the word hides it.
        let mut letters = name.as_bytes().to_ascii_lowercase();
        letters.retain(u8::is_ascii_alphanumeric);
        let secret: [&[u8]; 4] = [b"secret", b"password", b"clientassertion", b"privatekey"];
        let tells = |word: &&[u8]| letters.windows(word.len()).any(|part| part == *word);
        if secret.iter().any(tells) {
            return Err(Error::at(Code::ConfigSecret, name));
        }
        if FUNCTIONS.contains(&name) {
            return Err(wrong(name, "A function."));
        }
        return Err(Error::at(Code::ConfigUnknownKey, name));
    }
    Ok(())
}

pub(in crate::core) fn text_of(
    config: &Object,
    key: &'static str,
    limit: usize,
) -> Result<String, Error> {
    match config.string(key) {
        Ok(text)
            if !text.is_empty()
                && text.len() <= limit
                && text.bytes().all(|b| matches!(b, 0x20..=0x7e)) =>
        {
            Ok(String::from(text))
        }
        _ => Err(wrong(key, "A text that is not empty.")),
    }
}

pub(in crate::core) fn optional<'a>(
    config: &'a Object,
    key: &'static str,
) -> Result<Option<&'a str>, Error> {
    config
        .optional_string(key)
        .map_err(|_| wrong(key, "A text."))
}

/// Exact origins, each written as one.
pub(in crate::core) fn origins(
    object: &Object,
    key: &'static str,
    loopback: bool,
) -> Result<Vec<String>, Error> {
    let refused = || {
        wrong(
            key,
            "A list of exact origins, such as https://api.example.com.",
        )
    };
    let list = object
        .optional_strings(key)
        .map_err(|_| refused())?
        .unwrap_or_default();
    let mut origins = Vec::new();
    for text in list {
        let url = Url::endpoint(text, loopback).map_err(|_| refused())?;
        if url.path() != "/" || url.query().is_some() {
            return Err(refused());
        }
        origins.push(String::from(url.origin()));
    }
    Ok(origins)
}

pub(in crate::core) fn number(
    config: &Object,
    key: &'static str,
    usual: u64,
    least: u64,
    most: u64,
) -> Result<u64, Error> {
    match config.optional_integer(key) {
        Ok(None) => Ok(usual),
        Ok(Some(number)) => u64::try_from(number)
            .ok()
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| wrong(key, "A whole number in the documented range.")),
        Err(_) => Err(wrong(key, "A whole number in the documented range.")),
    }
}

/// Which of the allowed words; the first is the default.
pub(in crate::core) fn choice(
    object: &Object,
    key: &'static str,
    words: &[&str],
) -> Result<usize, Error> {
    let refused = || wrong(key, "One of the documented words.");
    match object.optional_string(key).map_err(|_| refused())? {
        None => Ok(0),
        Some(text) => words
            .iter()
            .position(|word| *word == text)
            .ok_or_else(refused),
    }
}
