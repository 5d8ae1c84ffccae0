//! The doubles as a scripted provider of JavaScript tests (feature `script`): the same pure `handle`, with JSON going in
//! and out. The npm package's entry `docgate/testing` embeds it.
//!
//! Time comes with every request and randomness from a seed, so that a test sees the same codes and tokens in each run.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    config::Config,
    entropy::SeededEntropy,
    http::{Now, Request, Response},
    sandbox::Sandbox,
    scenario::Address,
};

/// What goes in, beside the body.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    method: String,
    scheme: String,
    host: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
}

/// What comes out, beside the body.
#[derive(Serialize)]
struct Answered<'a> {
    status: u16,
    headers: &'a [(String, String)],
    fault: Option<&'a str>,
    delay: u64,
    bytes_per_second: Option<u32>,
    cut_after: Option<u64>,
    endless: bool,
    hang: bool,
    close: bool,
}

/// All doubles and all scenarios of one test.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Provider {
    sandbox: Sandbox,
    entropy: SeededEntropy,
    body: Vec<u8>,
}

#[wasm_bindgen]
impl Provider {
    /// In which nothing has happened yet. `config` is a [`Config`] as JSON, and may leave anything out.
    ///
    /// # Errors
    ///
    /// What is wrong with the config, in words.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, seed: u32) -> Result<Provider, String> {
        let config: Config = serde_json::from_str(config).map_err(|error| error.to_string())?;
        Ok(Self {
            sandbox: Sandbox::new(config),
            entropy: SeededEntropy::new(u64::from(seed)),
            body: Vec::new(),
        })
    }

    /// Answers a request at a time in milliseconds since 1970; the body of the answer is then at [`Provider::body`].
    ///
    /// # Errors
    ///
    /// What is wrong with the request's JSON, in words.
    pub fn handle(&mut self, asked: &str, body: Vec<u8>, now: f64) -> Result<String, String> {
        let asked: Asked = serde_json::from_str(asked).map_err(|error| error.to_string())?;
        let request = Request {
            method: asked.method,
            scheme: asked.scheme,
            host: asked.host,
            path: asked.path,
            query: asked.query,
            headers: asked.headers,
            body,
            client_address: "127.0.0.1".to_string(),
        };
        let response = self
            .sandbox
            .handle(&request, Now(now.max(0.0) as u64), &mut self.entropy);
        let head = head(&response).to_string();
        self.body = response.body;
        Ok(head)
    }

    /// Whether a request for this host (port included) and path is one for a double, or for the control API.
    pub fn knows(&self, host: &str, path: &str) -> bool {
        let request = Request {
            host: host.to_string(),
            path: path.to_string(),
            ..Request::default()
        };
        Address::of(&request).is_some()
    }

    /// The body of the last answer; given once.
    pub fn body(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.body)
    }
}

fn head(response: &Response) -> serde_json::Value {
    let pacing = response.pacing;
    serde_json::json!(Answered {
        status: response.status,
        headers: &response.headers,
        fault: response.fault,
        delay: pacing.delay_milliseconds,
        bytes_per_second: pacing.bytes_per_second,
        cut_after: pacing.cut_after,
        endless: pacing.endless,
        hang: pacing.hang,
        close: pacing.close,
    })
}
