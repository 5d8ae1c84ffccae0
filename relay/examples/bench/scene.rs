//! The sandbox's DocSpace with many people, and relays in front of it.

use std::{net::TcpListener, path::PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::process::Process;

/// The page's origin.
pub(crate) const ORIGIN: &str = "http://app.localhost:5173";
/// Where a login comes back to: one of the confidential demo client's.
pub(crate) const REDIRECT_URI: &str = "http://app.localhost:5173/callback/docspace";
/// The confidential demo client of the sandbox.
pub(crate) const CLIENT: &str = "demo-docspace-confidential";
/// Its secret, as public as the sandbox.
pub(crate) const SECRET: &str = "sandbox-secret";

/// The double, and what is needed to start relays.
pub(crate) struct Scene {
    pub(crate) sandbox: Process,
    pub(crate) client: reqwest::Client,
    directory: PathBuf,
    key: String,
}

/// A relay and where it is.
pub(crate) struct Relay {
    pub(crate) process: Process,
    pub(crate) entry: String,
}

impl Scene {
    /// Starts the double with so many people.
    pub(crate) async fn start(people: usize) -> Self {
        let directory = std::env::temp_dir().join(format!("docgate-bench-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let mut config = format!("port = 0\napp_origins = ['{ORIGIN}']\n");
        for number in 0..people {
            config.push_str(&format!(
                "[[users]]\nlogin = '{0}'\nid = 'id-{0}'\nfirst_name = 'P'\nlast_name = '{0}'\nemail = '{0}@example.test'\n",
                name(number)
            ));
        }
        let path = directory.join("sandbox.toml");
        std::fs::write(&path, config).unwrap();
        let arguments = ["--config", path.to_str().unwrap()];
        let sandbox = Process::start("docgate-sandbox", &arguments, &[]).await;
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .resolve("docspace.localhost", ([127, 0, 0, 1], 0).into())
            .resolve("relay.localhost", ([127, 0, 0, 1], 0).into())
            .build()
            .unwrap();
        let mut key = [0; 32];
        getrandom::fill(&mut key).unwrap();
        let scene = Self {
            sandbox,
            client,
            directory,
            key: STANDARD.encode(key),
        };
        scene.switch(json!({"auto_consent": true})).await;
        scene
    }

    /// Starts a relay; `upstream` is the queue's line in its configuration.
    pub(crate) async fn relay(&self, upstream: &str) -> Relay {
        // `hosts` has the port in it, so it has to be known before.
        let port = {
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().port()
        };
        let double = self.sandbox.port;
        let config = format!(
            r#"
listen = "127.0.0.1:{port}"
hosts = ["relay.localhost:{port}"]
[operations]
listen = "127.0.0.1:0"
[seal]
keys = [{{ env = "BENCH_KEY" }}]
[proxies]
trusted = ["127.0.0.1"]
[resolve]
"docspace.localhost:{double}" = "127.0.0.1:{double}"
[entries.files]
provider = "docspace"
portal = "http://docspace.localhost:{double}"
origins = ["{ORIGIN}"]
redirect_uris = ["{REDIRECT_URI}"]
client_id = "{CLIENT}"
client_secret = {{ env = "BENCH_SECRET" }}
{upstream}
"#
        );
        let path = self.directory.join(format!("relay-{port}.toml"));
        std::fs::write(&path, config).unwrap();
        let arguments = ["run", "--config", path.to_str().unwrap()];
        let environment = [("BENCH_KEY", self.key.as_str()), ("BENCH_SECRET", SECRET)];
        let process = Process::start("docgate-relay", &arguments, &environment).await;
        Relay {
            process,
            entry: format!("http://relay.localhost:{port}/v1/files"),
        }
    }

    /// The double's address.
    pub(crate) fn portal(&self) -> String {
        format!("http://docspace.localhost:{}", self.sandbox.port)
    }

    /// Sets switches of the double's DocSpace.
    pub(crate) async fn switch(&self, switches: serde_json::Value) {
        let answer = self
            .client
            .put(format!("{}/_sandbox/switches", self.portal()))
            .header("content-type", "application/json")
            .body(json!({"docspace": switches}).to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
    }

    /// How many token requests the double has answered, and how many of them with 429.
    pub(crate) async fn tokens(&self) -> (usize, usize) {
        let url = format!(
            "{}/_sandbox/log?path=/oauth2/token&method=POST",
            self.portal()
        );
        let answer = self.client.get(url).send().await.unwrap();
        let log: serde_json::Value =
            serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        let entries = log["entries"].as_array().unwrap();
        let limited = entries.iter().filter(|entry| entry["status"] == 429);
        (entries.len(), limited.count())
    }

    /// Forgets the log.
    pub(crate) async fn forget(&self) {
        let url = format!("{}/_sandbox/log", self.portal());
        self.client.delete(url).send().await.unwrap();
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// The name of a person at the double.
pub(crate) fn name(number: usize) -> String {
    format!("person-{number}")
}
