// Set-up: which Node.js is good, and what it says where it cannot go on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../process/run.mjs';
import { checkNode } from './node.mjs';

for (const version of ['20.19.0', '20.20.2', '22.12.0', '24.0.0']) {
  test(`Node.js ${version} is good`, () => checkNode(version));
}
for (const version of ['18.20.0', '20.18.9', '21.7.0', '22.11.0']) {
  test(`Node.js ${version} is not`, () =>
    assert.throws(() => checkNode(version), { name: 'CannotGoOn', message: /needs 20\.19/ }));
}

test('npm start without cargo ends with a sentence', async () => {
  const { code, output } = await run(process.execPath, ['tools/start.mjs'], {
    env: { PATH: '/nowhere' },
    expect: 'any',
  });
  assert.equal(code, 1);
  assert.match(output, /There is no cargo\. Install Rust from https:\/\/rustup\.rs/);
  assert.doesNotMatch(output, /\n\s+at /);
});

test('npm start refuses what it does not know', async () => {
  for (const [args, message] of [
    [['--prot', '1'], /Known: --port/],
    [['--port', 'x'], /--port x is not a port/],
  ]) {
    const { code, output } = await run(process.execPath, ['tools/start.mjs', ...args], { expect: 'any' });
    assert.equal(code, 1);
    assert.match(output, message);
  }
});

test('npm test refuses a stage that does not exist', async () => {
  const { code, output } = await run(process.execPath, ['tools/test.mjs', 'hots'], { expect: 'any' });
  assert.equal(code, 1);
  assert.match(output, /No such stage: hots/);
});
