// Where the tests of a stage write which requirements they serve (tests/support/rows.rs), and which modules of the
// OpenID Foundation's plans they played (tests/e2e/support/modules.mjs).

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { target } from '../paths.mjs';

/** The folder with one file for each stage. */
export const rowsFolder = join(target, 'rows');

/** An empty file for `stage`; give it to the tests as `DOCGATE_ROWS`. */
export function rowsFile(stage) {
  mkdirSync(rowsFolder, { recursive: true });
  const path = join(rowsFolder, `${stage}.tsv`);
  rmSync(path, { force: true });
  return path;
}

/** What the modules wrote down. */
export const modulesFile = join(target, 'conformance', 'e2e.tsv');

/** The same, empty; give it to the tests as `DOCGATE_MODULES`. */
export function emptyModulesFile() {
  mkdirSync(dirname(modulesFile), { recursive: true });
  writeFileSync(modulesFile, '');
  return modulesFile;
}
