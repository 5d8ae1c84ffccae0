/** The modules of oidcc-client-config-certification-test-plan: discovery, key sets, rotation. */
import assert from 'node:assert/strict';
import {
  accepts,
  asked,
  assertNobody,
  attempt,
  client,
  keysFirst,
  module,
  PLACE,
  refusal,
  refuses,
  serve,
} from './support/modules.mjs';
import { serves, step } from './support/scene.mjs';

module('oidcc-client-test-discovery-openid-config', 'every address is the one of the document', async (t, visit) => {
  await accepts(visit);
  const paths = (await visit.sandbox.requests({ double: 'oidc' })).map(({ path }) => path);
  const at = (name) => `/t/${visit.scenario}/${name}`;
  assert.deepEqual(paths.slice(0, 2), [at('.well-known/openid-configuration'), at('authorize')]);
  assert.deepEqual(paths.slice(2).sort(), [at('jwks'), at('token')]);
  serves(t, 'R-081', 'the well-known path behind an issuer with a path');
  return 'accepted';
});

/** Signed out here alone, and in again by the browser. */
async function again(visit, page) {
  assert.equal((await visit.call(page, 'logout', { provider: false })).error, undefined);
  return await visit.signIn(page, { returnTo: PLACE });
}

module(
  'oidcc-client-test-discovery-jwks-uri-keys',
  'the keys are where the document says, each time',
  async (t, visit) => {
    const places = ['jwks/of-the-first-run', 'jwks/of-the-second-run'];
    const moved = (place) => ({ metadata: { set: { jwks_uri: `{issuer}/${place}` } } });
    const { page } = await accepts(visit, { oidc: moved(places[0]) });
    await serve(visit, moved(places[1]));
    assert.equal((await again(visit, page)).status, 'signed-in');
    for (const place of places) await visit.sandbox.exactly(1, { path: visit.path('oidc', place) });
    await visit.sandbox.exactly(2, { path: /\/jwks/ });
    serves(t, 'R-085', 'no address of keys is guessed or kept from an earlier document');
    return 'accepted';
  },
);

module('oidcc-client-test-discovery-issuer-mismatch', 'a document of another issuer: refused', async (t, visit) => {
  let seen;
  for (const issuer of ['{issuer}1', '{issuer}/', '{origin}', visit.evil]) {
    const which = issuer.replace(/:\/\/.*/, '://…');
    await step(t, which, async (part) => {
      await serve(visit, { metadata: { set: { issuer } } });
      const page = await visit.tab({ config: client(visit) });
      await visit.arrive(page, PLACE);
      const { value, error } = await visit.call(page, 'login', { retry: true });
      assert.equal(value, undefined);
      assert.deepEqual([error?.code, error?.field], ['issuer_mismatch', 'issuer']);
      assert.equal(page.url(), `${visit.app}${PLACE}`);
      await assertNobody(visit, page);
      seen = refusal(error);
      serves(part, 'R-080', `metadata of ${which}: refused before anything is opened`);
      serves(part, 'A-23', `metadata of ${which}: refused, the page stays`);
    });
  }
  await visit.sandbox.exactly(4, { double: 'oidc' });
  await visit.sandbox.exactly(4, { path: /openid-configuration$/ });
  return seen;
});

module('oidcc-client-test-idtoken-sig-none', 'unsigned, announced in the document: refused', async (t, visit) => {
  const seen = await refuses(visit, {
    oidc: {
      id_token: { signature: 'none' },
      metadata: { set: { id_token_signing_alg_values_supported: ['none', 'RS256'] } },
    },
    code: 'id_token_invalid',
    field: 'alg',
  });
  serves(t, 'R-062', 'alg none, announced by the metadata: refused all the same');
  serves(t, 'R-070', 'unsigned: no session, no profile, nothing like a token in any store');
  return seen;
});

module(
  'oidcc-client-test-signing-key-rotation-just-before-signing',
  'a key of this moment: fetched',
  async (t, visit) => {
    await keysFirst(visit);
    await accepts(visit, { oidc: { rotate_before_signing: 1 }, jwks: 2 });
    serves(t, 'R-065', 'a kid that is not in the set: the set is fetched once more, and the login goes on');
    return 'accepted';
  },
);

module('oidcc-client-test-signing-key-rotation', 'other keys at the next login: fetched with it', async (t, visit) => {
  for (const keep of [true, false]) {
    await step(t, `the old key ${keep ? 'stays published' : 'is gone'}`, async (part) => {
      await visit.sandbox.switches({ oidc: { id_token_alg: 'RS256' } });
      const before = await asked(visit);
      const { page, outcome } = await attempt(visit);
      assert.equal(outcome.status, 'signed-in', outcome.error?.code);
      await visit.sandbox.rotateKeys(keep);
      const second = await again(visit, page);
      assert.equal(second.status, 'signed-in', second.error?.code);
      const after = await asked(visit);
      assert.deepEqual([after.token - before.token, after.jwks - before.jwks], [2, 2]);
      await visit.call(page, 'logout', { provider: false });
      await page.close();
      serves(part, 'R-065', 'rotation between two logins: one fetch with each login, no failure');
    });
  }
  return 'accepted';
});
