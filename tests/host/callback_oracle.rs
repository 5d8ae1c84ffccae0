//! The rules of an authorization response once more, written as one condition: what the property
//! test and the fuzz target hold the callback reader to.

/// Whether a response of these parameters may be exchanged: each parameter at most once, the
/// login's state, the login's issuer where there is one or one was promised, a code, no error.
pub(crate) fn acceptable(
    fields: &[(String, String)],
    state: &str,
    issuer: &str,
    promised: bool,
) -> bool {
    let values = |name: &str| -> Vec<&str> {
        let of_name = fields.iter().filter(|(own, _)| own == name);
        of_name.map(|(_, value)| value.as_str()).collect()
    };
    let iss = values("iss");
    values("state") == [state]
        && values("code").len() == 1
        && values("code") != [""]
        && values("error").is_empty()
        && values("error_description").len() <= 1
        && values("error_uri").len() <= 1
        && (iss == [issuer] || (iss.is_empty() && !promised))
}
