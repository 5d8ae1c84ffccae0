// What the face finds under the names `docgate:…` (src/js/core.d.ts), for one entry.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { at } from '../paths.mjs';
import { packed } from './packed.mjs';

/** As `<link integrity>` and `fetch` take it. */
export const integrity = (wasm) => `sha384-${createHash('sha384').update(readFileSync(wasm)).digest('base64')}`;

/** Which build it is: the package's version and what the module is. */
export const buildId = (version, wasm) =>
  `${version}+${createHash('sha256').update(readFileSync(wasm)).digest('hex').slice(0, 8)}`;

/** The names of all that the module exports. */
const exported = (wasm) =>
  WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(wasm))).map(({ name }) => name);

/**
 * An esbuild plugin. `parts`: what `core` made; `from`: which of src/js/source the entry uses; `extension`: of the modules that
 * are written.
 */
export function parts({ wasm, glue, translated }, from, extension) {
  const glueText = () => readFileSync(glue, 'utf8');
  const contents = {
    core: async () => `${glueText()}\nexport const packed = '${await packed(wasm)}';\n`,
    glue: () =>
      `${glueText()}\nexport const integrity = '${integrity(wasm)}';\nexport const exported = '${exported(wasm)}';\n`,
    translated: () => `${glueText()}\n${readFileSync(translated, 'utf8')}`,
  };
  return {
    name: 'docgate',
    setup(build) {
      build.onResolve({ filter: /^docgate:/ }, ({ path, kind }) => {
        const name = path.slice('docgate:'.length);
        if (name === 'source') return { path: at('src', 'js', 'source', `${from}.ts`) };
        // A file of its own, which bundlers and browsers load when they come to it. `import()` takes a module from anywhere.
        if (name === 'translation') {
          return { path: `./translation${kind === 'dynamic-import' ? '.js' : extension}`, external: true };
        }
        return { path: name, namespace: 'docgate' };
      });
      build.onLoad({ filter: /.*/, namespace: 'docgate' }, async ({ path }) => ({
        contents: await contents[path](),
        loader: 'js',
        resolveDir: dirname(glue),
      }));
    },
  };
}
