/**
 * Keys: every algorithm, how often a set is fetched, and rotation before, during and between logins (what is hostile:
 * hostile_keys.test.mjs).
 */
import assert from 'node:assert/strict';
import { accepts, asked, assertNobody, attempt, client, keysFirst, PLACE, serve } from './support/modules.mjs';
import { scene, serves, step } from './support/scene.mjs';

for (const id_token_alg of ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']) {
  scene(`${id_token_alg}: a good signature is accepted, one with a bit wrong is not`, async (t, visit) => {
    const { page, outcome } = await attempt(visit, { oidc: { id_token_alg } });
    const lacking = id_token_alg === 'EdDSA' && !(await page.evaluate(knowsEd25519));
    if (lacking) {
      assert.deepEqual([outcome.error?.code, outcome.error?.field], ['not_supported', 'alg']);
      serves(t, 'R-062', `${id_token_alg}: said to be unknown to this browser, never taken unverified`);
      return;
    }
    assert.equal(outcome.status, 'signed-in', `${outcome.error?.code} [${outcome.error?.field}]`);
    const { value: token } = await visit.call(page, 'getIdToken');
    assert.equal(JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).alg, id_token_alg);
    await visit.call(page, 'logout', { provider: false });
    await serve(visit, { id_token_alg, id_token: { signature: 'corrupt' } });
    const { error } = await visit.signIn(page);
    assert.deepEqual([error?.code, error?.field], ['id_token_invalid', 'signature']);
    serves(t, 'R-061', `${id_token_alg}: a good signature is accepted, one with a bit wrong refused`);
    serves(t, 'R-062', `${id_token_alg} is one of the five that are accepted`);
  });
}

/** Whether this browser knows the algorithm. Runs in the page. */
/* node:coverage disable */
const knowsEd25519 = () =>
  crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']).then(
    () => true,
    () => false,
  );
/* node:coverage enable */

/** Signed out here alone, and in again. */
async function again(visit, page) {
  await visit.call(page, 'logout', { provider: false });
  return await visit.signIn(page, { returnTo: PLACE });
}

/** Refused for want of a key. */
function assertNoKey({ status, error }) {
  assert.deepEqual([status, error?.code, error?.field], ['failed', 'id_token_invalid', 'kid']);
}

const names = async (visit) =>
  (await visit.sandbox.requests({ double: 'oidc' })).map(({ path }) => path.split('/').at(-1));

scene('keys and token are asked for together, and only after the redirect', async (t, visit) => {
  // Each waits until the page has sent the other: one after the other would never end.
  let waiting = 0;
  let release;
  const both = new Promise((resolve) => {
    release = resolve;
  });
  for (const name of ['token', 'jwks']) {
    await visit.context.route(`${visit.issuer}/${name}`, async (route) => {
      waiting += 1;
      if (waiting === 2) release();
      await both;
      await route.continue();
    });
  }
  await accepts(visit);
  const order = await names(visit);
  assert.deepEqual(order.slice(0, 2), ['openid-configuration', 'authorize']);
  assert.deepEqual(order.slice(2).sort(), ['jwks', 'token']);
  serves(t, 'R-061', 'the keys are fetched beside the token, and never before the person has left');
});

scene('a login that asks for no ID token fetches no keys', async (_t, visit) => {
  await serve(visit);
  const page = await visit.tab({ config: client(visit, { scopes: ['api'] }) });
  await visit.arrive(page, PLACE);
  assert.equal((await visit.signIn(page)).status, 'signed-in');
  assert.deepEqual(await names(visit), ['openid-configuration', 'authorize', 'token']);
});

scene('the keys are those of the login’s own record, whatever the metadata say by then', async (t, visit) => {
  await serve(visit, { metadata: { set: { jwks_uri: '{issuer}/jwks/old' } } });
  const page = await visit.tab({ config: client(visit) });
  await visit.arrive(page, PLACE);
  const callback = await visit.callback(page);
  await serve(visit, { metadata: { set: { jwks_uri: `${visit.evil}/jwks` } } });
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
  await visit.sandbox.exactly(1, { path: visit.path('oidc', 'jwks/old') });
  await visit.sandbox.exactly(0, { double: 'evil' });
  serves(t, 'R-082', 'jwks_uri that moves in mid-login: the old one is used');
});

scene('a key that is nowhere: two fetches for one login, one for the next, in every tab', async (t, visit) => {
  const { page, outcome } = await attempt(visit, { oidc: { id_token: { header: { kid: 'unknown' } } } });
  assertNoKey(outcome);
  assert.equal((await asked(visit)).jwks, 2);
  const other = await visit.tab({ config: client(visit) });
  await visit.arrive(other, '/rooms/2');
  for (const [round, tab] of [page, other, other, page].entries()) {
    assertNoKey(await visit.signIn(tab, { returnTo: PLACE }));
    assert.equal((await asked(visit)).jwks, 3 + round, 'one for each login');
  }
  // The pause is measured from the last second fetch, and over by now in one tab and so in all.
  await visit.later(other, 31_000);
  assertNoKey(await visit.signIn(other, { returnTo: PLACE }));
  assert.equal((await asked(visit)).jwks, 8);
  serves(t, 'R-065', 'unknown kid: two fetches, then one for each login within half a minute, whatever tab');
});

scene(
  'keys that change during a login, twice within half a minute: the second login waits for its turn',
  async (t, visit) => {
    await keysFirst(visit);
    const { page } = await accepts(visit, { oidc: { rotate_before_signing: 1 }, jwks: 2 });
    await serve(visit, { rotate_before_signing: 1 });
    assertNoKey(await again(visit, page));
    assert.equal((await asked(visit)).jwks, 3);
    const next = await visit.signIn(page, { returnTo: PLACE });
    assert.equal(next.status, 'signed-in', next.error?.code);
    assert.equal((await asked(visit)).jwks, 4);
    serves(t, 'R-065', 'two rotations in mid-login: one second fetch, and no login is lost for longer');
  },
);

scene('keys that change before a renewal, or in the middle of it: the session goes on', async (t, visit) => {
  await keysFirst(visit);
  const { page } = await accepts(visit);
  visit.taken(page, 'event');
  await visit.sandbox.rotateKeys(false);
  const first = await visit.call(page, 'getAccessToken', { fresh: true });
  assert.equal(first.error, undefined, first.error?.code);
  assert.equal((await asked(visit)).jwks, 2);
  await serve(visit, { rotate_before_signing: 1 });
  const second = await visit.call(page, 'getAccessToken', { fresh: true });
  assert.equal(second.error, undefined, second.error?.code);
  assert.equal((await asked(visit)).jwks, 4);
  assert.notEqual(first.value, second.value);
  assert.deepEqual(
    visit.taken(page, 'event').map(({ type }) => type),
    ['renewed', 'renewed'],
  );
  serves(t, 'R-065', 'rotation before and in the middle of a renewal: fetched with it, and once more');
  serves(t, 'R-088', 'a renewed ID token under a new key: accepted');
});

for (const genuine of ['first', 'last']) {
  scene(`two keys of one kid, the right one ${genuine}: both are tried`, async (t, visit) => {
    await accepts(visit, { oidc: { jwks: { kind: 'foreign', kid: '{kid}', genuine } } });
    serves(t, 'R-064', `a kid twice, the right key ${genuine}: found`);
    serves(t, 'A-24', 'a kid twice: neither wins by its place');
  });
}

scene('odd keys beside a good one spoil nothing', async (t, visit) => {
  await serve(visit);
  for (const jwks of [
    { kind: 'copy', set: { kty: 'oct', k: 'c2VjcmV0' } },
    { kind: 'copy', set: { kty: 7 } },
    { kind: 'rsa', bits: 512 },
    { kind: 'private', kid: 'another' },
    { kind: 'off_curve', kid: 'another' },
  ]) {
    await step(t, JSON.stringify(jwks), async (part) => {
      const { page, outcome } = await attempt(visit, { oidc: { jwks } });
      assert.equal(outcome.status, 'signed-in', `${outcome.error?.code} [${outcome.error?.field}]`);
      await visit.call(page, 'logout', { provider: false });
      await page.close();
      serves(part, 'R-066', `${JSON.stringify(jwks)} beside a good key: skipped`);
    });
  }
});

/** [how many keys, where the genuine one is, the end] */
for (const [count, genuine, end] of [
  [200, 'first', null],
  [200, 'last', 'id_token_invalid'],
  [3000, 'first', 'keys_invalid'],
  [10_000, 'first', 'response_too_large'],
]) {
  scene(`${count} keys, the genuine one ${genuine}: ${end ?? 'accepted'}, in bounded time`, async (t, visit) => {
    await serve(visit, { id_token_alg: 'ES256', jwks: { kind: 'many', count, genuine } });
    const page = await visit.tab({ config: client(visit, { timeout: 15_000 }) });
    await visit.arrive(page, PLACE);
    const callback = await visit.callback(page);
    const start = Date.now();
    const { value: outcome } = await visit.call(page, 'complete', callback.href);
    const took = Date.now() - start;
    assert.equal(outcome.error?.code ?? null, end, outcome.error?.field);
    assert.ok(took < 8000, `took ${took} ms`);
    assert.ok((await asked(visit)).jwks <= 2);
    serves(t, 'R-066', `${count} keys: ${end ?? 'accepted'}, without being held up`);
    serves(t, 'A-24', `${count} keys: bounded`);
  });
}

/** [what, the fault, code] */
const BROKEN = [
  ['are cut off', { kind: 'close' }, 'network'],
  ['do not come', { kind: 'hang' }, 'timeout'],
  ['are a page', { kind: 'html' }, 'keys_invalid'],
  ['are not found', { kind: 'empty', status: 404 }, 'http_status'],
  ['have no list', { kind: 'custom', body: { keys: {} } }, 'keys_invalid'],
  ['are 10 MB', { kind: 'large' }, 'response_too_large'],
  ['have no CORS header', { kind: 'merge', cors: false }, 'network'],
  ['are redirected', { kind: 'redirect', to: '{evil}/jwks' }, 'network'],
];

for (const [what, fault, code] of BROKEN) {
  scene(`keys that ${what}: refused, never taken unverified; and at the second try they may come`, async (t, visit) => {
    const jwks_fault = JSON.parse(JSON.stringify(fault).replace('{evil}', visit.evil));
    await serve(visit, { jwks_fault });
    const page = await visit.tab({ config: client(visit, { timeout: code === 'timeout' ? 3000 : 8000 }) });
    await visit.arrive(page, PLACE);
    const { error } = await visit.signIn(page, { returnTo: PLACE });
    assert.equal(error?.code, code, error?.field);
    await assertNobody(visit, page);
    assert.deepEqual(await asked(visit), { token: 1, jwks: 2, userinfo: 0, revoke: 0, api: 0 });
    await visit.sandbox.exactly(0, { double: 'evil' });
    await visit.later(page, 31_000);
    await serve(visit, { jwks_fault: { ...jwks_fault, times: 1 } });
    const next = await visit.signIn(page, { returnTo: PLACE });
    assert.equal(next.status, 'signed-in', `${next.error?.code} [${next.error?.field}]`);
    assert.equal((await asked(visit)).jwks, 4);
    serves(t, 'R-061', `keys that ${what}: nobody is signed in by an unverified token`);
    serves(t, 'R-085', `keys that ${what}: no other address is tried`);
  });
}

scene('metadata without an address of keys: refused before the page is left', async (t, visit) => {
  await serve(visit, { metadata: { remove: ['jwks_uri'] } });
  const page = await visit.tab({ config: client(visit) });
  await visit.arrive(page, PLACE);
  const { error } = await visit.call(page, 'login', { retry: true });
  assert.deepEqual([error?.code, error?.field], ['metadata_invalid', 'jwks_uri']);
  await assertNobody(visit, page);
  assert.deepEqual(await names(visit), ['openid-configuration']);
  serves(t, 'R-085', 'no jwks_uri: nothing is guessed');
});
