/** The modules of oidcc-client-basic-certification-test-plan. */
import assert from 'node:assert/strict';
import {
  ADA,
  accepts,
  asked,
  assertBearer,
  module,
  PLACE,
  readsUserInfo,
  refusal,
  refuses,
  tokensStored,
} from './support/modules.mjs';
import { serves } from './support/scene.mjs';

module('oidcc-client-test', 'a code, one exchange, a checked ID token, and UserInfo', async (t, visit) => {
  const { page, session } = await accepts(visit);
  const [authorize] = await visit.sandbox.requests({ path: visit.path('oidc', 'authorize') });
  const { response_type, client_id, redirect_uri, scope, state, nonce, code_challenge_method } = authorize.query;
  assert.deepEqual(
    { response_type, client_id, redirect_uri, scope, code_challenge_method },
    {
      response_type: 'code',
      client_id: 'demo-oidc',
      redirect_uri: `${visit.app}/callback/oidc`,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    },
  );
  for (const random of [state, nonce]) assert.ok(random.length >= 22);
  const [exchange] = await visit.sandbox.requests({ path: visit.path('oidc', 'token') });
  assert.equal(exchange.form.grant_type, 'authorization_code');
  assert.equal(exchange.form.redirect_uri, redirect_uri);
  assert.equal(exchange.authorization, null);
  assert.deepEqual(session.missingScopes, []);
  assert.equal((await readsUserInfo(visit, page)).name, 'Ada Lovelace');
  assert.equal((await visit.arrive(page, PLACE)).via, 'stored');
  const kept = new Set(await tokensStored(visit, page));
  assert.ok(kept.has('access_token') && kept.size >= 4, 'what looks for tokens in the other modules finds them here');
  assert.ok(
    [...kept].some((piece) => piece.startsWith('eyJ')),
    'and the ID token by its form',
  );
  serves(t, 'R-055', 'the configured issuer: accepted');
  serves(t, 'R-056', 'the client alone in aud: accepted');
  return 'accepted';
});

/** [module, what, the switch `id_token`, field, row, further counts] */
const REFUSED = [
  ['invalid-iss', 'another iss', { set: { iss: '{issuer}1' } }, 'iss', 'R-055'],
  ['missing-sub', 'no sub', { remove: ['sub'] }, 'sub', 'R-058'],
  ['invalid-aud', 'another aud', { set: { aud: 'another-client' } }, 'aud', 'R-056'],
  ['missing-iat', 'no iat', { remove: ['iat'] }, 'iat', 'R-057'],
  ['idtoken-sig-none', 'an unsigned ID token', { signature: 'none' }, 'alg', 'R-062'],
  ['invalid-sig-rs256', 'an RS256 signature with one bit wrong', { signature: 'corrupt' }, 'signature', 'R-061'],
  ['nonce-invalid', 'another nonce', { set: { nonce: 'another-nonce-than-was-sent' } }, 'nonce', 'R-059'],
];

for (const [name, what, mutation, field, row] of REFUSED) {
  module(`oidcc-client-test-${name}`, `${what}: refused`, async (t, visit) => {
    const seen = await refuses(visit, { oidc: { id_token: mutation }, code: 'id_token_invalid', field });
    serves(t, row, `${what}: refused, nothing reaches the server afterwards`);
    serves(t, 'R-070', `${what}: no session, no profile, nothing like a token in any store`);
    serves(t, 'A-25', `${what}: refused, no tokens stored`);
    return seen;
  });
}

module('oidcc-client-test-kid-absent-single-jwks', 'no kid, one key: accepted', async (t, visit) => {
  const { page } = await accepts(visit, { oidc: { omit_kid: true } });
  await readsUserInfo(visit, page);
  serves(t, 'R-064', 'no kid and one key: used');
  return 'accepted';
});

module('oidcc-client-test-kid-absent-multiple-jwks', 'no kid, three keys: the right one is found', async (t, visit) => {
  const { page } = await accepts(visit, { oidc: { omit_kid: true, decoy_keys: 2 } });
  await readsUserInfo(visit, page);
  serves(t, 'R-064', 'no kid and three keys: tried one after the other');
  return 'accepted';
});

module('oidcc-client-test-idtoken-sig-rs256', 'a good RS256 signature: accepted', async (t, visit) => {
  const { page } = await accepts(visit);
  const { value: token } = await visit.call(page, 'getIdToken');
  const header = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
  assert.equal(header.alg, 'RS256');
  serves(t, 'R-061', 'RS256: verified with the key of the set');
  return 'accepted';
});

module('oidcc-client-test-userinfo-bearer-header', 'the token goes in the header only', async (t, visit) => {
  const { page } = await accepts(visit);
  await readsUserInfo(visit, page);
  const [sent] = await visit.sandbox.exactly(1, { path: visit.path('oidc', 'userinfo') });
  assertBearer(sent, (await visit.call(page, 'getAccessToken')).value);
  assert.equal(sent.method, 'GET');
  assert.equal(sent.body_length, 0);
  serves(t, 'R-071', 'UserInfo: the token in the Authorization header and nowhere else');
  return 'accepted';
});

module('oidcc-client-test-userinfo-invalid-sub', "another person's UserInfo: refused", async (t, visit) => {
  const { page, session } = await accepts(visit, { oidc: { userinfo: { set: { sub: 'grace', name: 'Grace' } } } });
  const { value, error } = await visit.call(page, 'fetchProfile');
  assert.equal(value, undefined);
  assert.deepEqual([error.code, error.field], ['response_invalid', 'sub']);
  const mark = await visit.sandbox.mark();
  const after = await page.evaluate(() => window.plain(window.auth.session));
  assert.deepEqual(after, session, 'nothing of it is taken over');
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(!stored.includes('Grace'));
  await visit.sandbox.nothingAfter(mark);
  assert.deepEqual(await asked(visit), { token: 1, jwks: 1, userinfo: 1, revoke: 0, api: 0 });
  serves(t, 'R-071', 'UserInfo of another sub: refused, nothing of it is kept or shown');
  return refusal(error);
});

module('oidcc-client-test-scope-userinfo-claims', 'the claims of the scopes come by UserInfo', async (t, visit) => {
  const { page, session } = await accepts(visit);
  const claims = await readsUserInfo(visit, page);
  assert.deepEqual(claims, {
    sub: ADA,
    name: 'Ada Lovelace',
    given_name: 'Ada',
    family_name: 'Lovelace',
    preferred_username: 'ada',
    email: 'ada@example.test',
    email_verified: true,
  });
  assert.deepEqual([...session.scopes].sort(), ['email', 'openid', 'profile']);
  serves(t, 'R-072', 'email comes with email_verified; the identity stays iss and sub');
  return 'accepted';
});
