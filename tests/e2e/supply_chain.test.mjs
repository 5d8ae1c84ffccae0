/**
 * What ships and what is in it: no run-time dependency, no unsafe code of ours, licences that allow it, each crate
 * once. Needs no browser. That two builds give the same bytes is shown by `npm run test:reproducible`.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { filesBelow } from '../../tools/build/step.mjs';
import { at } from '../../tools/paths.mjs';
import { cratesOf, doubles, relay, wasm } from '../../tools/release/crates.mjs';
import { duplicates } from '../../tools/release/duplicates.mjs';
import { refusedLicences } from '../../tools/release/licences.mjs';
import { packed } from '../../tools/release/packed.mjs';
import { serves } from './support/rows.mjs';

test('the npm package depends on nothing at run time', async (t) => {
  const { manifest, files } = await packed();
  for (const key of ['dependencies', 'optionalDependencies', 'bundleDependencies', 'scripts']) {
    assert.ok(!(key in manifest), key);
  }
  assert.ok(files.has('dist/index.js'));
  serves(t, 'R-164', 'the packed tarball has no dependency and no install script');
});

test('our crates have no unsafe code but what wasm-bindgen writes', async (t) => {
  const workspace = readFileSync(at('Cargo.toml'), 'utf8');
  assert.match(workspace, /^unsafe_code = "(deny|forbid)"$/m);
  for (const crate of ['Cargo.toml', 'relay/Cargo.toml', 'sandbox/Cargo.toml']) {
    assert.match(readFileSync(at(crate), 'utf8'), /^\[lints\]\nworkspace = true$/m, crate);
  }
  const sources = [...filesBelow('src', '.rs'), ...filesBelow('relay/src', '.rs'), ...filesBelow('sandbox/src', '.rs')];
  assert.ok(sources.length > 100);
  for (const path of sources) {
    const code = readFileSync(path, 'utf8').replaceAll(/\/\/.*$/gm, '');
    assert.ok(!/(?<!-)\bunsafe\b(?!-)|allow\(\s*unsafe_code/.test(code), path);
  }
  serves(
    t,
    'R-164',
    'no word unsafe in the sources of core, providers, browser, api, relay and sandbox, and the lint is on',
  );
});

for (const what of [wasm, doubles, relay]) {
  test(`${what.title}: licences`, async (t) => {
    assert.deepEqual(refusedLicences(await cratesOf(what)), []);
    serves(t, 'R-164', `${what.title}: permissive licences alone`);
  });
}

test('no crate twice in the wasm', async (t) => {
  assert.deepEqual(duplicates(await cratesOf(wasm)), []);
  serves(t, 'R-164', 'no crate is in the wasm in two versions');
});
