//! A person with a browser: a login, and renewals with the cookies that the relay sets.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{
    RequestBuilder, Response, StatusCode,
    header::{LOCATION, RETRY_AFTER, SET_COOKIE},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::scene::{CLIENT, ORIGIN, REDIRECT_URI, SECRET, Scene, name};

/// Somebody who is signed in.
pub(crate) struct Person {
    number: usize,
    session: String,
    cookies: BTreeMap<String, String>,
}

/// What a renewal ended with.
pub(crate) enum Renewal {
    /// A new access token.
    Done,
    /// 429, and in how many seconds it is worth another try.
    Later(u64),
    /// Anything else.
    Lost(String),
}

impl Person {
    /// Signs somebody in through a relay.
    pub(crate) async fn sign_in(scene: &Scene, entry: &str, number: usize) -> Self {
        let (state, verifier) = (random(), random());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let mut person = Self {
            number,
            session: random(),
            cookies: BTreeMap::new(),
        };
        let login = [
            ("client_id", CLIENT),
            ("redirect_uri", REDIRECT_URI),
            ("state", &state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let answer = person.post(scene, entry, "login", &login).await;
        assert_eq!(answer.status(), 200, "login of {number}");
        let code = authorize(scene, number, &state, Some(&challenge)).await;
        let redemption = [
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT),
            ("code", &code),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", &verifier),
            ("state", &state),
            ("session", &person.session.clone()),
        ];
        let answer = person.post(scene, entry, "token", &redemption).await;
        let status = answer.status();
        let body = answer.text().await.unwrap();
        assert_eq!(status, 200, "token of {number}: {body}");
        person
    }

    /// Renews once. An answer is good only if it has an access token, and a new cookie for the next time.
    pub(crate) async fn renew(&mut self, scene: &Scene, entry: &str) -> Renewal {
        let before = self.cookies.clone();
        let session = self.session.clone();
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT),
            ("session", session.as_str()),
        ];
        let answer = match self.request(scene, entry, "token", &form).send().await {
            Ok(answer) => answer,
            Err(error) => return Renewal::Lost(format!("no answer: {error:?}")),
        };
        self.keep(&answer);
        let status = answer.status();
        let retry_after = answer.headers().get(RETRY_AFTER).cloned();
        let body: Value = match answer.bytes().await {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
            Err(error) => return Renewal::Lost(format!("half an answer: {error:?}")),
        };
        let delay = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
        match (status, delay) {
            (StatusCode::TOO_MANY_REQUESTS, Some(seconds)) => Renewal::Later(seconds),
            (StatusCode::OK, _) if body["access_token"].is_string() && self.cookies != before => {
                Renewal::Done
            }
            _ => Renewal::Lost(format!("{status} {}", body["error"])),
        }
    }

    fn request(
        &self,
        scene: &Scene,
        entry: &str,
        endpoint: &str,
        form: &[(&str, &str)],
    ) -> RequestBuilder {
        scene
            .client
            .post(format!("{entry}/{endpoint}"))
            .header("docgate-relay", "1")
            .header("origin", ORIGIN)
            .header("sec-fetch-site", "same-site")
            .header("x-forwarded-for", address(self.number))
            .header("cookie", cookie_header(&self.cookies))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(form))
    }

    async fn post(
        &mut self,
        scene: &Scene,
        entry: &str,
        endpoint: &str,
        form: &[(&str, &str)],
    ) -> Response {
        let request = self.request(scene, entry, endpoint, form);
        let answer = request.send().await.unwrap();
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Response) {
        keep(&mut self.cookies, answer);
    }
}

/// Somebody who is signed in at the double itself, without a relay: the refresh token.
pub(crate) async fn sign_in_directly(scene: &Scene, number: usize) -> String {
    let code = authorize(scene, number, &random(), None).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT_URI),
    ];
    renewed(scene, &form).await.unwrap()
}

/// A renewal at the double itself: the next refresh token.
pub(crate) async fn renew_directly(scene: &Scene, refresh_token: &str) -> Result<String, String> {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token),
    ];
    renewed(scene, &form).await
}

async fn renewed(scene: &Scene, form: &[(&str, &str)]) -> Result<String, String> {
    let mut form = form.to_vec();
    form.extend([("client_id", CLIENT), ("client_secret", SECRET)]);
    let request = scene
        .client
        .post(format!("{}/oauth2/token", scene.portal()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(encoded(&form));
    let answer = request.send().await.map_err(|error| format!("{error:?}"))?;
    let status = answer.status();
    let bytes = answer.bytes().await.map_err(|error| format!("{error:?}"))?;
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let token = body["refresh_token"].as_str().map(str::to_string);
    token.ok_or_else(|| format!("{status} {body}"))
}

/// The person's way through the double's pages: a code.
async fn authorize(scene: &Scene, number: usize, state: &str, challenge: Option<&str>) -> String {
    scene.switch(json!({"auto_login": name(number)})).await;
    let mut query = vec![
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", REDIRECT_URI),
        ("state", state),
    ];
    if let Some(challenge) = challenge {
        query.extend([
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]);
    }
    query.push(("scope", "files:read"));
    let mut url = format!("{}/oauth2/authorize?{}", scene.portal(), encoded(&query));
    let mut cookies = BTreeMap::new();
    for _ in 0..10 {
        let request = scene.client.get(&url);
        let answer = request
            .header("cookie", cookie_header(&cookies))
            .send()
            .await;
        let answer = answer.unwrap();
        keep(&mut cookies, &answer);
        let location = answer.headers().get(LOCATION).cloned();
        let location = location.and_then(|value| Some(value.to_str().ok()?.to_string()));
        let location = location.unwrap_or_else(|| panic!("{} at {url}", answer.status()));
        if let Some(query) = location.strip_prefix(REDIRECT_URI) {
            let code = query
                .split(['?', '&'])
                .find_map(|pair| pair.strip_prefix("code="));
            return code
                .unwrap_or_else(|| panic!("no code in {location}"))
                .to_string();
        }
        url = match location.strip_prefix('/') {
            Some(path) => format!("{}/{path}", scene.portal()),
            None => location,
        };
    }
    panic!("redirects without an end");
}

fn keep(cookies: &mut BTreeMap<String, String>, answer: &Response) {
    for cookie in answer.headers().get_all(SET_COOKIE) {
        let text = cookie.to_str().unwrap();
        let (name, rest) = text.split_once('=').unwrap();
        let value = rest.split(';').next().unwrap_or_default();
        if value.is_empty() || text.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_string(), value.to_string());
        }
    }
}

fn cookie_header(cookies: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("; ")
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let mut form = docgate::core::form::Form::new();
    for (name, value) in pairs {
        form.push(name, value);
    }
    form.encode()
}

/// An address of the person's own, as a proxy would tell it.
pub(crate) fn address(number: usize) -> String {
    format!("10.0.{}.{}", number / 250, number % 250 + 1)
}

fn random() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    URL_SAFE_NO_PAD.encode(bytes)
}
