/** OpenID Connect logins at the independent server: the engine's WebCrypto judges the signature of the ID token. */
import assert from 'node:assert/strict';
import { scene } from './support/scene.mjs';

for (const algorithm of ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']) {
  scene(`an ID token signed with ${algorithm}`, async (t, visit) => {
    const config = visit.oidc({ provider: { id: 'oidc', issuer: visit.issuer }, clientId: `signs-${algorithm}` });
    visit.plan({ config });
    await visit.arrive('/rooms/1?tab=2');
    const outcome = await visit.outcomeAfter(async () => {
      await visit.press();
      await visit.fill('[name=login]', 'ada');
      await visit.fill('[name=password]', 'any');
      await visit.pressAt('form:has([name=login]) [type=submit]');
      await visit.pressAt('form:has([name=prompt][value=consent]) [type=submit]');
    });
    if (algorithm === 'EdDSA' && !(await visit.perform('ed25519'))) {
      t.diagnostic('this engine has no Ed25519');
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'not_supported');
      return;
    }
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    assert.equal(outcome.via, 'callback');
    assert.equal(outcome.session.user.id, 'ada');
    assert.equal(await visit.url(), `${visit.app}/rooms/1?tab=2`);
    const stored = (await visit.perform('stored')).join('\n');
    const header = /eyJ[\w-]+(?=\.eyJ)/.exec(stored);
    assert.ok(header, 'an ID token is stored');
    assert.equal(JSON.parse(Buffer.from(header[0], 'base64url')).alg, algorithm);
    assert.equal((await visit.provider.requests('GET', '/jwks')).length, 1);
    assert.equal((await visit.reload()).via, 'stored');
  });
}

scene('a signature that is not genuine is refused, whatever the algorithm', async (_t, visit) => {
  visit.plan({ config: visit.oidc() });
  await visit.arrive('/rooms/1');
  for (const id_token_alg of ['RS256', 'ES256']) {
    for (const signature of ['corrupt', 'other_key']) {
      await visit.sandbox.switches({ oidc: { id_token_alg, id_token: { signature } } });
      const outcome = await visit.signIn();
      assert.equal(outcome.status, 'failed', `${id_token_alg}, ${signature}`);
      assert.equal(outcome.error.code, 'id_token_invalid');
      assert.equal(await visit.perform('status'), 'signed-out');
    }
  }
  await visit.sandbox.switches({ oidc: { id_token: null } });
  assert.equal((await visit.signIn()).status, 'signed-in');
});
