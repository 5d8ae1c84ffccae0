// Down to the first version of WebAssembly, and small.
//
// The shipped standard library uses bulk memory, sign extension and saturating conversions even
// when our own code is compiled for the MVP. The first call reads those and lowers them; the
// second declares everything but mutable globals off, so Binaryen itself would refuse what is
// left of them. Never `-all`: it writes "compact imports", which browsers refuse.

import { writeFileSync } from 'node:fs';
import { binaryen } from './binaryen.mjs';

const reads = [
  '--enable-bulk-memory',
  '--enable-bulk-memory-opt',
  '--enable-sign-ext',
  '--enable-nontrapping-float-to-int',
  '--enable-mutable-globals',
];
const lowering = ['--signext-lowering', '--llvm-memory-copy-fill-lowering', '--llvm-nontrapping-fptoint-lowering'];

/** What the finished module needs. */
export const needs = ['--mvp-features', '--enable-mutable-globals'];

/** A third of a kilobyte under brotli: blocks are built anew, then everything is shrunk twice. */
const shrinking = ['--flatten', '--rereloop', '-Oz', '-Oz'];

/** Removes the feature section, without which wasm-bindgen would use reference types. */
export function stripTargetFeatures(input, output) {
  return binaryen('wasm-opt', input, '--strip-target-features', '-g', '-o', output);
}

/** Lowers and shrinks `input` into `output`; the map of its new short names goes to `names`. */
export async function lower(input, output, names) {
  const lowered = `${output}.lowered`;
  await binaryen('wasm-opt', input, ...reads, '-g', '-Oz', ...lowering, '-o', lowered);
  const map = await binaryen(
    'wasm-opt',
    lowered,
    ...needs,
    ...shrinking,
    '--strip-debug',
    '--strip-producers',
    '--minify-imports-and-exports-and-modules',
    '-o',
    output,
  );
  writeFileSync(names, map);
}

/** The finished module of `output` once more, with the names of its functions, for those who ask where its bytes are. */
export async function withNames(output, named) {
  await binaryen('wasm-opt', `${output}.lowered`, ...needs, ...shrinking, '-g', '-o', named);
}
