// The compiler flags of what ships.
//
// `target-cpu=mvp`: one binary feeds both the wasm and, through wasm2js, the fallback.
// `--emit-relocs`: what cuts the panics asks what the addresses mean (panics.mjs).
// Path remapping: the module names no folder of the machine that built it, and two machines
// build the same bytes.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { run } from '../process/run.mjs';

/** Folders of this machine that no shipped file may name. */
export async function machineFolders() {
  const sysroot = (await run('rustc', ['--print', 'sysroot'])).stdout.trim();
  const cargo = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  return { root, sysroot, cargo, home: homedir() };
}

/** RUSTFLAGS in cargo's encoded form (0x1f between flags), so that folders may contain spaces. */
export async function encodedRustflags() {
  const { sysroot, cargo } = await machineFolders();
  const commit = /^commit-hash: (\w+)$/m.exec((await run('rustc', ['-vV'])).stdout)?.[1] ?? 'unknown';
  return [
    '-Ctarget-cpu=mvp',
    // rustc uses the last prefix that matches: the general ones come first.
    `--remap-path-prefix=${root}=/docgate`,
    `--remap-path-prefix=${cargo}=/cargo`,
    ...(await registryFolders(cargo)).map((folder) => `--remap-path-prefix=${folder}=`),
    `--remap-path-prefix=${join(sysroot, 'lib', 'rustlib', 'src', 'rust')}=/rustc/${commit}`,
    '-Clink-arg=--emit-relocs',
  ].join('\x1f');
}

/** `<cargo home>/registry/src/<index>`, found by asking where the locked packages are. */
async function registryFolders(cargo) {
  const metadata = JSON.parse((await run('cargo', ['metadata', '--format-version', '1', '--locked'])).stdout);
  const sources = join(cargo, 'registry', 'src');
  const folders = metadata.packages
    .map((it) => it.manifest_path)
    .filter((path) => path.startsWith(sources))
    .map((path) => join(sources, path.slice(sources.length + 1).split(/[\\/]/)[0]));
  return [...new Set(folders)].sort();
}
