// npm run requirements: writes docs/requirements.md from what the last `npm test` wrote down.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeTable } from './requirements/index.mjs';
import { CannotGoOn, report } from './setup/cannot.mjs';
import { rowsFolder } from './stages/rows_file.mjs';

try {
  const missing = ['host', 'wasm', 'e2e'].filter((stage) => !existsSync(join(rowsFolder, `${stage}.tsv`)));
  if (missing.length > 0)
    throw new CannotGoOn(`Run npm test first: nothing was written down by ${missing.join(', ')}.`);
  const none = writeTable();
  console.log(`docs/requirements.md is written; rows without a test: ${none.length === 0 ? 'none' : none.join(', ')}`);
} catch (error) {
  report(error);
}
