//! Metadata of an authorization server: where it is asked for, and what of it is believed
//! (R-080 to R-085, R-014, R-015).

mod document;
mod members;

use std::rc::Rc;

use docgate::core::error::Code;
use docgate::core::metadata::{self, Metadata};
use docgate::core::settings::Settings;

use crate::rows::serves;
use crate::scene::{self, ISSUER, metadata_with, oidc, settings_of};

fn judged(members: &[(&str, &str)]) -> Result<Metadata, (Code, Option<String>)> {
    judged_by(&oidc(), members)
}

fn judged_by(
    settings: &Settings,
    members: &[(&str, &str)],
) -> Result<Metadata, (Code, Option<String>)> {
    metadata::judge(metadata_with(members), settings)
        .map_err(|error| (error.code(), error.evidence().field.clone()))
}

fn invalid(field: &str) -> Result<Metadata, (Code, Option<String>)> {
    Err((Code::MetadataInvalid, Some(String::from(field))))
}

fn with_issuer(issuer: &str, kind: &str) -> Rc<Settings> {
    settings_of(&format!(
        r#"{{"provider":{{"id":"oidc","issuer":"{issuer}","metadata":"{kind}"}},"clientId":"a","redirectUri":"/cb","scopes":["a"]}}"#
    ))
}
