//! Signing keys (RFC 7517, RFC 7518, RFC 8037): the algorithms, and the ring of keys of one issuer.

mod key;
#[cfg(any(test, feature = "script"))]
mod primes;
mod rsa;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::entropy::Entropy;

pub(crate) use key::Key;

/// What a token can be signed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
    /// RSASSA-PSS with SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
    /// ECDSA over P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// ECDSA over P-384 with SHA-384.
    #[serde(rename = "ES384")]
    Es384,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Algorithm {
    /// All of them, in the order of the metadata.
    pub(crate) const ALL: [Self; 5] = [
        Self::Rs256,
        Self::Ps256,
        Self::Es256,
        Self::Es384,
        Self::EdDsa,
    ];

    /// The value of `alg`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The hash of `at_hash` (OpenID Connect Core, section 3.1.3.6). Ed25519 hashes with SHA-512.
    pub(crate) fn hash(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Rs256 | Self::Ps256 | Self::Es256 => Sha256::digest(bytes).to_vec(),
            Self::Es384 => Sha384::digest(bytes).to_vec(),
            Self::EdDsa => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// The keys of one issuer: the last one of an algorithm signs, all are published. A key is made when it is first needed, since
/// an RSA key takes its time.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyRing(Vec<Key>);

impl KeyRing {
    /// The key that signs with this algorithm; made on first use.
    pub(crate) fn current(&mut self, algorithm: Algorithm, entropy: &mut dyn Entropy) -> Key {
        let known = self.0.iter().rev().find(|key| key.algorithm() == algorithm);
        if let Some(key) = known {
            return key.clone();
        }
        let key = self.another(algorithm, entropy);
        self.0.push(key.clone());
        key
    }

    /// A key that is not in the ring. The fixed RSA keys are few: the ring of a scripted provider may have had them all.
    fn another(&self, algorithm: Algorithm, entropy: &mut dyn Entropy) -> Key {
        let known = |key: &Key| self.0.iter().any(|other| other.is_same_as(key));
        let mut key = Key::generate(algorithm, entropy);
        for _ in 0..64 {
            if !known(&key) {
                break;
            }
            key = Key::generate(algorithm, entropy);
        }
        key
    }

    /// Makes a new key for every algorithm that was used; the old ones stay published if told.
    pub(crate) fn rotate(&mut self, keep_old: bool, entropy: &mut dyn Entropy) {
        let used = Algorithm::ALL
            .into_iter()
            .filter(|algorithm| self.0.iter().any(|key| key.algorithm() == *algorithm));
        let new: Vec<Key> = used
            .map(|algorithm| self.another(algorithm, entropy))
            .collect();
        if !keep_old {
            self.0.clear();
        }
        self.0.extend(new);
    }

    /// The published JWKs.
    pub(crate) fn published(&self) -> Vec<Value> {
        self.0.iter().map(Key::jwk).collect()
    }
}
