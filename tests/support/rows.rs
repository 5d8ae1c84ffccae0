//! Which requirement or attack a test serves, written down while it runs.
//!
//! `docs/requirements.md` is generated from what was written (`npm run requirements`), so a row
//! that no executed test asserts shows. On the host a line is appended to the file that
//! `DOCGATE_ROWS` names; in the browser it is logged, and the test stage collects it. Without the
//! variable nothing happens.
//!
//! Included where it is needed: `#[path = "…/tests/support/rows.rs"] mod rows;`
#![allow(dead_code, unreachable_pub, clippy::expect_used)]

/// Says that the running test asserts `row` (`R-021`, `A-01`), and how, in a few words.
///
/// Call it where the assertion stands: a row counts only if its line is reached.
#[track_caller]
pub fn serves(row: &str, how: &str) {
    let known =
        matches!(row.split_once('-'), Some(("R" | "A", number)) if number.parse::<u16>().is_ok());
    assert!(known, "not a requirement or an attack: {row}");
    assert!(
        !how.contains(['\t', '\n', '|']),
        "a plain phrase, please: {how}"
    );
    record(row, how);
}

#[cfg(not(target_arch = "wasm32"))]
fn record(row: &str, how: &str) {
    use std::io::Write as _;
    let Some(path) = std::env::var_os("DOCGATE_ROWS") else {
        return;
    };
    let line = [row, "\t", &test_name(), "\t", how, "\n"].concat();
    std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(line.as_bytes()))
        .expect("DOCGATE_ROWS can be written");
}

/// The test program and the test: libtest names the thread after the test.
#[cfg(not(target_arch = "wasm32"))]
fn test_name() -> String {
    let program = std::env::current_exe().ok();
    let program = program
        .as_deref()
        .and_then(std::path::Path::file_stem)
        .and_then(|it| it.to_str());
    let crate_name = program
        .and_then(|it| it.rsplit_once('-'))
        .map_or("", |(name, _)| name);
    let thread = std::thread::current();
    [crate_name, "::", thread.name().unwrap_or("main")].concat()
}

#[cfg(target_arch = "wasm32")]
#[track_caller]
fn record(row: &str, how: &str) {
    let place = std::panic::Location::caller().file();
    wasm_bindgen_test::console_log!("row: {row}\t{place}\t{how}");
}
