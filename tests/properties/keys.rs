//! `core::keys` on generated key sets (R-062, R-064, R-066; A-24).

use docgate::core::base64url;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::oracle::keys::judge;

/// A number of so many bytes, with its first and last.
fn number() -> impl Strategy<Value = Value> {
    let length = select(vec![
        0usize, 1, 2, 3, 4, 5, 31, 32, 33, 47, 48, 49, 128, 255, 256, 257, 1024, 1025,
    ]);
    let edge = || select(vec![0u8, 1, 3, 0x7f, 0x80, 0xfe, 0xff]);
    (length, edge(), edge(), any::<u8>()).prop_map(|(length, first, last, fill)| {
        let mut bytes = vec![fill; length];
        if let Some(place) = bytes.last_mut() {
            *place = last;
        }
        if let Some(place) = bytes.first_mut() {
            *place = first;
        }
        Value::from(base64url::encode(&bytes))
    })
}

/// Texts that are nearly base64url, and what is no text.
fn odd() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!(1),
        json!([]),
        json!({}),
        json!("AQAB="),
        json!("AQ AB"),
        json!("AQAC"),
        json!("+/AB"),
        json!("AQABA"),
        json!("é"),
    ])
}

fn one_of(values: &[Value]) -> impl Strategy<Value = Value> + use<> {
    select(values.to_vec())
}

/// A key of a kind that is mostly good, with members beside and instead of its own.
fn key() -> impl Strategy<Value = Value> {
    let sound = |length: usize| json!(base64url::encode(&vec![0x9d; length]));
    let good = select(vec![
        json!({ "kty": "RSA", "n": sound(256), "e": "AQAB" }),
        json!({ "kty": "RSA", "n": sound(1024), "e": "Aw" }),
        json!({ "kty": "EC", "crv": "P-256", "x": sound(32), "y": sound(32) }),
        json!({ "kty": "EC", "crv": "P-384", "x": sound(48), "y": sound(48) }),
        json!({ "kty": "OKP", "crv": "Ed25519", "x": sound(32) }),
        json!({ "kty": "oct" }),
        json!({}),
    ]);
    let algorithms = [
        "RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519", "HS256", "none", "RSA-OAEP",
    ];
    let algorithms: Vec<Value> = algorithms.into_iter().map(Value::from).collect();
    let member = prop_oneof![
        (select(vec!["n", "e", "x", "y"]), number()),
        (
            select(vec![
                "n", "e", "x", "y", "kty", "alg", "kid", "use", "key_ops"
            ]),
            odd()
        ),
        (select(vec!["alg"]), one_of(&algorithms)),
        (
            select(vec!["kid"]),
            one_of(&[json!(""), json!("1"), json!("../1"), json!("é")])
        ),
        (
            select(vec!["use"]),
            one_of(&[json!("sig"), json!("enc"), json!("SIG")])
        ),
        (
            select(vec!["key_ops"]),
            one_of(&[
                json!(["verify"]),
                json!(["sign", "verify"]),
                json!(["encrypt"]),
                json!([1])
            ]),
        ),
        (
            select(vec!["crv"]),
            one_of(&[json!("P-256"), json!("P-384"), json!("P-521"), json!(1)])
        ),
        (
            select(vec!["kty"]),
            one_of(&[json!("RSA"), json!("EC"), json!("OKP"), json!("oct")])
        ),
        (
            select(vec!["d", "p", "q", "dp", "dq", "qi", "oth", "k"]),
            odd()
        ),
        (
            select(vec!["x5c", "x5u", "jku", "jwk", "x5t", "ext"]),
            odd()
        ),
    ];
    (good, vec(member, 0..3)).prop_map(|(mut key, members)| {
        if let Some(own) = key.as_object_mut() {
            own.extend(
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value)),
            );
        }
        key
    })
}

fn document(keys: Vec<Value>) -> Vec<u8> {
    let mut object = Map::new();
    object.insert("keys".to_owned(), Value::Array(keys));
    Value::Object(object).to_string().into_bytes()
}

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn the_same_keys_are_found_as_by_the_rules(keys in vec(prop_oneof![9 => key(), 1 => odd()], 0..8)) {
        prop_assert_eq!(judge(&document(keys)), Ok(()));
    }

    #[test]
    fn a_long_set_has_an_end(key in key(), before in 0usize..80) {
        let mut keys = vec![json!({ "kty": "oct" }); before];
        keys.extend(vec![key; 6]);
        prop_assert_eq!(judge(&document(keys)), Ok(()));
    }

    #[test]
    fn any_text_gets_a_verdict(text in any::<Vec<u8>>()) {
        prop_assert_eq!(judge(&text), Ok(()));
    }
}
