// The entries of the npm package: each is one module, once for `import` and once for `require`.

import { join } from 'node:path';
import { dist, target } from '../paths.mjs';

const every = ['js', 'docspace', 'oidc', 'entra', 'doccentrum', 'business-central', 'enadoc', 'docplanner'];

/** What is compiled: a feature set under a name. */
export const cores = {
  index: { name: 'index', features: every },
  docspace: { name: 'docspace', features: ['js', 'docspace'] },
  /** With an export that panics on purpose. Never in the package. */
  trap: { name: 'trap', features: [...every, 'trap'] },
};

const entry = (name, rest) => ({ name, source: `src/js/${name}.ts`, output: join(dist, `${name}.js`), ...rest });

/**
 * `import … from 'docgate'` and `'docgate/<name>'`. `from`: where the core comes from (src/js/source), of which there are the
 * embedded wasm, wasm that the app gives, and the translation.
 */
export const entries = [
  entry('index', { core: cores.index, from: 'embedded' }),
  entry('docspace', { core: cores.docspace, from: 'embedded' }),
  entry('slim', { core: cores.index, from: 'given' }),
  entry('js', { core: cores.index, from: 'translated' }),
];

/** A file beside them that no app names: `docgate` imports it where WebAssembly is refused, `docgate/js` always. */
export const translation = entry('translation', { core: cores.index });

/** `docgate/wasm`: the module of `docgate` as a file. */
export const wasmFile = join(dist, 'docgate.wasm');

/**
 * Those that need no core: the doctor must run where it is refused (docs/decisions/0011). `external`: packages that the app
 * has, and that are never bundled. `moduleOnly`: those exist for `import` alone, so the entry does too.
 */
export const plainEntries = [
  entry('docspace_api'),
  entry('doctor'),
  entry('react', { external: ['react'] }),
  entry('vue', { external: ['vue'] }),
  entry('svelte', { external: ['svelte'], moduleOnly: true }),
  entry('angular', { external: ['@angular/core', '@angular/common', '@angular/router'], moduleOnly: true }),
  entry('solid', { external: ['solid-js'] }),
  // `apart`: it loads the scripted provider when a test asks for it (testing.mjs).
  entry('testing', { apart: true }),
];

/** The default entry with a way to trap. */
export const trapEntry = {
  ...entry('trap', { core: cores.trap, from: 'embedded' }),
  output: join(target, 'trap', 'index.js'),
};
