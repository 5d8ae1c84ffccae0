//! How a test bends an answer that is otherwise genuine: callback parameters, JSON documents, signed tokens.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Changes the parameters of an authorization response before it is delivered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallbackMutation {
    /// Parameters to add or to replace: a text, or a list of texts for a repeated parameter. `{code}`, `{state}`, `{issuer}`
    /// and `{origin}` stand for the genuine values.
    pub set: Map<String, Value>,
    /// Parameters to leave out.
    pub remove: Vec<String>,
    /// Deliver in the fragment instead of the query.
    pub fragment: bool,
}

impl CallbackMutation {
    /// Applies it to parameters in their order; what is added comes last.
    pub(crate) fn apply(
        &self,
        genuine: Vec<(String, String)>,
        known: &[(&str, &str)],
    ) -> Vec<(String, String)> {
        let value_of = |name: &str| {
            genuine
                .iter()
                .find(|(key, _)| key == name)
                .map_or("", |(_, value)| value.as_str())
        };
        let mut known = known.to_vec();
        known.extend([("{code}", value_of("code")), ("{state}", value_of("state"))]);
        let mut result: Vec<(String, String)> = genuine
            .iter()
            .filter(|(name, _)| !self.remove.contains(name) && !self.set.contains_key(name))
            .cloned()
            .collect();
        for (name, value) in &self.set {
            let values = if let Value::Array(values) = value {
                values.as_slice()
            } else {
                std::slice::from_ref(value)
            };
            for value in values {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_string);
                result.push((name.clone(), fill_in(&text, &known)));
            }
        }
        result
    }
}

/// Changes a JSON object.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JsonMutation {
    /// Members to add or to replace. `{issuer}` and `{origin}` in texts stand for the double's own.
    pub set: Map<String, Value>,
    /// Members to leave out.
    pub remove: Vec<String>,
}

impl JsonMutation {
    pub(crate) fn apply(&self, document: &mut Map<String, Value>, known: &[(&str, &str)]) {
        for (name, value) in &self.set {
            document.insert(name.clone(), fill_in_json(value, known));
        }
        for name in &self.remove {
            document.remove(name);
        }
    }
}

/// Changes a signed token before (claims, header) and after (signature) it is signed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JwtMutation {
    /// Claims to add or to replace. `{issuer}` and `{origin}` in texts stand for the double's own.
    pub set: Map<String, Value>,
    /// Claims to leave out.
    pub remove: Vec<String>,
    /// Seconds to add to numeric claims, e.g. `{"exp": -7200}`.
    pub shift: Map<String, Value>,
    /// Header members to add or to replace; `null` leaves one out, `"{jwk}"` stands for the public half of the key that signs.
    pub header: Map<String, Value>,
    /// What becomes of the signature.
    pub signature: SignatureMutation,
}

impl JwtMutation {
    pub(crate) fn apply(
        &self,
        header: &mut Map<String, Value>,
        claims: &mut Map<String, Value>,
        known: &[(&str, &str)],
    ) {
        for (name, seconds) in &self.shift {
            if let (Some(genuine), Some(seconds)) =
                (claims.get(name).and_then(Value::as_i64), seconds.as_i64())
            {
                claims.insert(name.clone(), Value::from(genuine + seconds));
            }
        }
        JsonMutation {
            set: self.set.clone(),
            remove: self.remove.clone(),
        }
        .apply(claims, known);
        for (name, value) in &self.header {
            if value.is_null() {
                header.remove(name);
            } else {
                header.insert(name.clone(), fill_in_json(value, known));
            }
        }
    }
}

/// What becomes of a token's signature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureMutation {
    /// As it should be.
    #[default]
    Genuine,
    /// One bit differs.
    Corrupt,
    /// Made with a key that is not in the key set, under the published `kid`.
    OtherKey,
    /// `alg` is `none` and the third part is empty.
    None,
    /// `alg` is `HS256`, the secret is the text of the published key (algorithm confusion).
    Hs256,
    /// Padded base64 instead of base64url.
    Padded,
}

pub(crate) fn fill_in(text: &str, known: &[(&str, &str)]) -> String {
    known.iter().fold(text.to_string(), |text, (name, value)| {
        text.replace(name, value)
    })
}

pub(crate) fn fill_in_json(value: &Value, known: &[(&str, &str)]) -> Value {
    match value {
        Value::String(text) => Value::String(fill_in(text, known)),
        Value::Array(values) => values
            .iter()
            .map(|value| fill_in_json(value, known))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), fill_in_json(value, known)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn callback_parameters_are_set_removed_and_repeated() {
        let mutation: CallbackMutation = serde_json::from_value(
            json!({"set": {"iss": "{issuer}", "code": ["{code}", "other"]}, "remove": ["state"]}),
        )
        .unwrap();
        let genuine = vec![
            ("code".to_string(), "c".to_string()),
            ("state".to_string(), "s".to_string()),
        ];
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        assert_eq!(
            mutation.apply(genuine, &[("{issuer}", "http://i")]),
            [
                pair("code", "c"),
                pair("code", "other"),
                pair("iss", "http://i")
            ]
        );
    }

    #[test]
    fn claims_are_shifted_then_replaced_then_removed() {
        let mutation: JwtMutation = serde_json::from_value(json!({
            "shift": {"exp": -10}, "set": {"iss": "{origin}/x"}, "remove": ["sub"], "header": {"kid": null, "alg": "RS256"}
        }))
        .unwrap();
        let mut header = json!({"kid": "k", "alg": "ES256"})
            .as_object()
            .unwrap()
            .clone();
        let mut claims = json!({"exp": 100, "sub": "s"}).as_object().unwrap().clone();
        mutation.apply(&mut header, &mut claims, &[("{origin}", "http://o")]);
        assert_eq!(
            Value::Object(claims),
            json!({"exp": 90, "iss": "http://o/x"})
        );
        assert_eq!(Value::Object(header), json!({"alg": "RS256"}));
    }
}
