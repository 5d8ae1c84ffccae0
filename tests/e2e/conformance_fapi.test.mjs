/**
 * The modules of fapi2-security-profile-final-client-test-plan that are not about DPoP and PAR, which the package does
 * not have: PS256, decoy keys beside the real one, as that suite publishes them, and `iss` promised for the callback.
 */
import assert from 'node:assert/strict';
import {
  accepts,
  asked,
  assertBearer,
  assertNobody,
  client,
  module,
  PLACE,
  readsUserInfo,
  refusal,
  refuses,
  serve,
} from './support/modules.mjs';
import { serves } from './support/scene.mjs';

const PROFILE = { id_token_alg: 'PS256', decoy_keys: 3 };
const fapi = (name) => `fapi2-security-profile-final-client-test-${name}`;

module(fapi('discovery-issuer-mismatch'), 'metadata of another issuer: refused', async (t, visit) => {
  await serve(visit, { ...PROFILE, metadata: { set: { issuer: 'https://fapi.example.com' } } });
  const page = await visit.tab({ config: client(visit) });
  await visit.arrive(page, PLACE);
  const { error } = await visit.call(page, 'login', { retry: true });
  assert.deepEqual([error?.code, error?.field], ['issuer_mismatch', 'issuer']);
  await assertNobody(visit, page);
  await visit.sandbox.exactly(1, { double: 'oidc' });
  serves(t, 'R-080', 'metadata of another issuer: refused before anything is opened');
  return refusal(error);
});

/** [module, what, the switch `id_token`, field, row, further counts] */
const REFUSED = [
  ['invalid-iss', 'another iss', { set: { iss: 'https://fapi.example.com' } }, 'iss', 'R-055'],
  ['invalid-aud', 'another aud', { set: { aud: 'another-client' } }, 'aud', 'R-056'],
  ['invalid-secondary-aud', 'a second aud', { set: { aud: ['demo-oidc', 'another-client'] } }, 'aud', 'R-056'],
  ['invalid-null-alg', 'alg none', { signature: 'none' }, 'alg', 'R-062'],
  // The key of that name is for PS256; there may be a new one, so the set is fetched once more.
  ['invalid-alternate-alg', 'another alg than its key has', { header: { alg: 'RS256' } }, 'kid', 'R-062', { jwks: 2 }],
  ['invalid-expired-exp', 'an exp of six minutes ago', { shift: { exp: -3600 - 360 } }, 'exp', 'R-057'],
  ['invalid-missing-exp', 'no exp', { remove: ['exp'] }, 'exp', 'R-057'],
  ['invalid-missing-aud', 'no aud', { remove: ['aud'] }, 'aud', 'R-056'],
  ['invalid-missing-iss', 'no iss', { remove: ['iss'] }, 'iss', 'R-055'],
  ['invalid-nonce', 'another nonce', { set: { nonce: 'another-nonce-than-was-sent' } }, 'nonce', 'R-059'],
  ['invalid-missing-nonce', 'no nonce', { remove: ['nonce'] }, 'nonce', 'R-059'],
];

for (const [name, what, mutation, field, row, counts] of REFUSED) {
  module(fapi(name), `${what}: refused`, async (t, visit) => {
    const oidc = { ...PROFILE, id_token: mutation };
    const seen = await refuses(visit, { oidc, code: 'id_token_invalid', field, ...counts });
    serves(t, row, `${what}: refused, nothing reaches the server afterwards`);
    serves(t, 'R-070', `${what}: no session, no profile, nothing like a token in any store`);
    serves(t, 'A-25', `${what}: refused, no tokens stored`);
    return seen;
  });
}

module(fapi('valid-aud-as-array'), 'a list of the client alone: accepted', async (t, visit) => {
  await accepts(visit, { oidc: { ...PROFILE, id_token: { set: { aud: ['demo-oidc'] } } } });
  serves(t, 'R-056', 'aud as a list of the client alone: accepted');
  serves(t, 'R-064', 'decoy keys beside the real one: the kid chooses');
  return 'accepted';
});

/** [module, what, the switch `callback`, code, field, the address bar, row] */
const CALLBACKS = [
  [
    'invalid-authorization-response-iss',
    'another iss',
    { set: { iss: '{issuer}1' } },
    ['issuer_mismatch', 'iss', PLACE],
    'R-024',
  ],
  ['remove-authorization-response-iss', 'no iss', { remove: ['iss'] }, ['issuer_mismatch', 'iss', PLACE], 'R-025'],
  [
    'ensure-authorization-response-with-invalid-state-fails',
    'another state',
    { set: { state: '{state}1' } },
    ['pending_login_missing', undefined, '/callback/oidc'],
    'R-021',
  ],
  [
    'ensure-authorization-response-with-invalid-missing-state-fails',
    'no state',
    { remove: ['state'] },
    ['pending_login_missing', undefined, '/callback/oidc'],
    'R-021',
  ],
];

for (const [name, what, callback, [code, field, at], row] of CALLBACKS) {
  module(fapi(name), `a callback with ${what}: refused before any request`, async (t, visit) => {
    const seen = await refuses(visit, { oidc: { ...PROFILE, callback }, code, field, at, token: 0, jwks: 0 });
    serves(t, row, `a callback with ${what}: refused, no request at all`);
    return seen;
  });
}

module(fapi('token-endpoint-response-without-expires_in'), 'accepted, its life unknown', async (t, visit) => {
  const { page, session } = await accepts(visit, { oidc: { ...PROFILE, token_answer: { remove: ['expires_in'] } } });
  assert.equal(session.expiresAt, null);
  await readsUserInfo(visit, page);
  serves(t, 'R-048', 'no expires_in: accepted, the lifetime is unknown');
  return 'accepted';
});

module(fapi('token-type-case-insensitivity'), 'a token type in other capitals: accepted', async (t, visit) => {
  const { page } = await accepts(visit, { oidc: { ...PROFILE, token_answer: { set: { token_type: 'bEaReR' } } } });
  await readsUserInfo(visit, page);
  serves(t, 'R-047', 'bEaReR: accepted, and sent as Bearer');
  return 'accepted';
});

module(
  'fapi2-security-profile-final-client-refresh-token-test',
  '401, renewed, repeated; and again',
  async (t, visit) => {
    const { page } = await accepts(visit, { oidc: PROFILE });
    const tokens = new Set();
    for (let round = 1; round <= 2; round += 1) {
      await visit.sandbox.expire('access');
      const status = await page.evaluate(async () => (await window.auth.fetch('me')).status);
      assert.equal(status, 200);
      const calls = await visit.sandbox.requests({ path: visit.path('oidc', 'api/me') });
      assert.deepEqual(
        calls.slice(-2).map((call) => call.status),
        [401, 200],
      );
      const { value: token } = await visit.call(page, 'getAccessToken');
      assertBearer(calls.at(-1), token);
      tokens.add(token);
      assert.deepEqual(await asked(visit), {
        token: 1 + round,
        jwks: 1 + round,
        userinfo: 0,
        revoke: 0,
        api: 2 * round,
      });
    }
    assert.equal(tokens.size, 2);
    const [, first, second] = (await visit.sandbox.requests({ path: visit.path('oidc', 'token') })).map(
      ({ form }) => form,
    );
    assert.notEqual(first.refresh_token, second.refresh_token, 'the rotated one is used');
    serves(t, 'R-107', '401: one renewal and one repetition, each time');
    serves(t, 'R-087', 'the second renewal sends the refresh token of the first');
    return 'accepted';
  },
);
