/**
 * Two processes of a relay under one name, and each request at the next one: nothing that the one has seen is known to the
 * other, and nobody is lost (design, section 7: no database, any number of copies).
 */
import assert from 'node:assert/strict';
import { relayScene, serves } from './support/relay_scene.mjs';
import { startRoundRobin } from './support/round_robin.mjs';

const ROUNDS = 3;

/** Two relays behind a proxy with the visit's name; gives the proxy. */
async function pair(t, visit) {
  const proxy = await startRoundRobin();
  t.after(() => proxy.stop());
  visit.relayHost = `relay.app.localhost:${proxy.port}`;
  const relays = await Promise.all([visit.start(), visit.start()]);
  proxy.use(relays.map(({ port }) => port));
  return proxy;
}

/** Each of the endpoints at each of the two. */
function assertShared({ counts }, least) {
  for (const endpoint of ['login', 'token', 'logout']) {
    for (const process of [0, 1]) {
      const count = counts.get(`${process} ${endpoint}`) ?? 0;
      assert.ok(count >= least, `${endpoint} at process ${process}: ${count}`);
    }
  }
}

/** Comes and goes, again and again; every renewal gives another token, and every one is good. */
async function life(visit, config, used) {
  const page = await visit.tab({ config });
  await visit.arrive(page, '/');
  for (let round = 1; round <= ROUNDS; round += 1) {
    await visit.enter(page);
    const tokens = new Set();
    for (let turn = 1; turn <= 3; turn += 1) {
      tokens.add(await visit.token(page, { fresh: true }));
      if (used) assert.equal((await visit.fetch(page, used)).status, 200, `round ${round}`);
    }
    assert.equal(tokens.size, 3);
    await page.reload();
    assert.equal((await visit.outcome(page)).status, 'signed-in');
    const { error } = await visit.call(page, 'logout');
    assert.equal(error, undefined);
    visit.taken(page, 'result');
  }
  return visit.taken(page, 'event').map(({ type }) => type);
}

relayScene(
  'two processes in turn: logins, renewals and sign-outs of three providers at once, and none is lost',
  async (t, visit) => {
    const proxy = await pair(t, visit);
    await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
    const lives = await Promise.all([
      life(visit, visit.enadoc(), '/api/v3/libraries'),
      life(visit, visit.relayedDocspace(), '/api/2.0/people/@self'),
      life(visit, visit.relayedOidc()),
    ]);
    for (const told of lives) {
      assert.deepEqual(
        told.filter((type) => ['expired', 'login-required', 'failed', 'degraded'].includes(type)),
        [],
      );
      assert.equal(told.filter((type) => type === 'renewed').length, 3 * ROUNDS);
    }
    assertShared(proxy, ROUNDS);
    const refused = (await visit.sandbox.requests({ method: 'POST', path: /token$/ })).filter(
      ({ status }) => status !== 200,
    );
    assert.deepEqual(refused, []);
    const cookies = await visit.context.cookies(`http://${visit.relayHost}/`);
    assert.deepEqual(cookies.filter(({ name }) => name.startsWith('__Host-dg-')).length, 0);
    serves(t, 'R-140', 'two processes in turn: a login of the one is redeemed at the other');
    serves(t, 'R-150', 'two processes in turn: renewals and sign-outs interleaved, none lost');
  },
  {
    shared: true,
    timeout: 120_000,
    changes: { entries: { docspace: { upstream: { per_minute: 1000, wait_seconds: 5 } } } },
  },
);

relayScene(
  'one of two processes ends in the middle: whoever is signed in stays so',
  async (t, visit) => {
    const proxy = await startRoundRobin();
    t.after(() => proxy.stop());
    visit.relayHost = `relay.app.localhost:${proxy.port}`;
    const [first, second] = await Promise.all([visit.start(), visit.start()]);
    proxy.use([first.port]);
    const page = await visit.tab({ config: visit.enadoc() });
    await visit.arrive(page, '/');
    const callback = await visit.callback(page);
    await first.stop();
    proxy.use([second.port]);
    assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
    const before = await visit.token(page);
    assert.notEqual(await visit.token(page, { fresh: true }), before);
    serves(t, 'R-140', 'the process that a login began at has ended: another one redeems it');
  },
  { shared: true },
);
