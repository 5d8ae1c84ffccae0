// npm run test:sabotage                 every sabotage of tests/sabotage must turn its test red
// npm run test:sabotage -- --only name   this one alone (repeatable)
// npm run test:sabotage -- --kind host   these kinds alone (host, wasm, e2e; repeatable)

import { parseArgs } from 'node:util';
import { root } from './paths.mjs';
import { mistakes, sabotages } from './sabotage/list.mjs';
import { prove } from './sabotage/prove.mjs';
import { copyTree } from './sabotage/tree.mjs';
import { CannotGoOn, report } from './setup/cannot.mjs';

const many = { type: 'string', multiple: true };

try {
  const { values } = parseArgs({ options: { only: many, kind: many } });
  const all = await sabotages(root);
  const wrong = mistakes(all, root);
  if (wrong.length > 0) throw new CannotGoOn(wrong.join('\n'));
  const list = all.filter(
    ({ name, test }) => (values.only ?? [name]).includes(name) && (values.kind ?? [test.kind]).includes(test.kind),
  );
  if (list.length === 0) throw new CannotGoOn('There is no such sabotage.');

  const { folder } = copyTree(root);
  const results = await prove(list, folder, (result) => {
    console.log(
      `${result.verdict === 'red' ? 'red ' : 'BAD '} ${result.row.padEnd(6)} ${result.seconds.toFixed(1).padStart(6)} s  ${result.name}`,
    );
    if (result.verdict !== 'red') console.log(`${result.output.trimEnd()}\n     ${result.name}: ${result.verdict}`);
  });
  const bad = results.filter((result) => result.verdict !== 'red').length;
  console.log(`\n${results.length - bad} of ${results.length} sabotages turn their test red`);
  process.exitCode = bad > 0 ? 1 : 0;
} catch (error) {
  report(error);
}
