/** The modules of oidcc-client-refreshtoken-test-plan, and the other claims that a renewal must leave alone. */
import assert from 'node:assert/strict';
import { accepts, asked, assertBearer, module, refusal } from './support/modules.mjs';
import { scene, serves } from './support/scene.mjs';

module(
  'oidcc-client-test-refresh-token',
  'renewed, with a new ID token, and UserInfo by the new token',
  async (t, visit) => {
    const { page, session } = await accepts(visit);
    const { value: first } = await visit.call(page, 'getAccessToken');
    const { value: second, error } = await visit.call(page, 'getAccessToken', { fresh: true });
    assert.equal(error, undefined, error?.code);
    assert.notEqual(second, first);
    const [, renewal] = await visit.sandbox.requests({ path: visit.path('oidc', 'token') });
    assert.equal(renewal.form.grant_type, 'refresh_token');
    assert.equal(renewal.form.client_id, 'demo-oidc');
    assert.equal(renewal.authorization, null);
    assert.equal((await visit.call(page, 'fetchProfile')).value.sub, session.user.id);
    assertBearer((await visit.sandbox.requests({ path: visit.path('oidc', 'userinfo') })).at(-1), second);
    assert.deepEqual(await asked(visit), { token: 2, jwks: 2, userinfo: 1, revoke: 0, api: 0 });
    serves(t, 'R-088', 'a renewed ID token of the same sign-in: accepted');
    return 'accepted';
  },
);

/**
 * A renewal whose ID token is bent. Nothing of its answer is used or kept; the session is over, since the server has spent
 * the refresh token, and nothing more is asked for.
 */
async function renewalRefused(visit, mutation, code, field) {
  const { page, session } = await accepts(visit);
  const marks = { access_token: 'access-token-of-the-bent-answer', refresh_token: 'refresh-token-of-the-bent-answer' };
  await visit.sandbox.switches({ oidc: { refreshed_id_token: mutation, token_answer: { set: marks } } });
  const { value, error } = await visit.call(page, 'getAccessToken', { fresh: true });
  assert.equal(value, undefined);
  assert.deepEqual([error.code, error.field], [code, field]);
  await visit.event(page, 'login-required');
  const mark = await visit.sandbox.mark();
  for (const [name, ...values] of [['getAccessToken'], ['fetchProfile'], ['fetch', 'me']]) {
    assert.equal((await visit.call(page, name, ...values)).error?.code, 'login_required', name);
  }
  const [status, user, stored] = await page.evaluate(() => [
    window.auth.snapshot().status,
    window.auth.snapshot().session.user.id,
    JSON.stringify([{ ...sessionStorage }, { ...localStorage }]),
  ]);
  assert.deepEqual([status, user], ['expired', session.user.id], 'nobody else is ever shown');
  assert.ok(!stored.includes('-of-the-bent-answer'));
  await visit.sandbox.nothingAfter(mark);
  assert.deepEqual(await asked(visit), { token: 2, jwks: 2, userinfo: 0, revoke: 0, api: 0 });
  return error;
}

for (const [name, mutation, field] of [
  ['issuer', { set: { iss: '{issuer}1' } }, 'iss'],
  ['sub', { set: { sub: 'somebody-else' } }, 'sub'],
]) {
  module(
    `oidcc-client-test-refresh-token-invalid-${name}`,
    `a renewal with another ${field}: refused`,
    async (t, visit) => {
      const error = await renewalRefused(visit, mutation, 'login_required', field);
      serves(t, 'R-088', `a renewed ID token with another ${field}: refused, nothing of the answer is kept`);
      serves(t, 'A-25', `another ${field} on a renewal: refused, no tokens stored`);
      return refusal(error);
    },
  );
}

/** [what, the switch `refreshed_id_token`, field, row] */
const BENT = [
  ['another aud', { set: { aud: 'another-client' } }, 'aud', 'R-088'],
  ['an azp of its own', { set: { azp: 'another-client' } }, 'azp', 'R-088'],
  ['another nonce', { set: { nonce: 'another-nonce-than-was-sent' } }, 'nonce', 'R-088'],
  ['another auth_time', { shift: { auth_time: -600 } }, 'auth_time', 'R-088'],
  ['an iat of before', { shift: { iat: -60 } }, 'iat', 'R-088'],
  ['a wrong at_hash', { set: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }, 'at_hash', 'R-069'],
  ['a wrong signature', { signature: 'corrupt' }, 'signature', 'R-061'],
  ['no signature', { signature: 'none' }, 'alg', 'R-062'],
];

for (const [what, mutation, field, row] of BENT) {
  scene(`a renewal with ${what}: refused, and nothing follows`, async (t, visit) => {
    await renewalRefused(visit, mutation, 'login_required', field);
    serves(t, row, `a renewed ID token with ${what}: refused, nothing of the answer is kept`);
    serves(t, 'R-070', `a renewal with ${what}: nobody is shown, nothing is stored`);
  });
}

scene(
  'a renewal without an ID token, and one of the same sign-in with its nonce: the session goes on',
  async (t, visit) => {
    const { page } = await accepts(visit);
    await visit.sandbox.switches({ oidc: { token_answer: { remove: ['id_token'] } } });
    assert.equal(typeof (await visit.call(page, 'getAccessToken', { fresh: true })).value, 'string');
    const [authorize] = await visit.sandbox.requests({ path: visit.path('oidc', 'authorize') });
    const { nonce } = authorize.query;
    await visit.sandbox.switches({ oidc: { token_answer: null, refreshed_id_token: { set: { nonce } } } });
    assert.equal(typeof (await visit.call(page, 'getAccessToken', { fresh: true })).value, 'string');
    serves(t, 'R-088', 'an ID token need not come with a renewal, and the nonce may be there if it is the same');
  },
);
