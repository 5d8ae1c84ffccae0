/** docs/testing.md names everything that a fake can be told. (That its samples compile, tools/docs/samples.test.mjs says.) */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../../tools/paths.mjs';

const page = readFileSync(at('docs', 'testing.md'), 'utf8');

test('every option and control has its place in the tables', () => {
  const source = readFileSync(at('src', 'js', 'testing', 'fake_types.ts'), 'utf8');
  const names = [...source.matchAll(/^ {2}(?:readonly )?(\w+)(?:\?)?[:(]/gm)].map(([, name]) => name);
  assert.ok(names.length > 25, names.join());
  for (const name of names.filter((name) => !['auth', 'control'].includes(name))) {
    assert.match(page, new RegExp(`\`(?:control\\.)?${name}(?:\\(|\`)`), name);
  }
});
