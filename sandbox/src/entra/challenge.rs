//! Claims requests (OpenID Connect Core, section 5.5) and what of them a token carries; step-up requests (RFC 9470).

use serde_json::{Map, Value, json};

/// What an access token can show to an API that asks for more.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Satisfied {
    /// Client capabilities: `cp1` says that the client understands claims challenges.
    pub(crate) xms_cc: Vec<String>,
    /// Authentication contexts.
    pub(crate) acrs: Vec<String>,
    /// Not issued before.
    pub(crate) nbf: u64,
    /// The class that a step-up asked for.
    pub(crate) acr: Option<String>,
    /// When the user signed in.
    pub(crate) authenticated: u64,
}

/// What a `claims` parameter asks of an access token.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) xms_cc: Vec<String>,
    pub(crate) acrs: Vec<String>,
    pub(crate) nbf: u64,
}

impl Wanted {
    /// Reads the parameter's JSON text; `None` where it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<Map<String, Value>>(text)
            .ok()
            .map(|claims| Self::of(&claims))
    }

    /// Reads a claims request.
    pub(crate) fn of(claims: &Map<String, Value>) -> Self {
        let empty = Map::new();
        let wanted = claims
            .get("access_token")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let nbf = texts(wanted.get("nbf"));
        Self {
            xms_cc: texts(wanted.get("xms_cc")),
            acrs: texts(wanted.get("acrs")),
            nbf: nbf
                .iter()
                .filter_map(|text| text.parse().ok())
                .max()
                .unwrap_or(0),
        }
    }

    /// Whether a token carries all of it.
    pub(crate) fn is_met_by(&self, token: &Satisfied) -> bool {
        let holds =
            |held: &[String], wanted: &[String]| wanted.iter().all(|one| held.contains(one));
        holds(&token.xms_cc, &self.xms_cc)
            && holds(&token.acrs, &self.acrs)
            && token.nbf >= self.nbf
    }
}

impl Satisfied {
    /// The members of a token.
    pub(super) fn claims(&self) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("nbf".to_string(), json!(self.nbf));
        if !self.xms_cc.is_empty() {
            claims.insert("xms_cc".to_string(), json!(self.xms_cc));
        }
        if !self.acrs.is_empty() {
            claims.insert("acrs".to_string(), json!(self.acrs));
        }
        if let Some(acr) = &self.acr {
            claims.insert("acr".to_string(), json!(acr));
        }
        claims
    }
}

/// The `value` or the `values` of a claim's request, numbers as text.
fn texts(claim: Option<&Value>) -> Vec<String> {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_string)
    };
    let one = claim.and_then(|claim| claim.get("value")).into_iter();
    let many = claim.and_then(|claim| claim.get("values")?.as_array());
    one.chain(many.into_iter().flatten()).map(text).collect()
}
