//! `docgate-sandbox`: the doubles on loopback, for tests and for trying the demo.

use std::{io::Write, process::ExitCode};

use docgate_sandbox::server::{Options, USAGE, run};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let read_file =
        |path: &str| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let result = match Options::parse(&arguments, read_file) {
        Ok(None) => std::io::stdout()
            .write_all(USAGE.as_bytes())
            .map_err(|error| error.to_string()),
        Ok(Some(options)) => run(options).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "docgate-sandbox: {error}");
            ExitCode::from(2)
        }
    }
}
