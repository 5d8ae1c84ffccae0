/** Design, section 3: pages that are no callback, with a session to restore: stored, renewed, from a tab, or dead. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

const HOUR = 3_600_000;

scene('any other page restores the stored session', async (_t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/');
  const { session } = await visit.enter(page);
  const mark = await visit.sandbox.mark();
  const outcome = await visit.arrive(page, '/rooms/7?a=b#c');
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'stored');
  assert.deepEqual(outcome.session, session);
  assert.equal(outcome.returnTo, null);
  assert.equal(page.url(), `${visit.app}/rooms/7?a=b#c`);
  await visit.sandbox.nothingAfter(mark);
});

scene("persist: 'memory' keeps nothing over a reload, and no token in any store", async (t, visit) => {
  serves(t, 'R-101', 'memory persistence: no token in sessionStorage either');
  const page = await visit.tab({ config: visit.docspace({ persist: 'memory' }) });
  await visit.arrive(page, '/');
  const callback = await visit.callback(page);
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
  const { value: token } = await visit.call(page, 'getAccessToken');
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(!stored.includes(token));
  assert.equal((await visit.arrive(page, '/')).status, 'signed-out');
});

scene('a new tab receives the session from a sibling: no second login', async (_t, visit) => {
  const first = await visit.tab({ config: visit.docspace() });
  await visit.arrive(first);
  const { session } = await visit.enter(first);
  const mark = await visit.sandbox.mark();
  const second = await visit.tab({ config: visit.docspace() });
  const outcome = await visit.arrive(second, '/rooms/2');
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'tab');
  assert.deepEqual(outcome.session, session);
  assert.equal(second.url(), `${visit.app}/rooms/2`);
  await visit.sandbox.nothingAfter(mark);
  const answer = await second.evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
  assert.equal(answer, 200);
});

scene('shareTabs: false keeps a tab to itself', async (_t, visit) => {
  const first = await visit.tab({ config: visit.docspace({ shareTabs: false }) });
  await visit.arrive(first);
  await visit.enter(first);
  const second = await visit.tab({ config: visit.docspace({ shareTabs: false }) });
  assert.equal((await visit.arrive(second)).status, 'signed-out');
});

scene('a stored DocSpace session past its end: signed out, expired, and no request', async (t, visit) => {
  serves(t, 'R-034', 'expiry leads to one clean re-login');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await visit.later(page, 2 * HOUR);
  const mark = await visit.sandbox.mark();
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-out');
  assert.equal(outcome.reason, 'expired');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark);
});

scene('a 401 marks the DocSpace session dead: expired, also after a reload', async (t, visit) => {
  serves(t, 'R-107', 'an empty 401 is judged by its status');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await visit.sandbox.evict();
  const seen = await page.evaluate(async () => {
    const answer = await window.auth.fetch('/api/2.0/people/@self');
    const token = await window.settled(window.auth.getAccessToken());
    return { status: answer.status, snapshot: window.auth.snapshot().status, token };
  });
  assert.equal(seen.status, 401);
  assert.equal(seen.snapshot, 'expired');
  assert.equal(seen.token.error.code, 'login_required');
  await visit.sandbox.exactly(1, { path: '/api/2.0/people/@self' });
  const mark = await visit.sandbox.mark();
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-out');
  assert.equal(outcome.reason, 'expired');
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await visit.enter(page)).status, 'signed-in');
});

scene('an expired session that can be renewed: one refresh', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await visit.later(page, 2 * HOUR);
  await visit.sandbox.expire('access');
  const mark = await visit.sandbox.mark();
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'refresh');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  const refreshes = await visit.sandbox.requests({ method: 'POST', path: visit.path('oidc', 'token') });
  assert.equal(refreshes.filter(({ number, form }) => number > mark && form.grant_type === 'refresh_token').length, 1);
});

scene('a renewal was needed and the network failed: still signed in, and getAccessToken says why', async (t, visit) => {
  serves(t, 'R-034', 'a failed renewal keeps the session, and the next one works');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await visit.later(page, 2 * HOUR);
  await visit.sandbox.switches({ oidc: { token_fault: { kind: 'close' } } });
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'stored');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  const refused = await visit.call(page, 'getAccessToken');
  assert.equal(refused.error.code, 'network');
  await visit.sandbox.switches({ oidc: { token_fault: null } });
  // Until a second has passed the same answer is given, unless the network says that it is back.
  await page.evaluate(() => dispatchEvent(new Event('online')));
  const { value, error } = await visit.call(page, 'getAccessToken');
  assert.equal(typeof value, 'string', error?.code);
});

scene('the renewal was refused: signed out, expired', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await visit.later(page, 2 * HOUR);
  await visit.sandbox.expire('refresh');
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-out');
  assert.equal(outcome.reason, 'expired');
});
