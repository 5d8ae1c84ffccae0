//! A signing key: how it signs, and how it is published (RFC 7518, sections 3 and 6; RFC 8037, sections 2 and 3.1).

use p256::ecdsa::signature::Signer;
use serde_json::{Value, json};

use crate::{
    encoding::base64url,
    entropy::{Entropy, uuid},
};

use super::{Algorithm, rsa::RsaKey};

/// How big an RSA key is unless a test wants it otherwise.
const RSA_BITS: u64 = 2048;
const RSA_EXPONENT: u64 = 65537;

/// A signing key with its name.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    secret: Secret,
}

#[derive(Debug, Clone)]
enum Secret {
    Rs256(RsaKey),
    Ps256(RsaKey),
    Es256(p256::ecdsa::SigningKey),
    Es384(p384::ecdsa::SigningKey),
    EdDsa(Box<ed25519_dalek::SigningKey>),
}

impl Key {
    pub(crate) fn generate(algorithm: Algorithm, entropy: &mut dyn Entropy) -> Self {
        let secret = match algorithm {
            Algorithm::Rs256 => Secret::Rs256(usual(entropy)),
            Algorithm::Ps256 => Secret::Ps256(usual(entropy)),
            Algorithm::Es256 => Secret::Es256(scalar(entropy, |bytes: &[u8; 32]| {
                p256::ecdsa::SigningKey::from_slice(bytes).ok()
            })),
            Algorithm::Es384 => Secret::Es384(scalar(entropy, |bytes: &[u8; 48]| {
                p384::ecdsa::SigningKey::from_slice(bytes).ok()
            })),
            Algorithm::EdDsa => Secret::EdDsa(Box::new(scalar(entropy, |bytes: &[u8; 32]| {
                Some(ed25519_dalek::SigningKey::from_bytes(bytes))
            }))),
        };
        Self {
            id: uuid(entropy),
            secret,
        }
    }

    /// An RSA key of another size or exponent; RS256 unless that is what the algorithm is for.
    pub(crate) fn rsa(
        algorithm: Algorithm,
        bits: u64,
        exponent: u64,
        entropy: &mut dyn Entropy,
    ) -> Self {
        let key = RsaKey::generate(bits, exponent, entropy);
        let secret = match algorithm {
            Algorithm::Ps256 => Secret::Ps256(key),
            _ => Secret::Rs256(key),
        };
        Self {
            id: uuid(entropy),
            secret,
        }
    }

    /// A key that nobody can sign with. Cheap, RSA included, since many may be wanted at once.
    pub(crate) fn decoy(algorithm: Algorithm, entropy: &mut dyn Entropy) -> Self {
        let secret = match algorithm {
            Algorithm::Rs256 => Secret::Rs256(RsaKey::decoy(RSA_BITS, RSA_EXPONENT, entropy)),
            Algorithm::Ps256 => Secret::Ps256(RsaKey::decoy(RSA_BITS, RSA_EXPONENT, entropy)),
            _ => return Self::generate(algorithm, entropy),
        };
        Self {
            id: uuid(entropy),
            secret,
        }
    }

    /// Whether the other one signs just like it, whatever their names.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        let secret = |key: &Self| key.private_jwk().get("d").cloned();
        self.algorithm() == other.algorithm() && secret(self) == secret(other)
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        match self.secret {
            Secret::Rs256(_) => Algorithm::Rs256,
            Secret::Ps256(_) => Algorithm::Ps256,
            Secret::Es256(_) => Algorithm::Es256,
            Secret::Es384(_) => Algorithm::Es384,
            Secret::EdDsa(_) => Algorithm::EdDsa,
        }
    }

    /// The signature over a text, in the form that JWS wants.
    pub(crate) fn sign(&self, text: &str) -> Vec<u8> {
        let bytes = text.as_bytes();
        match &self.secret {
            Secret::Rs256(key) => key.sign_pkcs1(bytes),
            Secret::Ps256(key) => key.sign_pss(bytes),
            Secret::Es256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(bytes);
                signature.to_bytes().to_vec()
            }
            Secret::Es384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(bytes);
                signature.to_bytes().to_vec()
            }
            Secret::EdDsa(key) => key.sign(bytes).to_bytes().to_vec(),
        }
    }

    /// The public half as a JWK.
    pub(crate) fn jwk(&self) -> Value {
        let coordinate = |bytes: Option<&[u8]>| bytes.map(base64url).unwrap_or_default();
        let mut jwk = match &self.secret {
            Secret::Rs256(key) | Secret::Ps256(key) => {
                json!({"kty": "RSA", "n": key.modulus(), "e": key.exponent()})
            }
            Secret::Es256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                json!({"kty": "EC", "crv": "P-256",
                    "x": coordinate(point.x().map(|x| x.as_slice())),
                    "y": coordinate(point.y().map(|y| y.as_slice()))})
            }
            Secret::Es384(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                json!({"kty": "EC", "crv": "P-384",
                    "x": coordinate(point.x().map(|x| x.as_slice())),
                    "y": coordinate(point.y().map(|y| y.as_slice()))})
            }
            Secret::EdDsa(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(key.verifying_key().as_bytes())})
            }
        };
        if let Some(members) = jwk.as_object_mut() {
            members.insert("use".to_string(), json!("sig"));
            members.insert("alg".to_string(), json!(self.algorithm().name()));
            members.insert("kid".to_string(), json!(self.id));
        }
        jwk
    }

    /// The secret half as a JWK, which nobody should publish.
    pub(crate) fn private_jwk(&self) -> Value {
        let secret = match &self.secret {
            Secret::Rs256(key) | Secret::Ps256(key) => key.private_exponent(),
            Secret::Es256(key) => base64url(&key.to_bytes()),
            Secret::Es384(key) => base64url(&key.to_bytes()),
            Secret::EdDsa(key) => base64url(key.as_bytes()),
        };
        let mut jwk = self.jwk();
        if let Some(members) = jwk.as_object_mut() {
            members.insert("d".to_string(), json!(secret));
        }
        jwk
    }
}

/// An RSA key of the usual size.
fn usual(entropy: &mut dyn Entropy) -> RsaKey {
    #[cfg(feature = "script")]
    return RsaKey::fixed(RSA_EXPONENT, entropy);
    #[cfg(not(feature = "script"))]
    RsaKey::generate(RSA_BITS, RSA_EXPONENT, entropy)
}

/// A secret of random bytes. Of zero, and of numbers beyond the order of a curve, none can be made: next try.
fn scalar<const N: usize, T>(entropy: &mut dyn Entropy, make: impl Fn(&[u8; N]) -> Option<T>) -> T {
    let mut bytes = [0; N];
    loop {
        entropy.fill(&mut bytes);
        if let Some(secret) = make(&bytes) {
            return secret;
        }
    }
}
