/** Enadoc's numbered errors, through the relay: each becomes a typed error that keeps the number and the words. */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';

/** An answer as the double spells one, in the envelope `shape`. */
const told = (number, text, status = 400) => ({
  kind: 'custom',
  status,
  headers: { 'content-type': 'application/json' },
  body: { error_code: number, error: 'failed', error_description: text },
});

/** What the token call may be refused with: number, code in the page. */
const OF_TOKENS = [
  ['000.001', 1, 'client_refused'],
  ['000.002', 2, 'client_refused'],
  ['000.003', 3, 'client_refused'],
  ['000.004', 4, 'client_refused'],
  ['000.501', 501, 'token_refused'],
  ['000.502', 502, 'token_refused'],
  ['000.504', 504, 'token_refused'],
  ['000.506', 506, 'grant_refused'],
  ['000.507', 507, 'grant_refused'],
  ['000.508', 508, 'token_refused'],
  ['000.010', 10, 'scope_refused'],
  ['000.016', 16, 'scope_refused'],
];

relayScene('what the token call is refused with', async (t, visit) => {
  const page = await visit.fresh(visit.enadoc());
  for (const [number, code, expected] of OF_TOKENS) {
    await step(t, number, async () => {
      await visit.sandbox.switches({ enadoc: { token_fault: told(number, `The vendor's words on ${number}`) } });
      const { status, error, returnTo } = await visit.signIn(page, { returnTo: '/documents', retry: true });
      assert.deepEqual([status, error?.code, returnTo], ['failed', expected, '/documents'], JSON.stringify(error));
      assert.deepEqual([error.errorCodes, error.provider], [[code], 'enadoc']);
      assert.match(error.errorDescription, /vendor.s words/);
      assert.ok(!JSON.stringify(error).includes('sandbox-secret'));
    });
  }
});

relayScene('the number, wherever it stands, and whatever the status is', async (t, visit) => {
  const page = await visit.fresh(visit.enadoc());
  for (const error_envelope of ['error_code', 'errorCode', 'ErrorCode', 'code', 'object', 'array', 'errors']) {
    for (const error_status of [null, 200]) {
      await step(t, `${error_envelope}, ${error_status ?? 'its own status'}`, async () => {
        await visit.sandbox.switches({ enadoc: { error_envelope, error_status, code_lifetime: 300 } });
        const client = await visit.sandbox
          .state()
          .then(({ enadoc }) => enadoc.clients.find(({ id }) => id === 'demo-enadoc'));
        await visit.sandbox.client('enadoc', { ...client, disabled: true });
        const { error } = await visit.call(page, 'login', { retry: true });
        await visit.sandbox.client('enadoc', { ...client, disabled: false });
        assert.deepEqual([error.code, error.errorCodes], ['client_refused', [3]], JSON.stringify(error));
        assert.equal(error.field, 'clientId');
        assert.match(error.message, /switched off/);
      });
    }
  }
});

relayScene('a wrong secret at the relay: client_refused, and the secret in no word', async (t, visit) => {
  const { enadoc } = await visit.sandbox.state();
  const client = enadoc.clients.find(({ id }) => id === 'demo-enadoc');
  const page = await visit.fresh(visit.enadoc());
  await visit.sandbox.client('enadoc', { ...client, secret: 'another-secret' });
  const { status, error } = await visit.signIn(page);
  assert.deepEqual([status, error?.code, error?.errorCodes], ['failed', 'client_refused', [2]], JSON.stringify(error));
  serves(t, 'R-146', 'a refused secret at Enadoc: the number is told, the secret is not');
});

relayScene('a renewal that is refused, and an API that refuses: ended, or the app’s to read', async (t, visit) => {
  const page = await visit.fresh(visit.enadoc());
  assert.equal((await visit.signIn(page)).status, 'signed-in');
  await step(t, 'a permission that the app lacks', async () => {
    await visit.sandbox.switches({ enadoc: { withheld: ['library'] } });
    const { status, body } = await visit.fetch(page, '/api/v3/libraries');
    assert.equal(status, 403);
    assert.match(JSON.stringify(body), /000\.010/);
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
  });
  await step(t, 'a token that has ended: renewed, and the call repeated', async (part) => {
    await visit.sandbox.switches({ enadoc: { withheld: [] } });
    await visit.sandbox.expire('access');
    assert.equal((await visit.fetch(page, '/api/v3/libraries')).status, 200);
    const renewals = (await visit.sandbox.requests({ path: '/api/v3/token' })).slice(1);
    assert.deepEqual(
      renewals.map(({ form }) => form.grant_type),
      ['refresh_token'],
    );
    serves(part, 'R-150', 'an opaque token without a lifetime is renewed when the API says 401');
  });
  await step(t, 'a refresh token that is refused', async (part) => {
    await visit.sandbox.switches({ enadoc: { token_fault: told('000.509', 'Invalid refresh token') } });
    await visit.sandbox.expire('access');
    assert.equal((await visit.fetch(page, '/api/v3/libraries')).status, 401);
    const { error } = await visit.call(page, 'getAccessToken');
    assert.equal(error.code, 'login_required');
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'expired');
    serves(part, 'R-176', 'a refused renewal at Enadoc is one clean way to sign in again');
  });
});
