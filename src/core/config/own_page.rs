//! The addresses of the app's own pages that a provider leads back to.

use super::Page;
use super::values::wrong;
use crate::core::error::Error;
use crate::core::json::{Object, Value};
use crate::core::provider::Chosen;
use crate::core::url::Url;

pub(super) const OWN_PAGE: &str = "A path on this origin, or an absolute address on it, without fragment (for DocSpace without query; for Enadoc a path of its own, not '/').";

/// Absolute, or a path on the page's origin; the text is kept as it will be sent.
pub(super) fn own_page(
    config: &Object,
    key: &'static str,
    provider: Chosen,
    page: &Page,
) -> Result<Option<(String, Url)>, Error> {
    let refused = || wrong(key, OWN_PAGE);
    let text = match config.value(key) {
        None => return Ok(None),
        Some(Value::String(text)) => text,
        Some(_) => return Err(refused()),
    };
    let absolute = if text.starts_with('/') && !text.starts_with("//") {
        let mut absolute = page
            .origin
            .clone()
            .unwrap_or_else(|| String::from("https://server.invalid"));
        absolute.push_str(text);
        absolute
    } else {
        text.clone()
    };
    let url = Url::parse(&absolute).map_err(|_| refused())?;
    let query_fits = url.query().is_none() || provider.redirect_query;
    let here = page
        .origin
        .as_deref()
        .is_none_or(|origin| origin == url.origin() || is_extension(origin));
    // Without `state` nothing but the path says that a callback is one.
    let path_fits = provider.way_back.state || url.path() != "/";
    if url.fragment().is_some() || !here || !query_fits || !path_fits || text.len() > 1024 {
        return Err(refused());
    }
    Ok(Some((absolute, url)))
}

/// A page of a browser extension (`chrome-extension:`, `moz-extension:`, `safari-web-extension:`). No
/// provider sends anybody to such an origin: the browser gives the callback, which arrives at an https
/// address that it keeps for the extension, to the extension, and that to `complete()`.
fn is_extension(origin: &str) -> bool {
    let scheme = origin.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.ends_with("-extension"))
}
