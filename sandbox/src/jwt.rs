//! Signed tokens in compact form (RFC 7515, RFC 7519), well made or bent by a [`JwtMutation`].

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::{
    encoding::{base64url, from_base64url},
    entropy::Entropy,
    mutation::{JwtMutation, SignatureMutation},
    signing::Key,
};

/// A token with these claims, signed with the key and then bent.
pub(crate) fn issue(
    key: &Key,
    mut claims: Map<String, Value>,
    mutation: Option<&JwtMutation>,
    known: &[(&str, &str)],
    entropy: &mut dyn Entropy,
) -> String {
    let mut header = Map::new();
    header.insert("kid".to_string(), Value::from(key.id.as_str()));
    header.insert("alg".to_string(), Value::from(key.algorithm().name()));
    let signature = mutation.map_or(SignatureMutation::Genuine, |mutation| mutation.signature);
    match signature {
        SignatureMutation::None => header.insert("alg".to_string(), Value::from("none")),
        SignatureMutation::Hs256 => header.insert("alg".to_string(), Value::from("HS256")),
        _ => None,
    };
    if let Some(mutation) = mutation {
        mutation.apply(&mut header, &mut claims, known);
    }
    let signer = match signature {
        SignatureMutation::OtherKey => Key::generate(key.algorithm(), entropy),
        _ => key.clone(),
    };
    header
        .values_mut()
        .filter(|value| *value == "{jwk}")
        .for_each(|value| *value = signer.jwk());
    let part = |value: Map<String, Value>| base64url(Value::Object(value).to_string().as_bytes());
    let text = format!("{}.{}", part(header), part(claims));
    let signature = match signature {
        SignatureMutation::Genuine | SignatureMutation::OtherKey => base64url(&signer.sign(&text)),
        SignatureMutation::Corrupt => {
            let mut bytes = key.sign(&text);
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            base64url(&bytes)
        }
        SignatureMutation::None => String::new(),
        SignatureMutation::Hs256 => base64url(&hs256(key.jwk().to_string().as_bytes(), &text)),
        SignatureMutation::Padded => STANDARD.encode(key.sign(&text)),
    };
    format!("{text}.{signature}")
}

/// An HS256 token, as the portal's login hop uses them.
pub(crate) fn issue_symmetric(secret: &[u8], claims: &Value) -> String {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    let text = format!(
        "{}.{}",
        part(&json!({"alg": "HS256", "typ": "JWT"})),
        part(claims)
    );
    let signature = base64url(&hs256(secret, &text));
    format!("{text}.{signature}")
}

/// The claims of a token, unverified.
pub(crate) fn claims(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.');
    let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    serde_json::from_slice(&from_base64url(claims)?).ok()
}

fn hs256(secret: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{entropy::SeededEntropy, signing::Algorithm};
    use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};

    /// Whether the signature holds under the published key.
    fn verifies(token: &str, key: &Key) -> bool {
        let jwk = key.jwk();
        let coordinate =
            |name: &str| from_base64url(jwk.get(name).unwrap().as_str().unwrap()).unwrap();
        let point = [vec![4], coordinate("x"), coordinate("y")].concat();
        let (text, signature) = token.rsplit_once('.').unwrap();
        let Some(bytes) = from_base64url(signature) else {
            return false;
        };
        let Ok(signature) = Signature::from_slice(&bytes) else {
            return false;
        };
        VerifyingKey::from_sec1_bytes(&point)
            .unwrap()
            .verify(text.as_bytes(), &signature)
            .is_ok()
    }

    #[test]
    fn only_the_genuine_signature_verifies() {
        let mut entropy = SeededEntropy::new(3);
        let key = Key::generate(Algorithm::Es256, &mut entropy);
        let token = |signature, entropy: &mut SeededEntropy| {
            let mutation = JwtMutation {
                signature,
                ..JwtMutation::default()
            };
            issue(&key, Map::new(), Some(&mutation), &[], entropy)
        };
        assert!(verifies(
            &token(SignatureMutation::Genuine, &mut entropy),
            &key
        ));
        use SignatureMutation::{Corrupt, Hs256, None, OtherKey, Padded};
        for signature in [Corrupt, OtherKey, None, Hs256, Padded] {
            assert!(
                !verifies(&token(signature, &mut entropy), &key),
                "{signature:?}"
            );
        }
    }

    #[test]
    fn claims_need_three_parts() {
        let mut entropy = SeededEntropy::new(3);
        let key = Key::generate(Algorithm::Es256, &mut entropy);
        let token = issue(
            &key,
            json!({"cid": "x"}).as_object().unwrap().clone(),
            None,
            &[],
            &mut entropy,
        );
        assert_eq!(claims(&token).unwrap().get("cid"), Some(&json!("x")));
        assert_eq!(claims("opaque"), None);
        assert_eq!(claims(&format!("{token}.more")), None);
    }
}
