/**
 * The modules that oidcc-client-test-plan has beside those of the smaller plans, and logins that somebody else starts
 * (oidcc-client-test-3rd-party-init-login-test-plan).
 */
import assert from 'node:assert/strict';
import { ADA, accepts, asked, client, module, refusal, refuses, serve } from './support/modules.mjs';
import { scene, serves, step } from './support/scene.mjs';

module('oidcc-client-test-missing-aud', 'no aud: refused', async (t, visit) => {
  const seen = await refuses(visit, {
    oidc: { id_token: { remove: ['aud'] } },
    code: 'id_token_invalid',
    field: 'aud',
  });
  serves(t, 'R-056', 'no aud: refused, nothing reaches the server afterwards');
  return seen;
});

module(
  'oidcc-client-test-nonce-unless-code-flow',
  'a nonce in the code flow too, another each time',
  async (t, visit) => {
    const { page } = await accepts(visit);
    await visit.call(page, 'logout', { provider: false });
    assert.equal((await visit.signIn(page)).status, 'signed-in');
    const sent = await visit.sandbox.exactly(2, { path: visit.path('oidc', 'authorize') });
    const [first, second] = sent.map(({ query }) => query.nonce);
    for (const nonce of [first, second]) assert.match(nonce, /^[\w-]{22,}$/);
    assert.notEqual(first, second);
    serves(t, 'R-059', 'a nonce is always sent, and its token accepted');
    return 'accepted';
  },
);

module('oidcc-client-test-missing-athash', 'no at_hash: accepted', async (t, visit) => {
  await accepts(visit, { oidc: { id_token: { remove: ['at_hash'] } } });
  serves(t, 'R-069', 'no at_hash: accepted');
  return 'accepted';
});

for (const [what, at_hash] of [
  ['the hash of another token', 'AAAAAAAAAAAAAAAAAAAAAA'],
  ['no text', 5],
]) {
  module('oidcc-client-test-invalid-athash', `an at_hash that is ${what}: refused`, async (t, visit) => {
    const seen = await refuses(visit, {
      oidc: { id_token: { set: { at_hash } } },
      code: 'id_token_invalid',
      field: 'at_hash',
    });
    serves(t, 'R-069', `at_hash is ${what}: every token of the answer is refused`);
    serves(t, 'R-070', 'wrong at_hash: no session, nothing like a token in any store');
    return seen;
  });
}

module(
  'oidcc-client-test-invalid-sig-hs256',
  'HS256 with the published key as the secret: refused',
  async (t, visit) => {
    const seen = await refuses(visit, {
      oidc: { id_token: { signature: 'hs256' } },
      code: 'id_token_invalid',
      field: 'alg',
    });
    serves(t, 'R-062', 'HS256 with the public key as the secret: refused');
    serves(t, 'A-24', 'HS256 with the public key as the secret: refused');
    return seen;
  },
);

module('oidcc-client-test-invalid-sig-es256', 'an ES256 signature with one bit wrong: refused', async (t, visit) => {
  const seen = await refuses(visit, {
    oidc: { id_token_alg: 'ES256', id_token: { signature: 'corrupt' } },
    code: 'id_token_invalid',
    field: 'signature',
  });
  serves(t, 'R-061', 'ES256 with one bit wrong: refused');
  return seen;
});

module(
  'oidcc-client-test-userinfo-signed',
  'signed UserInfo, which nobody asked for: refused unread',
  async (t, visit) => {
    const { page, session } = await accepts(visit, {
      oidc: { userinfo_format: 'jwt', userinfo: { set: { name: 'Signed Name' } } },
    });
    const { value, error } = await visit.call(page, 'fetchProfile');
    assert.equal(value, undefined);
    assert.equal(error.code, 'response_invalid');
    assert.deepEqual(await page.evaluate(() => window.plain(window.auth.session)), session);
    assert.deepEqual(await asked(visit), { token: 1, jwks: 1, userinfo: 1, revoke: 0, api: 0 });
    serves(t, 'R-071', 'signed UserInfo: refused, never read unverified');
    return refusal(error);
  },
);

scene('UserInfo as text/plain: refused', async (t, visit) => {
  const { page } = await accepts(visit, { oidc: { userinfo_format: 'text' } });
  assert.equal((await visit.call(page, 'fetchProfile')).error?.code, 'response_invalid');
  serves(t, 'R-071', 'UserInfo of a wrong content type: refused');
});

/** Claims by reference: they are given to the app as they came, and nobody follows them. */
async function byReference(visit, source) {
  const set = { _claim_names: { address: 'src1' }, _claim_sources: { src1: source } };
  const { page, session } = await accepts(visit, { oidc: { userinfo: { set } } });
  assert.equal(session.claims.address, undefined);
  const { value: claims, error } = await visit.call(page, 'fetchProfile');
  assert.equal(error, undefined, error?.code);
  assert.equal(claims.sub, ADA);
  assert.equal(claims.address, undefined);
  assert.deepEqual(claims._claim_sources, { src1: source });
  await visit.sandbox.exactly(0, { double: 'evil' });
  assert.deepEqual(await asked(visit), { token: 1, jwks: 1, userinfo: 1, revoke: 0, api: 0 });
}

module('oidcc-client-test-aggregated-claims', 'accepted, and not unpacked', async (t, visit) => {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signedElsewhere = `${part({ alg: 'none' })}.${part({ address: { locality: 'Nowhere' } })}.`;
  await byReference(visit, { JWT: signedElsewhere });
  serves(t, 'R-071', 'aggregated claims: passed on as they came, never taken for claims of the provider');
  return 'accepted';
});

module('oidcc-client-test-distributed-claims', 'accepted, and not fetched', async (t, visit) => {
  await byReference(visit, { endpoint: `${visit.evil}/claims`, access_token: 'a-token-for-elsewhere' });
  serves(t, 'R-071', 'distributed claims: nobody goes there');
  return 'accepted';
});

/** The app's page that a third party sends people to, arrived there by way of the provider; with what it made of it. */
async function initiated(visit, page, parameters) {
  const url = new URL(`${visit.issuer}/initiate`);
  url.search = new URLSearchParams({ login_uri: `${visit.app}/login-start`, ...parameters });
  visit.taken(page, 'result');
  await page.goto(url.href);
  return await visit.next(page, 'result');
}

module('oidcc-client-test-3rd-party-init-login', 'the login that the provider starts', async (t, visit) => {
  await serve(visit);
  const page = await visit.tab({ config: client(visit), calls: [['initiatedLogin']] });
  const { value: options, error } = await initiated(visit, page, {
    login_hint: 'ada@example.test',
    target_link_uri: `${visit.app}/rooms/2?from=mail`,
  });
  assert.equal(error, undefined, error?.code);
  assert.deepEqual(options, { returnTo: '/rooms/2?from=mail', loginHint: 'ada@example.test' });
  await visit.sandbox.exactly(0, { path: /authorize|openid-configuration/ });
  await visit.replan(page, { config: client(visit) });
  const outcome = await visit.signIn(page, options);
  assert.equal(outcome.status, 'signed-in', outcome.error?.code);
  assert.equal(outcome.session.user.id, ADA);
  assert.equal(page.url(), `${visit.app}/rooms/2?from=mail`);
  const [authorize] = await visit.sandbox.requests({ path: visit.path('oidc', 'authorize') });
  assert.equal(authorize.query.login_hint, 'ada@example.test');
  serves(t, 'R-126', 'iss is the configured one: login_hint and target_link_uri become options of login()');
  return 'accepted';
});

scene('a login that is started for another issuer: refused, and nothing is asked', async (t, visit) => {
  await serve(visit);
  const page = await visit.tab({ config: client(visit), calls: [['initiatedLogin']] });
  for (const [which, iss] of [
    ['an issuer that begins like it', `${visit.issuer}1`],
    ['an issuer on another host', visit.evil],
    ['no issuer', ''],
  ]) {
    await step(t, which, async (part) => {
      const { value, error } = await initiated(visit, page, { iss });
      assert.equal(value, undefined);
      assert.deepEqual([error.code, error.field], ['issuer_mismatch', 'iss']);
      serves(part, 'R-126', 'another issuer or none: refused');
    });
  }
  await visit.sandbox.exactly(0, { path: /authorize|openid-configuration/ });
});

scene('a login that is started for a page elsewhere goes to the start page', async (t, visit) => {
  await serve(visit);
  const page = await visit.tab({ config: client(visit), calls: [['initiatedLogin']] });
  for (const [which, target] of [
    ['another origin', visit.evil],
    ['an address without a scheme', '//evil.localhost/x'],
    ['a script', 'javascript:alert(1)'],
    ['an origin that begins like it', `${visit.app}.evil.localhost/`],
  ]) {
    await step(t, which, async (part) => {
      const { value } = await initiated(visit, page, { target_link_uri: target });
      assert.equal(value.returnTo, '/');
      serves(part, 'R-126', 'target_link_uri elsewhere: the start page');
    });
  }
});

scene('a login that is started in a frame: refused', async (t, visit) => {
  await serve(visit);
  const page = await visit.tab({ config: client(visit) });
  await visit.load(page, '/');
  const address = `${visit.app}/login-start?${new URLSearchParams({ iss: visit.issuer })}`;
  const code = await page.evaluate(async (src) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    while (!frame.contentWindow.loaded) await new Promise((resolve) => setTimeout(resolve, 20));
    const { error } = await frame.contentWindow.settled(() => frame.contentWindow.auth.initiatedLogin());
    return error?.code;
  }, address);
  assert.equal(code, 'framed');
  serves(t, 'R-126', 'in a frame: refused');
});
