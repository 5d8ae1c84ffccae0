/** Design, section 3: a callback of a pending login that is too old, or was started under another config. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

const HOUR = 3_600_000;

scene('a callback after 59 minutes still counts', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { code_lifetime: 7200 } });
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page);
  await visit.later(page, HOUR - 60_000);
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
});

scene('a callback after 61 minutes: pending_login_expired, with returnTo, and one click restarts', async (t, visit) => {
  serves(t, 'R-021', 'an expired pending login: typed error, no request');
  serves(t, 'R-018', 'a pending login ends after an hour');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1', appState: 1 });
  await visit.later(page, HOUR + 60_000);
  const mark = await visit.sandbox.mark();
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'pending_login_expired');
  assert.equal(outcome.returnTo, '/rooms/1');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark);
  const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  for (const verifier of visit.secrets.of('verifier')) assert.ok(!stored.includes(verifier));
});

const OTHERS = [
  ['another client', () => ({ clientId: 'demo-docspace-other' }), 'docspace'],
  [
    'another portal',
    (visit) => ({ provider: { id: 'docspace', portal: visit.portal.replace('//', '//other-') } }),
    'docspace',
  ],
  [
    'another provider',
    (visit) => ({ provider: { id: 'oidc', issuer: visit.issuer }, clientId: 'demo-oidc' }),
    'docspace',
  ],
];

for (const [what, change, id] of OTHERS) {
  scene(`a callback of a login that was started under ${what}: pending_login_foreign`, async (t, visit) => {
    serves(t, 'R-017', `${what} between start and callback: refused, the record decides`);
    serves(t, 'R-009', `a callback of ${what} is not accepted`);
    const config = visit[id]();
    const page = await visit.tab({ config });
    await visit.arrive(page, '/rooms/1');
    const callback = await visit.callback(page, { returnTo: '/rooms/1' });
    await visit.replan(page, { config: { ...config, ...change(visit) } });
    const mark = await visit.sandbox.mark();
    const outcome = await visit.arrive(page, callback.href);
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error.code, 'pending_login_foreign');
    assert.equal(outcome.returnTo, '/rooms/1');
    assert.equal(page.url(), `${visit.app}/rooms/1`);
    await visit.sandbox.nothingAfter(mark);
  });
}

scene('the metadata may change in the middle of a login: the record decides where the code goes', async (t, visit) => {
  serves(t, 'R-082', 'token_endpoint swapped in mid-login: the old one is used');
  serves(t, 'R-017', 'endpoints come from the record');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const callback = await visit.callback(page);
  await visit.sandbox.switches({ oidc: { metadata: { set: { token_endpoint: `${visit.evil}/token` } } } });
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'signed-in');
  await visit.sandbox.exactly(1, { path: visit.path('oidc', 'token') });
  await visit.sandbox.exactly(0, { double: 'evil' });
});
