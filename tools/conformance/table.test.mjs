// The table of the plans' modules: what was played, what was not, and what ended otherwise than it is to.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { at } from '../paths.mjs';
import { played } from './collect.mjs';
import { wanted as listed } from './index.mjs';
import { mistakes, table } from './table.mjs';

const folder = mkdtempSync(join(tmpdir(), 'docgate-modules-'));
after(() => rmSync(folder, { recursive: true }));

const wanted = {
  plans: { basic: 'the-basic-plan', extra: 'the-extra-plan' },
  modules: [
    { name: 'good', plans: ['basic', 'extra'], expects: 'accepted' },
    { name: 'bad', plans: ['basic'], expects: 'refused', note: 'at once' },
    { name: 'free', plans: ['basic'], expects: 'either' },
    { name: 'secret', plans: ['extra'], why: 'a page has none' },
  ],
};

/** What a run with these lines gives. */
function run(...lines) {
  const path = join(folder, 'e2e.tsv');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return played(path);
}

test('shows each module once, with all that was seen, whatever the order of the run', () => {
  const text = table(
    wanted,
    run(
      'bad\trefused: x [y]\tb.mjs',
      'good\taccepted\ta.mjs',
      'bad\trefused: x [y]\tc.mjs',
      'bad\trefused: x [y]\tb.mjs',
    ),
  );
  assert.match(text, /^\| `good` \| basic, extra \| accepted \| accepted \| `a.mjs` \|$/m);
  assert.match(text, /^\| `bad` \| basic \| refused \| refused: `x \[y\]`; at once \| `b.mjs`<br>`c.mjs` \|$/m);
  assert.match(text, /^\| `free` \| basic \| accepted or refused \| \*\*not played\*\* \| \|$/m);
  assert.match(text, /^\| `secret` \| extra \| a page has none \|$/m);
  assert.match(text, /^\| extra \| `the-extra-plan` \| 1 of 2 \|$/m);
});

test('a run in which everything ended as it is to has no mistake', () => {
  const modules = run('good\taccepted\ta', 'bad\trefused: x\ta', 'free\trefused: x\ta', 'free\taccepted\ta');
  assert.deepEqual(mistakes(wanted, modules), []);
});

test('a module that was not played, is unknown, does not apply, or ended otherwise is told', () => {
  const modules = run(
    'good\trefused: x\ta',
    'bad\taccepted\ta',
    'bad\trefused: x\ta',
    'secret\taccepted\ta',
    'new\taccepted\ta',
  );
  assert.deepEqual(mistakes(wanted, modules).sort(), [
    'bad is to be refused, and was accepted',
    'free was not played',
    'good is to be accepted, and was refused: x',
    'new is no module of a plan',
    'secret was played, and is said not to apply',
  ]);
});

test('no run at all: nothing was played', () => {
  assert.equal(mistakes(wanted, played(join(folder, 'none.tsv'))).length, 3);
});

test('the list names every module once, each of a known plan, with an expectation or a reason', () => {
  const { plans, modules } = listed();
  assert.equal(new Set(modules.map(({ name }) => name)).size, modules.length);
  for (const { name, plans: own, expects, why } of modules) {
    assert.ok(own.length > 0 && own.every((plan) => plan in plans), name);
    assert.ok((expects === undefined) !== (why === undefined), name);
    assert.match(expects ?? 'either', /^(accepted|refused|either)$/, name);
  }
});

test('the end-to-end tests name only modules of the list', () => {
  const names = new Set(listed().modules.map(({ name }) => name));
  const files = readdirSync(at('tests', 'e2e')).filter((file) => file.startsWith('conformance_'));
  assert.ok(files.length >= 6);
  for (const file of files) {
    const text = readFileSync(at('tests', 'e2e', file), 'utf8');
    for (const [, name] of text.matchAll(/'(oidcc-client-test[\w-]*|fapi2-[\w-]*\w)'/g)) {
      if (!name.endsWith('-plan')) assert.ok(names.has(name), `${file}: ${name}`);
    }
  }
});
