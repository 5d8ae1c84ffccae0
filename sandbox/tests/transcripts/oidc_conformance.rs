//! The OpenID Foundation's plans for clients: each module that a browser app can be put through, and the switches that play it.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_authorize::{CALLBACK, url},
    oidc_token::{browser, exchange, refresh, userinfo},
    signatures::made_with,
};

/// All that an app sees of one login, its userinfo and one refresh.
struct Seen {
    metadata: Value,
    /// Before the login, and after it.
    keys: [Vec<Value>; 2],
    id_token: String,
    refreshed: Value,
    userinfo: Response,
}

impl Seen {
    fn header(&self) -> Value {
        header(&self.id_token)
    }

    fn claims(&self) -> Value {
        claims(&self.id_token)
    }

    /// How many of the keys made the signature.
    fn signers(&self, keys: &[Value]) -> usize {
        keys.iter()
            .filter(|key| made_with(&self.id_token, key))
            .count()
    }

    fn info(&self) -> Value {
        self.userinfo.body_json().unwrap()
    }
}

fn play(switches: &Value) -> Seen {
    let mut browser = browser(json!({"refresh_tokens": "always", "id_token_alg": "ES256"}));
    browser.control("PUT", "switches", json!({"oidc": switches}));
    let document = format!("{ISSUER}/.well-known/openid-configuration");
    let metadata = browser.get(&document).body_json().unwrap();
    let uri = metadata["jwks_uri"].as_str().unwrap().to_string();
    let mut keys = || {
        let set = browser.get(&uri).body_json().unwrap();
        set["keys"].as_array().unwrap().clone()
    };
    let before = keys();
    let landing = browser.leave_app(&url(ISSUER, &[]));
    assert!(landing.url.starts_with(CALLBACK));
    let answer = exchange(&mut browser, &landing.parameter("code").unwrap());
    let answer = answer.body_json().unwrap();
    let after = browser.get(&uri).body_json().unwrap();
    let refreshed = refresh(&mut browser, &answer).body_json().unwrap();
    Seen {
        metadata,
        keys: [before, after["keys"].as_array().unwrap().clone()],
        id_token: answer["id_token"].as_str().unwrap().to_string(),
        userinfo: userinfo(&mut browser, &refreshed),
        refreshed: claims(refreshed["id_token"].as_str().unwrap()),
    }
}

type Module = (&'static str, Value, fn(&Seen) -> bool);

/// Every module plays as named, and every one but the happy path differs from the happy path in what it is about.
fn plays(modules: Vec<Module>) {
    let happy = play(&json!({}));
    for (name, switches, differs) in modules {
        assert!(differs(&play(&switches)), "{name}");
        assert!(!differs(&happy), "{name}: the happy path looks the same");
    }
}

#[test]
fn the_happy_path() {
    let seen = play(&json!({}));
    assert_eq!(seen.metadata["issuer"], json!(ISSUER));
    assert_eq!(
        (seen.signers(&seen.keys[0]), seen.signers(&seen.keys[1])),
        (1, 1)
    );
    assert_eq!(seen.info()["sub"], seen.claims()["sub"]);
    assert_eq!(seen.refreshed["sub"], seen.claims()["sub"]);
}

#[test]
fn the_basic_plan() {
    let bent = |mutation: Value| json!({"id_token": mutation});
    plays(vec![
        (
            "invalid-iss",
            bent(json!({"set": {"iss": "{issuer}/"}})),
            |seen| seen.claims()["iss"] != ISSUER,
        ),
        ("missing-sub", bent(json!({"remove": ["sub"]})), |seen| {
            seen.claims().get("sub").is_none()
        }),
        (
            "invalid-aud",
            bent(json!({"set": {"aud": "other"}})),
            |seen| seen.claims()["aud"] != "demo-oidc",
        ),
        ("missing-iat", bent(json!({"remove": ["iat"]})), |seen| {
            seen.claims().get("iat").is_none()
        }),
        (
            "kid-absent-single-jwks",
            json!({"omit_kid": true}),
            |seen| {
                seen.header().get("kid").is_none()
                    && seen.keys[1].len() == 1
                    && seen.signers(&seen.keys[1]) == 1
            },
        ),
        (
            "kid-absent-multiple-jwks",
            json!({"omit_kid": true, "decoy_keys": 2}),
            |seen| {
                seen.header().get("kid").is_none()
                    && seen.keys[1].len() == 3
                    && seen.signers(&seen.keys[1]) == 1
            },
        ),
        (
            "idtoken-sig-rs256",
            json!({"id_token_alg": "RS256"}),
            |seen| seen.header()["alg"] == "RS256" && seen.signers(&seen.keys[1]) == 1,
        ),
        (
            "idtoken-sig-none",
            bent(json!({"signature": "none"})),
            |seen| seen.header()["alg"] == "none" && seen.id_token.ends_with('.'),
        ),
        (
            "invalid-sig-rs256",
            json!({"id_token_alg": "RS256", "id_token": {"signature": "corrupt"}}),
            |seen| seen.header()["alg"] == "RS256" && seen.signers(&seen.keys[1]) == 0,
        ),
        (
            "userinfo-invalid-sub",
            json!({"userinfo": {"set": {"sub": "other"}}}),
            |seen| seen.info()["sub"] != seen.claims()["sub"],
        ),
        (
            "nonce-invalid",
            bent(json!({"set": {"nonce": "other"}})),
            |seen| seen.claims()["nonce"] != "n-1",
        ),
        (
            "scope-userinfo-claims",
            bent(json!({"remove": ["name", "email"]})),
            |seen| seen.claims().get("name").is_none() && seen.info()["name"] == "Ada Lovelace",
        ),
    ]);
}

#[test]
fn the_config_plan() {
    plays(vec![
        (
            "discovery-jwks-uri-keys",
            json!({"metadata": {"set": {"jwks_uri": "{issuer}/jwks/7Tz"}}}),
            |seen| {
                seen.metadata["jwks_uri"] == format!("{ISSUER}/jwks/7Tz")
                    && seen.signers(&seen.keys[1]) == 1
            },
        ),
        (
            "discovery-issuer-mismatch",
            json!({"metadata": {"set": {"issuer": "{issuer}/"}}}),
            |seen| seen.metadata["issuer"] != ISSUER,
        ),
        (
            "signing-key-rotation-just-before-signing",
            json!({"rotate_before_signing": 1}),
            |seen| seen.signers(&seen.keys[0]) == 0 && seen.signers(&seen.keys[1]) == 1,
        ),
    ]);
}

#[test]
fn the_refresh_plan() {
    plays(vec![
        (
            "refresh-token-invalid-issuer",
            json!({"refreshed_id_token": {"set": {"iss": "http://other"}}}),
            |seen| seen.refreshed["iss"] != ISSUER && seen.claims()["iss"] == ISSUER,
        ),
        (
            "refresh-token-invalid-sub",
            json!({"refreshed_id_token": {"set": {"sub": "other"}}}),
            |seen| seen.refreshed["sub"] != seen.claims()["sub"],
        ),
    ]);
}

#[test]
fn the_comprehensive_plan() {
    let bent = |mutation: Value| json!({"id_token": mutation});
    let elsewhere = json!({"_claim_names": {"age": "src1"}, "_claim_sources": {"src1": {"endpoint": "{origin}/claims"}}});
    plays(vec![
        ("missing-aud", bent(json!({"remove": ["aud"]})), |seen| {
            seen.claims().get("aud").is_none()
        }),
        (
            "missing-athash",
            bent(json!({"remove": ["at_hash"]})),
            |seen| seen.claims().get("at_hash").is_none(),
        ),
        (
            "invalid-athash",
            bent(json!({"set": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}})),
            |seen| seen.claims()["at_hash"] == "AAAAAAAAAAAAAAAAAAAAAA",
        ),
        (
            "invalid-sig-hs256",
            bent(json!({"signature": "hs256"})),
            |seen| {
                seen.header()["alg"] == "HS256"
                    && seen.id_token.rsplit_once('.').unwrap().1.len() == 43
            },
        ),
        (
            "invalid-sig-es256",
            json!({"id_token_alg": "ES256", "id_token": {"signature": "other_key"}}),
            |seen| seen.header()["alg"] == "ES256" && seen.signers(&seen.keys[1]) == 0,
        ),
        (
            "distributed-claims",
            json!({"userinfo": {"set": elsewhere}}),
            |seen| seen.info()["_claim_names"]["age"] == "src1",
        ),
        (
            "userinfo-signed",
            json!({"userinfo_format": "jwt"}),
            |seen| seen.userinfo.header("content-type") == Some("application/jwt"),
        ),
        (
            "expired (FAPI)",
            bent(json!({"shift": {"exp": -7200}})),
            |seen| seen.claims()["exp"].as_u64() < seen.claims()["iat"].as_u64(),
        ),
        (
            "secondary-aud (FAPI)",
            bent(json!({"set": {"aud": ["demo-oidc", "other"]}})),
            |seen| seen.claims()["aud"] == json!(["demo-oidc", "other"]),
        ),
    ]);
}
