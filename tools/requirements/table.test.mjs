// The table of requirements: what is served, what is not, in a stable order.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { collected } from './collect.mjs';
import { table } from './table.mjs';

const folder = mkdtempSync(join(tmpdir(), 'docgate-rows-'));
after(() => rmSync(folder, { recursive: true }));
const wanted = {
  rows: [
    { id: 'R-001', severity: 'H', title: 'One' },
    { id: 'R-002', severity: 'C', title: 'Two', note: 'with a note' },
    { id: 'R-051', severity: 'H', title: 'Later', waits: 'DPoP' },
    { id: 'A-01', severity: 'attack', title: 'Trick' },
  ],
  later: [{ waits: 'popup', rows: 'R-110' }],
  replaced: [{ id: 'R-100', by: 'another rule' }],
};

test('merges the stages, each line once, whatever the order of the run', () => {
  writeFileSync(join(folder, 'host.tsv'), 'R-001\tb\ttwo\nR-001\ta\tone\nR-001\ta\tone\n');
  writeFileSync(join(folder, 'e2e.tsv'), 'A-01\tc\tthree\nR-001\ta\tagain\n');
  const text = table(wanted, collected(folder));
  assert.match(text, /^\| R-001 \| H \| One \| `a`: again; one<br>`b`: two \|$/m);
  assert.match(text, /^\| R-002 \| C \| Two \(with a note\) \| \*\*none\*\* \|$/m);
  assert.match(text, /^\| R-051 \| H \| Later \| waits: DPoP \|$/m);
  assert.match(text, /^\| A-01 \| Trick \| `c`: three \|$/m);
});

test('shows a row that nobody asked for', () => {
  const text = table(wanted, new Map([['R-110', [{ test: 't', how: 'h' }]]]));
  assert.match(text, /^\| R-110 \| `t`: h \|$/m);
});
