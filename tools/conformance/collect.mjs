// What the modules of the last run wrote down: `module <tab> seen <tab> file` (tests/e2e/support/modules.mjs).

import { existsSync, readFileSync } from 'node:fs';
import { modulesFile } from '../stages/rows_file.mjs';

/** A map from module to its sorted list of `{ seen, file }`, each once. */
export function played(path = modulesFile) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const modules = new Map();
  for (const line of [...new Set(lines)].filter((text) => text !== '').sort()) {
    const [module, seen, file] = line.split('\t');
    if (!modules.has(module)) modules.set(module, []);
    modules.get(module).push({ seen, file });
  }
  return modules;
}
