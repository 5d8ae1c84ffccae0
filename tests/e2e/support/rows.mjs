// Which requirement or attack an end-to-end test serves, written down while it runs, for
// docs/requirements.md (tests/support/rows.rs is the same for Rust).

import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Says that the test `t` asserts `row` (`'R-026'`, `'A-04'`), and how, in a few words. Call it where
 * the assertion stands: a row counts only if its line is reached.
 */
export function serves(t, row, how) {
  if (!/^[RA]-\d{2,3}$/.test(row)) throw new Error(`not a requirement or an attack: ${row}`);
  if (/[\t\n|]/.test(how)) throw new Error(`a plain phrase, please: ${how}`);
  const file = basename(t.filePath ?? process.argv[1] ?? '', '.test.mjs');
  const line = `${row}\te2e::${file}::${t.fullName ?? t.name}\t${how}\n`;
  // Ports and scenarios are other ones in each run, and the table is the same in all.
  if (/localhost:\d{4}|\bs\d+-\d+\b/.test(line)) throw new Error(`changes from run to run: ${line}`);
  if (process.env.DOCGATE_ROWS === undefined) return;
  appendFileSync(process.env.DOCGATE_ROWS, line);
}
