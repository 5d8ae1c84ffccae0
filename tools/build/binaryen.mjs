// The Binaryen programs of the locked npm package.

import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';

/** Runs `wasm-opt`, `wasm2js`, … and gives what it printed. */
export async function binaryen(program, ...args) {
  const path = at('node_modules', 'binaryen', 'bin', program);
  return (await run(process.execPath, [path, ...args], { title: program })).stdout;
}
