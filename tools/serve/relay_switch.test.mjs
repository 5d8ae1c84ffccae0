// The relay's switch: stops and starts it, for the page itself and for nobody else.

import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { test } from 'node:test';
import { switchedRelay } from './relay_switch.mjs';

/** A relay that counts how often it was started; `die()` ends the one that runs. */
function fakeRelay() {
  const seen = { started: 0, stopped: 0, die: () => undefined };
  const start = async () => {
    seen.started += 1;
    let end;
    const exited = new Promise((resolve) => {
      end = resolve;
    });
    seen.die = () => end('it ended with status 1');
    return {
      exited,
      lines: () => ['a line'],
      async stop() {
        seen.stopped += 1;
        end('it ended by SIGTERM');
      },
    };
  };
  return { seen, start };
}

/** Serves `relay`'s switch; gives a function that asks it with these headers. */
async function served(t, relay) {
  const server = createServer(relay.answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address();
  const own = `localhost:${port}`;
  const ask = ({ method = 'GET', host = own, origin, body }) =>
    new Promise((resolve, reject) => {
      const headers = { host, ...(origin && { origin }) };
      const asked = request({ host: '127.0.0.1', port, method, headers }, async (answer) => {
        let text = '';
        for await (const part of answer) text += part;
        resolve([answer.statusCode, JSON.parse(text).running]);
      });
      asked.on('error', reject);
      asked.end(body);
    });
  return {
    ask,
    own: `http://${own}`,
    put: (body, more) => ask({ method: 'PUT', origin: `http://${own}`, body, ...more }),
  };
}

test('down and up again, one after the other', async (t) => {
  const { seen, start } = fakeRelay();
  const relay = await switchedRelay(start);
  const { ask, put } = await served(t, relay);
  assert.deepEqual(await ask({}), [200, true]);
  assert.deepEqual(await put('{"running": false}'), [200, false]);
  assert.deepEqual(await put('{"running": false}'), [200, false]);
  assert.deepEqual(await ask({}), [200, false]);
  await Promise.all([put('{"running": true}'), put('{"running": false}'), put('{"running": true}')]);
  assert.deepEqual(await ask({}), [200, true]);
  assert.equal(seen.started - seen.stopped, 1, 'never two at once, and one is left');
  await relay.stop();
  assert.equal(seen.started, seen.stopped);
});

test('switched off is not ended; dead is', async () => {
  const { seen, start } = fakeRelay();
  const relay = await switchedRelay(start);
  let ended = null;
  void relay.exited.then((why) => {
    ended = why;
  });
  await relay.run(false);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(ended, null);
  assert.deepEqual(relay.lines(), []);
  await relay.run(true);
  seen.die();
  assert.equal(await relay.exited, 'it ended with status 1');
});

test('for the page itself alone', async (t) => {
  const { seen, start } = fakeRelay();
  const { ask, put } = await served(t, await switchedRelay(start));
  const off = '{"running": false}';
  for (const more of [
    { origin: undefined },
    { origin: 'http://evil.localhost:1' },
    { origin: 'null' },
    { host: 'evil.example' },
    { host: 'localhost.evil.example', origin: 'http://localhost.evil.example' },
  ]) {
    assert.equal((await put(off, more))[0], 403, JSON.stringify(more));
  }
  assert.equal((await ask({ host: 'evil.example' }))[0], 403);
  assert.equal((await ask({ method: 'POST', body: off }))[0], 405);
  for (const body of ['', 'no', '{"running": 1}', '{}', '[]', `{"running": false, "more": "${'x'.repeat(200)}"}`]) {
    assert.equal((await put(body))[0], 400, body);
  }
  assert.deepEqual(seen, { ...seen, started: 1, stopped: 0 });
});
