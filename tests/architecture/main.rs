//! The rules of dependency: which layer may know which, what only one layer may do, and what stays
//! out of the wasm. The compiler enforces most of it; this test enforces the rest.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

mod bad_snippets;
mod rules;
mod tokens;

use std::fs;
use std::path::Path;
use std::process::Command;

use rules::{MAX_LINES, PROVIDERS, forbidden_crates, judge};
use tokens::{Token, tokens};

/// Files of more lines than this are listed, not refused.
const MANY_LINES: usize = 200;

/// Every file below a folder: its path from the root, and its text.
fn files(folder: &str) -> Vec<(String, String)> {
    fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let root = Path::new(env!("CARGO_MANIFEST_DIR"));
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                files.push((name.replace('\\', "/"), text));
            }
        }
    }
    let mut found = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut found,
    );
    found.sort();
    found
}

/// The ids of all providers: those of the design, and those that are written down.
fn providers() -> Vec<String> {
    let mut providers: Vec<String> = PROVIDERS.map(str::to_owned).to_vec();
    for (_, text) in files("src/providers") {
        for three in tokens(&text).windows(3) {
            if let [Token::Word(name), Token::Mark(':'), Token::Text(id)] = three
                && name == "id"
                && !providers.contains(id)
            {
                providers.push(id.clone());
            }
        }
    }
    providers
}

#[test]
fn no_file_breaks_a_rule() {
    let providers = providers();
    let mut judged = 0;
    let mut wrong = Vec::new();
    for (path, text) in ["src", "sandbox/src", "relay/src"]
        .into_iter()
        .flat_map(files)
    {
        if path.ends_with(".rs") {
            judged += 1;
            wrong.extend(
                judge(&path, &text, &providers)
                    .into_iter()
                    .map(|rule| format!("{path} {rule}")),
            );
        }
    }
    assert!(judged > 30, "{judged} files judged");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let mut wrong = Vec::new();
    for (path, text) in ["src", "relay/src"].into_iter().flat_map(files) {
        let lines = text.lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("{path} has {lines} lines"));
        } else if lines > MANY_LINES {
            println!("{path} has {lines} lines");
        }
    }
    assert!(
        wrong.is_empty(),
        "over {MAX_LINES} lines:\n{}",
        wrong.join("\n")
    );
}

/// What the wasm is linked from, one crate a line.
fn wasm_crates(more: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "tree",
            "-p",
            "docgate",
            "--target",
            "wasm32-unknown-unknown",
            "-e",
            "normal",
            "--features",
            "js",
            "--prefix",
            "none",
        ])
        .args(more)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn no_heavy_crate_is_in_the_wasm() {
    let crates = wasm_crates(&[]);
    assert_eq!(
        forbidden_crates(&crates, &["docgate", "wasm-bindgen", "gloo-net"]).len(),
        3,
        "{crates}"
    );
    let heavy = [
        "url",
        "regex",
        "chrono",
        "time",
        "rand",
        "uuid",
        "tracing",
        "log",
        "anyhow",
        "serde_json",
        "futures",
        "proptest",
    ];
    assert_eq!(forbidden_crates(&crates, &heavy), Vec::<&str>::new());
    // gloo-net brings thiserror along, whose code does not get linked; nothing else may.
    let without_gloo_net = wasm_crates(&["--prune", "gloo-net"]);
    assert_eq!(
        forbidden_crates(&without_gloo_net, &["thiserror"]),
        Vec::<&str>::new()
    );
}
