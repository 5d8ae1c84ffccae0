/** What is published: the tarball as npm packs it, file for file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { before, test } from 'node:test';
import { machineFolders } from '../../tools/build/flags.mjs';
import { buildPackage } from '../../tools/build/package.mjs';
import { at } from '../../tools/paths.mjs';
import { dynamicCode } from '../../tools/release/dynamic_code.mjs';
import { embedded } from '../../tools/release/embedded.mjs';
import { exportedFiles } from '../../tools/release/entry_types.mjs';
import { packed } from '../../tools/release/packed.mjs';

const PAPERS = ['CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json'];
const BILLS = ['sbom/crates.cdx.json', 'sbom/npm.cdx.json', 'sbom/testing.cdx.json'];

let files;
let manifest;

before(async () => {
  await buildPackage();
  ({ files, manifest } = await packed());
});

const text = (name) => files.get(name).toString('utf8');
const named = (pattern) => [...files.keys()].filter((name) => pattern.test(name));

/** What `name` refers to in its own folder: modules, their declarations, assets by their address. */
function reached(name) {
  const source = text(name);
  const specifiers = [
    ...source.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'`](\.[^"'`]+)["'`]/g),
    ...source.matchAll(/new URL\(\s*["'`]([^"'`]+)["'`]\s*,/g),
  ].map(([, it]) => join(dirname(name), it));
  const declared = /\.d\.([cm]?)ts$/.test(name);
  return declared ? specifiers.map((it) => it.replace(/\.([cm]?)[jt]s$/, '.d.$1ts')) : specifiers;
}

test('papers, bills of materials, and what the exports reach: nothing else, and nothing less', () => {
  const expected = new Set([...PAPERS, ...BILLS]);
  const open = exportedFiles(manifest).filter((name) => name !== 'package.json');
  assert.ok(open.includes('dist/index.js') && open.includes('dist/index.d.ts'));
  while (open.length > 0) {
    const name = open.pop();
    if (expected.has(name)) continue;
    assert.ok(files.has(name), `${name} is missing`);
    expected.add(name);
    if (/\.[cm]?[jt]s$/.test(name)) open.push(...reached(name));
  }
  assert.deepEqual([...files.keys()].sort(), [...expected].sort());
});

test('code, declarations and the raw module alone are in dist: no source, map or test', () => {
  const dist = named(/^dist\//);
  assert.ok(dist.length > 10, dist.join());
  for (const name of dist) {
    assert.match(name, /^dist\/(?:[a-z_]+\/)*[a-z_]+(?:\.js|\.cjs|\.d\.ts|\.d\.cts|\.wasm)$/);
    if (/\.[cm]?[jt]s$/.test(name)) assert.ok(!/[#@] ?sourceMappingURL/.test(text(name)), name);
  }
});

test('the manifest: no dependency, no side effect, no script, and the licences and version of the crate', () => {
  for (const key of ['dependencies', 'optionalDependencies', 'bundleDependencies', 'bundledDependencies', 'scripts']) {
    assert.ok(!(key in manifest), key);
  }
  // What an adapter is for is the app's own to install.
  for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
    assert.equal(manifest.peerDependenciesMeta?.[peer]?.optional, true, peer);
  }
  assert.equal(manifest.sideEffects, false);
  assert.equal(manifest.type, 'module');
  const crate = readFileSync(at('Cargo.toml'), 'utf8');
  assert.equal(manifest.version, /^version = "(.+)"$/m.exec(crate)[1]);
  assert.equal(manifest.license, /^license = "(.+)"$/m.exec(crate)[1]);
});

test('every entry has declarations first, for each way to load it', () => {
  for (const [path, value] of Object.entries(manifest.exports)) {
    if (typeof value === 'string') continue;
    const ways = [value, ...Object.values(value).filter((it) => typeof it === 'object')];
    for (const way of ways.filter((it) => typeof it.default === 'string')) {
      assert.equal(Object.keys(way)[0], 'types', path);
      assert.equal(Object.keys(way).at(-1), 'default', path);
    }
  }
});

test('the papers are those of the repository', () => {
  for (const name of ['CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT']) {
    assert.ok(text(name) === readFileSync(at(name), 'utf8'), name);
  }
  assert.ok(
    text('CHANGELOG.md').includes(`
## [${manifest.version}] - `),
    'a section of this version',
  );
});

test('nothing names a folder of the machine that built it', async () => {
  const own = Object.values(await machineFolders()).filter((folder) => folder.length > 1);
  const usual = ['/home/', '/root/', '/Users/', ':\\Users\\', '/.cargo/', '/.rustup/', 'node_modules/'];
  for (const [name, bytes] of files) {
    const content = bytes.toString('latin1');
    const inside = embedded(bytes);
    if (/^dist\/(?:index|docspace|testing_provider)\.c?js$/.test(name))
      assert.ok(inside.includes('\0asm'), `${name} has a module`);
    for (const part of [content, inside]) {
      for (const folder of [...own, ...usual]) assert.ok(!part.includes(folder), `${name} names ${folder}`);
    }
  }
});

test('no script makes code out of texts', () => {
  const scripts = named(/\.c?js$/);
  assert.ok(scripts.length >= 4);
  assert.deepEqual(dynamicCode(Object.fromEntries(scripts.map((name) => [name, text(name)]))), []);
});

test('what makes code out of texts would be found', () => {
  for (const code of [
    'eval("1")',
    'const e = eval; e("1")',
    'new Function("return 1")',
    'globalThis.Function("1")()',
    'setTimeout("x()", 1)',
    '(() => {}).constructor("x")',
    'import(name)',
  ]) {
    assert.equal(dynamicCode({ code }).length, 1, code);
  }
  const good = `import("./a.js"); setTimeout(() => {}, 1); typeof Function; x instanceof Function; "eval(1)"; /* eval */ new it.constructor(1)`;
  assert.deepEqual(dynamicCode({ good }), []);
});

test('no script loads a worker, a frame or a script from a text', () => {
  for (const name of named(/\.c?js$/)) {
    assert.ok(
      !/new (?:Shared)?Worker\b|importScripts|createObjectURL|\.innerHTML|document\.write/.test(text(name)),
      name,
    );
  }
});
