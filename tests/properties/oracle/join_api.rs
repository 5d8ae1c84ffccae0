//! Judges `Url::join_api` by a reader of the URL standard and by a server that decodes too much:
//! nothing leaves the base.

use docgate::core::url::Url;
use url::Url as Theirs;

/// Whether the joined address lies below the base, judged by the standard's reader and by a server
/// that decodes the path up to three times.
pub(crate) fn judge(base: &str, relative: &str) -> Result<(), String> {
    let base = Url::parse(base).unwrap();
    let Ok(joined) = Url::join_api(&base, relative) else {
        return Ok(());
    };
    let theirs =
        Theirs::parse(joined.as_str()).map_err(|problem| format!("{problem}: {joined:?}"))?;
    let prefix = base.path().trim_end_matches('/');
    let below = |path: &str| {
        path.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if theirs.origin().ascii_serialization() != base.origin() || !below(theirs.path()) {
        return Err(format!("outside: {theirs}"));
    }
    if !joined.within(&base) {
        return Err(format!("not within: {joined:?}"));
    }
    if prefix.is_empty() {
        return Ok(());
    }
    let mut path = theirs.path().as_bytes().to_vec();
    for _ in 0..3 {
        let mut rest = path.clone();
        rest.retain(|byte| *byte != b'\0');
        let seen = String::from_utf8_lossy(&rest)
            .replace('\\', "/")
            .replace('?', "%3f")
            .replace('#', "%23");
        let seen = Theirs::parse("http://server")
            .unwrap()
            .join(&["http://server", &seen].concat())
            .unwrap();
        if !below(seen.path()) {
            return Err(format!(
                "outside for a server that decodes: {}",
                seen.path()
            ));
        }
        path = percent_decoded(&path);
    }
    Ok(())
}

fn percent_decoded(path: &[u8]) -> Vec<u8> {
    // A form decodes a value as a path is decoded, but for its plus signs.
    let escaped = String::from_utf8_lossy(path)
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    let (decoded, _) = url::form_urlencoded::parse(escaped.as_bytes())
        .next()
        .unwrap();
    decoded.into_owned().into_bytes()
}
