//! The OpenID Connect double's key sets with keys that have no place in one, and token headers that point past the key set.

use std::time::Instant;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use num_bigint::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    browser::*,
    oidc_signing::{id_token, keys},
    oidc_token::browser,
    signatures::{made_with, verifies},
};

/// The published keys and an ID token, with these switches.
fn published(switches: Value) -> (Vec<Value>, String) {
    let mut browser = browser(switches);
    let token = id_token(&mut browser);
    let keys = keys(&mut browser);
    (keys["keys"].as_array().unwrap().clone(), token)
}

fn length(key: &Value, member: &str) -> usize {
    let text = key[member].as_str().unwrap();
    URL_SAFE_NO_PAD.decode(text).unwrap().len()
}

#[test]
fn weak_and_odd_rsa_keys_are_published_and_can_sign() {
    for (bits, exponent, encoded) in [(512, 65537, "AQAB"), (1024, 3, "Aw"), (2048, 1, "AQ")] {
        let odd = json!({"kind": "rsa", "bits": bits, "exponent": exponent, "signs": true});
        let (keys, token) = published(json!({"id_token_alg": "RS256", "jwks": odd}));
        assert_eq!((keys.len(), &keys[0]["e"]), (2, &json!(encoded)));
        assert_eq!(length(&keys[0], "n") * 8, bits);
        assert!(made_with(&token, &keys[0]), "{bits} bits, e = {exponent}");
        assert_eq!(header(&token)["kid"], keys[0]["kid"]);
        assert_eq!(length(&keys[1], "n"), 256, "the genuine one comes last");
    }
    let odd = json!({"kind": "rsa", "exponent": 65538});
    let (keys, token) = published(json!({"id_token_alg": "PS256", "jwks": odd}));
    assert_eq!(keys[0]["e"], json!("AQAC"));
    assert_eq!(keys[0]["alg"], json!("PS256"));
    assert!(
        verifies(&token, &json!({"keys": keys})),
        "the genuine one signs"
    );
}

#[test]
fn a_huge_modulus_takes_seconds_at_most() {
    let start = Instant::now();
    let odd = json!({"kind": "rsa", "bits": 16384, "genuine": "none", "signs": true});
    let (keys, token) = published(json!({"id_token_alg": "RS256", "jwks": odd}));
    assert_eq!((keys.len(), length(&keys[0], "n")), (1, 2048));
    // The judge takes no key of this size: the hash is at the end of what was signed.
    let (text, signature) = token.rsplit_once('.').unwrap();
    let number = |text: &str| BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(text).unwrap());
    let modulus = number(keys[0]["n"].as_str().unwrap());
    let signed = number(signature).modpow(&BigUint::from(65537_u32), &modulus);
    assert!(signed.to_bytes_be().ends_with(&Sha256::digest(text)));
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_kid_can_be_there_twice_with_either_key_first_and_either_signing() {
    for alg in ["ES256", "RS256"] {
        for (genuine, at) in [("first", 0), ("last", 1)] {
            for signs in [false, true] {
                let odd =
                    json!({"kind": "foreign", "kid": "{kid}", "genuine": genuine, "signs": signs});
                let (keys, token) = published(json!({"id_token_alg": alg, "jwks": odd}));
                assert_eq!(keys.len(), 2);
                assert_eq!(keys[0]["kid"], keys[1]["kid"]);
                assert_eq!(keys[0]["kid"], header(&token)["kid"]);
                let signed = if signs { 1 - at } else { at };
                assert!(made_with(&token, &keys[signed]), "{alg} {genuine} {signs}");
                assert!(!made_with(&token, &keys[1 - signed]));
            }
        }
    }
}

#[test]
fn a_key_can_be_bent_lose_its_name_or_take_a_strange_one() {
    let copy = |changes: Value| {
        let mut odd = json!({"kind": "copy", "genuine": "none"});
        odd.as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        let (keys, token) = published(json!({"jwks": odd}));
        assert_eq!(keys.len(), 1);
        assert!(made_with(&token, &keys[0]), "the genuine key all the same");
        (keys[0].clone(), token)
    };
    for (member, value) in [
        ("use", json!("enc")),
        ("alg", json!("RS256")),
        ("key_ops", json!(["sign"])),
    ] {
        let (key, _) = copy(json!({"set": {member: value}}));
        assert_eq!(key[member], value);
    }
    assert_eq!(copy(json!({"remove": ["kid"]})).0.get("kid"), None);
    let kid = "../../keys' OR 1=1 --\u{0}";
    let (key, token) = copy(json!({"kid": kid, "signs": true}));
    assert_eq!(
        (&key["kid"], &header(&token)["kid"]),
        (&json!(kid), &json!(kid))
    );
}

#[test]
fn a_secret_a_point_beside_its_curve_and_nothing_can_be_published() {
    for alg in ["RS256", "ES256", "ES384", "EdDSA"] {
        let odd = json!({"kind": "private", "genuine": "none"});
        let (keys, token) = published(json!({"id_token_alg": alg, "jwks": odd}));
        assert!(
            keys[0]["d"].is_string() && made_with(&token, &keys[0]),
            "{alg}"
        );
    }
    let (keys, token) = published(json!({"id_token_alg": "ES256", "jwks": {"kind": "off_curve"}}));
    assert_eq!(
        (&keys[0]["x"], &keys[0]["kid"]),
        (&keys[1]["x"], &keys[1]["kid"])
    );
    assert!(p256::ecdsa::VerifyingKey::from_sec1_bytes(&point(&keys[0])).is_err());
    assert!(made_with(&token, &keys[1]));
    let beside_rsa = json!({"id_token_alg": "RS256", "jwks": {"kind": "off_curve"}});
    let (keys, _) = published(beside_rsa);
    assert!(p256::ecdsa::VerifyingKey::from_sec1_bytes(&point(&keys[0])).is_err());
    assert_eq!(keys[1]["kty"], json!("RSA"));
    let (keys, _) = published(json!({"jwks": {"genuine": "none"}}));
    assert_eq!(keys, Vec::<Value>::new());
}

fn point(key: &Value) -> Vec<u8> {
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    [vec![4], bytes("x"), bytes("y")].concat()
}

#[test]
fn ten_thousand_keys() {
    let (keys, token) = published(json!({"jwks": {"kind": "many"}}));
    assert_eq!(keys.len(), 10_001);
    assert_ne!(keys[0]["kid"], keys[1]["kid"]);
    assert!(verifies(&token, &json!({"keys": keys})));
    let same = json!({"kind": "many", "count": 50, "kid": "{kid}"});
    let (keys, token) = published(json!({"jwks": same}));
    let named = keys
        .iter()
        .filter(|key| key["kid"] == header(&token)["kid"]);
    assert_eq!(named.count(), 51);
}

#[test]
fn the_odd_key_stays_while_the_switch_does() {
    let mut browser = browser(json!({"jwks": {"kind": "foreign"}}));
    let first = keys(&mut browser);
    assert_eq!(keys(&mut browser), first);
    browser.control(
        "PUT",
        "switches",
        json!({"oidc": {"jwks": {"kind": "foreign", "signs": true}}}),
    );
    let second = keys(&mut browser);
    assert_ne!(second["keys"][0], first["keys"][0]);
    assert!(verifies(&id_token(&mut browser), &second));
}

#[test]
fn headers_can_carry_keys_addresses_and_extensions() {
    let bent = json!({"signature": "other_key", "header": {
        "jwk": "{jwk}", "jku": "{issuer}/other", "x5u": "http://evil.localhost:9400/x5u", "x5c": ["MIIB"],
        "crit": ["b64"], "b64": false, "zip": "DEF", "typ": "logout+jwt"
    }});
    let (keys, token) = published(json!({"id_token": bent}));
    let header = header(&token);
    assert_eq!(header["jku"], json!(format!("{ISSUER}/other")));
    assert_eq!(
        (&header["zip"], &header["typ"]),
        (&json!("DEF"), &json!("logout+jwt"))
    );
    assert_eq!(
        (&header["crit"], &header["b64"]),
        (&json!(["b64"]), &json!(false))
    );
    assert_eq!(header["kid"], keys[0]["kid"], "it goes by the genuine name");
    assert!(made_with(&token, &header["jwk"]) && !made_with(&token, &keys[0]));
}
