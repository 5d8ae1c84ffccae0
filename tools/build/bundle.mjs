// An entry as one minified module: once for `import` (`.js`), once for `require` (`.cjs`).

import { readFileSync } from 'node:fs';
import { at } from '../paths.mjs';
import { bundled } from './bundled.mjs';
import { buildId, parts } from './parts.mjs';
import { filesBelow, step } from './step.mjs';
import { apart } from './testing.mjs';

/** Writes `entry.output`; `core`: what `core` made, with `translated` where the entry wants that. */
export async function bundle(entry, core) {
  const files = Object.values(core);
  await written(entry, files, (extension) => [parts(core, entry.from, extension)], core.wasm);
}

/** Writes `entry.output`, which has no core: one that reaches `docgate:core` after all fails here. */
export async function bundlePlain(entry) {
  await written(entry, [], (extension) => (entry.apart ? [apart(extension)] : []));
}

/** The CommonJS form of a module. */
export const commonJs = (output) => output.replace(/\.js$/, '.cjs');

async function written(entry, made, plugins, wasm) {
  const { name, source, output, external = [], moduleOnly = false } = entry;
  const forms = [
    ['esm', output, '.js'],
    ['cjs', commonJs(output), '.cjs'],
  ].slice(0, moduleOnly ? 1 : 2);
  const outputs = forms.map(([, outfile]) => outfile);
  const manifest = at('pkg', 'package.json');
  const files = [...filesBelow('src/js', '.ts'), ...made, at('package-lock.json'), manifest];
  await step(`${name}.bundle`, { files, values: [entry], outputs }, async () => {
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    const define = {
      DOCGATE_VERSION: JSON.stringify(version),
      ...(wasm !== undefined && { DOCGATE_BUILD: JSON.stringify(buildId(version, wasm)) }),
    };
    for (const [format, outfile, extension] of forms) {
      await bundled(source, format, outfile, { external, define, plugins: plugins(extension) });
    }
  });
}
