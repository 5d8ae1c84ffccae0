//! Web addresses: a small, strict reader.

use std::fmt;

/// Why an address was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlProblem {
    /// Not an address that every reader understands alike.
    Malformed,
    /// Another scheme than `http` or `https`, or none.
    Scheme,
    /// A user name or password before the host.
    UserInfo,
    /// A host that is empty or not written in its one plain form.
    Host,
    /// A fragment where none is allowed.
    Fragment,
    /// A query where none is allowed.
    Query,
    /// Plain http to a host that is not this computer.
    Insecure,
    /// Outside the base that it was joined to.
    Outside,
}

/// An absolute `http` or `https` address in its normal form.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    href: String,
}

impl Url {
    /// Reads an absolute address.
    ///
    /// # Errors
    /// The first [`UrlProblem`] met.
    pub fn parse(_text: &str) -> Result<Url, UrlProblem> {
        Err(UrlProblem::Malformed)
    }

    /// An endpoint of a provider: https, or http where endpoint and page are both loopback.
    ///
    /// # Errors
    /// As [`parse`](Url::parse), and `Insecure`, `Fragment`.
    pub fn endpoint(_text: &str, _page_is_loopback: bool) -> Result<Url, UrlProblem> {
        Err(UrlProblem::Malformed)
    }

    /// A relative address joined below an API base.
    ///
    /// # Errors
    /// As [`parse`](Url::parse), and `Outside`.
    pub fn join_api(_base: &Url, _relative: &str) -> Result<Url, UrlProblem> {
        Err(UrlProblem::Malformed)
    }

    /// The same origin with another path, without query and fragment.
    ///
    /// # Errors
    /// `Malformed` for a path that does not begin with `/` or has a query or fragment.
    pub fn with_path(&self, _path: &str) -> Result<Url, UrlProblem> {
        Err(UrlProblem::Malformed)
    }

    /// The same address up to its path.
    #[must_use]
    pub fn without_query_and_fragment(&self) -> Url {
        self.clone()
    }

    /// The whole address; the path is at least `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.href
    }

    /// Scheme, host and port, if it is not the scheme's own.
    #[must_use]
    pub fn origin(&self) -> &str {
        ""
    }

    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        ""
    }

    /// The host in small letters, without port.
    #[must_use]
    pub fn host(&self) -> &str {
        ""
    }

    /// The port, if it is not the scheme's own.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        None
    }

    /// The path, beginning with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        "/"
    }

    /// The query without its `?`.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        None
    }

    /// The fragment without its `#`.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        None
    }

    /// Whether the scheme is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        false
    }

    /// Whether the host is this computer: 127.0.0.0/8, `[::1]`, `localhost`, `*.localhost`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        false
    }

    /// Whether this address has the base's origin and lies at or below its path.
    #[must_use]
    pub fn within(&self, _base: &Url) -> bool {
        false
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Url(")?;
        formatter.write_str(self.origin())?;
        formatter.write_str(self.path())?;
        formatter.write_str(")")
    }
}
