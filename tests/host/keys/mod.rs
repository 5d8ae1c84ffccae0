//! The issuer's key set: what of it is a key at all, and which keys may have made a signature
//! (R-061 to R-066, A-24).

mod document;
mod limits;
mod names;
mod range;
mod table;

use docgate::core::base64url;
use docgate::core::error::Code;
use docgate::core::keys::{self, Key, KeySet};
use docgate::core::provider::STANDARD;

use crate::rows::serves;
use crate::scene;

/// What the standard's algorithms are called.
const ALGORITHMS: [&str; 5] = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];

/// The bytes of an odd number of so many bits.
fn odd(bits: usize) -> Vec<u8> {
    let mut bytes = vec![0xa5; bits.div_ceil(8)];
    bytes[0] = 1 << ((bits - 1) % 8);
    *bytes.last_mut().unwrap() |= 1;
    bytes
}

fn rsa_of(modulus: &[u8], exponent: &[u8]) -> String {
    let (n, e) = (base64url::encode(modulus), base64url::encode(exponent));
    format!(r#""kty":"RSA","n":"{n}","e":"{e}""#)
}

fn rsa() -> String {
    rsa_of(&odd(2048), &[1, 0, 1])
}

fn point(curve: &str, x: &[u8], y: &[u8]) -> String {
    let (x, y) = (base64url::encode(x), base64url::encode(y));
    format!(r#""kty":"EC","crv":"{curve}","x":"{x}","y":"{y}""#)
}

fn p256() -> String {
    point("P-256", &[1; 32], &[2; 32])
}

fn p384() -> String {
    point("P-384", &[1; 48], &[2; 48])
}

fn edwards_of(x: &[u8]) -> String {
    let x = base64url::encode(x);
    format!(r#""kty":"OKP","crv":"Ed25519","x":"{x}""#)
}

fn edwards() -> String {
    edwards_of(&[3; 32])
}

fn judged(body: &str) -> Result<KeySet, (Code, Option<String>)> {
    keys::judge(scene::json(200, body), &STANDARD)
        .map_err(|error| (error.code(), error.evidence().field.clone()))
}

/// A set of keys that are written as their members.
fn set(members: &[String]) -> KeySet {
    let keys: Vec<String> = members.iter().map(|key| format!("{{{key}}}")).collect();
    judged(&format!(r#"{{"keys":[{}]}}"#, keys.join(","))).unwrap()
}

/// What one key may have signed.
fn fits(key: &str) -> Vec<&'static str> {
    let set = set(&[key.to_owned()]);
    let makes = |algorithm: &&str| !set.candidates(algorithm, None).is_empty();
    ALGORITHMS.into_iter().filter(makes).collect()
}

fn jwks(keys: &[Key]) -> Vec<&str> {
    keys.iter().map(Key::jwk).collect()
}
