/** What actually goes over the wire: the authorization URL, the token request, API calls. Read from the providers' log. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { scene, serves } from './support/scene.mjs';

const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');

for (const id of ['docspace', 'oidc']) {
  scene(`${id}: the authorization URL and the token request belong together`, async (t, visit) => {
    serves(t, 'R-001', 'response_type is code');
    serves(t, 'R-008', 'redirect_uri is the same in both requests');
    serves(t, 'R-012', 'state of at least 128 bits');
    serves(t, 'R-013', 'verifier of 43 to 128 unreserved characters, S256 of it is the challenge');
    serves(t, 'R-014', 'code_challenge_method is S256');
    serves(t, 'R-040', 'form-encoded POST, each parameter once, client_id in the body, nothing in the URL');
    serves(t, 'R-041', 'no cookies, no referrer, no cache, CORS mode');
    const config = visit[id]();
    const page = await visit.tab({ config });
    await visit.arrive(page, '/rooms/1?private=1');
    await page
      .context()
      .addCookies([
        { name: 'tracking', value: 'x', url: id === 'docspace' ? visit.portal : visit.issuer, sameSite: 'Lax' },
      ]);
    const url = await visit.loginUrl(page);
    const outcome = await visit.signIn(page);
    assert.equal(outcome.status, 'signed-in');

    const names = [...url.searchParams.keys()];
    assert.equal(new Set(names).size, names.length, 'no parameter twice');
    assert.equal(url.searchParams.get('response_type'), 'code');
    assert.equal(url.searchParams.get('client_id'), config.clientId);
    assert.equal(url.searchParams.get('redirect_uri'), `${visit.app}${config.redirectUri}`);
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
    assert.match(url.searchParams.get('code_challenge'), /^[\w-]{43}$/);
    assert.match(url.searchParams.get('state'), /^[\w-]{26,}$/);
    assert.equal(url.username + url.password + url.hash, '');

    const [token] = await visit.sandbox.exactly(1, { method: 'POST', path: visit.path(id, 'token') });
    const authorize = (await visit.sandbox.requests()).find(
      ({ query }) => query.code_challenge === challengeOf(token.form.code_verifier),
    );
    assert.ok(authorize, 'the challenge of the request is the S256 of the verifier');
    assert.match(token.form.code_verifier, /^[\w.~-]{43,128}$/);
    assert.equal(token.form.grant_type, 'authorization_code');
    assert.equal(token.form.client_id, config.clientId);
    assert.equal(token.form.redirect_uri, authorize.query.redirect_uri);
    assert.ok(
      Object.values(token.form).every((value) => typeof value === 'string'),
      'each parameter once',
    );
    assert.equal('client_secret' in token.form, false);
    assert.deepEqual(token.query, {});
    assert.match(token.headers['content-type'], /^application\/x-www-form-urlencoded\b/);
    assert.equal(token.headers.origin, visit.app);
    assert.equal(token.headers.referer, undefined);
    assert.equal(token.headers['sec-fetch-mode'], 'cors');
    assert.deepEqual(token.cookies, []);
    assert.equal(token.authorization, null);
  });
}

scene(
  'DocSpace: scope is the last parameter, state is base64url, and nothing is asked for that it refuses',
  async (t, visit) => {
    serves(t, 'R-172', 'scope is last, whatever options are given');
    serves(t, 'R-171', 'no openid by default');
    const page = await visit.tab({ config: visit.docspace() });
    await visit.arrive(page);
    const options = [
      {},
      { prompt: 'login', loginHint: 'ada@example.test', uiLocales: 'de', extraParams: { zzz: 'last?' } },
      { scopes: ['rooms:read'], appState: 'x'.repeat(1000) },
    ];
    for (const given of options) {
      const url = await visit.loginUrl(page, { ...given, retry: true });
      const names = [...url.searchParams.keys()];
      assert.equal(names.at(-1), 'scope');
      assert.equal(names[0], 'response_type');
      assert.match(url.searchParams.get('state'), /^[\w-]+$/);
      assert.ok(!url.searchParams.get('scope').split(' ').includes('openid'));
    }
  },
);

scene('DocSpace: a login page that cuts off what follows scope loses nothing', async (t, visit) => {
  serves(t, 'R-172', 'a portal whose signature has run out restarts with the URL up to scope, and the login works');
  await visit.sandbox.switches({ docspace: { signature_expired: true } });
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  assert.equal((await visit.signIn(page)).status, 'signed-in');
  await visit.call(page, 'logout');
  assert.equal((await visit.signIn(page, { retry: true })).status, 'signed-in');
});

scene('OpenID Connect: nonce and openid are sent, and each login asks for the metadata once', async (t, visit) => {
  serves(t, 'R-016', 'a fresh nonce of at least 128 bits');
  serves(t, 'R-020', 'openid is asked for');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const first = await visit.loginUrl(page);
  const second = await visit.loginUrl(page, { retry: true });
  for (const url of [first, second]) {
    assert.match(url.searchParams.get('nonce'), /^[\w-]{22,}$/);
    assert.ok(url.searchParams.get('scope').split(' ').includes('openid'));
  }
  assert.notEqual(first.searchParams.get('nonce'), second.searchParams.get('nonce'));
  assert.notEqual(first.searchParams.get('state'), second.searchParams.get('state'));
  await visit.sandbox.exactly(2, { path: /openid-configuration/ });
});

scene('DocSpace: no request at all before the page is left', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const mark = await visit.sandbox.mark();
  await visit.loginUrl(page);
  await visit.sandbox.nothingAfter(mark);
});

scene('the API gets the token in the header and nowhere else', async (t, visit) => {
  serves(t, 'R-106', 'the access token goes in Authorization, never in a query');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  await visit.signIn(page);
  const seen = await page.evaluate(async () => {
    const token = await window.auth.getAccessToken();
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
    const answer = await window.auth.fetch('/api/2.0/people/@self?fields=id');
    return {
      status: answer.status,
      name: (await answer.json()).response.firstName,
      hash: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    };
  });
  assert.equal(seen.status, 200);
  const [call] = await visit.sandbox.exactly(1, { path: '/api/2.0/people/@self' });
  assert.deepEqual(call.authorization, { scheme: 'Bearer', token_hash: seen.hash });
  assert.deepEqual(call.query, { fields: 'id' });
  assert.deepEqual(call.cookies, []);
});

scene('no answer comes from a cache: the same login twice asks twice', async (t, visit) => {
  serves(t, 'R-041', 'no-store: a cacheable token answer is not reused');
  await visit.sandbox.switches({
    docspace: { token_fault: { kind: 'merge', headers: { 'cache-control': 'public, max-age=3600' } } },
  });
  const page = await visit.tab({ config: visit.docspace({ shareTabs: false }) });
  await visit.arrive(page);
  await visit.signIn(page);
  await visit.call(page, 'logout');
  await visit.signIn(page, { retry: true });
  await visit.sandbox.exactly(2, { path: visit.path('docspace', 'token') });
});
