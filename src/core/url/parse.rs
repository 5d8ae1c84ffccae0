//! Reading an address.

use super::super::percent;
use super::{Url, UrlProblem, host, path};
use crate::core::names::number;

/// The longest address that is read, in bytes.
pub const MAX_LENGTH: usize = 64 * 1024;

impl Url {
    /// Reads an absolute `http` or `https` address and brings it into its normal form: scheme and
    /// host in small letters, no default port, dot segments resolved, what must be escaped escaped.
    ///
    /// What it does not promise: that a name in punycode (`xn--…`) is one that browsers accept;
    /// they read the same host or refuse it.
    ///
    /// # Errors
    /// User information; white space and control characters anywhere; a backslash before the
    /// query; `^` in a path (readers escape it or leave it); hosts that are empty, end in a dot,
    /// have a percent escape or more than ASCII; IPv4 addresses other than four plain decimal
    /// numbers; IPv6 addresses with a zone or with a dotted end; odd ports.
    pub fn parse(text: &str) -> Result<Url, UrlProblem> {
        if text.len() > MAX_LENGTH || text.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
            return Err(UrlProblem::Malformed);
        }
        let (scheme, rest) = text.split_once(':').ok_or(UrlProblem::Scheme)?;
        let (start, default_port) = if scheme.eq_ignore_ascii_case("https") {
            ("https://", "443")
        } else if scheme.eq_ignore_ascii_case("http") {
            ("http://", "80")
        } else {
            return Err(UrlProblem::Scheme);
        };
        let rest = rest.strip_prefix("//").ok_or(UrlProblem::Malformed)?;
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = cut(rest, '/');
        if rest.contains('\\') {
            return Err(UrlProblem::Malformed);
        }
        if authority.contains('@') {
            return Err(UrlProblem::UserInfo);
        }
        let (host, port) = host_and_port(authority).ok_or(UrlProblem::Host)?;

        let mut href = String::from(start);
        let host_start = href.len();
        href.push_str(&host::normal(host).ok_or(UrlProblem::Host)?);
        let host_end = href.len();
        if let Some(port) = port.filter(|port| *port != default_port) {
            href.push(':');
            href.push_str(port);
        }
        let path_start = href.len();
        href.push_str(&path::normal(path).ok_or(UrlProblem::Malformed)?);
        let path_end = href.len();
        escape_into(&mut href, query, b"\"<>'");
        let query_end = href.len();
        escape_into(&mut href, fragment, b"\"<>`");
        Ok(Url {
            href,
            host_start,
            host_end,
            path_start,
            path_end,
            query_end,
        })
    }
}

/// The text before a mark, and the rest beginning with the mark.
fn cut(text: &str, mark: char) -> (&str, &str) {
    text.split_at(text.find(mark).unwrap_or(text.len()))
}

/// Separates the port: one to five digits that do not begin with 0.
fn host_and_port(authority: &str) -> Option<(&str, Option<&str>)> {
    // The colons of an IPv6 address stand in brackets.
    let bracket = authority.rfind(']').map_or(0, |at| at + 1);
    let Some(colon) = authority.get(bracket..)?.find(':') else {
        return Some((authority, None));
    };
    let (host, port) = authority.split_at(bracket + colon);
    let port = port.strip_prefix(':')?;
    let fits = !port.starts_with('0') && number(port).is_some_and(|port| port <= 65_535);
    fits.then_some((host, Some(port)))
}

/// Adds text, and escapes what the URL standard escapes there: the given marks and all that is not
/// ASCII. Spaces and control characters never come this far.
pub(super) fn escape_into(href: &mut String, text: &str, marks: &[u8]) {
    for byte in text.bytes() {
        if byte.is_ascii() && !marks.contains(&byte) {
            href.push(char::from(byte));
        } else {
            percent::escape(href, byte);
        }
    }
}
