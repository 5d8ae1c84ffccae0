//! Secrets: from the environment or from a file, never from the configuration itself.

use std::io;

use docgate::core::client_secret::ClientSecret;
use toml::Value;
use zeroize::Zeroizing;

use super::table::Keys;
use crate::seal::SealKey;

/// Where secrets come from. Arguments in tests.
pub struct Sources<'a> {
    /// The environment.
    pub environment: &'a dyn Fn(&str) -> Option<String>,
    /// The files.
    pub file: &'a dyn Fn(&str) -> io::Result<String>,
}

impl std::fmt::Debug for Sources<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sources")
    }
}

const WRITTEN_OUT: &str =
    "a secret is not written here: { env = \"NAME\" } or { file = \"/path\" } says where it is";

/// The text that a table `{ env }` or `{ file }` leads to, without a line's end.
fn text(keys: &Keys<'_>, sources: &Sources<'_>) -> Result<Zeroizing<String>, String> {
    // Never what is written there: it may be the secret itself, by mistake.
    let (place, found) = match (keys.text("env"), keys.text("file")) {
        (Some(name), None) => ("the variable that env names", (sources.environment)(name)),
        (None, Some(path)) => ("the file that file names", (sources.file)(path).ok()),
        _ => return Err("exactly one of env and file".to_owned()),
    };
    let Some(found) = found.map(Zeroizing::new) else {
        return Err(format!("{place} is not there"));
    };
    let text = found.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Err(format!("{place} is empty"));
    }
    Ok(Zeroizing::new(text.to_owned()))
}

/// A client secret that must be there.
pub(super) fn client_secret(
    keys: &Keys<'_>,
    key: &str,
    sources: &Sources<'_>,
) -> Option<ClientSecret> {
    if !keys.has(key) {
        keys.wrong(key, "is missing");
        return None;
    }
    if keys.value(key).and_then(Value::as_str).is_some() {
        keys.wrong(key, WRITTEN_OUT);
        return None;
    }
    let table = keys.table(key)?;
    let secret = match text(&table, sources) {
        Err(sentence) => {
            keys.wrong(key, &sentence);
            None
        }
        // The type takes over from here.
        Ok(text) => {
            let secret = ClientSecret::new(text.as_str().to_owned());
            if secret.is_none() {
                keys.wrong(
                    key,
                    "a secret of at most 1,024 bytes, without control characters",
                );
            }
            secret
        }
    };
    table.finish();
    secret
}

/// The keys that cookies are sealed with.
pub(super) fn seal_keys(keys: &Keys<'_>, sources: &Sources<'_>) -> Vec<SealKey> {
    let mut found: Vec<SealKey> = Vec::new();
    if !keys.has("keys") {
        keys.wrong("keys", "is missing");
    }
    let texts = keys.value("keys").and_then(Value::as_array);
    if texts.is_some_and(|list| list.iter().any(Value::is_str)) {
        keys.wrong("keys", WRITTEN_OUT);
        return found;
    }
    for (at, table) in keys
        .tables("keys")
        .unwrap_or_default()
        .into_iter()
        .enumerate()
    {
        let name = format!("keys[{at}]");
        match text(&table, sources).map(|text| SealKey::from_base64(&text)) {
            Err(sentence) => keys.wrong(&name, &sentence),
            Ok(None) => keys.wrong(&name, "32 random bytes in base64 (openssl rand -base64 32)"),
            Ok(Some(key)) if found.iter().any(|other| other.id() == key.id()) => {
                keys.wrong(&name, "is there twice");
            }
            Ok(Some(key)) => found.push(key),
        }
        table.finish();
    }
    found
}
