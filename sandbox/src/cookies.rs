//! The `Cookie` request header and the `Set-Cookie` answers of the doubles.

use crate::http::{Request, Response};

/// The cookies of a request, in their order.
pub(crate) fn parse(request: &Request) -> Vec<(String, String)> {
    let headers = request.headers.iter().filter(|(name, _)| name == "cookie");
    headers
        .flat_map(|(_, value)| value.split(';'))
        .filter_map(|part| part.trim().split_once('='))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

/// A cookie that an answer sets. It lasts as long as the browser session; what it stands for expires on the server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookie<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    pub(crate) path: &'a str,
    /// Out of reach of scripts.
    pub(crate) http_only: bool,
    /// `SameSite=Strict`; else the attribute is left out and the browser's default rules.
    pub(crate) strict: bool,
    /// `Max-Age` in seconds.
    pub(crate) max_age: Option<i64>,
}

impl<'a> Cookie<'a> {
    /// A cookie that scripts can read, for the whole host.
    pub(crate) fn plain(name: &'a str, value: &'a str) -> Self {
        Self {
            name,
            value,
            path: "/",
            http_only: false,
            strict: false,
            max_age: None,
        }
    }

    /// Takes a cookie away from the browser.
    pub(crate) fn gone(name: &'a str, path: &'a str) -> Self {
        Self {
            path,
            max_age: Some(0),
            ..Self::plain(name, "")
        }
    }

    /// Adds it to an answer.
    pub(crate) fn set(self, response: Response) -> Response {
        let mut text = format!("{}={}; Path={}", self.name, self.value, self.path);
        if let Some(seconds) = self.max_age {
            text.push_str(&format!("; Max-Age={seconds}"));
        }
        if self.http_only {
            text.push_str("; HttpOnly");
        }
        if self.strict {
            text.push_str("; SameSite=Strict");
        }
        response.with("Set-Cookie", &text)
    }
}
