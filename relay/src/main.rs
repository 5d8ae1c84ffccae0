//! The program. What it does is in the library.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    docgate_relay::command::main(std::env::args().skip(1))
}
