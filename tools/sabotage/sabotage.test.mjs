// The sabotage runner itself: a tiny crate, a sabotage that is noticed, and all that proves nothing.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../paths.mjs';
import { mistakes, sabotages } from './list.mjs';
import { prove } from './prove.mjs';

const folder = mkdtempSync(join(tmpdir(), 'docgate-sabotage-test-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'src'));
writeFileSync(
  join(folder, 'Cargo.toml'),
  '[workspace]\n[package]\nname = "docgate"\nversion = "0.1.0"\nedition = "2024"\n',
);
writeFileSync(join(folder, 'Cargo.lock'), 'version = 4\n\n[[package]]\nname = "docgate"\nversion = "0.1.0"\n');
const source = `pub fn same(a: u8, b: u8) -> bool { a == b }
pub fn unused() -> u8 { 7 }
#[cfg(test)] mod tests { #[test] fn judges() { assert!(super::same(1, 1)); assert!(!super::same(1, 2)); } }
`;
writeFileSync(join(folder, 'src', 'lib.rs'), source);

const sabotage = (name, find, replace, filter = 'tests::judges') => ({
  name,
  row: 'R-021',
  file: 'src/lib.rs',
  find,
  replace,
  test: { kind: 'host', filter },
});

test('tells what is proved from what is not', async () => {
  const list = [
    sabotage('noticed', 'a == b', 'true'),
    sabotage('unnoticed', '{ 7 }', '{ 8 }'),
    sabotage('broken', 'a == b', 'a =='),
    sabotage('no test', 'a == b', 'true', 'tests::missing'),
  ];
  const results = await prove(list, folder);
  assert.deepEqual(
    results.map(({ verdict }) => verdict),
    ['red', 'green', 'did not compile', 'before any sabotage: found no test'],
  );
  assert.equal(readFileSync(join(folder, 'src', 'lib.rs'), 'utf8'), source);
});

test('finds mistakes in a list', () => {
  const list = [sabotage('a', 'bool', 'u8'), sabotage('a', 'pub fn', ''), { ...sabotage('b', 'x', 'x'), row: 'R' }];
  assert.deepEqual(mistakes(list, folder), [
    'a: its name is taken',
    'a: what it replaces occurs 2 times in src/lib.rs',
    "b: 'R' is no row",
    'b: it changes nothing',
    'b: what it replaces occurs 0 times in src/lib.rs',
  ]);
});

test('every sabotage of this repository applies', async () => {
  assert.deepEqual(mistakes(await sabotages(root), root), []);
});
