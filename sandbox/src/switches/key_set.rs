//! The switch `oidc.jwks`: a key that has no place in a key set, and where the genuine ones are beside it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is in the key set besides the genuine keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySetKind {
    /// Nothing.
    #[default]
    Nothing,
    /// The genuine key once more, for `kid`, `set` and `remove` to bend.
    Copy,
    /// Somebody else's key for the same algorithm.
    Foreign,
    /// An RSA key of `bits` and `exponent`.
    Rsa,
    /// The genuine key with its secret.
    Private,
    /// A point that is not on its curve: the genuine one with a bit changed, or a P-256 one if that is no EC key.
    OffCurve,
    /// A foreign key `count` times, numbered in its `kid`.
    Many,
}

/// Where the genuine keys are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenuineKeys {
    /// Before the odd one.
    First,
    /// After it.
    #[default]
    Last,
    /// Not in the set.
    None,
}

/// Changes the key set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeySetMutation {
    /// What the odd key is.
    pub kind: KeySetKind,
    /// Where the genuine ones are.
    pub genuine: GenuineKeys,
    /// The odd key's `kid`; `{kid}` stands for the genuine one.
    pub kid: Option<String>,
    /// ID tokens are signed with the odd key, and name it.
    pub signs: bool,
    /// `rsa`: the size of the modulus, a multiple of 512 up to 16384.
    pub bits: u64,
    /// `rsa`: the public exponent. With an even one nothing can be signed.
    pub exponent: u64,
    /// `many`: how many.
    pub count: u32,
    /// Members of the odd key to add or to replace.
    pub set: Map<String, Value>,
    /// Members of the odd key to leave out.
    pub remove: Vec<String>,
}

impl Default for KeySetMutation {
    fn default() -> Self {
        Self {
            kind: KeySetKind::Nothing,
            genuine: GenuineKeys::Last,
            kid: None,
            signs: false,
            bits: 2048,
            exponent: 65537,
            count: 10_000,
            set: Map::new(),
            remove: Vec::new(),
        }
    }
}
