/**
 * ID tokens of the real server in every algorithm that docgate takes: signed in after the signature has been checked, and
 * `at_hash` compared with what the server makes of the access token. Node's cryptography says the
 * same of each token.
 */
import assert from 'node:assert/strict';
import { providerScene, serves } from './support/provider_scene.mjs';
import { accessToken, idToken, isGenuine, takenApart, userInfoStatus } from './support/provider_tokens.mjs';

const KEYS = { RS256: 'RSA', PS256: 'RSA', ES256: 'P-256', ES384: 'P-384', EdDSA: 'Ed25519' };

/** Bytes of `at_hash`: half of the digest of the algorithm's hash. */
const HALVES = { RS256: 16, PS256: 16, ES256: 16, ES384: 24, EdDSA: 32 };

for (const [algorithm, kind] of Object.entries(KEYS)) {
  providerScene(`${algorithm} under a key of kind ${kind}: verified, and signed in`, async (t, visit) => {
    serves(t, 'R-061', `a genuine ${algorithm} signature of an independent server signs in`);
    serves(t, 'R-062', `${algorithm} by the server's own registration of the client`);
    serves(t, 'R-069', `at_hash as the server makes it for ${algorithm}`);
    const page = await visit.tab({ config: visit.oidc({ clientId: `signs-${algorithm}` }) });
    await visit.arrive(page, '/rooms/1');
    const { session } = await visit.enter(page);
    assert.equal(session.user.id, 'ada');
    const token = await idToken(visit, page);
    const { header, claims } = takenApart(token);
    assert.equal(header.alg, algorithm);
    assert.ok(await isGenuine(visit, token), 'not what the server signed');
    assert.equal(Buffer.from(claims.at_hash, 'base64url').length, HALVES[algorithm]);
    assert.equal(claims.iss, visit.issuer);
    assert.equal(claims.aud, `signs-${algorithm}`);
    // The claims that the app sees are those of this token.
    const { nonce, ...shown } = claims;
    assert.equal(typeof nonce, 'string');
    assert.deepEqual(session.claims, shown);
    assert.equal(await userInfoStatus(visit, await accessToken(visit, page)), 200);
    assert.equal((await visit.control.requests('GET', '/jwks')).length, 2, 'one for the login, one for this test');
  });
}

providerScene('RS256 by default, from a click to the session, through the pages of the server', async (t, visit) => {
  serves(t, 'R-061', 'the whole way through the browser, keys fetched beside the token');
  serves(t, 'R-064', 'the key is found by its kid among five');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1?tab=2');
  const outcome = await visit.clickIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.via, 'callback');
  assert.equal(page.url(), `${visit.app}/rooms/1?tab=2`);
  const token = await idToken(visit, page);
  assert.equal(takenApart(token).header.alg, 'RS256');
  assert.ok(await isGenuine(visit, token));
  // A reload needs no keys: what was verified is stored.
  await visit.control.forget();
  await page.reload();
  assert.equal((await visit.outcome(page)).via, 'stored');
  assert.equal(await idToken(visit, page), token);
  assert.deepEqual(await visit.control.requests('GET', '/jwks'), []);
});
