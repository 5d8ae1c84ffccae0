/** DocSpace's cloud with the secret at the relay: the relay redeems and renews, the token says where the portal is. */
import assert from 'node:assert/strict';
import { relayScene, serves } from './support/relay_scene.mjs';

const TOKEN = { method: 'POST', path: '/oauth2/token' };

/** The double stands where the cloud is; a real entry names no portal. */
const changes = (visit) => ({ entries: { docspace: { portal: visit.cloud.login } } });

const cloud = (visit) =>
  visit.relayedDocspace({
    provider: { portal: undefined },
    sandbox: { login: visit.cloud.login, api: visit.cloud.eu },
  });

relayScene(
  'the cloud through the relay: signed in, renewed, and the API is the portal that the token names',
  async (t, visit) => {
    const page = await visit.fresh(cloud(visit));
    const outcome = await visit.signIn(page);
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    assert.equal(outcome.session.apiBase, visit.cloud.eu);
    const before = await visit.token(page);
    await visit.later(page, 2 * 3600 * 1000);
    const after = await visit.token(page);
    assert.notEqual(after, before);
    assert.equal((await visit.fetch(page, '/api/2.0/people/@self')).status, 200);
    const sent = await visit.sandbox.requests(TOKEN);
    assert.deepEqual(
      sent.map(({ double, form, headers }) => [double, form.grant_type, headers.origin]),
      [
        ['docspace-cloud', 'authorization_code', undefined],
        ['docspace-cloud', 'refresh_token', undefined],
      ],
    );
    serves(t, 'R-150', 'DocSpace in the cloud: code and renewal by the relay, calls to the portal of the token');
  },
  { changes },
);

relayScene(
  'a renewal that comes with a token for another portal ends the session, and that token goes nowhere',
  async (t, visit) => {
    const page = await visit.fresh(cloud(visit));
    assert.equal((await visit.signIn(page)).status, 'signed-in');
    await visit.sandbox.switches({ docspace: { access_token: { set: { aud: visit.cloud.us } } } });
    await visit.later(page, 2 * 3600 * 1000);
    const { error } = await visit.call(page, 'getAccessToken');
    assert.equal(error?.code, 'api_base_mismatch');
    await visit.sandbox.exactly(0, { double: 'docspace-us' });
    serves(t, 'R-106', 'a renewed token for another portal than the session has: refused');
  },
  { changes },
);
