// The lints of everything in Rust, for the host and for the browser.

import { run } from '../process/run.mjs';

const wasm = ['--package', 'docgate', '--lib', '--target', 'wasm32-unknown-unknown', '--features', 'js'];
const calls = [
  [
    ...['docgate', 'docgate-sandbox', 'docgate-relay', 'docgate-bindgen', 'docgate-vectors'].flatMap((name) => [
      '--package',
      name,
    ]),
    '--all-targets',
  ],
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
