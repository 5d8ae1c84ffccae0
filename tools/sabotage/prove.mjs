// Proves a list of sabotages in a tree: the named test is green, then each sabotage turns it red.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from './judge.mjs';

/**
 * Gives one `{ name, row, verdict, seconds, output }` for each sabotage, and tells `onResult` at
 * once. `verdict` is 'red' where it is proved. The tree is as before when this has ended.
 */
export async function prove(list, tree, onResult = () => {}) {
  const healthy = new Map();
  const results = [];
  for (const sabotage of list) {
    const key = JSON.stringify(sabotage.test);
    if (!healthy.has(key)) healthy.set(key, await judge(sabotage.test, tree));
    const began = performance.now();
    const before = healthy.get(key);
    const after =
      before.verdict === 'green'
        ? await sabotaged(sabotage, tree)
        : { verdict: `before any sabotage: ${before.verdict}`, output: before.output };
    const result = { name: sabotage.name, row: sabotage.row, seconds: (performance.now() - began) / 1000, ...after };
    results.push(result);
    onResult(result);
  }
  return results;
}

async function sabotaged({ file, find, replace, test }, tree) {
  const path = join(tree, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.split(find).join(replace));
  try {
    return await judge(test, tree);
  } finally {
    writeFileSync(path, text);
  }
}
