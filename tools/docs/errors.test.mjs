// docs/errors.md says of every code what the table says, and what to do.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../paths.mjs';
import { groups } from './error_advice.mjs';
import { errorsPage, errorsPath, errorTable } from './errors_page.mjs';

const face = readFileSync(at('src', 'js', 'codes.ts'), 'utf8');
const codes = [...face.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);

test('the table in Rust is read as the build reads it', () => {
  const table = errorTable();
  assert.ok(codes.length > 40);
  assert.deepEqual([...table.keys()], codes);
  for (const [code, { when, message }] of table) {
    assert.match(when, /\.$/, code);
    assert.match(message, /\.$/, code);
    // The comments of the union are made by the compiler's own reading of the same table.
    assert.ok(face.includes(`  /** ${when} */\n  ${code}: '${code}',`), code);
  }
});

test('every code stands in one group, with what to do', () => {
  const advised = groups.flatMap((group) => Object.entries(group.codes));
  assert.deepEqual(advised.map(([code]) => code).sort(), [...codes].sort(), 'tools/docs/error_advice.mjs');
  for (const [code, advice] of advised) assert.match(advice, /\.$/, code);
});

test('the page is what they give', () => {
  const page = readFileSync(errorsPath, 'utf8');
  assert.equal(page, errorsPage(), 'write it anew: node tools/docs/write_errors.mjs');
});

test('whatever a guide names as a code is one', () => {
  const known = new Set(codes);
  for (const name of ['faq', 'getting-started', 'configuration']) {
    const page = readFileSync(at('docs', `${name}.md`), 'utf8');
    for (const [, anchor] of page.matchAll(/\]\(errors\.md#(\w+)\)/g)) {
      if (anchor.includes('_')) assert.ok(known.has(anchor), `${name}: ${anchor}`);
    }
  }
});
