// Rust to wasm, with one feature set.

import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at, target } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { encodedRustflags } from './flags.mjs';
import { filesBelow, step } from './step.mjs';

// The flags differ from those of every other build, hence a target folder of its own.
const folder = join(target, 'mvp');

/** Compiles `entry` and gives the path of the module as rustc left it. */
export async function compile(entry) {
  const output = join(folder, 'entries', entry.name, 'compiled.wasm');
  const flags = await encodedRustflags();
  const files = [
    ...filesBelow('src', '.rs'),
    ...['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml'].map((name) => at(name)),
  ];
  await step(`${entry.name}.compile`, { files, values: [entry.features, flags], outputs: [output] }, async () => {
    console.log(`  compiling the wasm of '${entry.name}'`);
    await cargo(entry.features, flags);
    mkdirSync(dirname(output), { recursive: true });
    copyFileSync(join(folder, 'wasm32-unknown-unknown', 'wasm', 'docgate.wasm'), output);
  });
  return output;
}

// `--crate-type cdylib`: with the rlib beside it, LTO would silently not run.
function cargo(features, flags) {
  return run(
    'cargo',
    [
      'rustc',
      '--quiet',
      '--locked',
      '--package',
      'docgate',
      '--lib',
      '--crate-type',
      'cdylib',
      '--profile',
      'wasm',
      '--target',
      'wasm32-unknown-unknown',
      '--target-dir',
      folder,
      '--no-default-features',
      '--features',
      features.join(','),
    ],
    {
      env: { CARGO_ENCODED_RUSTFLAGS: flags },
      title: `compiling with features ${features.join(',')}`,
    },
  );
}
