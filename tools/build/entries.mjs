// The entries of the npm package: each is one ES module, most with their own wasm.

import { join } from 'node:path';
import { dist, target } from '../paths.mjs';

/** `import … from 'docgate'` and `'docgate/<name>'`. */
export const entries = [
  {
    name: 'index',
    source: 'src/js/index.ts',
    features: ['js', 'docspace', 'oidc', 'entra', 'doccentrum', 'business-central', 'enadoc', 'docplanner'],
    output: join(dist, 'index.js'),
  },
  {
    name: 'docspace',
    source: 'src/js/docspace.ts',
    features: ['js', 'docspace'],
    output: join(dist, 'docspace.js'),
  },
];

/** Those that need no wasm: the doctor must run where it is refused (docs/decisions/0011). */
export const plainEntries = [
  { name: 'docspace_api', source: 'src/js/docspace_api.ts', output: join(dist, 'docspace_api.js') },
  { name: 'doctor', source: 'src/js/doctor.ts', output: join(dist, 'doctor.js') },
];

/** The default entry with an export that panics on purpose. Never in the package. */
export const trapEntry = {
  name: 'trap',
  source: 'src/js/trap.ts',
  features: ['js', 'docspace', 'oidc', 'entra', 'doccentrum', 'business-central', 'enadoc', 'docplanner', 'trap'],
  output: join(target, 'trap', 'index.js'),
};
