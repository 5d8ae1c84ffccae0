// npm run conformance: writes docs/conformance.md from what the last `npm test` wrote down.

import { existsSync } from 'node:fs';
import { writeConformance } from './conformance/index.mjs';
import { CannotGoOn, report } from './setup/cannot.mjs';
import { modulesFile } from './stages/rows_file.mjs';

try {
  if (!existsSync(modulesFile)) throw new CannotGoOn('Run npm test first: nothing was written down by e2e.');
  const wrong = writeConformance();
  if (wrong.length > 0)
    throw new CannotGoOn(`docs/conformance.md is written, and not as it is to be:\n${wrong.join('\n')}`);
  console.log('docs/conformance.md is written; every module that applies was played');
} catch (error) {
  report(error);
}
