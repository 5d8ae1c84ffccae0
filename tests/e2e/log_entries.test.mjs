/** The log hook: structured entries of a closed set, addresses without values, names of what was left out. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

const EVENTS = [
  'login-started',
  'navigate',
  'callback',
  'request',
  'response',
  'session',
  'signed-out',
  'expired',
  'tab',
  'warning',
  'failed',
];

scene('a whole life is told: login, callback, exchange, session, failure, sign-out', async (t, visit) => {
  serves(t, 'R-101', 'the log hook gets names of secrets, never values');
  serves(t, 'A-13', 'verbose logging over login, failure and sign-out: nothing secret');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.signIn(page);
  await visit.call(page, 'fetch', '/api/me');
  await visit.call(page, 'logout');
  await visit.sandbox.switches({ oidc: { token_fault: { kind: 'problem' } } });
  await visit.signIn(page, { retry: true });
  const entries = visit.taken(page, 'log');
  for (const entry of entries) {
    assert.ok(Math.abs(entry.at - Date.now()) < 120_000);
    assert.ok(EVENTS.includes(entry.event), entry.event);
    assert.equal(typeof entry.detail, 'string');
    assert.doesNotMatch(entry.detail, /[?#]|code=|state=/);
    for (const name of entry.redacted ?? []) assert.match(name, /^[a-z_]+$/);
  }
  const seen = new Set(entries.map(({ event }) => event));
  for (const event of [
    'login-started',
    'navigate',
    'callback',
    'request',
    'response',
    'session',
    'signed-out',
    'failed',
  ]) {
    assert.ok(seen.has(event), `${event} in ${[...seen].join()}`);
  }
  const failure = entries.find(({ event }) => event === 'failed');
  assert.equal(failure.code, 'http_status');
  assert.ok(entries.some(({ event, status }) => event === 'response' && status === 200));
});

scene('a log hook that throws changes nothing', async (_t, visit) => {
  const page = await visit.tab({});
  await visit.load(page, '/');
  const seen = await page.evaluate(async (config) => {
    const auth = window.createAuth({
      ...config,
      onLog() {
        throw new Error('a log hook of the app that throws');
      },
    });
    const outcome = await auth.ready();
    const url = await auth.loginUrl();
    return { status: outcome.status, url: typeof url };
  }, visit.docspace());
  assert.deepEqual(seen, { status: 'signed-out', url: 'string' });
});

scene('the navigate hook leaves the page to the shell', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace(), keepNavigation: false });
  await visit.arrive(page, '/rooms/1');
  await page.evaluate(() => void window.settled(window.auth.login()));
  await page.waitForFunction(() => window.navigations.length === 1);
  const url = new URL(await page.evaluate(() => window.navigations[0]));
  assert.equal(url.origin, visit.portal);
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  const callback = await visit.authorize(url);
  const { value: outcome } = await visit.call(page, 'complete', callback.href);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(page.url(), `${visit.app}/rooms/1`);
});
