/**
 * What the real server can also make, and docgate does not take: symmetric and encrypted ID tokens, an algorithm of another
 * name, an `at_hash` of another access token, UserInfo as a JWT. Each is a typed error, and nothing of the answer is kept
 * (R-062, R-063, R-069 to R-071).
 */
import assert from 'node:assert/strict';
import { providerScene, serves } from './support/provider_scene.mjs';
import { assertNothingKept } from './support/provider_tokens.mjs';

const REFUSED = [
  {
    what: 'signed with the client secret (HS256)',
    clientId: 'signs-HS256',
    field: 'alg',
    row: ['R-062', 'HS256 by the real server: id_token_invalid, whatever the keys say'],
  },
  {
    what: 'signed with Ed25519 under the name of RFC 9864',
    clientId: 'signs-Ed25519',
    field: 'alg',
    row: ['R-062', 'an algorithm that is not on the list, though its key is'],
  },
  {
    what: 'encrypted (a JWE in five parts)',
    clientId: 'encrypts',
    field: 'id_token',
    row: ['R-063', 'an encrypted ID token by the real server: id_token_invalid'],
  },
  {
    what: 'about another access token (at_hash)',
    clientId: 'other-at-hash',
    field: 'at_hash',
    row: ['R-069', 'at_hash of another token, under a genuine signature: id_token_invalid'],
  },
];

for (const { what, clientId, field, row } of REFUSED) {
  providerScene(`an ID token ${what} is refused`, async (t, visit) => {
    serves(t, ...row);
    serves(t, 'R-070', `an ID token ${what}: nobody is signed in, nothing is kept`);
    const page = await visit.tab({ config: visit.oidc({ clientId }) });
    await visit.arrive(page, '/rooms/1');
    const callback = await visit.callback(page, { retry: true });
    const outcome = await visit.arrive(page, callback.href);
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error.code, 'id_token_invalid', outcome.error.message);
    assert.equal(outcome.error.field, field);
    assert.equal(outcome.returnTo, '/rooms/1');
    assert.equal(page.url(), `${visit.app}/rooms/1`);
    const { value } = await visit.call(page, 'snapshot');
    assert.equal(value.status, 'signed-out');
    assert.equal(value.session, null);
    for (const call of ['getAccessToken', 'getIdToken', 'fetchProfile']) {
      assert.equal((await visit.call(page, call)).error?.code, 'login_required', call);
    }
    await assertNothingKept(page);
    assert.equal((await visit.control.tokenRequests()).length, 1);
  });
}

providerScene('UserInfo: of the person who is signed in; as a JWT it is refused', async (t, visit) => {
  serves(t, 'R-071', 'plain UserInfo of the real server is read, a signed one is response_invalid');
  const profile = async (clientId) => {
    const page = await visit.tab({ config: visit.oidc({ clientId, scopes: ['openid', 'profile', 'email'] }) });
    await visit.arrive(page, '/rooms/1');
    const { session } = await visit.enter(page);
    const result = await visit.call(page, 'fetchProfile');
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in', 'the session stays');
    await visit.call(page, 'logout');
    return { ...result, session };
  };
  const plain = await profile('demo-oidc');
  assert.equal(plain.error, undefined);
  assert.deepEqual(plain.value, {
    sub: plain.session.user.id,
    name: 'Ada',
    preferred_username: 'ada',
    email: 'ada@example.test',
    email_verified: true,
  });
  const signed = await profile('signs-userinfo');
  assert.equal(signed.error?.code, 'response_invalid');
  assert.equal(signed.error.field, 'content-type');
  assert.ok(!signed.error.json.includes('eyJ'), 'the answer is not in the error');
});
