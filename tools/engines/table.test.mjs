// The table of engines: an engine that failed, ran nothing, or did not run at all is no success.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { good, table } from './table.mjs';

const ran = (passed, failed = 0, code = failed > 0 ? 1 : 0) => ({ passed, failed, code });
const chromium = { title: 'Chromium', version: '1.2', wasm: ran(3), endToEnd: ran(2) };

test('what ran is counted, what did not says why', () => {
  const rows = [
    chromium,
    { title: 'Firefox', version: '3', wasm: ran(2, 1), endToEnd: ran(0) },
    { title: 'WebKitGTK', missing: 'There is no driver.\nAnd more.' },
  ];
  assert.deepEqual(table(rows).split('\n'), [
    'engine     version  wasm tests                    end to end',
    'Chromium   1.2      3 passed, 0 failed            2 passed, 0 failed',
    'Firefox    3        2 passed, 1 failed            FAILED: ran no test',
    'WebKitGTK           not run: There is no driver.',
  ]);
});

test('only what ran, and passed, is good', () => {
  assert.equal(good([chromium]), true);
  assert.equal(good([{ ...chromium, wasm: undefined }]), true);
  for (const bad of [{ wasm: ran(3, 1) }, { endToEnd: ran(0) }, { endToEnd: ran(3, 0, 1) }, { missing: 'no driver' }]) {
    assert.equal(good([chromium, { ...chromium, ...bad }]), false, JSON.stringify(bad));
  }
});
