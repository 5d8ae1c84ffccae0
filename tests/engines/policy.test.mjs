/** The strictest page that docgate promises to live with, as this engine enforces it; and a trap inside the wasm. */
import assert from 'node:assert/strict';
import { scene } from './support/scene.mjs';

scene('a login under a policy without eval, inline script and Trusted Types policies', async (t, visit) => {
  visit.plan({ config: visit.docspace() });
  await visit.arrive('/rooms/1');
  const { status, error } = await visit.signIn();
  assert.equal(status, 'signed-in', JSON.stringify(error));
  assert.equal((await visit.perform('fetch', '/api/2.0/people/@self')).status, 200);
  assert.equal((await visit.call('logout')).error, undefined);
  assert.deepEqual(visit.violations, [], 'nothing of docgate was stopped');

  // The policy holds here: what it forbids is stopped, and told.
  const trusted = await visit.perform('has', 'trustedTypes');
  t.diagnostic(trusted ? 'this engine has Trusted Types' : 'this engine has no Trusted Types');
  const { eval: evaluated, sink } = await visit.perform('forbidden');
  assert.equal(evaluated, 'EvalError');
  assert.equal(sink, trusted ? 'TypeError' : 'accepted');
  // Under which directive an engine with Trusted Types counts `eval` is its own affair.
  await visit.stopped((violation) => /\beval\b/.test(violation));
  if (trusted) await visit.stopped((violation) => /^require-trusted-types-for .*script.* src/i.test(violation));
  t.diagnostic(`told as: ${visit.violations.join(', ')}`);
  visit.forgive();
});

for (const way of ['trap', 'trapLater']) {
  scene(`${way}: calls in flight reject, the next call works, the session is there`, async (_t, visit) => {
    visit.plan({ bundle: '/docgate-trap/index.js', config: visit.docspace() });
    await visit.arrive('/rooms/1');
    const { status, session } = await visit.signIn();
    assert.equal(status, 'signed-in');
    await visit.sandbox.switches({ docspace: { api_fault: { kind: 'hang' } } });
    assert.deepEqual(await visit.perform('trap', way), ['internal_error', 'internal_error']);
    await visit.sandbox.switches({ docspace: { api_fault: null } });
    assert.equal(typeof (await visit.call('getAccessToken')).value, 'string');
    assert.equal((await visit.call('ready')).value.status, 'signed-in');
    // Another address than the hanging one: a browser's cache would wait for that.
    assert.equal((await visit.perform('fetch', '/api/2.0/people/@self?after')).status, 200);
    assert.equal((await visit.call('snapshot')).value.session.user.id, session.user.id);
    await visit.sandbox.exactly(1, { method: 'POST', path: '/oauth2/token' });
    assert.equal((await visit.reload()).status, 'signed-in');
  });
}
