//! Web addresses: a small, strict reader of absolute `http` and `https` URLs.
//!
//! It accepts only what it fully understands, and reads that exactly as the URL standard does, so
//! that the origin that was judged here is the origin that the browser then talks to. Spellings
//! that readers repair, each in its own way, are refused: see [`Url::parse`].

mod host;
mod join;
mod parse;
mod path;

use std::fmt;

pub use parse::MAX_LENGTH;

/// Why an address was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlProblem {
    /// Not an address that every reader understands alike, or too long a one.
    Malformed,
    /// Another scheme than `http` or `https`, or none.
    Scheme,
    /// A user name or password before the host.
    UserInfo,
    /// A host or port that is empty or not written in its one plain form.
    Host,
    /// A fragment where none is allowed.
    Fragment,
    /// A query where none is allowed.
    Query,
    /// Plain http where https is asked for.
    Insecure,
    /// Not below the base that it was joined to.
    Outside,
}

/// An absolute `http` or `https` address in its normal form.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    href: String,
    host_start: usize,
    host_end: usize,
    path_start: usize,
    path_end: usize,
    query_end: usize,
}

impl Url {
    /// An endpoint of a provider (RFC 6749 section 3.1): https, or plain http where the endpoint
    /// and the page are both this very computer.
    ///
    /// # Errors
    /// As [`parse`](Url::parse); [`UrlProblem::Fragment`] and [`UrlProblem::Insecure`].
    pub fn endpoint(text: &str, page_is_loopback: bool) -> Result<Url, UrlProblem> {
        let url = Url::parse(text)?;
        if url.fragment().is_some() {
            return Err(UrlProblem::Fragment);
        }
        if url.is_https() || (page_is_loopback && url.is_loopback()) {
            Ok(url)
        } else {
            Err(UrlProblem::Insecure)
        }
    }

    /// The same origin with another path, without query and fragment.
    ///
    /// # Errors
    /// [`UrlProblem::Malformed`] for a path that does not begin with `/` or is none.
    pub fn with_path(&self, path: &str) -> Result<Url, UrlProblem> {
        if !path.starts_with('/') || path.contains(['?', '#']) {
            return Err(UrlProblem::Malformed);
        }
        let mut text = self.origin().to_owned();
        text.push_str(path);
        Url::parse(&text)
    }

    /// The same address up to the end of its path.
    #[must_use]
    pub fn without_query_and_fragment(&self) -> Url {
        let href = self.part(0, self.path_end).to_owned();
        Url {
            href,
            query_end: self.path_end,
            ..*self
        }
    }

    /// The whole address; the path is at least `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.href
    }

    /// Scheme, host, and the port where it is not the scheme's own.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.part(0, self.path_start)
    }

    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        if self.is_https() { "https" } else { "http" }
    }

    /// The host in small letters, without port; an IPv6 address in its brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.part(self.host_start, self.host_end)
    }

    /// The port, where it is not the scheme's own.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.part(self.host_end, self.path_start)
            .strip_prefix(':')?
            .parse()
            .ok()
    }

    /// The path, beginning with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.part(self.path_start, self.path_end)
    }

    /// The query without its `?`.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.part(self.path_end, self.query_end).strip_prefix('?')
    }

    /// The fragment without its `#`.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.part(self.query_end, self.href.len()).strip_prefix('#')
    }

    /// Whether the scheme is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.href.starts_with("https:")
    }

    /// Whether the host is this very computer: 127.0.0.0/8, `[::1]`, `localhost`, `*.localhost`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        host::is_loopback(self.host())
    }

    fn part(&self, start: usize, end: usize) -> &str {
        self.href.get(start..end).unwrap_or_default()
    }
}

/// Shows origin and path only: the query of a callback carries its code.
impl fmt::Debug for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Url(")?;
        formatter.write_str(self.origin())?;
        formatter.write_str(self.path())?;
        formatter.write_str(")")
    }
}

#[cfg(test)]
mod tests;
