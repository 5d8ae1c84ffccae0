//! Which origins may read what: any origin at `/oauth2/*`, the client's allowed origins at the REST API.

use crate::{
    http::{Request, Response},
    jwt,
};

use super::Portal;

impl Portal<'_> {
    /// A preflight at `/oauth2/*` or discovery: everybody may everything, without credentials. Before 3.2: nobody anything.
    pub(super) fn identity_preflight(&mut self) -> Response {
        if !self.open_to_pages() {
            return Response::empty(403);
        }
        let response =
            permit(self.request, Response::empty(200)).with("Access-Control-Max-Age", "3600");
        self.identity_headers(response)
    }

    fn open_to_pages(&self) -> bool {
        self.switches.cors && self.switches.version.has_cors()
    }

    /// The headers of every answer of the identity server.
    pub(super) fn identity_headers(&self, response: Response) -> Response {
        let anybody = self.open_to_pages()
            && !response.without_cors
            && self.request.header("origin").is_some();
        let response = if anybody {
            response.with("Access-Control-Allow-Origin", "*")
        } else {
            response
        };
        response
            .with(
                "Vary",
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            )
            .with(
                "Cache-Control",
                "no-cache, no-store, max-age=0, must-revalidate",
            )
            .with("Pragma", "no-cache")
            .with("Expires", "0")
            .with("X-Content-Type-Options", "nosniff")
            .with("X-Frame-Options", "DENY")
            .with("Referrer-Policy", "no-referrer")
    }

    /// A preflight at the REST API carries no token, so it passes for everyone.
    pub(super) fn api_preflight(&self) -> Response {
        permit(self.request, Response::empty(204)).with("Access-Control-Allow-Origin", "*")
    }

    /// The CORS headers of a real answer of the REST API. A token names its client, and then that client's allowed origins count
    /// in place of `*`. The request has been executed by now, whatever the origin.
    pub(super) fn api_headers(&self, response: Response) -> Response {
        let response = response
            .with("Referrer-Policy", "same-origin")
            .with("X-Content-Type-Options", "nosniff");
        let Some(origin) = self
            .request
            .header("origin")
            .filter(|_| !response.without_cors)
        else {
            return response;
        };
        let client_id = self
            .bearer()
            .and_then(jwt::claims)
            .and_then(|claims| claims.get("cid")?.as_str().map(str::to_string));
        let Some(client_id) = client_id else {
            return response.with("Access-Control-Allow-Origin", "*");
        };
        let wildcards = self.switches.version.has_wildcard_origins();
        match self.client(&client_id) {
            // The look-up of a deleted client fails: no usable answer at all.
            None => Response::empty(500),
            Some(client)
                if client
                    .allowed_origins
                    .iter()
                    .any(|allowed| fits(allowed, origin, wildcards)) =>
            {
                response
                    .with("Access-Control-Allow-Origin", origin)
                    .with("Vary", "Origin")
            }
            Some(_) => response,
        }
    }
}

/// Echoes what a preflight asks for.
fn permit(request: &Request, response: Response) -> Response {
    let wanted = |name: &str| request.header(name).map(str::to_string);
    let response = match wanted("access-control-request-method") {
        Some(method) => response.with("Access-Control-Allow-Methods", &method),
        None => response,
    };
    match wanted("access-control-request-headers") {
        Some(headers) => response.with("Access-Control-Allow-Headers", &headers),
        None => response,
    }
}

/// Whether an origin is an allowed one, small letters or not. With wildcards `https://*.example.com` is every sub-domain.
fn fits(allowed: &str, origin: &str, wildcards: bool) -> bool {
    if allowed.eq_ignore_ascii_case(origin) {
        return true;
    }
    if !wildcards {
        return false;
    }
    let (Some((scheme, pattern)), Some((origin_scheme, host))) =
        (allowed.split_once("://"), origin.split_once("://"))
    else {
        return false;
    };
    let Some(domain) = pattern
        .strip_prefix('*')
        .filter(|domain| domain.starts_with('.'))
    else {
        return false;
    };
    let host = host.to_ascii_lowercase();
    scheme.eq_ignore_ascii_case(origin_scheme)
        && host.len() > domain.len()
        && host.ends_with(&domain.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    #[test]
    fn exact_or_a_sub_domain() {
        let fits = |allowed, origin| super::fits(allowed, origin, true);
        assert!(fits("http://localhost:5173", "http://LOCALHOST:5173"));
        assert!(!fits("http://localhost:5173/", "http://localhost:5173"));
        assert!(!fits("http://localhost:5173", "http://localhost:5174"));
        assert!(fits("https://*.example.com", "https://a.b.example.com"));
        assert!(!fits("https://*.example.com", "https://example.com"));
        assert!(!fits("https://*.example.com", "http://a.example.com"));
        assert!(!fits("https://*.example.com", "https://a.badexample.com"));
    }

    #[test]
    fn no_wildcards_before_3_7() {
        let fits = |allowed, origin| super::fits(allowed, origin, false);
        assert!(fits("https://A.example.com", "https://a.example.com"));
        assert!(!fits("https://*.example.com", "https://a.example.com"));
    }
}
