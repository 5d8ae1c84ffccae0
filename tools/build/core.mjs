// From one feature set to `docgate:core`: the finished module and the glue that fits it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { target } from '../paths.mjs';
import { bindgen } from './bindgen.mjs';
import { compile } from './compile.mjs';
import { factory } from './factory.mjs';
import { lower, stripTargetFeatures } from './lower.mjs';
import { shortNames } from './names.mjs';
import { cutPanics } from './panics.mjs';
import { refuseMachinePaths } from './privacy.mjs';
import { step } from './step.mjs';

/** Gives the paths `{ wasm, glue }`. */
export async function core(entry) {
  const folder = join(target, 'mvp', 'entries', entry.name);
  const wasm = join(folder, 'docgate.wasm');
  const glue = join(folder, 'glue.js');
  const compiled = await compile(entry);
  await step(`${entry.name}.core`, { files: [compiled], outputs: [wasm, glue] }, async () => {
    console.log(`  binding and shrinking the wasm of '${entry.name}'`);
    const generated = join(folder, 'bindgen');
    mkdirSync(generated, { recursive: true });
    const stripped = join(folder, 'stripped.wasm');
    const names = join(folder, 'names.json');
    const cut = join(folder, 'cut.wasm');
    const gone = cutPanics(compiled, cut);
    console.log(`  cut ${gone.functions} functions that only panic, ${gone.places} calls of them, ${gone.data} bytes`);
    await stripTargetFeatures(cut, stripped);
    await bindgen(stripped, generated);
    await lower(join(generated, 'docgate_bg.wasm'), wasm, names);
    await refuseMachinePaths(wasm);
    const text = factory(readFileSync(join(generated, 'docgate.js'), 'utf8'));
    writeFileSync(glue, shortNames(text, JSON.parse(readFileSync(names, 'utf8'))));
  });
  return { wasm, glue };
}
