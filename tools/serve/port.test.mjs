// Ports: the next free one, or a clear refusal of the one that was asked for.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { anyPort, choosePort, holdPort, taken } from './port.mjs';

const busy = (host) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, host, () => resolve({ port: server.address().port, close: () => server.close() }));
  });

for (const host of ['127.0.0.1', '::1']) {
  test(`a port that is taken on ${host} is passed over, or refused when asked for`, async (t) => {
    const taken = await busy(host).catch((error) => error);
    if (taken instanceof Error) return t.skip(`no ${host} here`);
    try {
      assert.ok((await choosePort({ usual: taken.port, what: 'it' })) > taken.port);
      await assert.rejects(choosePort({ asked: taken.port, usual: 1, what: 'the demo' }), {
        name: 'CannotGoOn',
        message: new RegExp(`^Port ${taken.port} is in use; the demo cannot have it`),
      });
    } finally {
      taken.close();
    }
  });
}

test('a free one that was asked for is taken', async () => {
  const port = await anyPort();
  assert.equal(await choosePort({ asked: port, usual: 1, what: 'it' }), port);
});

test('one that is held is nobody else’s until it is released', async () => {
  const held = await holdPort();
  await assert.rejects(choosePort({ asked: held.port, usual: 1, what: 'it' }), { name: 'CannotGoOn' });
  assert.equal(await taken(held), held);
  await held.release();
  assert.equal(await choosePort({ asked: held.port, usual: 1, what: 'it' }), held.port);
  // Once more is no mistake: a server may start again there.
  await held.release();
  assert.equal((await taken(held.port)).port, held.port);
  const own = await taken(undefined);
  await own.release();
  assert.ok(own.port > 0);
});
