//! A relay with entries of each kind, and a service behind it that answers as a test wishes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use axum::response::IntoResponse as _;
use docgate::core::client_secret::ClientSecret;
use docgate::core::url::Url;
use docgate_relay::api;
use docgate_relay::clock::Clock;
use docgate_relay::config::{
    Admitted, Api, ApiBase, ApiRule, Config, Enadoc, Entry, FirstCall, Guard, Kind, Limits,
    Machine, Proof, SignIn,
};
use docgate_relay::seal::SealKey;
use docgate_relay::state::AppState;

use super::tokens::{AUDIENCE, ISSUER};
use super::upstream::Service;

pub(crate) const SECRET: &str = "m4chine-s3cret/+";

/// Lines of a list, with all methods.
pub(crate) fn rules(paths: &[&str]) -> Vec<ApiRule> {
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    let methods = methods.map(|it| Method::from_bytes(it.as_bytes()).unwrap());
    paths
        .iter()
        .map(|path| ApiRule {
            methods: methods.to_vec(),
            path: (*path).to_owned(),
        })
        .collect()
}

fn entry(name: &str, base: &str, allow: Vec<ApiRule>) -> Entry {
    Entry {
        name: name.to_owned(),
        provider: String::from("business-central"),
        origins: vec![String::from("https://app.example.com")],
        sign_in: None,
        machine: None,
        guard: None,
        api: Some(Api {
            base: ApiBase::Fixed(Url::parse(base).unwrap()),
            allow,
        }),
        queue: None,
    }
}

/// An entry whose calls carry the page's token.
pub(crate) fn plain(base: &str, allow: Vec<ApiRule>) -> Entry {
    entry("plain", base, allow)
}

/// An entry whose calls carry the relay's token, behind a guard.
pub(crate) fn guarded(origin: &str, guard: Guard) -> Entry {
    let client_secret = ClientSecret::new(SECRET.to_owned()).unwrap();
    Entry {
        provider: String::from("docplanner"),
        machine: Some(Machine {
            client_id: String::from("clinic"),
            client_secret,
            token_endpoint: Url::parse(&[origin, "/oauth/v2/token"].concat()).unwrap(),
            scope: "integration",
        }),
        guard: Some(guard),
        ..entry("calendar", origin, rules(&["/api/v3/integration/**"]))
    }
}

/// A guard that takes signed tokens of everyone.
pub(crate) fn guard(keys: String) -> Guard {
    Guard {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        algorithms: ["ES256", "RS256", "PS256", "EdDSA"]
            .map(String::from)
            .to_vec(),
        token_types: vec![String::from("at+jwt")],
        proof: Proof::Keys(keys),
        allow: Admitted::Everyone,
    }
}

/// A guard that asks.
pub(crate) fn asking(origin: &str) -> Guard {
    Guard {
        proof: Proof::Introspection {
            endpoint: format!("{origin}/introspect"),
            client_id: String::from("relay"),
            client_secret: ClientSecret::new(String::from("ask3r-s3cret")).unwrap(),
        },
        ..guard(String::new())
    }
}

pub(crate) fn state(entries: Vec<Entry>) -> Arc<AppState> {
    let limits = Limits {
        api_body_bytes: 64 * 1024,
        body: Duration::from_millis(700),
        upstream: Duration::from_millis(700),
        ..Limits::default()
    };
    let entries: BTreeMap<String, Entry> = entries
        .into_iter()
        .map(|entry| (entry.name.clone(), entry))
        .collect();
    let state = AppState::new(
        Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            hosts: vec![String::from("relay.example.com")],
            operations: None,
            seal: vec![SealKey::new(std::array::from_fn(|at| u8::try_from(at).unwrap())).unwrap()],
            limits,
            trusted_proxies: docgate_relay::limits::Proxies::default(),
            resolve: BTreeMap::new(),
            entries,
        },
        Clock::system(),
    );
    Arc::new(state.unwrap())
}

/// An answer as a page sees it.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Nothing where it broke off.
    pub(crate) body: Option<String>,
}

impl Got {
    /// The code of a refusal.
    pub(crate) fn code(&self) -> &str {
        let body = self.body.as_deref().unwrap_or_default();
        let rest = body.strip_prefix("{\"error\":\"").unwrap_or_default();
        rest.split('"').next().unwrap_or_default()
    }

    /// Everything that a page can read of it.
    pub(crate) fn everything(&self) -> String {
        format!("{:?} {:?}", self.headers, self.body)
    }
}

/// A page's call.
pub(crate) struct Ask {
    pub(crate) path: String,
    pub(crate) request: Request<Body>,
}

pub(crate) fn ask(method: &str, target: &str, token: &str) -> Ask {
    let request = Request::builder().method(method);
    let request = match token {
        "" => request,
        token => request.header("authorization", format!("Bearer {token}")),
    };
    let (path, query) = target
        .split_once('?')
        .map_or((target, None), |(path, query)| (path, Some(query)));
    let uri = query.map_or(String::from("/"), |query| format!("/?{query}"));
    Ask {
        path: path.to_owned(),
        request: request.uri(uri).body(Body::empty()).unwrap(),
    }
}

impl Ask {
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Ask {
        self.request
            .headers_mut()
            .append(name, value.parse().unwrap());
        self
    }

    /// A body of known length.
    pub(crate) fn body(self, body: &str) -> Ask {
        let mut ask = self.with("content-length", &body.len().to_string());
        *ask.request.body_mut() = Body::from(body.to_owned());
        ask
    }

    /// A body whose length nobody says.
    pub(crate) fn stream(mut self, body: Body) -> Ask {
        *self.request.body_mut() = body;
        self
    }

    pub(crate) async fn send(self, state: &Arc<AppState>, entry: &str) -> Got {
        self.send_within(state, entry, None).await
    }

    pub(crate) async fn send_within(
        self,
        state: &Arc<AppState>,
        entry: &str,
        session: Option<&str>,
    ) -> Got {
        let entry = &state.config.entries[entry];
        let answer = api::call(state, entry, &self.path, session, self.request).await;
        let answer = answer.unwrap_or_else(|refusal| refusal.into_response());
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.ok();
        Got {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: body.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()),
        }
    }
}

/// A relay in front of one service, with an entry of the first kind.
pub(crate) fn in_front_of(service: &Service, paths: &[&str]) -> Arc<AppState> {
    state(vec![plain(&service.origin(), rules(paths))])
}

/// A sign-in whose session says where the API is.
pub(crate) fn enadoc(host: &str) -> SignIn {
    SignIn {
        client_id: String::from("7"),
        client_secret: ClientSecret::new(SECRET.to_owned()).unwrap(),
        redirect_uris: vec![String::from("https://app.example.com/callback")],
        login: Duration::from_secs(900),
        session: Duration::from_secs(86_400),
        idle: None,
        kind: Kind::Enadoc(Box::new(Enadoc {
            identity_provider: Url::parse("http://127.0.0.1:1").unwrap(),
            authorization_hosts: Vec::new(),
            api_hosts: vec![host.to_owned()],
            first_call: FirstCall::Headers,
            discovery_in_query: false,
            loopback: true,
        })),
    }
}

/// As if so many seconds had passed, for everything that looks at tokio's clock.
pub(crate) async fn later(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}
