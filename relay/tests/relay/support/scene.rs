//! A relay with one entry of each kind, in front of one scripted provider.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use docgate::core::pkce::Verifier;
use docgate_relay::clock::Clock;
use docgate_relay::config::{self, Config, Sources};
use docgate_relay::router::router;
use docgate_relay::state::AppState;

use super::{Browser, Double, Reply, Scripted, Seen, logs};

pub const APP: &str = "http://app.localhost:5173";
pub const OTHER_APP: &str = "http://other.localhost:5173";
pub const HOST: &str = "relay.localhost:9500";
pub const STATE: &str = "state-of-the-page-0123456789";
pub const SESSION: &str = "session-id-0123456789";
pub const CODE: &str = "code-from-the-provider-1";
pub const KEY: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
pub const TENANT: &str = "11111111-2222-3333-4444-555555555555";
/// The secrets by their variables.
pub const SECRETS: [(&str, &str); 4] = [
    ("FILES_SECRET", "files/s3cret+Wp1Tz=="),
    ("OIDC_SECRET", "oidc s3cret%\u{fc}:Kq7"),
    ("ENTRA_SECRET", "entra~s3cret.8Jd"),
    ("ENADOC_SECRET", "enadoc&s3cret?Mx4"),
];

/// Everything.
pub struct Scene {
    pub double: Double,
    pub relay: Router,
    pub now: Arc<AtomicU64>,
    verifier: String,
}

/// The file; `more` is added to the entry of Enadoc, `keys` are the sealing keys' variables.
pub fn file(port: u16, keys: &[&str], enadoc: &str) -> String {
    let keys: Vec<String> = keys
        .iter()
        .map(|key| format!("{{ env = \"{key}\" }}"))
        .collect();
    let keys = keys.join(", ");
    let origins = format!("origins = [\"{APP}\", \"{OTHER_APP}\"]");
    let entry = |name: &str, own: &str| {
        let variable = name.to_uppercase();
        format!(
            "[entries.{name}]\n{origins}\nredirect_uris = [\"{APP}/{name}/callback\", \"{OTHER_APP}/{name}/callback\"]\n\
             client_id = \"client-of-{name}\"\nclient_secret = {{ env = \"{variable}_SECRET\" }}\n{own}\n"
        )
    };
    [
        format!("listen = \"127.0.0.1:0\"\nhosts = [\"{HOST}\"]\n[seal]\nkeys = [{keys}]\n[resolve]\n"),
        ["docspace", "oidc", "entra", "enadoc"]
            .map(|name| format!("\"{name}.localhost:{port}\" = \"127.0.0.1:{port}\"\n"))
            .concat(),
        "[limits]\nbody_seconds = 1\nupstream_seconds = 2\n".to_owned(),
        entry("files", &format!("provider = \"docspace\"\nportal = \"http://docspace.localhost:{port}\"\nsession_days = 2\nidle_hours = 24")),
        entry("oidc", &format!("provider = \"oidc\"\nissuer = \"http://oidc.localhost:{port}/realm\"")),
        entry("entra", &format!("provider = \"entra\"\ntenant = \"{TENANT}\"\nbase = \"http://entra.localhost:{port}\"")),
        entry("enadoc", &format!("provider = \"enadoc\"\nidentity_provider = \"http://enadoc.localhost:{port}\"\napi_hosts = [\"enadoc.localhost:{port}\"]\n{enadoc}")),
        format!("[entries.bc]\nprovider = \"business-central\"\n{origins}\n[entries.bc.api]\nbase = \"https://api.businesscentral.dynamics.com\"\nallow = [{{ methods = [\"GET\"], path = \"/admin/**\" }}]\n"),
    ]
    .concat()
}

/// The variables.
pub fn variable(name: &str) -> Option<String> {
    let keys = [
        ("KEY", KEY),
        ("OTHER_KEY", "IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE="),
    ];
    let mut all = SECRETS.iter().chain(&keys);
    all.find(|(own, _)| *own == name)
        .map(|(_, value)| (*value).to_owned())
}

/// Reads a file.
pub fn read(text: &str) -> Result<Config, Vec<String>> {
    let sources = Sources {
        environment: &variable,
        file: &|_| Err(std::io::ErrorKind::NotFound.into()),
    };
    config::read(text, &sources)
}

impl Scene {
    pub async fn new() -> Scene {
        Scene::with(&["KEY"], "").await
    }

    pub async fn with(keys: &[&str], enadoc: &str) -> Scene {
        logs::start();
        let double = Double::start().await;
        double.script(usual(double.port));
        let now = Arc::new(AtomicU64::new(1_800_000_000));
        let relay = process(&double, &now, keys, enadoc);
        Scene {
            double,
            relay,
            now,
            verifier: "a-verifier-of-43-characters-0123456789abcdef".to_owned(),
        }
    }

    /// Another process with the same configuration.
    pub fn process(&self, keys: &[&str]) -> Router {
        process(&self.double, &self.now, keys, "")
    }

    /// Another process whose file has something else in one place.
    pub fn changed(&self, from: &str, to: &str) -> Router {
        let text = file(self.double.port, &["KEY"], "");
        assert!(text.contains(from), "{from}");
        built(&text.replacen(from, to, 1), &self.now)
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.relay)
    }

    pub fn pass(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    pub fn challenge(&self) -> String {
        Verifier::from_stored(self.verifier.clone())
            .unwrap()
            .challenge()
    }

    /// Starts a login.
    pub async fn start(&self, browser: &mut Browser, entry: &str, state: &str) -> Reply {
        let (client, redirect) = names(browser, entry);
        let fields = [
            ("client_id", client.as_str()),
            ("code_challenge", &self.challenge()),
            ("code_challenge_method", "S256"),
            ("redirect_uri", &redirect),
            ("state", state),
            ("authorization_url", "1"),
        ];
        browser.post(&format!("/v1/{entry}/login"), &fields).await
    }

    /// Redeems a code.
    pub async fn redeem(&self, browser: &mut Browser, entry: &str, state: &str) -> Reply {
        self.redeem_with(browser, entry, state, &[]).await
    }

    /// The same with other or more fields.
    pub async fn redeem_with(
        &self,
        browser: &mut Browser,
        entry: &str,
        state: &str,
        other: &[(&str, &str)],
    ) -> Reply {
        let (client, redirect) = names(browser, entry);
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("client_id", client.as_str()),
            ("code", CODE),
            ("redirect_uri", &redirect),
            ("code_verifier", &self.verifier),
            ("state", state),
            ("session", SESSION),
        ];
        fields.retain(|(name, _)| !other.iter().any(|(own, _)| own == name));
        fields.extend(other.iter().filter(|(_, value)| *value != "(none)"));
        browser.post(&format!("/v1/{entry}/token"), &fields).await
    }

    /// Renews.
    pub async fn renew(&self, browser: &mut Browser, entry: &str, other: &[(&str, &str)]) -> Reply {
        let (client, _) = names(browser, entry);
        let mut fields = vec![
            ("grant_type", "refresh_token"),
            ("client_id", client.as_str()),
            ("session", SESSION),
        ];
        fields.retain(|(name, _)| !other.iter().any(|(own, _)| own == name));
        fields.extend(other.iter().filter(|(_, value)| *value != "(none)"));
        browser.post(&format!("/v1/{entry}/token"), &fields).await
    }

    /// Signs out.
    pub async fn log_out(&self, browser: &mut Browser, entry: &str, session: &str) -> Reply {
        let (client, _) = names(browser, entry);
        let fields = [("client_id", client.as_str()), ("session", session)];
        browser.post(&format!("/v1/{entry}/logout"), &fields).await
    }

    /// A browser that is signed in.
    pub async fn signed_in(&self, entry: &str) -> Browser {
        let mut browser = self.browser();
        assert_eq!(self.start(&mut browser, entry, STATE).await.status, 200);
        let reply = self.redeem(&mut browser, entry, STATE).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        browser
    }
}

fn names(browser: &Browser, entry: &str) -> (String, String) {
    (
        format!("client-of-{entry}"),
        format!("{}/{entry}/callback", browser.origin),
    )
}

fn process(double: &Double, now: &Arc<AtomicU64>, keys: &[&str], enadoc: &str) -> Router {
    built(&file(double.port, keys, enadoc), now)
}

fn built(text: &str, now: &Arc<AtomicU64>) -> Router {
    // Nobody waits in a queue here: tests/limits has that.
    let queue = "idle_hours = 24\nupstream = { per_minute = 100000, wait_seconds = 0 }";
    let config = read(&text.replace("idle_hours = 24", queue)).unwrap();
    let own = Arc::clone(now);
    let clock = Clock::from(move || own.load(Ordering::SeqCst));
    router(Arc::new(AppState::new(config, clock).unwrap()))
}

/// Providers as they usually answer; each token is another.
pub fn usual(port: u16) -> impl FnMut(&Seen) -> Scripted + Send + 'static {
    let mut issued = 0;
    move |seen| {
        issued += 1;
        let provider = seen.host.split('.').next().unwrap();
        match (provider, seen.path.as_str()) {
            ("oidc", "/realm/.well-known/openid-configuration") => {
                let base = format!("http://oidc.localhost:{port}/realm");
                Scripted::json(
                    200,
                    format!(
                        r#"{{"issuer":"{base}","authorization_endpoint":"{base}/authorize","token_endpoint":"{base}/token","revocation_endpoint":"{base}/revoke"}}"#
                    ),
                )
            }
            ("enadoc", "/api/v3/authorization/url") => Scripted::json(
                200,
                format!(r#"{{"url":"http://enadoc.localhost:{port}/login?x=1"}}"#),
            ),
            ("enadoc", "/enadoc/discovery/api") => Scripted::of(
                200,
                "text/plain",
                format!("http://enadoc.localhost:{port}/site"),
            ),
            ("enadoc", "/api/v3/token") => Scripted::json(
                200,
                format!(
                    r#"{{"authToken":"access-{issued}","refreshToken":"refresh-token-{issued}"}}"#
                ),
            ),
            (_, path) if path.ends_with("/token") => Scripted::json(
                200,
                format!(
                    r#"{{"access_token":"access-{issued}","token_type":"bearer","expires_in":900,"scope":"a b","refresh_token":"refresh-token-{issued}","id_token":"id.token.{issued}","secret_of_the_provider":"x"}}"#
                ),
            ),
            (_, path) if path.ends_with("/revoke") => Scripted::of(200, "text/plain", ""),
            _ => Scripted::json(404, "{}"),
        }
    }
}
