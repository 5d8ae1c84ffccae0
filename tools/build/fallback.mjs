// The JavaScript translation for pages where WebAssembly is refused. It is not shipped yet; this
// keeps the way open: the module that ships must be one that wasm2js accepts.

import { join } from 'node:path';
import { target } from '../paths.mjs';
import { binaryen } from './binaryen.mjs';
import { needs } from './lower.mjs';
import { step } from './step.mjs';

/** Translates the finished module of `entry`, or throws. */
export async function checkFallback(entry) {
  const folder = join(target, 'mvp', 'entries', entry.name);
  const wasm = join(folder, 'docgate.wasm');
  const output = join(folder, 'fallback.js');
  await step(`${entry.name}.fallback`, { files: [wasm], outputs: [output] }, () =>
    binaryen('wasm2js', wasm, ...needs, '-o', output),
  );
}
