// The lints of everything in Rust, for the host and for the browser.

import { run } from '../process/run.mjs';

const wasm = ['--package', 'docgate', '--lib', '--target', 'wasm32-unknown-unknown', '--features', 'js'];
const calls = [
  ['--package', 'docgate', '--package', 'docgate-sandbox', '--package', 'docgate-bindgen', '--all-targets'],
  wasm,
  [...wasm, '--profile', 'test'],
];

export async function clippy() {
  for (const call of calls) {
    await run('cargo', ['clippy', '--quiet', '--locked', ...call, '--', '-D', 'warnings'], {
      title: `cargo clippy ${call.join(' ')}`,
    });
  }
}
