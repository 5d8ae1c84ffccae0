// What is linked into what ships: under licences that allow it, and each once. No network is asked.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../paths.mjs';
import { cratesOf, doubles, relay, wasm } from './crates.mjs';
import { duplicates } from './duplicates.mjs';
import { isAllowed, refusedLicences } from './licences.mjs';

for (const what of [wasm, doubles, relay]) {
  test(`${what.title}: allowed licences alone`, async () => {
    const crates = await cratesOf(what);
    assert.ok(crates.length > 20, `${crates.length} crates`);
    assert.deepEqual(refusedLicences(crates), []);
  });
}

test(`${wasm.title}: every crate once`, async () => assert.deepEqual(duplicates(await cratesOf(wasm)), []));

test('a licence that is not allowed, and one that is missing, are found', () => {
  const crate = (licence) => ({ name: 'it', version: '1.0.0', licence });
  assert.equal(refusedLicences([crate('GPL-3.0-only'), crate(null), crate('MIT')]).length, 2);
});

for (const [expression, allowed] of [
  ['MIT', true],
  ['MIT/Apache-2.0', true],
  ['GPL-3.0-only OR MIT', true],
  ['(MIT OR Apache-2.0) AND Unicode-3.0', true],
  ['MIT AND GPL-3.0-only', false],
  ['(MIT OR Apache-2.0) AND MPL-2.0', false],
  ['Apache-2.0 WITH LLVM-exception OR GPL-2.0-only', true],
  ['GPL-2.0-only WITH Classpath-exception-2.0', false],
  ['MIT MIT', false],
  ['(MIT', false],
  ['', false],
]) {
  test(`'${expression}' is ${allowed ? 'allowed' : 'not allowed'}`, () => assert.equal(isAllowed(expression), allowed));
}

test('a crate in two versions is found', () => {
  const crates = [
    { name: 'a', version: '1.0.0' },
    { name: 'b', version: '1.0.0' },
    { name: 'a', version: '2.0.0' },
  ];
  assert.deepEqual(duplicates(crates), ['a is linked as 1.0.0 and 2.0.0']);
  assert.deepEqual(duplicates(crates, ['a']), []);
});

test('npm packages come into nothing that ships: all of them are for developing', () => {
  const { packages } = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));
  const { '': root, ...others } = packages;
  assert.deepEqual(root.dependencies ?? {}, {});
  assert.deepEqual(
    Object.entries(others)
      .filter(([, it]) => it.dev !== true && it.devOptional !== true)
      .map(([path]) => path),
    [],
  );
  // Where a package comes from is each machine's own business, what it has to be is not.
  for (const [path, { resolved, integrity, link }] of Object.entries(others)) {
    assert.equal(resolved, undefined, path);
    assert.ok(link === true || integrity?.startsWith('sha512-'), path);
  }
});
