// Folders of the machine that builds are found inside what it built.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../paths.mjs';
import { refuseMachinePaths } from './privacy.mjs';

const folder = mkdtempSync(join(tmpdir(), 'docgate-privacy-'));
after(() => rmSync(folder, { recursive: true }));

async function judge(text) {
  const path = join(folder, 'module.wasm');
  writeFileSync(path, Buffer.concat([Buffer.from([0, 97, 115, 109]), Buffer.from(text), Buffer.from([255, 0])]));
  await refuseMachinePaths(path);
}

test('accepts names that are the same on every machine', () =>
  judge('src/core/token.rs\0/rustc/0123456789abcdef/library/core/src/str/mod.rs\0js-sys-0.3.107/src/futures/queue.rs'));

for (const [what, path] of [
  ['this checkout', root],
  ['the home folder', homedir()],
  ['the temporary folder', tmpdir()],
  ['somebody else’s home', '/home/someone'],
  ['a home on a Mac', '/Users/someone'],
]) {
  test(`refuses ${what}`, () => assert.rejects(judge(`abc${path}/x.rs`), /names a folder of this machine/));
}
