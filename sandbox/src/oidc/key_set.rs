//! The key set (RFC 7517), its odd keys included, and the key that signs.

use serde_json::{Value, json};

use crate::{
    encoding::{base64url, from_base64url},
    http::Response,
    mutation::JsonMutation,
    signing::{Algorithm, Key},
    switches::{GenuineKeys, KeySetKind, KeySetMutation},
};

use super::Issuer;

impl Issuer<'_> {
    pub(super) fn jwks(&mut self) -> Response {
        let algorithm = self.switches.id_token_alg;
        for algorithm in self.switches.published_algs.iter().chain([&algorithm]) {
            self.state.keys.current(*algorithm, self.entropy);
        }
        let mut keys: Vec<Value> = (0..self.switches.decoy_keys)
            .map(|_| Key::decoy(algorithm, self.entropy).jwk())
            .collect();
        let genuine = self.state.keys.published();
        let mutation = self.switches.jwks.clone().unwrap_or_default();
        let odd = self.odd_jwks(&mutation);
        keys.extend(match mutation.genuine {
            GenuineKeys::First => [genuine, odd].concat(),
            GenuineKeys::Last => [odd, genuine].concat(),
            GenuineKeys::None => odd,
        });
        if self.switches.omit_kid {
            keys.iter_mut()
                .filter_map(Value::as_object_mut)
                .for_each(|key| drop(key.remove("kid")));
        }
        Response::json(200, &json!({"keys": keys}))
    }

    /// The key that signs ID tokens and what else is signed.
    pub(super) fn signing_key(&mut self) -> Key {
        let odd = self.switches.jwks.clone().filter(|odd| odd.signs);
        odd.and_then(|mutation| self.odd_key(&mutation))
            .unwrap_or_else(|| self.genuine_key())
    }

    fn genuine_key(&mut self) -> Key {
        let algorithm = self.switches.id_token_alg;
        self.state.keys.current(algorithm, self.entropy)
    }

    /// The odd key. One that is not the genuine one is made once, so that what is published is what signs.
    fn odd_key(&mut self, mutation: &KeySetMutation) -> Option<Key> {
        let genuine = self.genuine_key();
        let algorithm = genuine.algorithm();
        let is_curve = matches!(algorithm, Algorithm::Es256 | Algorithm::Es384);
        let mut key = match mutation.kind {
            KeySetKind::Nothing => return None,
            KeySetKind::Copy | KeySetKind::Private => genuine.clone(),
            KeySetKind::OffCurve if is_curve => genuine.clone(),
            kind => {
                let known = self.state.odd_key.as_ref();
                let known = known.filter(|(of, with, _)| of == mutation && *with == algorithm);
                match known {
                    Some((.., key)) => key.clone(),
                    None => {
                        let entropy = &mut *self.entropy;
                        let key = match kind {
                            KeySetKind::Rsa => {
                                Key::rsa(algorithm, mutation.bits, mutation.exponent, entropy)
                            }
                            KeySetKind::OffCurve => Key::generate(Algorithm::Es256, entropy),
                            _ => Key::generate(algorithm, entropy),
                        };
                        self.state.odd_key = Some((mutation.clone(), algorithm, key.clone()));
                        key
                    }
                }
            }
        };
        if let Some(kid) = &mutation.kid {
            key.id = kid.replace("{kid}", &genuine.id);
        }
        Some(key)
    }

    fn odd_jwks(&mut self, mutation: &KeySetMutation) -> Vec<Value> {
        let Some(key) = self.odd_key(mutation) else {
            return Vec::new();
        };
        let mut jwk = match mutation.kind {
            KeySetKind::Private => key.private_jwk(),
            KeySetKind::OffCurve => off_curve(key.jwk()),
            _ => key.jwk(),
        };
        if let Some(members) = jwk.as_object_mut() {
            let (issuer, origin) = (self.issuer(), self.request.origin());
            JsonMutation {
                set: mutation.set.clone(),
                remove: mutation.remove.clone(),
            }
            .apply(members, &[("{issuer}", &issuer), ("{origin}", &origin)]);
        }
        if mutation.kind != KeySetKind::Many {
            return vec![jwk];
        }
        let numbered = |number: u32| {
            let mut jwk = jwk.clone();
            if let (None, Some(members)) = (&mutation.kid, jwk.as_object_mut()) {
                members.insert("kid".to_string(), json!(format!("{}-{number}", key.id)));
            }
            jwk
        };
        (0..mutation.count).map(numbered).collect()
    }
}

/// The point with the last bit of `y` changed. No curve has both.
fn off_curve(mut jwk: Value) -> Value {
    let y = jwk
        .get("y")
        .and_then(Value::as_str)
        .and_then(from_base64url);
    if let (Some(mut bytes), Some(members)) = (y, jwk.as_object_mut()) {
        if let Some(last) = bytes.last_mut() {
            *last ^= 1;
        }
        members.insert("y".to_string(), json!(base64url(&bytes)));
    }
    jwk
}
