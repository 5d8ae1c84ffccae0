/** What is particular to DocSpace, with its double: audiences, ID tokens of its own kind, no CORS, ignored options. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

scene('a token for another host is refused; one that differs in the scheme alone is not', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  await visit.sandbox.switches({ docspace: { audience: 'https://other.example' } });
  const refused = await visit.signIn(page);
  assert.equal(refused.status, 'failed');
  assert.equal(refused.error.code, 'api_base_mismatch');
  await visit.sandbox.switches({ docspace: { audience: visit.portal.replace('http:', 'https:') } });
  const taken = await visit.signIn(page, { retry: true });
  assert.equal(taken.status, 'signed-in', JSON.stringify(taken.error));
  assert.equal(new URL(taken.session.apiBase).host, new URL(visit.portal).host);
});

scene('a portal without CORS (before 3.2): network, and the message speaks of it', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { cors: false } });
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'network');
  assert.match(outcome.error.message, /CORS/);
});

const CLAIMS = [
  ['another authorized party', { set: { azp: 'another-client' } }, 'azp'],
  ['no authorized party', { remove: ['azp'] }, 'azp'],
  ['another audience', { set: { aud: 'https://other.example' } }, 'aud'],
  ['the client as audience', { set: { aud: 'demo-docspace' } }, 'aud'],
  ['another issuer', { set: { iss: 'https://other.example/oauth2' } }, 'iss'],
  ['the portal as issuer, without its path', { set: { iss: '{origin}' } }, 'iss'],
  ['another nonce', { set: { nonce: 'another' } }, 'nonce'],
];

scene('with openid asked for, the ID token of DocSpace is checked by the preset', async (t, visit) => {
  const scopes = ['openid', 'accounts.self:read'];
  const page = await visit.tab({ config: visit.docspace({ scopes }) });
  await visit.arrive(page);
  for (const [what, change, field] of CLAIMS) {
    await step(t, what, async (part) => {
      serves(part, 'R-171', `${what}: refused`);
      await visit.sandbox.switches({ docspace: { id_token: change } });
      const callback = await visit.callback(page, { retry: true });
      const { value: outcome } = await visit.call(page, 'complete', callback.href);
      assert.equal(outcome.status, 'failed', JSON.stringify(outcome));
      assert.equal(outcome.error.code, 'id_token_invalid');
      assert.equal(outcome.error.field, field);
    });
  }
  await visit.sandbox.switches({ docspace: { id_token: null } });
  const outcome = await visit.signIn(page, { retry: true });
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.ok(outcome.session.user.id.length > 0);
});

scene('the same ID token is refused at a provider that is not DocSpace', async (t, visit) => {
  serves(t, 'R-170', 'audience and issuer as DocSpace writes them: refused for a generic provider');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const like = { iss: `${visit.issuer}/oauth2`, aud: visit.issuer, azp: 'demo-oidc' };
  for (const set of [like, { aud: like.aud, azp: like.azp }, { iss: like.iss }]) {
    await visit.sandbox.switches({ oidc: { id_token: { set } } });
    const callback = await visit.callback(page, { retry: true });
    const { value: outcome } = await visit.call(page, 'complete', callback.href);
    assert.equal(outcome.error?.code, 'id_token_invalid', JSON.stringify(outcome));
  }
});

scene('options that DocSpace ignores, and scopes that it does not know, are warned of', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace({ scopes: ['accounts.self:read', 'email'] }) });
  await visit.arrive(page);
  visit.taken(page, 'log');
  await visit.loginUrl(page, { prompt: 'login', loginHint: 'ada@example.test' });
  const warnings = visit.taken(page, 'log').filter(({ event }) => event === 'warning');
  const text = warnings.map(({ detail }) => detail).join('\n');
  assert.match(text, /email/);
  assert.match(text, /prompt/);
  assert.match(text, /login_hint/);
  assert.ok(!text.includes('ada@example.test'), 'values are left out');
});

scene('two devices evict each other: one clean expiry here, and no login by itself', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await visit.signIn(page);
  const elsewhere = await visit.anotherBrowser();
  const other = await elsewhere.tab({ config: elsewhere.docspace() });
  await elsewhere.arrive(other);
  assert.equal((await elsewhere.signIn(other)).status, 'signed-in');
  const mark = await visit.sandbox.mark();
  const seen = await page.evaluate(async () => {
    const answers = await Promise.all([1, 2, 3].map(() => window.settled(window.auth.fetch('/api/2.0/people/@self'))));
    return { codes: answers.map(({ error }) => error?.code ?? 'answered'), status: window.auth.snapshot().status };
  });
  assert.equal(seen.status, 'expired');
  assert.ok(seen.codes.includes('answered'));
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark, { path: '/oauth2/authorize' });
  await visit.sandbox.nothingAfter(mark, { path: '/oauth2/token' });
});
