//! The runner that `.cargo/config.toml` names for the wasm tests, pinned as `bindgen` is.

mod failure;

fn main() -> std::process::ExitCode {
    failure::exit_code(
        wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os()),
    )
}
