//! The switches: every oddity that a run or a test can turn on. `README.md` lists them for readers of no Rust.

mod apis;
mod challenge;
mod docplanner;
mod docspace;
mod docspace_version;
mod enadoc;
mod entra;
mod key_set;
mod oidc;
mod oidc_challenge;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::fault::Fault;

pub use apis::{BusinessCentralSwitches, Busy, Challenges, DocCentrumSwitches, Readable};
pub use challenge::Challenge;
pub use docplanner::DocplannerSwitches;
pub use docspace::DocSpaceSwitches;
pub use docspace_version::{DocSpaceVersion, Region};
pub use enadoc::{
    AddressAnswer, CodeParam, DiscoveryInput, EnadocParams, EnadocSwitches, ErrorEnvelope,
    Permission, TokenShape,
};
pub use entra::{EntraSwitches, SpaError};
pub use key_set::{GenuineKeys, KeySetKind, KeySetMutation};
pub use oidc::{
    AccessTokenFormat, LogoutState, OidcSwitches, RefreshTokens, TokenType, UserinfoFormat,
};
pub use oidc_challenge::{ChallengeError, OidcChallenge};

/// All switches of a scenario.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Those of the portal.
    pub docspace: DocSpaceSwitches,
    /// Those of the OpenID Connect double.
    pub oidc: OidcSwitches,
    /// Those of the Entra double.
    pub entra: EntraSwitches,
    /// Those of docCentrum's API.
    pub doccentrum: DocCentrumSwitches,
    /// Those of Business Central's APIs.
    #[serde(rename = "business-central")]
    pub business_central: BusinessCentralSwitches,
    /// Those of the Enadoc double.
    pub enadoc: EnadocSwitches,
    /// Those of the Docplanner double.
    pub docplanner: DocplannerSwitches,
}

/// Every section, for the message about one that there is not.
const SECTIONS: &str =
    "`docspace`, `oidc`, `entra`, `doccentrum`, `business-central`, `enadoc` and `docplanner`";

impl Switches {
    /// Replaces the switches that are named and keeps the rest. Says what is wrong and changes nothing otherwise.
    pub(crate) fn merge(&mut self, changes: &Value) -> Result<(), String> {
        let mut merged = serde_json::to_value(&*self).map_err(|error| error.to_string())?;
        let sections = changes
            .as_object()
            .ok_or("the switches are a JSON object")?;
        for (section, values) in sections {
            let known = merged.get_mut(section).and_then(Value::as_object_mut);
            let known = known
                .ok_or_else(|| format!("unknown section `{section}`, there are {SECTIONS}"))?;
            let values = values
                .as_object()
                .ok_or_else(|| format!("`{section}` is a JSON object"))?;
            for (name, value) in values {
                known.insert(name.clone(), value.clone());
            }
            // Section by section, so that the message says where the key is.
            match section.as_str() {
                "docspace" => drop(parse::<DocSpaceSwitches>(section, known)?),
                "entra" => drop(parse::<EntraSwitches>(section, known)?),
                "doccentrum" => drop(parse::<DocCentrumSwitches>(section, known)?),
                "business-central" => drop(parse::<BusinessCentralSwitches>(section, known)?),
                "enadoc" => drop(parse::<EnadocSwitches>(section, known)?),
                "docplanner" => drop(parse::<DocplannerSwitches>(section, known)?),
                _ => drop(parse::<OidcSwitches>(section, known)?),
            }
        }
        let merged: Self = serde_json::from_value(merged).map_err(|error| error.to_string())?;
        *self = merged;
        Ok(())
    }
}

/// Reads a section, name by name first: serde's message for a wrong type does not say which switch it was.
fn parse<T: serde::de::DeserializeOwned>(
    section: &str,
    values: &Map<String, Value>,
) -> Result<T, String> {
    for (name, value) in values {
        let alone = Value::Object(Map::from_iter([(name.clone(), value.clone())]));
        serde_json::from_value::<T>(alone)
            .map_err(|error| format!("`{section}.{name}`: {error}"))?;
        if name.ends_with("_fault") {
            let fault: Option<Fault> =
                serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
            fault
                .as_ref()
                .map_or(Ok(()), Fault::check)
                .map_err(|error| format!("`{section}.{name}`: {error}"))?;
        }
    }
    serde_json::from_value(Value::Object(values.clone()))
        .map_err(|error| format!("`{section}`: {error}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const README: &str = include_str!("../../README.md");

    #[test]
    fn the_readme_lists_every_switch() {
        let sections = serde_json::to_value(Switches::default()).unwrap();
        let names = sections
            .as_object()
            .unwrap()
            .values()
            .flat_map(|section| section.as_object().unwrap().keys());
        let missing: Vec<&String> = names
            .filter(|name| !README.contains(&format!("`{name}`")))
            .collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    #[test]
    fn the_readme_lists_every_field_of_faults_and_mutations() {
        let fault: Fault = serde_json::from_value(serde_json::json!({
            "kind": "html", "times": 1, "path": "/", "status": 200, "headers": {"a": "b"}, "body": "", "to": "", "bytes": 1, "member": "",
            "bytes_per_second": 1, "milliseconds": 1, "after": 1, "set": {"a": 1}, "remove": ["b"]
        }))
        .unwrap();
        let names = |value: Value| {
            value
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        let mut all = names(serde_json::to_value(fault).unwrap());
        all.extend(names(
            serde_json::to_value(crate::CallbackMutation::default()).unwrap(),
        ));
        all.extend(names(
            serde_json::to_value(crate::JwtMutation::default()).unwrap(),
        ));
        all.extend(names(
            serde_json::to_value(KeySetMutation::default()).unwrap(),
        ));
        all.extend(names(
            serde_json::to_value(OidcChallenge::default()).unwrap(),
        ));
        let missing: Vec<&String> = all
            .iter()
            .filter(|name| {
                !README.contains(&format!("`{name}`")) && !README.contains(&format!("\"{name}\": "))
            })
            .collect();
        assert_eq!(missing, Vec::<&String>::new());
    }
}
