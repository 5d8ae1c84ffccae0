/** What Docplanner answers, oddities included, and what of it the page gets through the relay. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { BytesSeen } from './support/bytes_seen.mjs';
import { relayScene, serves, step } from './support/relay_scene.mjs';

const FACILITIES = '/api/v3/integration/facilities';
const API = { double: 'docplanner', path: /^\/api\// };
const MACHINE = { double: 'docplanner', path: '/oauth/v2/token' };

/** A page in which ada is signed in, and whose `window.api` is guarded by that. */
async function entered(visit) {
  await visit.sandbox.switches({ oidc: { access_token_format: 'jwt', refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc(), guarded: visit.docplanner() });
  await visit.arrive(page);
  await visit.enter(page);
  return page;
}

/** A call whose headers are of interest. */
const asked = (page, path) =>
  page.evaluate(async (where) => {
    const response = await window.api.fetch(where);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  }, path);

relayScene('media types, a missing facility and the quota come through as they are', async (_t, visit) => {
  const page = await entered(visit);
  const good = await asked(page, FACILITIES);
  assert.equal(good.headers['content-type'], 'application/vnd.docplanner+json; charset=UTF-8');
  assert.equal(good.headers['x-ratelimit-limit'], '10000');
  const missing = await asked(page, `${FACILITIES}/7`);
  assert.deepEqual([missing.status, missing.headers['content-type']], [404, 'application/vnd.error+docplanner+json']);
  assert.equal(JSON.parse(missing.body).message, 'Not found');

  await visit.sandbox.switches({ docplanner: { hourly_calls: 2 } });
  const spent = await asked(page, FACILITIES);
  assert.deepEqual([spent.status, spent.headers['x-ratelimit-remaining']], [429, '0']);
  // An ISO date, of about an hour from now: the page reads it as any other.
  const reset = spent.headers['x-ratelimit-reset'];
  assert.match(reset, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  assert.ok(Math.abs(Date.parse(reset) - Date.now() - 3_600_000) < 60_000, reset);
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
});

relayScene('a firewall’s page is refused and never passed on', async (t, visit) => {
  const page = await entered(visit);
  const captcha = { status: 405, headers: { 'content-type': 'text/html', 'x-amzn-waf-action': 'captcha' } };
  for (const [name, settings, calls] of [
    ['instead of the API', { api_fault: { kind: 'custom', ...captcha, body: '<p>Human?</p>', times: 1 } }, 1],
    [
      'by its header alone',
      { api_fault: { kind: 'custom', status: 200, headers: { 'x-amzn-waf-action': 'challenge' }, body: {}, times: 1 } },
      1,
    ],
    ['a redirect of the API', { api_fault: { kind: 'redirect', to: `${visit.evil}/`, times: 1 } }, 1],
  ]) {
    await step(t, name, async (part) => {
      await visit.sandbox.switches({ docplanner: settings });
      const before = (await visit.sandbox.requests(API)).length;
      const { status, headers, body } = await asked(page, FACILITIES);
      assert.deepEqual([status, JSON.parse(body).error], [502, 'upstream_refused']);
      assert.equal(headers['content-type'], 'application/json');
      assert.ok(!/human|captcha|evil/i.test(body), body);
      await visit.sandbox.exactly(before + calls, API);
      serves(part, 'R-142', `a page or a redirect in place of the answer, ${name}: refused, not followed, not shown`);
    });
  }
  assert.equal((await asked(page, FACILITIES)).status, 200);
  await visit.sandbox.exactly(0, { double: 'evil' });
});

relayScene(
  'the machine’s token is stopped by a firewall: no storm, and a delay that the page can read',
  async (_t, visit) => {
    await visit.sandbox.switches({ docplanner: { token_calls: 0 } });
    const page = await entered(visit);
    const answers = await page.evaluate(
      (path) => Promise.all(Array.from({ length: 20 }, () => window.fetched(path))),
      FACILITIES,
    );
    assert.deepEqual(
      [...new Set(answers.map(({ status, body }) => `${status} ${body.error}`))],
      ['502 upstream_refused'],
    );
    const { headers } = await asked(page, FACILITIES);
    assert.ok(Number(headers['retry-after']) > 30, JSON.stringify(headers));
    await visit.sandbox.exactly(1, MACHINE);
    await visit.sandbox.exactly(0, API);
  },
);

relayScene('a hundred calls at once: one token of the machine’s, and one for the page', async (t, visit) => {
  const page = await entered(visit);
  const answers = await page.evaluate(
    (path) => Promise.all(Array.from({ length: 100 }, () => window.fetched(path))),
    FACILITIES,
  );
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  await visit.sandbox.exactly(100, API);
  await visit.sandbox.exactly(1, MACHINE);
  const tokens = await visit.sandbox.requests({ path: visit.path('oidc', 'token') });
  assert.equal(tokens.filter(({ form }) => form.resource).length, 1);
  serves(t, 'A-44', 'a hundred guarded calls at once make one token request of the relay’s');
});

relayScene('no byte that the page gets holds the machine’s token or the secret', async (t, visit) => {
  const page = await entered(visit);
  const seen = new BytesSeen(visit.context, visit.relayHost);
  for (const path of [FACILITIES, `${FACILITIES}/7`, '/api/v3/other', FACILITIES]) await asked(page, path);
  const machine = new Set((await visit.sandbox.requests(API)).map(({ authorization }) => authorization.token_hash));
  assert.equal(machine.size, 1);
  // An API that repeats what it was asked with, in a body or a header.
  const token = 'known-to-the-test-and-to-the-machine-alone';
  const echoes = [
    { headers: { 'content-type': 'application/json' }, body: { token } },
    { headers: { 'content-type': 'application/json', etag: `"${token}"` }, body: {} },
    { headers: { 'content-type': 'text/plain' }, body: `${'x'.repeat(100_000)}${token}` },
  ];
  // The machine's token has ended, and the next one is this.
  const refused = { kind: 'custom', status: 401, body: {}, times: 1 };
  await visit.sandbox.switches({ docplanner: { token_answer: { set: { access_token: token } }, api_fault: refused } });
  await asked(page, FACILITIES);
  for (const echo of echoes) {
    await visit.sandbox.switches({ docplanner: { api_fault: { kind: 'custom', status: 200, times: 1, ...echo } } });
    const { status, error } = await visit.fetch(page, FACILITIES);
    // What has begun to stream can only be broken off.
    assert.ok(status === 502 || error?.name === 'TypeError', `${status} ${error?.name}`);
    const last = (await visit.sandbox.requests(API)).at(-1);
    assert.equal(last.authorization.token_hash, createHash('sha256').update(token).digest('hex'));
  }
  const hashes = await seen.hashes();
  assert.ok(hashes.size > 0);
  assert.ok(![...machine].some((hash) => hashes.has(hash)), 'the machine’s token came to the page');
  for (const text of await seen.texts()) {
    for (const secret of [token, 'sandbox-secret', Buffer.from('demo-docplanner:sandbox-secret').toString('base64')]) {
      assert.ok(!text.includes(secret), text.slice(0, 300));
    }
  }
  serves(t, 'R-146', 'what the API repeats of the machine’s token never reaches the page');
});
