//! The wasm-bindgen program, pinned by this workspace's lock file: nothing to install by hand.
//!
//! It must not be called `wasm-bindgen`: rustc takes a program of that name with a version
//! below 0.2.88 for an outdated wasm-bindgen and refuses it.

mod failure;

fn main() -> std::process::ExitCode {
    failure::exit_code(wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(
        std::env::args_os(),
    ))
}
