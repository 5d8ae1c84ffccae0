//! Staying below an API base (design: an access token never leaves it; ).

use super::{Url, UrlProblem, path};

impl Url {
    /// A relative address joined below an API base, whose path is kept: base `https://h/p` and
    /// `/api/x?y`, `api/x` or `?q`. The result is read anew and compared with the base, so nothing
    /// in `relative` leads to another origin or out of the base's path. The base's own query and
    /// fragment are not taken over.
    ///
    /// # Errors
    /// As [`parse`](Url::parse); [`UrlProblem::Scheme`] for an address that is not relative;
    /// [`UrlProblem::Outside`] for one that leaves the base.
    pub fn join_api(base: &Url, relative: &str) -> Result<Url, UrlProblem> {
        if relative.starts_with("//") {
            return Err(UrlProblem::Outside);
        }
        let first = relative
            .split(['/', '?', '#', '\\'])
            .next()
            .unwrap_or_default();
        if first.contains(':') {
            return Err(UrlProblem::Scheme);
        }
        let mut text = base.origin().to_owned();
        if relative.is_empty() || relative.starts_with(['?', '#']) {
            text.push_str(base.path());
        } else {
            text.push_str(base.prefix());
            text.push('/');
        }
        text.push_str(relative.strip_prefix('/').unwrap_or(relative));
        let url = Url::parse(&text)?;
        if url.within(base) {
            Ok(url)
        } else {
            Err(UrlProblem::Outside)
        }
    }

    /// Whether this address has the base's origin and lies at its path or below it. Below a path,
    /// escaped `..` count too: a server may decode them.
    #[must_use]
    pub fn within(&self, base: &Url) -> bool {
        let prefix = base.prefix();
        let Some(rest) = self.path().strip_prefix(prefix) else {
            return false;
        };
        self.origin() == base.origin()
            && (rest.is_empty() || rest.starts_with('/'))
            && (prefix.is_empty() || !path::climbs(rest))
    }

    /// The path without the slashes at its end: empty for a whole origin.
    fn prefix(&self) -> &str {
        self.path().trim_end_matches('/')
    }
}
