/**
 * Renewals that fail because of the network or the server's state: the session stays, the caller is told, and there are
 * few requests until it works again. After a failure the SDK waits, about a second at first, twice as long
 * each time, a minute at most, or as long as the server says; within the wait every call has the same error and nothing
 * is sent. Being online again ends the wait, but not one that the server asked for (429).
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { providerScene } from './support/provider_scene.mjs';
import { scene, serves } from './support/scene.mjs';

const ENDINGS = ['signed-out', 'expired', 'login-required'];

/** The session is there, and nobody was told of an end. Gives the types of all events. */
async function assertKept(visit, page, where) {
  const told = visit.taken(page, 'event').map(({ type, reason }) => (reason ? `${type} ${reason}` : type));
  const ended = told.filter((each) => ENDINGS.includes(each.split(' ')[0]));
  assert.deepEqual(ended, [], where);
  assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'signed-in', where);
  return told;
}

const online = (page) => page.evaluate(() => void dispatchEvent(new Event('online')));

providerScene(
  'offline for an hour: network each time, few requests, and signed in when online again',
  async (t, visit) => {
    serves(t, 'A-38', 'offline for an hour: session kept, network told, few requests, works once online');
    serves(t, 'R-089', 'offline is no end of a session');
    const [page] = await visit.tabs(1);
    let attempts = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/token')) attempts += 1;
    });
    await visit.later([page]);
    await visit.context.setOffline(true);
    const calls = 120;
    for (let call = 0; call < calls; call += 1) {
      const { error } = await visit.call(page, 'getAccessToken');
      assert.equal(error?.code, 'network', `call ${call + 1}`);
      await visit.later([page], 30);
    }
    const told = await assertKept(visit, page, 'after an hour');
    // A call every half minute, and a wait of a minute once the first ones are over.
    assert.ok(attempts > 0 && attempts <= 70, `${attempts} requests for ${calls} calls`);
    assert.ok(told.includes('degraded network'), `the page was told: ${told}`);
    await visit.context.setOffline(false);
    const { value, error } = await visit.call(page, 'getAccessToken');
    assert.equal(typeof value, 'string', error?.code);
    assert.equal((await visit.control.renewals()).length, 1);
    await assertKept(visit, page, 'online again');
    t.diagnostic(`offline for an hour: ${calls} calls, ${attempts} requests`);
  },
);

const custom = (status, rest = {}) => ({ kind: 'custom', status, ...rest });
const wait = { 'retry-after': '2', 'access-control-expose-headers': 'retry-after' };

/** What is wrong at the token endpoint, and the codes that fit it. */
const faults = [
  ['a connection that is cut', { kind: 'close' }, ['network']],
  ['a 500', custom(500), ['http_status']],
  ['a 503 with a page', { kind: 'html', status: 503 }, ['http_status']],
  ['a 429 with a Retry-After that can be read', custom(429, { headers: wait }), ['rate_limited']],
  ['a 429 without Retry-After', { kind: 'empty', status: 429 }, ['rate_limited']],
  ['a 429 that CORS hides', custom(429, { headers: wait, cors: false }), ['network']],
  ['no answer at all', { kind: 'hang' }, ['timeout', 'network']],
  ['a redirect', { kind: 'redirect', to: 'http://evil.localhost/' }, ['network', 'http_status', 'response_invalid']],
];

/** A tab whose access token has ended, at the double whose next `times` renewals go wrong like this. */
async function failing(visit, fault, times) {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc({ timeout: 4000 }) });
  await page.addInitScript(() => {
    const genuine = window.fetch;
    window.asked = 0;
    window.fetch = (request) => {
      if (request.url?.endsWith('/token')) window.asked += 1;
      return genuine(request);
    };
  });
  await visit.arrive(page);
  await visit.enter(page);
  await visit.later(page, 3_700_000);
  visit.taken(page, 'event');
  await visit.sandbox.switches({ oidc: { token_fault: { ...fault, times } } });
  return page;
}

const renewals = async (visit) => {
  const sent = await visit.sandbox.requests({ method: 'POST', path: visit.path('oidc', 'token') });
  return sent.filter(({ form }) => form.grant_type === 'refresh_token').length;
};

for (const [what, fault, codes] of faults) {
  scene(`${what} at the renewal: the session is kept, and the next try renews it`, async (t, visit) => {
    serves(t, 'R-089', `${what}: session kept, renewed at the next try`);
    serves(t, 'A-38', `${what}: session kept, nobody signed out`);
    const page = await failing(visit, fault, 1);
    const first = await visit.call(page, 'getAccessToken');
    assert.ok(codes.includes(first.error?.code), first.error?.code ?? 'a token');
    await assertKept(visit, page, 'after the failure');
    await online(page);
    if (first.error.code === 'rate_limited') {
      assert.equal(
        (await visit.call(page, 'getAccessToken')).error?.code,
        'rate_limited',
        'the server is not asked yet',
      );
      assert.equal(await renewals(visit), 1);
      // Longer than the server said, and than is waited where it did not say.
      await page.clock.fastForward(31_000);
    }
    const { value, error } = await visit.call(page, 'getAccessToken');
    assert.equal(typeof value, 'string', error?.code);
    await assertKept(visit, page, 'after the renewal');
    assert.equal(await renewals(visit), 2);
  });
}

for (const [what, fault, least] of [
  ['a 503', custom(503), 0],
  ['a 429 with Retry-After', custom(429, { headers: wait }), 1900],
]) {
  scene(`${what} twice: calls in between wait without a request, and it heals by itself`, async (t, visit) => {
    serves(t, 'R-089', `${what}: within the wait the same error and no request`);
    const page = await failing(visit, fault, 2);
    // All of it in the page, because the wait is shorter than a busy machine's way there and back may be.
    const { error, many, sent } = await page.evaluate(async () => {
      const before = window.asked;
      const token = () => window.settled(window.auth.getAccessToken());
      const first = await token();
      const others = await Promise.all(Array.from({ length: 50 }, token));
      return { error: first.error, many: others, sent: window.asked - before };
    });
    const failed = Date.now();
    assert.deepEqual([...new Set(many.map((each) => each.error?.code ?? 'a token'))], [error.code]);
    assert.equal(sent, 1, 'a request was sent within the wait');
    let token;
    for (let call = 0; token === undefined && call < 200; call += 1) {
      await pause(50);
      token = (await visit.call(page, 'getAccessToken')).value;
    }
    assert.equal(typeof token, 'string', 'it never worked again');
    assert.ok(Date.now() - failed >= least, `tried again after ${Date.now() - failed} ms`);
    assert.equal(await renewals(visit), 3);
    await assertKept(visit, page, 'in the end');
  });
}
