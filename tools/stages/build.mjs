// What is published can be built, fits its budget, and could become JavaScript.

import { entries } from '../build/entries.mjs';
import { checkFallback } from '../build/fallback.mjs';
import { buildPackage } from '../build/package.mjs';
import { CannotGoOn } from '../setup/cannot.mjs';
import { measure, overBudget, table } from '../size/index.mjs';

export async function build() {
  await buildPackage();
  for (const entry of entries) await checkFallback(entry);
  const sizes = await measure();
  console.log(table(sizes));
  const over = overBudget(sizes);
  if (over.length > 0) throw new CannotGoOn(over.join('\n'));
}
