// The wasm as JavaScript, for pages where WebAssembly is refused: what wasm2js makes of the very module that ships, as a
// function that makes an instance's exports.

import { readFileSync, writeFileSync } from 'node:fs';
import { binaryen } from './binaryen.mjs';
import { replaceExactly } from './exactly.mjs';
import { needs } from './lower.mjs';
import { step } from './step.mjs';

/** Writes `translated.js` beside `wasm` and gives its path. */
export async function translate({ name }, wasm) {
  const output = wasm.replace(/docgate\.wasm$/, 'translated.js');
  await step(`${name}.translate`, { files: [wasm], outputs: [output] }, async () => {
    console.log(`  translating the wasm of '${name}'`);
    await binaryen('wasm2js', wasm, ...needs, '-Oz', '-o', output);
    writeFileSync(output, asFunction(readFileSync(output, 'utf8')));
  });
  return output;
}

/** The module that wasm2js writes has one instance; a function of the same has one for each call. */
export function asFunction(text) {
  const body = replaceExactly(text, /^import \* as a from 'a';$/, () => '');
  const end = /^var retasmFunc = asmFunc\(\{\n {2}"a": a,\n\}\);$/;
  replaceExactly(body, end, () => '');
  const kept = body.slice(0, body.search(new RegExp(end.source, 'm')));
  if (/^(?:import|export)\b/m.test(kept)) throw new Error('the translation imports or exports something unexpected');
  return `export function translated(imports) {\n${kept}\nreturn asmFunc(imports);\n}\n`;
}
