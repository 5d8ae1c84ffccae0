//! Where a call goes. Nothing of a request chooses the host: it is of the configuration, or was discovered
//! at the sign-in and is on the configuration's list.

use docgate::core::url::Url;

use super::path::PlainPath;
use crate::config::{Entry, Kind};

/// The address of a call: the base, the path below it and the query. Nothing if whoever sends it would read
/// another one in it.
pub(super) fn address(base: &Url, path: PlainPath<'_>, query: Option<&str>) -> Option<String> {
    let base = base.as_str();
    let text = [base.strip_suffix('/').unwrap_or(base), path.as_str()].concat();
    let mut url = reqwest::Url::parse(&text).ok()?;
    if url.as_str() != text {
        return None;
    }
    url.set_query(query);
    Some(url.into())
}

/// The base that a session says, if the entry's list still has its host.
pub(super) fn permitted(base: &str, entry: &Entry) -> Option<Url> {
    let sign_in = entry.sign_in.as_ref()?;
    let Kind::Enadoc(enadoc) = &sign_in.kind else {
        return None;
    };
    let url = Url::endpoint(base, enadoc.loopback).ok()?;
    let origin = url.origin();
    let host = origin.split_once("://").map(|(_, host)| host)?;
    let listed = enadoc.api_hosts.iter().any(|it| it == host);
    (listed && url.query().is_none()).then_some(url)
}
