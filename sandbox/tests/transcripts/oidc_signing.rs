//! The OpenID Connect double's signatures: every algorithm, its key as published, `at_hash`, and keys that change in mid-login.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{
    browser::*,
    oidc_token::{browser, login},
    signatures::{made_with, verifies},
};

pub(crate) fn keys(browser: &mut Browser) -> Value {
    browser.get(&format!("{ISSUER}/jwks")).body_json().unwrap()
}

pub(crate) fn id_token(browser: &mut Browser) -> String {
    let answer = login(browser, "openid");
    answer["id_token"].as_str().unwrap().to_string()
}

/// Algorithm, key type, curve, and the left half of the access token's hash.
type Expected = (&'static str, &'static str, Value, fn(&[u8]) -> Vec<u8>);

const ALL: fn() -> [Expected; 5] = || {
    [
        ("RS256", "RSA", Value::Null, |token| {
            Sha256::digest(token)[..16].to_vec()
        }),
        ("PS256", "RSA", Value::Null, |token| {
            Sha256::digest(token)[..16].to_vec()
        }),
        ("ES256", "EC", json!("P-256"), |token| {
            Sha256::digest(token)[..16].to_vec()
        }),
        ("ES384", "EC", json!("P-384"), |token| {
            Sha384::digest(token)[..24].to_vec()
        }),
        ("EdDSA", "OKP", json!("Ed25519"), |token| {
            Sha512::digest(token)[..32].to_vec()
        }),
    ]
};

#[test]
fn every_algorithm_signs_and_its_key_is_published_beside_the_others() {
    let mut browser = browser(json!({}));
    for (published, (alg, kty, crv, hash)) in ALL().into_iter().enumerate() {
        browser.control("PUT", "switches", json!({"oidc": {"id_token_alg": alg}}));
        let before = keys(&mut browser);
        let answer = login(&mut browser, "openid");
        let token = answer["id_token"].as_str().unwrap();
        let all = keys(&mut browser);
        assert_eq!(all, before, "{alg}: published before it signs");
        assert_eq!(all["keys"].as_array().unwrap().len(), published + 1);
        assert_eq!(header(token)["alg"], json!(alg));
        assert!(verifies(token, &all), "{alg}");
        let key = all["keys"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
            (&json!(kty), &crv, &json!(alg), &json!("sig"))
        );
        assert_eq!(key.get("d"), None, "{alg}: the secret stays secret");
        let access = answer["access_token"].as_str().unwrap();
        assert_eq!(
            claims(token)["at_hash"],
            json!(URL_SAFE_NO_PAD.encode(hash(access.as_bytes()))),
            "{alg}"
        );
    }
}

#[test]
fn a_wrong_signature_verifies_under_no_algorithm() {
    for (alg, ..) in ALL() {
        for signature in ["corrupt", "other_key", "padded"] {
            let mut browser =
                browser(json!({"id_token_alg": alg, "id_token": {"signature": signature}}));
            let token = id_token(&mut browser);
            assert!(!verifies(&token, &keys(&mut browser)), "{alg} {signature}");
        }
    }
}

#[test]
fn keys_of_other_algorithms_and_decoys_lie_beside_the_genuine_one() {
    let mut browser = browser(
        json!({"id_token_alg": "RS256", "published_algs": ["ES384", "EdDSA"], "decoy_keys": 3}),
    );
    let token = id_token(&mut browser);
    let all = keys(&mut browser);
    let list = all["keys"].as_array().unwrap();
    let of = |alg: &str| list.iter().filter(|key| key["alg"] == json!(alg)).count();
    assert_eq!((of("RS256"), of("ES384"), of("EdDSA")), (4, 1, 1));
    assert!(verifies(&token, &all));
    let fitting = list.iter().filter(|key| made_with(&token, key)).count();
    assert_eq!(fitting, 1);
    let modulus = list[0]["n"].as_str().unwrap();
    assert_eq!(URL_SAFE_NO_PAD.decode(modulus).unwrap().len(), 256);
}

#[test]
fn the_metadata_lists_every_algorithm() {
    let url = format!("{ISSUER}/.well-known/openid-configuration");
    assert_eq!(
        Browser::new().get(&url).body_json().unwrap()["id_token_signing_alg_values_supported"],
        json!(ALL().map(|(alg, ..)| alg))
    );
}

#[test]
fn keys_can_change_between_two_logins_and_within_one() {
    for alg in ["ES256", "RS256"] {
        let mut browser = browser(json!({"id_token_alg": alg, "rotate_before_signing": 1}));
        let fetched_early = keys(&mut browser);
        let token = id_token(&mut browser);
        let early = fetched_early["keys"].as_array().unwrap();
        assert!(!early.iter().any(|key| made_with(&token, key)), "{alg}");
        let all = keys(&mut browser);
        assert_eq!(
            all["keys"].as_array().unwrap().len(),
            2,
            "the old one stays"
        );
        assert!(verifies(&token, &all));
        assert!(
            verifies(&id_token(&mut browser), &all),
            "one answer only: the next is signed with the same key"
        );
        browser.control("POST", "rotate-keys", json!({"keep_old": false}));
        let token = id_token(&mut browser);
        let rotated = keys(&mut browser);
        assert_eq!(rotated["keys"].as_array().unwrap().len(), 1);
        assert!(verifies(&token, &rotated) && rotated["keys"][0] != all["keys"][1]);
    }
}
