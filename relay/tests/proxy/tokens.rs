//! An issuer of access tokens: keys that are made for the run, and tokens signed with them.

use std::time::{SystemTime, UNIX_EPOCH};

use docgate::core::base64url;
use docgate::core::json::{Object, Value, write};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaKeyPair,
};

pub(crate) const ISSUER: &str = "https://login.example.com";
pub(crate) const AUDIENCE: &str = "https://relay.example.com/v1/calendar";

/// A key that signs.
pub(crate) enum Key {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl Key {
    pub(crate) fn p256() -> Key {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Key::P256(EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap())
    }

    pub(crate) fn ed25519() -> Key {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Key::Ed25519(Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap())
    }

    /// `ring` makes no RSA keys: this one is of the tests.
    pub(crate) fn rsa() -> Key {
        let text: String = super::rsa_key::PKCS8.split_whitespace().collect();
        let text = text.replace('+', "-").replace('/', "_");
        let pkcs8 = base64url::decode(text.trim_end_matches('=')).unwrap();
        Key::Rsa(RsaKeyPair::from_pkcs8(&pkcs8).unwrap())
    }

    /// The public key (RFC 7517).
    pub(crate) fn jwk(&self, id: &str) -> Object {
        let text = |bytes: &[u8]| base64url::encode(bytes);
        let own = Object::new().with("kid", id).with("use", "sig");
        match self {
            Key::P256(pair) => {
                let point = pair.public_key().as_ref();
                own.with("kty", "EC")
                    .with("crv", "P-256")
                    .with("x", text(&point[1..33]))
                    .with("y", text(&point[33..]))
            }
            Key::Ed25519(pair) => own
                .with("kty", "OKP")
                .with("crv", "Ed25519")
                .with("x", text(pair.public_key().as_ref())),
            Key::Rsa(pair) => {
                let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                own.with("kty", "RSA")
                    .with("n", text(&public.n))
                    .with("e", text(&public.e))
            }
        }
    }

    fn sign(&self, algorithm: &str, text: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Key::P256(pair) => pair.sign(&random, text).unwrap().as_ref().to_vec(),
            Key::Ed25519(pair) => pair.sign(text).as_ref().to_vec(),
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                let padding: &dyn ring::signature::RsaEncoding = match algorithm {
                    "PS256" => &RSA_PSS_SHA256,
                    _ => &RSA_PKCS1_SHA256,
                };
                pair.sign(padding, &random, text, &mut signature).unwrap();
                signature
            }
        }
    }
}

/// A key set.
pub(crate) fn set(keys: &[Object]) -> String {
    let keys: Vec<Value> = keys.iter().cloned().map(Value::from).collect();
    write(&Value::from(Object::new().with("keys", keys)))
}

pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

pub(crate) fn header(algorithm: &str, id: &str) -> Object {
    Object::new()
        .with("alg", algorithm)
        .with("typ", "at+jwt")
        .with("kid", id)
}

/// The claims of RFC 9068, section 2.2.
pub(crate) fn claims() -> Object {
    Object::new()
        .with("iss", ISSUER)
        .with("aud", AUDIENCE)
        .with("sub", "anna")
        .with("client_id", "app")
        .with("jti", "1")
        .with("iat", now() - 5)
        .with("exp", now() + 300)
}

pub(crate) fn input(header: &Object, claims: &Object) -> String {
    let part = |object: &Object| base64url::encode(write(&Value::from(object.clone())).as_bytes());
    format!("{}.{}", part(header), part(claims))
}

/// A signed token.
pub(crate) fn signed(key: &Key, header: &Object, claims: &Object) -> String {
    let input = input(header, claims);
    let signature = key.sign(header.string("alg").unwrap_or_default(), input.as_bytes());
    format!("{input}.{}", base64url::encode(&signature))
}

/// A token "signed" with a secret that everybody knows.
pub(crate) fn with_shared_secret(secret: &[u8], header: &Object, claims: &Object) -> String {
    let input = input(header, claims);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), input.as_bytes());
    format!("{input}.{}", base64url::encode(tag.as_ref()))
}
