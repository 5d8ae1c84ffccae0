//! Judges `core::url` by `url::Url`, a reader of the URL standard: what we accept, it reads as the
//! very same address.

use docgate::core::url::Url;
use url::Url as Theirs;

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
    let same = ours.as_str() == theirs.as_str()
        && ours.origin() == theirs.origin().ascii_serialization()
        && ours.scheme() == theirs.scheme()
        && Some(ours.host()) == theirs.host_str()
        && ours.port() == theirs.port()
        && ours.path() == theirs.path()
        && ours.query() == theirs.query()
        && ours.fragment() == theirs.fragment()
        && theirs.username().is_empty()
        && theirs.password().is_none();
    if !same {
        return Err(format!("read differently: {} and {theirs}", ours.as_str()));
    }
    if Url::parse(ours.as_str()) != Ok(ours) {
        return Err("not its own normal form".to_owned());
    }
    Ok(())
}
