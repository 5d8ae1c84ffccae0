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

test('every entry is found with its declarations by import and by require', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  assert.ok(analysis.types);
  const entries = Object.keys(manifest.exports).filter((path) => /^\.(?:$|\/[^.]+$)/.test(path));
  const looked = new Set();
  for (const [path, { resolutions }] of Object.entries(analysis.entrypoints)) {
    for (const kind of RESOLUTIONS) if (resolutions[kind] !== undefined) looked.add(path);
  }
  for (const path of entries) assert.ok(looked.has(path), `${path} was not looked at`);
  const problems = analysis.problems
    .filter(({ resolutionKind }) => resolutionKind === undefined || RESOLUTIONS.includes(resolutionKind))
    .map(({ kind, entrypoint, resolutionKind, typesFileName }) =>
      [kind, entrypoint ?? typesFileName, resolutionKind].filter(Boolean).join(' '),
    );
  assert.deepEqual(problems, []);
});
