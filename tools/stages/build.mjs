// What is published can be built, and could become JavaScript.

import { entries } from '../build/entries.mjs';
import { checkFallback } from '../build/fallback.mjs';
import { buildPackage } from '../build/package.mjs';

export async function build() {
  await buildPackage();
  for (const entry of entries) await checkFallback(entry);
}
