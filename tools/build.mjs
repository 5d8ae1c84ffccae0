// node tools/build.mjs              builds pkg/dist
// node tools/build.mjs --trap       builds target/trap/index.js, for the test of trap recovery

import { trapEntry } from './build/entries.mjs';
import { buildEntry, buildPackage } from './build/package.mjs';

try {
  if (process.argv.includes('--trap')) await buildEntry(trapEntry);
  else await buildPackage();
} catch (error) {
  if (error.output) process.stderr.write(error.output);
  console.error(`build: ${error.message}`);
  process.exitCode = 1;
}
