/** The bills of materials in the tarball: valid CycloneDX 1.6, and true. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { buildPackage } from '../../tools/build/package.mjs';
import { at } from '../../tools/paths.mjs';
import { doubles, wasm } from '../../tools/release/crates.mjs';
import { packed } from '../../tools/release/packed.mjs';
import { asText, cratesBom, npmBom } from '../../tools/release/sbom.mjs';

let files;
let manifest;
let crates;
let testing;
let npm;

before(async () => {
  await buildPackage();
  ({ files, manifest } = await packed());
  [crates, testing, npm] = ['crates', 'testing', 'npm'].map((name) => JSON.parse(files.get(`sbom/${name}.cdx.json`)));
});

test('all are valid, and a broken one would not be', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  for (const bom of [crates, testing, npm]) assert.equal(await validator.validate(JSON.stringify(bom)), null);
  for (const broken of [
    { ...npm, specVersion: 1.6 },
    { ...npm, components: [{ type: 'file' }] },
    { ...npm, components: [npm.components[0], npm.components[0]] },
    { ...npm, components: [{ ...npm.components[0], hashes: [{ alg: 'SHA-256', content: 'x' }] }] },
  ]) {
    assert.notEqual(await validator.validate(JSON.stringify(broken)), null);
  }
});

test('every file of dist is in the one of the package, with its hash', () => {
  const dist = [...files].filter(([name]) => name.startsWith('dist/'));
  const listed = new Map(
    npm.components.filter(({ type }) => type === 'file').map((it) => [it.name, it.hashes[0].content]),
  );
  assert.equal(listed.size, dist.length);
  for (const [name, bytes] of dist) {
    assert.equal(listed.get(name), createHash('sha256').update(bytes).digest('hex'), name);
  }
  assert.equal(npm.metadata.component.purl, `pkg:npm/docgate@${manifest.version}`);
});

test('every crate of a wasm is in its bill, as Cargo.lock has it, with a licence', () => {
  const lock = readFileSync(at('Cargo.lock'), 'utf8');
  for (const [bill, some] of [
    [crates, ['base64', 'sha2', 'wasm-bindgen', 'web-sys', 'serde', 'rlsf']],
    [testing, ['base64', 'p256', 'serde_json', 'num-bigint', 'wasm-bindgen']],
  ]) {
    const listed = bill.components.filter(({ purl }) => purl.startsWith('pkg:cargo/'));
    for (const { name, version, hashes, licenses } of listed) {
      assert.ok(lock.includes(`name = "${name}"\nversion = "${version}"\n`), `${name} ${version}`);
      assert.ok(lock.includes(`checksum = "${hashes[0].content}"`), name);
      assert.match(licenses[0].expression, /^[\w.() -]+$/);
    }
    const names = bill.components.map(({ name }) => name);
    for (const known of [...some, 'std']) assert.ok(names.includes(known), known);
    // What only runs while compiling, or belongs to tests or the relay, is not in it.
    for (const other of ['syn', 'proptest', 'axum', 'tokio', 'serde_derive']) assert.ok(!names.includes(other), other);
  }
});

test('the same again gives the same bytes, without a time or a random number', async () => {
  const again = [await cratesBom(wasm), await cratesBom(doubles)];
  for (const [index, name] of ['crates', 'testing'].entries()) {
    assert.equal(asText(again[index]), files.get(`sbom/${name}.cdx.json`).toString('utf8'));
  }
  const dist = [...files].filter(([name]) => name.startsWith('dist/')).reverse();
  assert.equal(asText(npmBom(manifest, dist, again)), files.get('sbom/npm.cdx.json').toString('utf8'));
  for (const bom of [crates, testing, npm]) {
    assert.ok(!('serialNumber' in bom) && !('timestamp' in bom.metadata));
  }
});
