//! Reading who may use a machine's token. A machine's token without a guard, or a guard that lets everyone in
//! without saying so, is refused.

use super::secrets::{self, Sources};
use super::table::Keys;
use super::{Admitted, Guard, Proof, addresses};
use crate::guard::claims::ALGORITHMS;

const TOKEN_TYPES: [&str; 2] = ["at+jwt", "JWT"];
const ALLOW: &str = "is missing: { subjects, groups, tenant, claim } say who is let in; \"everyone\" must be written out";

/// The guard of an entry.
pub(super) fn guard(keys: &Keys<'_>, sources: &Sources<'_>) -> Option<Guard> {
    if !keys.has("guard") {
        keys.wrong(
            "guard",
            "is missing: nobody may use the machine's token without it",
        );
    }
    let table = keys.table("guard")?;
    let issuer = table.required("issuer").filter(|text| {
        let fits = addresses::endpoint(text).is_some_and(|url| url.query().is_none());
        if !fits {
            table.wrong(
                "issuer",
                "an https address (http on loopback), without query and fragment",
            );
        }
        fits
    });
    let audience = table.required("audience");
    let algorithms = table.texts("algorithms").unwrap_or(vec!["RS256", "ES256"]);
    if !algorithms.iter().all(|name| ALGORITHMS.contains(name)) {
        table.wrong("algorithms", &format!("of {}", ALGORITHMS.join(", ")));
    }
    let token_types = table.texts("token_types").unwrap_or(vec!["at+jwt"]);
    if !token_types.iter().all(|name| TOKEN_TYPES.contains(name)) {
        table.wrong("token_types", "of at+jwt and JWT");
    }
    let proof = proof(&table, sources);
    let allow = allow(&table);
    table.finish();
    Some(Guard {
        issuer: issuer?.to_owned(),
        audience: audience?.to_owned(),
        algorithms: algorithms.into_iter().map(str::to_owned).collect(),
        token_types: token_types.into_iter().map(str::to_owned).collect(),
        proof: proof?,
        allow: allow?,
    })
}

fn proof(keys: &Keys<'_>, sources: &Sources<'_>) -> Option<Proof> {
    if keys.has("keys") == keys.has("introspection") {
        keys.wrong("keys", "exactly one of keys and introspection");
    }
    let by_keys = addresses::address(keys, "keys", false);
    if let Some(table) = keys.table("introspection") {
        if !table.has("endpoint") {
            table.wrong("endpoint", "is missing");
        }
        let endpoint = addresses::address(&table, "endpoint", false);
        let client_id = table.required("client_id");
        let client_secret = secrets::client_secret(&table, "client_secret", sources);
        table.finish();
        return Some(Proof::Introspection {
            endpoint: endpoint?.as_str().to_owned(),
            client_id: client_id?.to_owned(),
            client_secret: client_secret?,
        });
    }
    Some(Proof::Keys(by_keys?.as_str().to_owned()))
}

fn allow(keys: &Keys<'_>) -> Option<Admitted> {
    if !keys.has("allow") {
        keys.wrong("allow", ALLOW);
        return None;
    }
    match keys.value("allow").and_then(toml::Value::as_str) {
        Some("everyone") => return Some(Admitted::Everyone),
        Some(_) => {
            keys.wrong(
                "allow",
                "\"everyone\", or { subjects, groups, tenant, claim }",
            );
            return None;
        }
        None => {}
    }
    let table = keys.table("allow")?;
    let owned = |key: &str| -> Vec<String> {
        let list = table.texts(key).unwrap_or_default();
        list.into_iter().map(str::to_owned).collect()
    };
    let (subjects, groups) = (owned("subjects"), owned("groups"));
    let tenant = table.text("tenant").map(str::to_owned);
    let claim = table.table("claim").and_then(|claim| {
        let name = claim.required("name").map(str::to_owned);
        if !claim.has("values") {
            claim.wrong("values", "is missing");
        }
        let values = claim.texts("values");
        claim.finish();
        Some((name?, values?.into_iter().map(str::to_owned).collect()))
    });
    let nothing = subjects.is_empty() && groups.is_empty() && tenant.is_none() && claim.is_none();
    if nothing {
        keys.wrong("allow", "has no rule, so it would let nobody in");
    }
    table.finish();
    Some(Admitted::Rules {
        subjects,
        groups,
        tenant,
        claim,
    })
}
