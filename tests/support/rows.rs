//! What `docs/requirements.md` is made of: an assertion that was executed says which row of the
//! requirements it serves, and how.

use std::io::Write;

/// Notes that the running test has just asserted `row`, and `how`: a line `row\ttest\thow` in the
/// file that `DOCGATE_ROWS` names. Without it nothing happens.
///
/// Called behind the assertions, so that a test that failed notes nothing.
pub(crate) fn serves(row: &str, how: &str) {
    let Some(path) = std::env::var_os("DOCGATE_ROWS") else {
        return;
    };
    let thread = std::thread::current();
    let line = format!("{row}\t{}\t{how}\n", thread.name().unwrap_or("?"));
    let file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path);
    // One write: the tests of a run append to the file at the same time.
    file.and_then(|mut file| file.write_all(line.as_bytes()))
        .expect("DOCGATE_ROWS names a file that can be written");
}
