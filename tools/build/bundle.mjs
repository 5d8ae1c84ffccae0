// The face, the glue and the embedded wasm as one minified ES module.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { at, root } from '../paths.mjs';
import { filesBelow, step } from './step.mjs';

/** Writes `entry.output`; `wasm` and `glue` are what `core` made. */
export async function bundle(entry, { wasm, glue }) {
  await written(entry, [wasm, glue], [embedded(wasm, glue)]);
}

/** Writes `entry.output`, which has no wasm: one that reaches `docgate:core` after all fails here. */
export async function bundlePlain(entry) {
  await written(entry, [], []);
}

async function written(entry, parts, plugins) {
  const manifest = at('pkg', 'package.json');
  const files = [...filesBelow('src/js', '.ts'), ...parts, at('package-lock.json'), manifest];
  await step(`${entry.name}.bundle`, { files, outputs: [entry.output] }, async () => {
    const { build } = await import('esbuild');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    await build({
      absWorkingDir: root,
      entryPoints: [entry.source],
      outfile: entry.output,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      minify: true,
      legalComments: 'none',
      charset: 'utf8',
      logLevel: 'warning',
      tsconfigRaw: {},
      define: { DOCGATE_VERSION: JSON.stringify(version) },
      plugins,
    });
  });
}

// `docgate:core` (src/js/core.d.ts). Hex, because it can be compiled synchronously and brotli
// packs it better than base64 or a compressed form.
function embedded(wasm, glue) {
  return {
    name: 'docgate:core',
    setup(build) {
      build.onResolve({ filter: /^docgate:core$/ }, () => ({ path: 'core', namespace: 'docgate' }));
      build.onLoad({ filter: /.*/, namespace: 'docgate' }, () => ({
        contents: `${readFileSync(glue, 'utf8')}\nexport const hex = '${readFileSync(wasm).toString('hex')}';\n`,
        loader: 'js',
        resolveDir: dirname(glue),
      }));
    },
  };
}
