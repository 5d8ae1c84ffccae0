//! Judges `core::form` by `url::form_urlencoded`: what we accept, it reads alike; what we refuse has
//! one of the reasons that we state.

use docgate::core::form::{Form, MAX_FIELDS, MAX_LENGTH};
use url::form_urlencoded;

/// Both readings of a text, and nothing but stated differences between them.
pub(crate) fn judge(text: &str) -> Result<(), String> {
    let Ok(ours) = Form::parse(text) else {
        return if has_stated_reason(text) {
            Ok(())
        } else {
            Err("refused without a stated reason".to_owned())
        };
    };
    let theirs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
    if !ours
        .iter()
        .eq(theirs.iter().map(|(name, value)| (&**name, &**value)))
    {
        return Err(format!("read differently: {theirs:?}"));
    }
    if has_stated_reason(text) {
        return Err("accepted in spite of a stated reason".to_owned());
    }
    let written = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&theirs)
        .finish();
    if ours.encode() != written.replace('+', "%20") {
        return Err(format!("written differently: {}", ours.encode()));
    }
    if Form::parse(&ours.encode()) == Ok(ours) || written.len() * 3 > MAX_LENGTH {
        Ok(())
    } else {
        Err("not read again as it was".to_owned())
    }
}

/// Why we refuse a text; found without our reader.
fn has_stated_reason(text: &str) -> bool {
    let fields = text.split('&').filter(|piece| !piece.is_empty()).count();
    if text.len() > MAX_LENGTH || fields > MAX_FIELDS {
        return true;
    }
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits: Vec<u8> = bytes
                .clone()
                .take(2)
                .filter(u8::is_ascii_hexdigit)
                .collect();
            if digits.len() < 2 {
                return true;
            }
            bytes.nth(1);
            decoded.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            decoded.push(byte);
        }
    }
    decoded.contains(&0)
        || decoded
            .split(|byte| matches!(byte, b'&' | b'='))
            .any(|part| std::str::from_utf8(part).is_err())
}
