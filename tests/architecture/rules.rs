//! The rules of dependency and what they say of one source file.

use crate::tokens::{Token, after_group, attribute, paths, tokens, without_tests};

/// The layers of `src`, and the layers that each may name.
const LAYERS: [(&str, &[&str]); 6] = [
    ("core", &["core"]),
    ("providers", &["core", "providers"]),
    ("browser", &["core", "browser"]),
    ("client", &["core", "providers", "browser", "client"]),
    ("api", &["core", "providers", "browser", "client", "api"]),
    ("front", &["core", "browser", "client", "front"]),
];

/// Crates, and the only layers that may name them.
const CRATES: [(&str, &[&str]); 9] = [
    ("web_sys", &["browser"]),
    ("gloo_net", &["browser"]),
    ("gloo_utils", &["browser"]),
    ("getrandom", &["browser"]),
    ("js_sys", &["browser", "client", "api", "front"]),
    ("wasm_bindgen", &["browser", "client", "api", "front"]),
    (
        "wasm_bindgen_futures",
        &["browser", "client", "api", "front"],
    ),
    ("serde_wasm_bindgen", &["api"]),
    ("serde", &["api"]),
];

/// Words that have no place in `core` and `providers`: they wait, look at the clock or keep state.
const IMPURE: [&str; 13] = [
    "async",
    "await",
    "static",
    "thread_local",
    "SystemTime",
    "Instant",
    "LazyLock",
    "LazyCell",
    "OnceLock",
    "Mutex",
    "RwLock",
    "f32",
    "f64",
];

/// Parts of `std` that have no place in `core` and `providers`.
const EFFECTS: [&str; 6] = ["env", "fs", "io", "net", "process", "thread"];

/// Words that bring kilobytes or noise into the wasm.
const HEAVY: [&str; 2] = ["HashMap", "HashSet"];

/// Macros that bring kilobytes, noise or panics into the wasm.
const MACROS: [&str; 14] = [
    "format",
    "write",
    "writeln",
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "panic",
    "todo",
    "unimplemented",
    "unreachable",
    "assert",
    "assert_eq",
];

/// The providers of the design; those under `src/providers` are added.
pub(crate) const PROVIDERS: [&str; 7] = [
    "docspace",
    "enadoc",
    "entra",
    "doccentrum",
    "business-central",
    "docplanner",
    "oidc",
];

/// The one file beside the providers' own that may name them: it decides nothing.
const NAMING: &str = "src/front/provider.rs";

/// What a build says of itself at the root of the crate, and the one file of the core that reads it: a constant of the
/// core's own type, and no layer (docs/decisions/0013).
const OF_THE_BUILD: (&str, &str) = ("core/provider/chosen.rs", "ONLY_PROVIDER");

/// The longest file, in lines.
pub(crate) const MAX_LINES: usize = 320;

/// What is wrong with one Rust file of ours, found under `path` from the root.
pub(crate) fn judge(path: &str, source: &str, providers: &[String]) -> Vec<String> {
    let all = tokens(source);
    let mut wrong = Vec::new();
    if path.starts_with("sandbox/") || path.starts_with("relay/") {
        for found in paths(&all, &["docgate"]) {
            if found.get(1).is_some_and(|layer| {
                ["api", "browser", "client", "front"].contains(&layer.as_str())
            }) {
                wrong.push(format!("names {}", found.join("::")));
            }
        }
        return wrong;
    }
    let Some(module) = path.strip_prefix("src/") else {
        return wrong;
    };
    let Some((layer, _)) = module.split_once('/') else {
        return if module == "lib.rs" {
            wrong
        } else {
            vec!["belongs to no layer".to_owned()]
        };
    };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("layer {layer} is unknown")];
    };
    foreign_layers(module, &all, allowed, &mut wrong);
    foreign_crates(layer, &all, &mut wrong);
    if layer != "api" {
        exports(&all, &mut wrong);
    }
    if module.ends_with("/tests.rs") || module.contains("/tests/") {
        return wrong;
    }
    let shipped = without_tests(&all);
    // An app names its provider, and in Rust it does so there.
    if layer != "providers" && path != NAMING {
        single_providers(&shipped, providers, &mut wrong);
    }
    weight(&shipped, &mut wrong);
    if ["core", "providers"].contains(&layer) {
        effects(&shipped, &mut wrong);
    }
    wrong
}

/// `crate::…` and `super::…` that lead into a layer which this one may not know.
fn foreign_layers(module: &str, all: &[Token], allowed: &[&str], wrong: &mut Vec<String>) {
    let parents: Vec<&str> = module
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .split('/')
        .collect();
    for found in paths(all, &["crate", "super", "self", "docgate"]) {
        let ups = found
            .iter()
            .take_while(|part| ["super", "self"].contains(&part.as_str()))
            .count();
        let supers = found
            .iter()
            .take(ups)
            .filter(|part| *part == "super")
            .count();
        let first = if ups == 0 {
            // A path from the root leads into a layer, never to something re-exported beside them.
            found
                .get(1)
                .map(String::as_str)
                .unwrap_or("(the crate itself)")
        } else {
            // An inner module goes up one more: then this reaches too far, never too short.
            let reached = &parents[..parents.len().saturating_sub(supers)];
            let first = reached
                .first()
                .copied()
                .or(found.get(ups).map(String::as_str));
            match first.filter(|first| LAYERS.iter().any(|(layer, _)| layer == first)) {
                Some(first) => first,
                None => continue,
            }
        };
        let visibility = found.len() == 1;
        if !visibility && !allowed.contains(&first) && (module, first) != OF_THE_BUILD {
            wrong.push(format!("names {}", found.join("::")));
        }
    }
    let renamed = |pair: &[Token]| pair[0].is("crate") && pair[1].is("as");
    if all.windows(2).any(renamed) {
        wrong.push("renames the crate".to_owned());
    }
}

fn foreign_crates(layer: &str, all: &[Token], wrong: &mut Vec<String>) {
    for (name, layers) in CRATES {
        if !layers.contains(&layer) && all.iter().any(|token| token.is(name)) {
            wrong.push(format!("names {name}"));
        }
    }
}

/// `#[wasm_bindgen]` on anything but a block of imports.
fn exports(all: &[Token], wrong: &mut Vec<String>) {
    let mut at = 0;
    while at < all.len() {
        let Some(open) = attribute(all, at) else {
            at += 1;
            continue;
        };
        let mut end = after_group(all, open);
        if !all[open..end].iter().any(|token| token.is("wasm_bindgen")) {
            at = end;
            continue;
        }
        while let Some(open) = attribute(all, end) {
            end = after_group(all, open);
        }
        let imports = all[end..]
            .iter()
            .position(|token| *token == Token::Mark('{'))
            .map(|length| end + length);
        match imports.filter(|brace| all[end..*brace].iter().any(|token| token.is("extern"))) {
            Some(brace) if all[end..brace].len() <= 3 => at = after_group(all, brace),
            _ => {
                wrong.push("exports with #[wasm_bindgen]".to_owned());
                at = end;
            }
        }
    }
}

/// One provider's id or constant, where every provider is to be treated alike.
fn single_providers(shipped: &[Token], providers: &[String], wrong: &mut Vec<String>) {
    for token in shipped {
        if let Token::Text(text) = token
            && providers.contains(text)
        {
            wrong.push(format!("names the provider \"{text}\""));
        }
    }
    for found in paths(shipped, &["crate", "providers"]) {
        let below = found.iter().skip_while(|part| *part != "providers").nth(1);
        if below.is_some_and(|module| {
            providers
                .iter()
                .any(|id| id.replace('-', "_") == module.to_lowercase())
        }) {
            wrong.push(format!("names {}", found.join("::")));
        }
    }
    for (at, _) in shipped
        .iter()
        .enumerate()
        .filter(|(_, token)| token.is("match"))
    {
        let matched: Vec<&Token> = shipped[at..]
            .iter()
            .take_while(|token| **token != Token::Mark('{'))
            .collect();
        if matched.ends_with(&[&Token::Mark('.'), &Token::Word("id".to_owned())]) {
            wrong.push("matches on a provider's id".to_owned());
        }
    }
}

fn weight(shipped: &[Token], wrong: &mut Vec<String>) {
    for pair in shipped.windows(2) {
        if let Some(name) = pair[0].word()
            && MACROS.contains(&name)
            && pair[1] == Token::Mark('!')
        {
            wrong.push(format!("uses {name}!"));
        }
    }
    for token in shipped
        .iter()
        .filter_map(Token::word)
        .filter(|word| HEAVY.contains(word))
    {
        wrong.push(format!("uses {token}"));
    }
}

fn effects(shipped: &[Token], wrong: &mut Vec<String>) {
    for word in shipped
        .iter()
        .filter_map(Token::word)
        .filter(|word| IMPURE.contains(word))
    {
        wrong.push(format!("uses {word}, which is not pure"));
    }
    for found in paths(shipped, &["std"]) {
        if found
            .get(1)
            .is_some_and(|part| EFFECTS.contains(&part.as_str()))
        {
            wrong.push(format!("uses {}, which is not pure", found.join("::")));
        }
    }
}

/// Crates that must not be in the wasm, of those in a list as `cargo tree` prints it.
pub(crate) fn forbidden_crates<'a>(tree: &str, forbidden: &[&'a str]) -> Vec<&'a str> {
    let there = |name: &&&str| {
        tree.lines()
            .any(|line| line.split(' ').next() == Some(**name))
    };
    forbidden.iter().filter(there).copied().collect()
}
