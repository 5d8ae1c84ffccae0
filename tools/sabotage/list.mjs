// The list of sabotages: every tests/sabotage/*.mjs exports an array of
//
//   {
//     name: 'skip-state-check',           // unique
//     row: 'R-021',                       // the requirement that must notice
//     file: 'src/core/callback.rs',
//     find: '…', replace: '…',            // `find` occurs exactly once in the file
//     test: { kind: 'host', filter: 'core::callback::tests::unknown_state' },
//   }
//
// `kind: 'host'`: `program` is 'lib' unless told ('lib', or the name of an integration test), and
// `package` is 'docgate' unless told. `kind: 'wasm'`: a browser test of the library. `kind: 'e2e'`:
// `file` is the test file without folder and ending, `filter` a part of the test's name.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** All sabotages below `root`. */
export async function sabotages(root) {
  const folder = join(root, 'tests', 'sabotage');
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const lists = await Promise.all(files.sort().map((name) => import(pathToFileURL(join(folder, name)).href)));
  return lists.flatMap((list) => list.default);
}

/** What is wrong with the list, one sentence each. Cheap enough for every test run. */
export function mistakes(list, root) {
  const seen = new Set();
  return list.flatMap(({ name, row, file, find, replace, test }) => {
    const wrong = [];
    if (seen.has(name)) wrong.push('its name is taken');
    seen.add(name);
    if (!/^[RA]-\d+$/.test(row)) wrong.push(`'${row}' is no row`);
    if (!['host', 'wasm', 'e2e'].includes(test?.kind) || !test.filter) wrong.push('its test is not named');
    if (find === replace) wrong.push('it changes nothing');
    const times = occurrences(file, find, root);
    if (times !== 1) wrong.push(`what it replaces occurs ${times} times in ${file}`);
    return wrong.map((what) => `${name}: ${what}`);
  });
}

function occurrences(file, find, root) {
  try {
    return readFileSync(join(root, file), 'utf8').split(find).length - 1;
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}
