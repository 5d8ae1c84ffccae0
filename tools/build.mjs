// node tools/build.mjs              builds pkg/dist
// node tools/build.mjs --trap       builds target/trap/index.js, for the test of trap recovery
// node tools/build.mjs --fallback   also checks that the same modules can become JavaScript

import { entries, trapEntry } from './build/entries.mjs';
import { checkFallback } from './build/fallback.mjs';
import { buildEntry, buildPackage } from './build/package.mjs';

try {
  if (process.argv.includes('--trap')) await buildEntry(trapEntry);
  else await buildPackage();
  if (process.argv.includes('--fallback')) for (const entry of entries) await checkFallback(entry);
} catch (error) {
  if (error.output) process.stderr.write(error.output);
  console.error(`build: ${error.message}`);
  process.exitCode = 1;
}
