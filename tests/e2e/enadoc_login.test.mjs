/** Enadoc in each of its dialects, through the relay: login, profile, API, renewal, sign-out. */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';

/** How the double answers and wants to be asked: the relay's configuration, the double's switches. */
const DIALECTS = {
  'headers, text, code': [{}, {}],
  'a form': [{ first_call: 'form' }, { params: 'form' }],
  'a JSON text': [{}, { url_response: 'json-string' }],
  'a JSON object': [{}, { url_response: 'json-object' }],
  'a redirect': [{}, { url_response: 'redirect' }],
  oauth_code: [{}, { code_param: 'oauth_code' }],
  'discovery by query': [{ discovery: 'query' }, { discovery_input: 'query' }],
  'tokens in camel case': [{}, { token_shape: 'camel-authToken' }],
  'no lifetime, no type': [{}, { expires_in: false, token_type: false }],
  'an API below a path': [{}, { site: 'acme' }],
};

for (const [name, [changes, switches]] of Object.entries(DIALECTS)) {
  relayScene(
    `Enadoc in this dialect: ${name}`,
    async (t, visit) => {
      await visit.sandbox.switches({ enadoc: switches });
      const page = await visit.tab({ config: visit.enadoc() });
      await visit.arrive(page, '/');
      const outcome = await visit.signIn(page, { returnTo: '/documents?x=1' });
      assert.deepEqual(
        [outcome.status, outcome.via, outcome.returnTo],
        ['signed-in', 'callback', '/documents?x=1'],
        JSON.stringify(outcome.error),
      );
      assert.equal(outcome.session.user.email, 'ada@example.test');
      assert.equal(new URL(page.url()).search, '?x=1');
      const profile = await visit.call(page, 'fetchProfile');
      assert.equal(profile.value?.fullName, 'Ada Lovelace', JSON.stringify(profile));
      const libraries = await visit.fetch(page, '/api/v3/libraries');
      assert.equal(libraries.status, 200, JSON.stringify(libraries));
      const before = await visit.token(page);
      assert.notEqual(await visit.token(page, { fresh: true }), before);
      assert.equal((await visit.fetch(page, '/api/v3/libraries')).status, 200);
      const { error } = await visit.call(page, 'logout');
      assert.equal(error, undefined);
      assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-out');
      // In this order, and each with what it wants: the code is still good when the API is asked for.
      const calls = await visit.sandbox.requests({ double: 'enadoc' });
      const paths = calls.map(({ path }) => path).filter((path) => path !== '/login');
      assert.ok(paths.indexOf('/enadoc/discovery/api') < paths.indexOf('/api/v3/token'), paths.join());
      const [exchange] = calls.filter(({ path }) => path === '/api/v3/token');
      assert.equal(exchange.form.redirect_uri, undefined);
      assert.equal(exchange.form.code_verifier, undefined);
      serves(t, 'R-141', 'the relay checks the verifier of a provider that knows no PKCE');
      serves(t, 'R-150', 'a renewal without a refresh token in the page, and a sign-out');
    },
    { changes: { entries: { enadoc: changes } } },
  );
}

relayScene('Enadoc asked by the page itself, and its API called by the page itself', async (_t, visit) => {
  await visit.sandbox.switches({ enadoc: { cors: true, api_cors: true } });
  const provider = { authorizationUrl: 'direct', api: 'direct' };
  const page = await visit.tab({ config: visit.enadoc({ provider }) });
  await visit.arrive(page, '/');
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.session.apiBase, visit.twin('enadoc-api'));
  assert.equal((await visit.fetch(page, '/api/v3/libraries')).status, 200);
  const called = await visit.sandbox.requests({ double: 'enadoc-api' });
  assert.ok(called.length > 0 && called.every(({ headers }) => headers.origin === visit.app));
  // A token for the API goes nowhere else, and no cookie of the relay's goes to the API.
  assert.ok(called.every(({ cookies, headers }) => cookies.length === 0 && headers['docgate-relay'] === undefined));
});

relayScene('an authorization URL of another host is not gone to', async (t, visit) => {
  for (const [name, url] of [
    ['another host', 'http://evil.localhost/login'],
    ['a script', 'javascript:alert(1)'],
    ['a name that begins alike', '{origin}.evil.localhost/'],
    ['a user name', 'http://enadoc.localhost@evil.localhost/'],
  ]) {
    await step(t, name, async (part) => {
      await visit.sandbox.switches({ enadoc: { url } });
      const page = await visit.tab({ config: visit.enadoc() });
      await visit.arrive(page, '/');
      const { error } = await visit.call(page, 'login', { retry: true });
      assert.ok(['relay_refused', 'response_invalid'].includes(error?.code), JSON.stringify(error));
      assert.equal(new URL(page.url()).origin, visit.app);
      assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), []);
      serves(part, 'R-175', `the authorization URL is ${name}: the page is not left`);
    });
  }
});
