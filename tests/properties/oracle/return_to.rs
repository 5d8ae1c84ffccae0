//! Judges `return_to` by a reader of the URL standard: the place is on our own origin, and the one
//! that was asked for.

use docgate::core::return_to::{MAX_LENGTH, return_to};
use url::Url as Theirs;

use super::keeps_a_drive;

/// Whether the place stays on our origin, judged by the standard's reader.
pub(crate) fn judge(text: &str, own_origin: &str) -> Result<(), String> {
    let Some(place) = return_to(text, own_origin) else {
        return Ok(());
    };
    let page = Theirs::parse(own_origin)
        .unwrap()
        .join("/some/page?a#b")
        .unwrap();
    let target = page
        .join(&place)
        .map_err(|problem| format!("{problem}: {place}"))?;
    let bytes = place.as_bytes();
    if target.origin() != page.origin() {
        Err(format!("leads to {target}"))
    } else if bytes[0] != b'/'
        || matches!(bytes.get(1), Some(b'/' | b'\\'))
        || place.len() > MAX_LENGTH
    {
        Err(format!("begins or ends wrongly: {place}"))
    } else if !page
        .join(text)
        .is_ok_and(|asked_for| asked_for == target || keeps_a_drive(&asked_for))
    {
        Err(format!("another place than the text: {place}"))
    } else if place.bytes().any(|byte| !(b'!'..=b'~').contains(&byte)) {
        Err(format!("not plain: {place}"))
    } else if return_to(&place, own_origin).as_ref() != Some(&place) {
        Err(format!("refused when read back: {place}"))
    } else {
        Ok(())
    }
}
