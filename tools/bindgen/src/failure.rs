//! How both programs tell that they failed.
//!
//! Returning `anyhow::Result` from `main` would print a long backtrace whenever
//! `RUST_BACKTRACE` is set, which it often is while tests run. The message and its causes are
//! what the reader needs.

use std::process::ExitCode;

/// Prints the error with its causes, one to a line, and gives the exit code.
pub(crate) fn exit_code(result: anyhow::Result<()>) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    eprintln!("error: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  caused by: {cause}");
    }
    ExitCode::FAILURE
}
