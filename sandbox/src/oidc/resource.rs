//! Resource indicators (RFC 8707): which API an access token is for.

use crate::form::Parameters;

use super::state::Grant;

/// What is wrong with a resource that is not known, or that the login did not ask for.
pub(super) const INVALID_TARGET: &str = "invalid_target";

/// The resources that a request names: absolute addresses without a fragment, and of the known ones if these are listed.
pub(super) fn named(
    parameters: &Parameters,
    known: Option<&[String]>,
) -> Result<Vec<String>, &'static str> {
    let resources: Vec<String> = parameters.all("resource").map(str::to_string).collect();
    let is_good = |resource: &String| {
        resource.contains("://")
            && !resource.contains('#')
            && known.is_none_or(|known| known.contains(resource))
    };
    if resources.iter().all(is_good) {
        Ok(resources)
    } else {
        Err(INVALID_TARGET)
    }
}

/// The resources of a token answer: those asked for now, out of those asked for at the login; all of these if none.
pub(super) fn answered(
    parameters: &Parameters,
    known: Option<&[String]>,
    grant: &Grant,
) -> Result<Vec<String>, &'static str> {
    let wanted = named(parameters, known)?;
    if wanted.is_empty() {
        return Ok(grant.resources.clone());
    }
    let granted = |resource| grant.resources.is_empty() || grant.resources.contains(resource);
    if wanted.iter().all(granted) {
        Ok(wanted)
    } else {
        Err(INVALID_TARGET)
    }
}
