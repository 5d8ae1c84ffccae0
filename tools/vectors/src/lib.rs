//! Project Wycheproof's test vectors for the five algorithms, small enough for a test in a browser.
//!
//! The published vectors are 33 MB of JSON. `build.rs` picks what concerns us and writes it as lines of
//! fields with tabs between them; nothing of it is in the repository.

/// The JOSE vectors, all of them: `key`, set, key or key set as JSON, and below it `test`, number,
/// expected result, comment, token as JSON.
pub const JOSE: &str = include_str!(concat!(env!("OUT_DIR"), "/jose.tsv"));

/// The bare signatures: `key`, algorithm, set, key as JSON, and below it `test`, number, expected
/// result, message, signature, both in hexadecimal digits.
pub const SIGNATURES: &str = include_str!(concat!(env!("OUT_DIR"), "/signatures.tsv"));
