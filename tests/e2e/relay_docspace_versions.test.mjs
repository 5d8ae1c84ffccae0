/** DocSpace before 3.2 answers no page; through the relay it does (docs/providers/docspace.md). */
import assert from 'node:assert/strict';
import { relayScene, serves } from './support/relay_scene.mjs';

for (const version of ['3.0', '3.1', '3.8']) {
  relayScene(`DocSpace ${version} signs people in and renews through the relay`, async (t, visit) => {
    await visit.sandbox.switches({ docspace: { version } });
    const page = await visit.fresh(visit.relayedDocspace());
    const outcome = await visit.signIn(page);
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    const before = await visit.token(page);
    await visit.later(page, 2 * 3600 * 1000);
    assert.notEqual(await visit.token(page), before);
    assert.equal((await visit.fetch(page, '/api/2.0/people/@self')).status, 200);
    serves(t, 'R-150', 'signed in and renewed through the relay, also where the portal itself answers no page');
  });
}
