//! Who made a token: its signature under one of the issuer's keys (RFC 7515, section 5.2; RFC 7518,
//! section 3; RFC 8037). The keys come checked from `core::keys`; the arithmetic is the crate `ring`'s.

use docgate::core::base64url;
use docgate::core::id_token::Jwt;
use docgate::core::json::{self, Object, Value};
use docgate::core::keys::{Key, KeySet};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
    VerificationAlgorithm,
};

/// Whether a key set has what made the signature. The header's `alg` was compared with the pinned ones
/// before; a key is used for its own kind of algorithm alone, so no other can be talked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// One of the keys made it.
    Good,
    /// None of the keys that could have made it did.
    Bad,
    /// No key of the set could have made it: perhaps it is newer than the set.
    KeyUnknown,
}

/// Looks for the key that made it.
#[must_use]
pub fn judge(jwt: &Jwt, keys: &KeySet) -> Signature {
    let Ok(algorithm) = jwt.header.string("alg") else {
        return Signature::Bad;
    };
    let Ok(key_id) = jwt.header.optional_string("kid") else {
        return Signature::Bad;
    };
    let candidates = keys.candidates(algorithm, key_id);
    if candidates.is_empty() {
        Signature::KeyUnknown
    } else if candidates.iter().any(|key| made_by(jwt, algorithm, key)) {
        Signature::Good
    } else {
        Signature::Bad
    }
}

fn made_by(jwt: &Jwt, algorithm: &str, key: &Key) -> bool {
    let Ok(Value::Object(key)) = json::parse(key.jwk().as_bytes()) else {
        return false;
    };
    match algorithm {
        "RS256" => rsa(&key, &RSA_PKCS1_2048_8192_SHA256, jwt),
        "PS256" => rsa(&key, &RSA_PSS_2048_8192_SHA256, jwt),
        "ES256" => curve(point(&key), &ECDSA_P256_SHA256_FIXED, jwt),
        "ES384" => curve(point(&key), &ECDSA_P384_SHA384_FIXED, jwt),
        "EdDSA" => curve(bytes(&key, "x"), &ED25519, jwt),
        _ => false,
    }
}

fn rsa(key: &Object, parameters: &RsaParameters, jwt: &Jwt) -> bool {
    let (Some(n), Some(e)) = (bytes(key, "n"), bytes(key, "e")) else {
        return false;
    };
    RsaPublicKeyComponents { n, e }
        .verify(parameters, jwt.signing_input.as_bytes(), &jwt.signature)
        .is_ok()
}

fn curve(key: Option<Vec<u8>>, algorithm: &'static dyn VerificationAlgorithm, jwt: &Jwt) -> bool {
    key.is_some_and(|key| {
        UnparsedPublicKey::new(algorithm, key)
            .verify(jwt.signing_input.as_bytes(), &jwt.signature)
            .is_ok()
    })
}

/// Uncompressed (SEC 1, section 2.3.3).
fn point(key: &Object) -> Option<Vec<u8>> {
    let mut point = vec![4];
    point.extend(bytes(key, "x")?);
    point.extend(bytes(key, "y")?);
    Some(point)
}

fn bytes(key: &Object, name: &'static str) -> Option<Vec<u8>> {
    base64url::decode(key.string(name).ok()?).ok()
}
