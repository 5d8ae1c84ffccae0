// Services: started, told apart from those that fail, and stopped with all that they started.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startService } from './service.mjs';

const node = (script) => ['-e', script];
const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('stop ends the whole group, also what ignores SIGTERM', async () => {
  const script = `
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);
    console.log('ready ' + child.pid);`;
  const service = await startService('stubborn', process.execPath, node(script), { ready: /^ready (\d+)$/ });
  const pid = Number(service.match[1]);
  assert.ok(alive(pid));
  await service.stop();
  assert.equal(await service.exited, 'it ended by SIGKILL');
  for (let tries = 0; alive(pid) && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(alive(pid), false);
});

test('a service that ends before it is ready is an error with what it printed', async () => {
  await assert.rejects(
    startService('short', process.execPath, node('console.error("port in use"); process.exit(2)'), {
      ready: /^ready$/,
    }),
    (error) => error.message === 'short did not start: it ended with status 2' && error.output === 'port in use',
  );
});

test('a program that is not there is an error', async () => {
  await assert.rejects(
    startService('gone', '/nowhere/program', [], { ready: /x/ }),
    /gone did not start: \/nowhere\/program is not there/,
  );
});

test('one that says nothing is given up', async () => {
  await assert.rejects(
    startService('silent', process.execPath, node('setInterval(() => {}, 1000)'), { ready: /x/, patience: 300 }),
    /silent did not start: nothing for 0.3 s/,
  );
});
