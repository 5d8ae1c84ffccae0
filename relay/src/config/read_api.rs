//! Reading which part of an API is forwarded.

use axum::http::Method;

use super::read_entry::MachineAndApi;
use super::read_provider::Family;
use super::table::Keys;
use super::{Api, ApiBase, ApiRule, addresses};
use crate::api::pattern::{METHODS, Rule};

const PATTERN: &str = "a path that begins with '/', of plain segments, '*' for one segment and '**' at the end for the rest";

/// The API of an entry.
pub(super) fn api(keys: &Keys<'_>, family: Family, machine: Option<&MachineAndApi>) -> Option<Api> {
    let needed = matches!(family, Family::ApiOnly | Family::Machine);
    if needed && !keys.has("api") {
        keys.wrong("api", "is missing: this entry does nothing else");
    }
    let table = keys.table("api")?;
    let base = match family {
        Family::Enadoc => Some(ApiBase::Session),
        Family::Machine => machine.map(|(_, origin)| ApiBase::Fixed(origin.clone())),
        Family::Standard(_) | Family::ApiOnly => {
            if !table.has("base") {
                table.wrong("base", "is missing");
            }
            addresses::address(&table, "base", false).map(ApiBase::Fixed)
        }
    };
    if !table.has("allow") {
        table.wrong("allow", "is missing: methods and paths that are forwarded");
    }
    let allow = table.tables("allow").unwrap_or_default();
    let allow = allow.into_iter().filter_map(rule).collect();
    table.finish();
    Some(Api { base: base?, allow })
}

fn rule(keys: Keys<'_>) -> Option<ApiRule> {
    for key in ["methods", "path"] {
        if !keys.has(key) {
            keys.wrong(key, "is missing");
        }
    }
    let methods = keys.texts("methods").and_then(|names| {
        let known = |name: &&str| METHODS.iter().find(|own| own.as_str() == *name).cloned();
        let methods: Option<Vec<Method>> = names.iter().map(known).collect();
        if methods.is_none() {
            keys.wrong(
                "methods",
                "of GET, HEAD, POST, PUT, PATCH, DELETE, in capitals",
            );
        }
        methods
    });
    let path = keys.text("path").filter(|path| {
        let fits = Rule::new(&[Method::GET], path).is_ok();
        if !fits {
            keys.wrong("path", PATTERN);
        }
        fits
    });
    keys.finish();
    Some(ApiRule {
        methods: methods?,
        path: path?.to_owned(),
    })
}
