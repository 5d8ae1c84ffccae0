/** Records that are damaged or gone: as if absent, never stuck. */
import assert from 'node:assert/strict';
import { scene } from './support/scene.mjs';

scene('a damaged session: signed in as before or signed out, and a login works', async (_t, visit) => {
  visit.plan({ config: visit.docspace() });
  await visit.arrive('/rooms/1');
  for (const kind of await visit.perform('damages')) {
    const { status, session, error } = await visit.signIn();
    assert.equal(status, 'signed-in', `before "${kind}": ${JSON.stringify(error)}`);
    assert.ok((await visit.perform('damage', kind)) >= 1, 'there was something to damage');
    const outcome = await visit.reload();
    if (outcome.status === 'signed-in') assert.equal(outcome.session.apiBase, session.apiBase, kind);
    else assert.equal(outcome.status, 'signed-out', `${kind}: ${JSON.stringify(outcome.error)}`);
    // The next kind begins with a login.
    await visit.call('logout');
  }
  assert.equal((await visit.signIn()).status, 'signed-in');
});

scene('emptied in the middle of a login: pending_login_missing, and the next one works', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { auto_consent: false } });
  visit.plan({ config: visit.docspace() });
  await visit.arrive('/rooms/1');
  const refused = await visit.outcomeAfter(async () => {
    await visit.press();
    await visit.see('[data-testid=consent-allow]');
    const consent = await visit.url();
    await visit.driver.get(`${visit.app}/engines/empty.html`);
    await visit.driver.get(consent);
    await visit.pressAt('[data-testid=consent-allow]');
  });
  assert.equal(refused.status, 'failed');
  assert.equal(refused.error.code, 'pending_login_missing');
  await visit.sandbox.exactly(0, { method: 'POST', path: '/oauth2/token' });
  // The portal remembers the consent.
  const outcome = await visit.signIn();
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
});
