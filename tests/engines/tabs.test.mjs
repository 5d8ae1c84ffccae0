/** Several tabs: the session is shared, one renewal serves all, a sign-out reaches all. */
import assert from 'node:assert/strict';
import { scene } from './support/scene.mjs';

scene('a second tab has the session from its sibling, and a sign-out reaches the other', async (_t, visit) => {
  visit.plan({ config: visit.docspace() });
  await visit.arrive('/1');
  const { session } = await visit.signIn();
  const first = await visit.tab();
  const second = await visit.secondTab('/2');
  assert.equal(second.outcome.status, 'signed-in', JSON.stringify(second.outcome.error));
  assert.equal(second.outcome.via, 'tab');
  assert.deepEqual(second.outcome.session, session);
  assert.equal((await visit.perform('fetch', '/api/2.0/people/@self')).status, 200);
  await visit.sandbox.exactly(1, { method: 'POST', path: '/oauth2/token' });

  await visit.turnTo(first);
  assert.equal((await visit.call('logout')).error, undefined);
  assert.equal(await visit.perform('status'), 'signed-out');
  await visit.turnTo(second.tab);
  assert.equal((await visit.event('signed-out')).reason, 'other-tab');
  assert.equal((await visit.call('getAccessToken')).error.code, 'login_required');
  for (const tab of [first, second.tab]) {
    await visit.turnTo(tab);
    const stored = (await visit.perform('stored')).join('\n');
    assert.ok(!stored.includes('access_token'), stored);
    assert.equal((await visit.reload()).status, 'signed-out');
  }
});

scene('two tabs renew at the same time: one request, one token', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  visit.plan({ config: visit.oidc() });
  await visit.arrive('/1');
  const signed = await visit.signIn();
  assert.equal(signed.status, 'signed-in', JSON.stringify(signed.error));
  const before = (await visit.call('getAccessToken')).value;
  const first = await visit.tab();
  const { tab: second, outcome } = await visit.secondTab('/2');
  assert.equal(outcome.via, 'tab');
  assert.equal((await visit.call('getAccessToken')).value, before);

  // An hour later both ask, and the answer to the first takes its time.
  await visit.sandbox.advance(3600);
  await visit.sandbox.switches({ oidc: { token_fault: { kind: 'delay', milliseconds: 3000 } } });
  for (const tab of [first, second]) {
    await visit.turnTo(tab);
    await visit.perform('setAhead', 3_600_000);
    await visit.perform('begin', 'getAccessToken');
  }
  const tokens = [];
  for (const tab of [first, second]) {
    await visit.turnTo(tab);
    const { value, error } = await visit.perform('finish', 'getAccessToken');
    assert.equal(error, undefined, error?.code);
    tokens.push(value);
  }
  assert.equal(tokens[0], tokens[1]);
  assert.notEqual(tokens[0], before);
  const sent = (await visit.sandbox.requests({ method: 'POST' })).filter(
    ({ form }) => form?.grant_type === 'refresh_token',
  );
  assert.equal(sent.length, 1, 'one renewal');
  for (const tab of [first, second]) {
    await visit.turnTo(tab);
    assert.equal(await visit.perform('status'), 'signed-in');
    assert.deepEqual(
      (await visit.perform('events')).filter((type) => ['signed-out', 'expired', 'failed'].includes(type)),
      [],
    );
  }
});
