//! ES256 keys (RFC 7518, sections 3.4 and 6.2): signing, and the key set that is published.

use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};

use crate::{
    encoding::base64url,
    entropy::{Entropy, uuid},
};

/// A signing key with its name.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    signing: SigningKey,
}

impl Key {
    pub(crate) fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut bytes = [0; 32];
        loop {
            entropy.fill(&mut bytes);
            // Fails for zero and for numbers beyond the order of the curve: next try.
            if let Ok(signing) = SigningKey::from_slice(&bytes) {
                return Self {
                    id: uuid(entropy),
                    signing,
                };
            }
        }
    }

    /// The signature over a text, in the fixed-length form that JWS wants.
    pub(crate) fn sign(&self, text: &str) -> Vec<u8> {
        let signature: Signature = self.signing.sign(text.as_bytes());
        signature.to_bytes().to_vec()
    }

    /// The public half as a JWK.
    pub(crate) fn jwk(&self) -> Value {
        let point = self.signing.verifying_key().to_sec1_point(false);
        let coordinate = |bytes: Option<&[u8]>| bytes.map(base64url).unwrap_or_default();
        json!({
            "kty": "EC",
            "use": "sig",
            "crv": "P-256",
            "kid": self.id,
            "x": coordinate(point.x().map(|x| x.as_slice())),
            "y": coordinate(point.y().map(|y| y.as_slice())),
            "alg": "ES256",
        })
    }
}

/// The keys of one issuer: the last one signs, all are published.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyRing(Vec<Key>);

impl KeyRing {
    /// The key that signs; made on first use.
    pub(crate) fn current(&mut self, entropy: &mut dyn Entropy) -> Key {
        if let Some(key) = self.0.last() {
            return key.clone();
        }
        let key = Key::generate(entropy);
        self.0.push(key.clone());
        key
    }

    /// Makes a new key; the old ones stay published if told.
    pub(crate) fn rotate(&mut self, keep_old: bool, entropy: &mut dyn Entropy) {
        if !keep_old {
            self.0.clear();
        }
        self.0.push(Key::generate(entropy));
    }

    /// The published JWKs.
    pub(crate) fn published(&mut self, entropy: &mut dyn Entropy) -> Vec<Value> {
        self.current(entropy);
        self.0.iter().map(Key::jwk).collect()
    }
}
