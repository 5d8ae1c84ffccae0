//! The error table exists once, in `src/core/error.rs`; the TypeScript union is made from it and must
//! be equal to it. `UPDATE_GOLDEN=1` writes it anew. The page for people: `tools/docs/errors_page.mjs`.

use std::collections::BTreeSet;
use std::path::Path;

use docgate::core::error::Code;

const TYPESCRIPT: &str = "src/js/codes.ts";
/// What the TypeScript face fails with on its own.
const FACE: &[Code] = &[
    Code::ConfigInvalid,
    Code::ConfigConflict,
    Code::NotInBrowser,
    Code::EmbeddedBrowser,
    Code::LoginRequired,
    Code::Timeout,
    Code::PopupClosed,
    Code::Disposed,
    Code::WasmRefused,
    Code::WasmNotLoaded,
    Code::InternalError,
];

#[test]
fn the_typescript_union_is_the_table() {
    golden(TYPESCRIPT, &typescript());
}

#[test]
fn every_code_is_there_once_and_says_what_to_do() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes.len(), Code::ALL.len());
    for code in Code::ALL {
        let text = code.as_str();
        assert!(
            text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            "{text}"
        );
        for sentence in [code.message(), explanation(*code)] {
            assert!(sentence.ends_with('.'), "{text}: {sentence}");
            assert!(sentence.is_ascii(), "{text}: {sentence}");
            assert!(!sentence.contains("*/"), "{text}: {sentence}");
            assert!(!sentence.contains('|'), "{text}: {sentence}");
        }
    }
}

fn explanation(code: Code) -> &'static str {
    code.explanation().trim()
}

fn typescript() -> String {
    let mut text = String::from(
        "/** The codes of an `AuthError`, generated from the table in `src/core/error.rs`. */\n\
         export type AuthErrorCode =\n",
    );
    for code in Code::ALL {
        text.push_str(&format!("  | '{}'\n", code.as_str()));
    }
    text.truncate(text.trim_end().len());
    text.push_str(
        ";\n\n/** The same codes as values, each with what it means. */\nexport const codes = {\n",
    );
    for code in Code::ALL {
        let name = code.as_str();
        text.push_str(&format!(
            "  /** {} */\n  {name}: '{name}',\n",
            explanation(*code)
        ));
    }
    text.push_str("} as const satisfies { readonly [Code in AuthErrorCode]: Code };\n");
    text.push_str(
        "\n/** The messages of those that the face itself makes, where no wasm runs. */\n",
    );
    text.push_str("export const messages = {\n");
    for code in FACE {
        let message = code.message();
        let quote = if message.contains('\'') { '"' } else { '\'' };
        let name = code.as_str();
        // As the formatter breaks lines.
        let line = format!("  {name}: {quote}{message}{quote},");
        if line.len() <= line_width() {
            text.push_str(&format!("{line}\n"));
        } else {
            text.push_str(&format!("  {name}:\n    {quote}{message}{quote},\n"));
        }
    }
    text.push_str("} as const;\n");
    text
}

/// Where the formatter breaks lines.
fn line_width() -> usize {
    let config = include_str!("../../biome.json");
    let (_, after) = config.split_once("\"lineWidth\":").expect("a width");
    let digits = after
        .trim_start()
        .split(|c: char| !c.is_ascii_digit())
        .next();
    digits.and_then(|text| text.parse().ok()).expect("a number")
}

fn golden(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::write(&file, expected).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "{path} is not what the table gives; run the host tests once with UPDATE_GOLDEN=1"
    );
}
