/** The tarball, as `publint` and `are-the-types-wrong` see it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { buildPackage } from '../../tools/build/package.mjs';
import { packed } from '../../tools/release/packed.mjs';

/** How TypeScript finds a package: by `exports` in all but the oldest way, which is that of Node.js 10. */
const RESOLUTIONS = ['node16-cjs', 'node16-esm', 'bundler'];

let tarball;
let manifest;

before(async () => {
  await buildPackage();
  ({ tarball, manifest } = await packed());
});

test('publint has nothing to say, strictly', async () => {
  const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
  assert.deepEqual(
    messages.map((it) => `${it.type}: ${formatMessage(it, pkg, { color: false })}`),
    [],
  );
});

test('every entry is found with its declarations by import, and by require where it is for that', async () => {
  // A file that is no code, for whoever wants its bytes.
  const excludeEntrypoints = Object.keys(manifest.exports).filter((path) => /\.wasm$/.test(manifest.exports[path]));
  const analysis = await checkPackage(createPackageFromTarballData(tarball), { excludeEntrypoints });
  assert.ok(analysis.types);
  const entries = Object.entries(manifest.exports).filter(
    ([path]) => path !== './package.json' && !excludeEntrypoints.includes(path),
  );
  // Adapters of frameworks that themselves exist as modules alone.
  const moduleOnly = entries.filter(([, value]) => value.require === undefined).map(([path]) => path);
  const expected = moduleOnly.map((path) => `CJSResolvesToESM ${path} node16-cjs`);
  for (const [path] of entries) {
    const { resolutions } = analysis.entrypoints[path];
    for (const kind of RESOLUTIONS) assert.ok(resolutions[kind].resolution !== undefined, `${path} by ${kind}`);
  }
  const problems = analysis.problems
    .filter(({ resolutionKind }) => resolutionKind === undefined || RESOLUTIONS.includes(resolutionKind))
    .map(({ kind, entrypoint, resolutionKind, typesFileName }) =>
      [kind, entrypoint ?? typesFileName, resolutionKind].filter(Boolean).join(' '),
    );
  assert.deepEqual(problems.sort(), expected.sort());
  assert.ok(
    moduleOnly.every((path) => ['./angular', './svelte'].includes(path)),
    moduleOnly.join(),
  );
});
