//! An independent judge of signatures: what verifies a token is another crate than what signed it, for RSA at least.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::signature::Verifier;
use rsa::{BoxedUint, PublicKey};
use serde_json::Value;
use sha2::Sha256;

use crate::browser::header;

/// Whether the published key of the token's `kid` made its signature.
pub(crate) fn verifies(token: &str, keys: &Value) -> bool {
    let keys = keys["keys"].as_array().unwrap();
    let mut named = keys.iter().filter(|key| key["kid"] == header(token)["kid"]);
    let key = named.next().expect("a key of that name");
    assert!(named.next().is_none(), "one only");
    key["alg"] == header(token)["alg"] && made_with(token, key)
}

/// Whether a key made the token's signature, by the token's `alg`.
pub(crate) fn made_with(token: &str, key: &Value) -> bool {
    let member = |name: &str| {
        let text = key[name].as_str().unwrap_or_else(|| panic!("no {name}"));
        URL_SAFE_NO_PAD.decode(text).unwrap()
    };
    let (text, signature) = token.rsplit_once('.').unwrap();
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
        return false;
    };
    let (text, signature) = (text.as_bytes(), signature.as_slice());
    let kind = |name: &str| key[name].as_str().unwrap_or_default();
    let point = || [vec![4], member("x"), member("y")].concat();
    let rsa = || {
        let number = |name: &str| BoxedUint::from_be_slice_vartime(&member(name));
        PublicKey::new_unchecked(number("n"), number("e"))
    };
    match header(token)["alg"].as_str().unwrap() {
        "RS256" if kind("kty") == "RSA" => {
            let key = rsa::pkcs1v15::VerifyingKey::<Sha256>::new(rsa());
            rsa::pkcs1v15::Signature::try_from(signature)
                .is_ok_and(|signature| key.verify(text, &signature).is_ok())
        }
        "PS256" if kind("kty") == "RSA" => {
            let key = rsa::pss::VerifyingKey::<Sha256>::new(rsa());
            rsa::pss::Signature::try_from(signature)
                .is_ok_and(|signature| key.verify(text, &signature).is_ok())
        }
        "ES256" if kind("crv") == "P-256" => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point()).unwrap();
            p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(text, &signature).is_ok())
        }
        "ES384" if kind("crv") == "P-384" => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(&point()).unwrap();
            p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(text, &signature).is_ok())
        }
        "EdDSA" if kind("crv") == "Ed25519" => {
            let bytes: [u8; 32] = member("x").try_into().unwrap();
            let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).unwrap();
            ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(text, &signature).is_ok())
        }
        _ => false,
    }
}
