//! How strongly somebody signed in (`acr`), and the `claims` parameter (OpenID Connect Core, sections 2, 3.1.2.1 and 5.5).

use serde_json::Value;

use crate::form::Parameters;

use super::{Issuer, state::Grant};

impl Issuer<'_> {
    /// The `acr` of a login: the first one asked for, as if it had been met, unless the switch says another (or none).
    pub(super) fn acr(&self, parameters: &Parameters) -> Option<String> {
        match self.switches.acr.as_deref() {
            Some("") => None,
            Some(fixed) => Some(fixed.to_string()),
            None => asked(parameters),
        }
    }
}

/// The class that a request prefers: `acr_values`, or else the `acr` of the `claims` parameter.
fn asked(parameters: &Parameters) -> Option<String> {
    let values = parameters.text("acr_values");
    let first = values.and_then(|values| values.split(' ').next().map(str::to_string));
    first.or_else(|| {
        let claims: Value = serde_json::from_str(parameters.text("claims")?).ok()?;
        let acr = claims.pointer("/id_token/acr")?;
        let value = acr.get("value").or_else(|| acr.pointer("/values/0"))?;
        value.as_str().map(str::to_string)
    })
}

/// Whether the `claims` parameter is an object, or is not there.
pub(super) fn claims_are_readable(parameters: &Parameters) -> bool {
    parameters.text("claims").is_none_or(|text| {
        serde_json::from_str::<Value>(text).is_ok_and(|claims| claims.is_object())
    })
}

/// The claims that the parameter asks for in `id_token` or `userinfo`.
pub(super) fn claims_asked(grant: &Grant, place: &str) -> Vec<String> {
    let claims: Option<Value> = grant
        .claims
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let members = claims
        .as_ref()
        .and_then(|claims| claims.get(place)?.as_object());
    members
        .map(|members| members.keys().cloned().collect())
        .unwrap_or_default()
}
