// Where the tests of a stage write which requirements they serve (tests/support/rows.rs).

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
