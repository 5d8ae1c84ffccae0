//! A browser in miniature: cookies with path and `SameSite=Strict`, redirects, forms; and an app that uses it.

use std::collections::BTreeMap;

use docgate_sandbox::{Config, Now, Request, Response, Sandbox, SeededEntropy};
use serde_json::{Value, json};

pub(crate) const PORTAL: &str = "http://docspace.localhost:9400";
pub(crate) const ISSUER: &str = "http://oidc-double.localhost:9400";
pub(crate) const APP: &str = "http://localhost:5173";
pub(crate) const CALLBACK: &str = "http://localhost:5173/callback/docspace";
pub(crate) const CLIENT: &str = "demo-docspace";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Where a navigation ended: at a page of a double, or at an address of the app.
pub(crate) struct Landing {
    pub(crate) url: String,
    pub(crate) response: Response,
}

impl Landing {
    /// A parameter of the address, decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let (_, query) = self.url.split_once(['?', '#'])?;
        let pair = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)?;
        Some(decode(pair.1))
    }
}

pub(crate) struct Browser {
    pub(crate) sandbox: Sandbox,
    entropy: SeededEntropy,
    /// The real time, in milliseconds.
    pub(crate) now: u64,
    /// Name, host and path; value and whether it is `SameSite=Strict`.
    pub(crate) cookies: BTreeMap<(String, String, String), (String, bool)>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        let config = Config {
            app_origins: vec![APP.to_string()],
            ..Config::default()
        };
        Self::with(config)
    }

    pub(crate) fn with(config: Config) -> Self {
        let cookies = BTreeMap::new();
        Self {
            sandbox: Sandbox::new(config),
            entropy: SeededEntropy::new(1),
            now: 1_767_225_600_000,
            cookies,
        }
    }

    /// A browser with these portal switches set.
    pub(crate) fn switched(switches: Value) -> Self {
        let mut browser = Self::new();
        browser.control("PUT", "switches", json!({"docspace": switches}));
        browser
    }

    /// One request, no cookies, no redirects.
    pub(crate) fn send(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (host, target) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let request = Request {
            method: method.to_string(),
            scheme: scheme.to_string(),
            host: host.to_string(),
            path: if path.is_empty() {
                "/".to_string()
            } else {
                path.to_string()
            },
            query: query.to_string(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            body: body.as_bytes().to_vec(),
            client_address: "127.0.0.1".to_string(),
        };
        self.now += 1;
        self.sandbox
            .handle(&request, Now(self.now), &mut self.entropy)
    }

    pub(crate) fn get(&mut self, url: &str) -> Response {
        self.send("GET", url, &[], "")
    }

    /// A script's form-encoded POST from the app's origin.
    pub(crate) fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Response {
        let headers = [
            ("origin", APP),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", url, &headers, &form(fields))
    }

    /// A control request; panics if it is refused.
    pub(crate) fn control(&mut self, method: &str, action: &str, body: Value) -> Value {
        let response = self.send(
            method,
            &format!("{PORTAL}/_sandbox/{action}"),
            &[],
            &body.to_string(),
        );
        assert_eq!(response.status, 200, "{}", response.body_text());
        response.body_json().unwrap()
    }

    /// The log entries since the beginning.
    pub(crate) fn log(&mut self) -> Vec<Value> {
        self.control("GET", "log", json!({}))["entries"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Follows a link of the app: another site's navigation, so strict cookies stay at home.
    pub(crate) fn leave_app(&mut self, url: &str) -> Landing {
        self.navigate("GET", url, "", true)
    }

    /// Types an address, or follows a link within the site.
    pub(crate) fn visit(&mut self, url: &str) -> Landing {
        self.navigate("GET", url, "", false)
    }

    fn navigate(&mut self, method: &str, url: &str, body: &str, cross_site: bool) -> Landing {
        let (mut method, mut url, mut body) =
            (method.to_string(), url.to_string(), body.to_string());
        for _ in 0..12 {
            if url.starts_with(APP) {
                return Landing {
                    url,
                    response: Response::default(),
                };
            }
            let cookies = self.cookie_header(&url, cross_site);
            let mut headers = vec![("cookie", cookies.as_str())];
            if method == "POST" {
                headers.push(("content-type", "application/x-www-form-urlencoded"));
            }
            let response = self.send(&method, &url, &headers, &body);
            self.store_cookies(&url, &response);
            match response.header("location") {
                None => return Landing { url, response },
                Some(location) => {
                    url = if location.starts_with('/') {
                        format!("{}{location}", origin(&url))
                    } else {
                        location.to_string()
                    };
                    (method, body) = ("GET".to_string(), String::new());
                }
            }
        }
        panic!("too many redirects, last {url}");
    }

    /// Presses a button of a page: sends its form.
    pub(crate) fn press(&mut self, page: &Landing, id: &str) -> Landing {
        let html = page.response.body_text();
        let button = html
            .find(&format!("id=\"{id}\""))
            .unwrap_or_else(|| panic!("no {id} at {}: {html}", page.url));
        let start = html[..button].rfind("<form").unwrap();
        let end = start + html[start..].find("</form>").unwrap();
        let tag = |at: usize| &html[at..at + html[at..].find('>').unwrap()];
        let action = attribute(tag(start), "action").unwrap();
        let mut fields: Vec<(String, String)> = Vec::new();
        for (at, _) in html[start..end].match_indices("<input") {
            let tag = tag(start + at);
            fields.push((
                attribute(tag, "name").unwrap(),
                attribute(tag, "value").unwrap(),
            ));
        }
        let own = tag(html[..button].rfind("<button").unwrap());
        if let Some(name) = attribute(own, "name") {
            fields.push((name, attribute(own, "value").unwrap_or_default()));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let url = format!("{}{action}", origin(&page.url));
        self.navigate("POST", &url, &form(&fields), false)
    }

    fn cookie_header(&self, url: &str, cross_site: bool) -> String {
        let origin = origin(url);
        let path = &url[origin.len()..];
        let sent = self
            .cookies
            .iter()
            .filter(|((_, host, prefix), (_, strict))| {
                *host == origin && path.starts_with(prefix.as_str()) && !(*strict && cross_site)
            });
        sent.map(|((name, ..), (value, _))| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn store_cookies(&mut self, url: &str, response: &Response) {
        for (_, text) in response
            .headers
            .iter()
            .filter(|(name, _)| name == "Set-Cookie")
        {
            let mut parts = text.split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let attributes: Vec<&str> = parts.collect();
            let path = attributes
                .iter()
                .find_map(|part| part.strip_prefix("Path="))
                .unwrap_or("/");
            let key = (name.to_string(), origin(url), path.to_string());
            if attributes.contains(&"Max-Age=0") {
                self.cookies.remove(&key);
            } else if name.len() + value.len() <= 4096 {
                self.cookies.insert(
                    key,
                    (value.to_string(), attributes.contains(&"SameSite=Strict")),
                );
            }
        }
    }

    /// A cookie's value at the portal.
    pub(crate) fn portal_cookie(&self, name: &str) -> Option<String> {
        let key = (name.to_string(), PORTAL.to_string(), "/".to_string());
        self.cookies.get(&key).map(|(value, _)| value.clone())
    }

    /// A whole login as the demo client: sign-in and Allow where pages come up. Gives the code.
    pub(crate) fn login(&mut self, user: &str, scope: &str) -> String {
        let landing = self.login_landing(user, scope);
        landing
            .parameter("code")
            .unwrap_or_else(|| panic!("no code: {}", landing.url))
    }

    pub(crate) fn login_landing(&mut self, user: &str, scope: &str) -> Landing {
        let mut landing = self.leave_app(&authorize_url(scope));
        for button in [format!("user-{user}"), "consent-allow".to_string()] {
            if landing
                .response
                .body_text()
                .contains(&format!("id=\"{button}\""))
            {
                landing = self.press(&landing, &button);
            }
        }
        landing
    }

    /// Exchanges a code as the demo client.
    pub(crate) fn exchange(&mut self, code: &str) -> Response {
        self.post(&format!("{PORTAL}/oauth2/token"), &exchange_fields(code))
    }

    /// A whole login and its access token.
    pub(crate) fn access_token(&mut self, user: &str, scope: &str) -> String {
        let code = self.login(user, scope);
        let response = self.exchange(&code);
        response.body_json().unwrap()["access_token"]
            .as_str()
            .unwrap()
            .to_string()
    }

    /// A REST API request with a bearer token, from the app's origin.
    pub(crate) fn api(&mut self, method: &str, route: &str, token: &str) -> Response {
        let authorization = format!("Bearer {token}");
        self.send(
            method,
            &format!("{PORTAL}/api/2.0/{route}"),
            &[("origin", APP), ("authorization", &authorization)],
            "",
        )
    }
}

/// An authorization request in the order that the portal wants.
pub(crate) fn authorize_url(scope: &str) -> String {
    let pairs = [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", CALLBACK),
        ("state", "s-1_x"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("scope", scope),
    ];
    format!("{PORTAL}/oauth2/authorize?{}", form(&pairs))
}

pub(crate) fn exchange_fields(code: &str) -> [(&str, &str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if let (b'%', [high, low, tail @ ..]) = (first, rest) {
            bytes.push(
                u8::from_str_radix(std::str::from_utf8(&[*high, *low]).unwrap(), 16).unwrap(),
            );
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The claims of a token, unverified.
pub(crate) fn claims(token: &str) -> Value {
    part(token, 1)
}

/// The header of a token.
pub(crate) fn header(token: &str) -> Value {
    part(token, 0)
}

fn part(token: &str, position: usize) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let text = token.split('.').nth(position).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

fn origin(url: &str) -> String {
    let start = url.find("://").unwrap() + 3;
    let end = url[start..]
        .find(['/', '?'])
        .map_or(url.len(), |at| start + at);
    url[..end].to_string()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = start + tag[start..].find('"')?;
    Some(
        tag[start..end]
            .replace("&amp;", "&")
            .replace("&quot;", "\""),
    )
}
