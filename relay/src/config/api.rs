//! Which part of an API an entry forwards.

use axum::http::Method;
use docgate::core::url::Url;

/// The API of an entry.
#[derive(Clone, Debug)]
pub struct Api {
    /// Where it is.
    pub base: ApiBase,
    /// What is forwarded; nothing else is.
    pub allow: Vec<ApiRule>,
}

/// Where an API is.
#[derive(Clone, Debug)]
pub enum ApiBase {
    /// Where the sealed session says: it was discovered at the sign-in, and is one of the entry's hosts.
    Session,
    /// Here. The path may be more than `/`.
    Fixed(Url),
}

/// Methods and paths that are forwarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRule {
    /// The methods.
    pub methods: Vec<Method>,
    /// The pattern, beginning with `/`: `*` is one segment, `**` the rest (last only).
    pub path: String,
}
