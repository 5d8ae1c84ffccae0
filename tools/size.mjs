// npm run size             builds, prints the sizes and what changed, fails over the gate
// npm run size -- --update  also writes them to tools/size.json
// npm run size -- --functions  also shows which modules and functions the code is in
// npm run size -- --table   also writes docs/size.md: where every kilobyte is

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entries } from './build/entries.mjs';
import { buildPackage } from './build/package.mjs';
import { target } from './paths.mjs';
import { report } from './setup/cannot.mjs';
import { byModule, functionSizes } from './size/functions.mjs';
import { committed, measure, overBudget, table } from './size/index.mjs';
import { writeSizes } from './size/markdown.mjs';

try {
  await buildPackage();
  const sizes = await measure();
  console.log(table(sizes));
  if (process.argv.includes('--functions')) showFunctions();
  if (process.argv.includes('--table')) await writeSizes(sizes);
  if (process.argv.includes('--update')) writeFileSync(committed, `${JSON.stringify(sizes, null, 2)}\n`);
  const over = overBudget(sizes);
  for (const sentence of over) console.error(sentence);
  if (over.length > 0) process.exitCode = 1;
} catch (error) {
  report(error);
}

function showFunctions() {
  const [{ name }] = entries;
  const { code, sections } = functionSizes(join(target, 'mvp', 'entries', name, 'docgate.wasm.lowered'));
  const list = (title, rows) => {
    console.log(`\n'${name}': ${title}`);
    for (const [what, bytes] of rows) console.log(`${String(bytes).padStart(8)}  ${what}`);
  };
  list('sections', Object.entries(sections));
  list('code by module', byModule(code, 3).slice(0, 60));
  const biggest = [...code].sort((a, b) => b.bytes - a.bytes).slice(0, 40);
  list(
    'biggest functions',
    biggest.map((it) => [it.name, it.bytes]),
  );
}
