//! Who of those that signed in may use an entry. Everyone must be written out; there is no default.

use docgate::core::json::{Object, Value};

use crate::config::Admitted;

/// Whether the person that the claims speak of may: whoever it is, or one who meets every rule that is
/// given. A server that leaves out a list of groups because it is long has none.
#[must_use]
pub fn permits(admitted: &Admitted, claims: &Object) -> bool {
    let Admitted::Rules {
        subjects,
        groups,
        tenant,
        claim,
    } = admitted
    else {
        return true;
    };
    let no_rule = subjects.is_empty() && groups.is_empty() && tenant.is_none() && claim.is_none();
    let subject = subjects.is_empty() || is_one(claims.value("sub"), subjects);
    let group = groups.is_empty() || has_one(claims.value("groups"), groups);
    let tenant = tenant
        .as_ref()
        .is_none_or(|tenant| is_one(claims.value("tid"), std::slice::from_ref(tenant)));
    let claim = claim
        .as_ref()
        .is_none_or(|(name, values)| has_one(claims.value(name), values));
    !no_rule && subject && group && tenant && claim
}

/// Whether a claim is one of the texts that are wanted.
fn is_one(claim: Option<&Value>, wanted: &[String]) -> bool {
    let text = claim.and_then(Value::as_str);
    text.is_some_and(|text| wanted.iter().any(|it| it == text))
}

/// The same for a claim that may be a list of texts, and then has one of them.
fn has_one(claim: Option<&Value>, wanted: &[String]) -> bool {
    match claim {
        Some(Value::Array(values)) => values.iter().any(|value| is_one(Some(value), wanted)),
        claim => is_one(claim, wanted),
    }
}
