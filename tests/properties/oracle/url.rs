//! Judges `core::url` by `url::Url`, a reader of the URL standard: what we accept, it reads as the
//! very same address.

use docgate::core::url::Url;
use url::Url as Theirs;

use super::keeps_a_drive;

/// Whether the standard's reader sees the same address.
pub(crate) fn judge(text: &str) -> Result<(), String> {
    let Ok(ours) = Url::parse(text) else {
        return Ok(());
    };
    let theirs = match Theirs::parse(text) {
        Ok(theirs) => theirs,
        // Punycode that is valid for nobody: refused later, never another host.
        Err(_)
            if ours
                .host()
                .split('.')
                .any(|label| label.starts_with("xn--")) =>
        {
            return Ok(());
        }
        Err(problem) => return Err(format!("accepted, though {problem}: {ours:?}")),
    };
    let same_origin = ours.origin() == theirs.origin().ascii_serialization()
        && ours.scheme() == theirs.scheme()
        && Some(ours.host()) == theirs.host_str()
        && ours.port() == theirs.port()
        && theirs.username().is_empty()
        && theirs.password().is_none();
    let same_path = ours.as_str() == theirs.as_str() && ours.path() == theirs.path();
    let same_rest = ours.query() == theirs.query() && ours.fragment() == theirs.fragment();
    if !same_origin || !same_rest || !(same_path || keeps_a_drive(&theirs)) {
        return Err(format!("read differently: {} and {theirs}", ours.as_str()));
    }
    if Url::parse(ours.as_str()) != Ok(ours) {
        return Err("not its own normal form".to_owned());
    }
    Ok(())
}
