/**
 * `iss` in the callback, which the real server promises and sends (RFC 9207): there with a code and with an error, and a
 * callback without it, or with another, or with two, asks nobody for a token.
 */
import assert from 'node:assert/strict';
import { providerScene, serves } from './support/provider_scene.mjs';
import { exchange } from './support/sandbox_control.mjs';

async function open(visit) {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  return page;
}

providerScene('iss is promised, and comes with a code and with an error', async (t, visit) => {
  serves(t, 'R-024', 'iss of the real server in every answer, as its metadata promise');
  const { body } = await exchange(visit.providerPort, {
    host: new URL(visit.issuer).host,
    path: '/.well-known/openid-configuration',
  });
  assert.equal(JSON.parse(body).authorization_response_iss_parameter_supported, true);
  const page = await open(visit);
  const callback = await visit.callback(page, { retry: true });
  assert.equal(callback.searchParams.get('iss'), visit.issuer);
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
  await visit.call(page, 'logout');
  const refused = await visit.callback(page, { retry: true, prompt: 'none' });
  assert.equal(refused.searchParams.get('error'), 'login_required');
  assert.equal(refused.searchParams.get('iss'), visit.issuer);
  assert.equal((await visit.arrive(page, refused.href)).status, 'signed-out');
});

const BENT = {
  'without iss': (query) => query.delete('iss'),
  'with another issuer': (query) => query.set('iss', 'https://other.example.test'),
  'with a slash behind the issuer': (query) => query.set('iss', `${query.get('iss')}/`),
  'with iss twice': (query) => query.append('iss', query.get('iss')),
};

for (const [what, bend] of Object.entries(BENT)) {
  providerScene(`a callback ${what}: refused, and the code is sent to nobody`, async (t, visit) => {
    serves(t, what === 'without iss' ? 'R-025' : 'R-024', `a real code ${what}: no token request`);
    const page = await open(visit);
    const callback = await visit.callback(page, { retry: true });
    bend(callback.searchParams);
    const outcome = await visit.arrive(page, callback.href);
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error.code, what === 'with iss twice' ? 'callback_invalid' : 'issuer_mismatch');
    assert.deepEqual(await visit.control.tokenRequests(), []);
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-out');
  });
}
