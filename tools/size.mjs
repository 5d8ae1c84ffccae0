// npm run size             builds, prints the sizes and what changed, fails over the gate
// npm run size -- --update  also writes them to tools/size.json

import { writeFileSync } from 'node:fs';
import { buildPackage } from './build/package.mjs';
import { report } from './setup/cannot.mjs';
import { committed, measure, overBudget, table } from './size/index.mjs';

try {
  await buildPackage();
  const sizes = await measure();
  console.log(table(sizes));
  if (process.argv.includes('--update')) writeFileSync(committed, `${JSON.stringify(sizes, null, 2)}\n`);
  const over = overBudget(sizes);
  for (const sentence of over) console.error(sentence);
  if (over.length > 0) process.exitCode = 1;
} catch (error) {
  report(error);
}
