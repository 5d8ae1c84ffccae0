// What the tests of the last run wrote down: `row <tab> test <tab> how` (tests/support/rows.rs).

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsFolder } from '../stages/rows_file.mjs';

/** A map from row to its sorted list of `{ test, how }`, each once. */
export function collected(folder = rowsFolder) {
  const lines = new Set();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) if (line !== '') lines.add(line);
  }
  const rows = new Map();
  for (const line of [...lines].sort()) {
    const [row, test, how] = line.split('\t');
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row).push({ test, how });
  }
  return rows;
}
