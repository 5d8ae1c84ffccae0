/** `docgate/testing` against what it stands for: a seeded session and the real one, the fake `Auth` and the real one. */
import assert from 'node:assert/strict';
import { createAuth } from '../../pkg/dist/index.js';
import { fakeAuth, provider, seedSession, virtualClock } from '../../pkg/dist/testing.js';
import { scene, step } from './support/scene.mjs';

const SECOND = 1000;

/** The session's record in a page, and its key. */
const stored = (page) =>
  page.evaluate(() => Object.entries(sessionStorage).find(([key]) => key.startsWith('docgate:session:')));

/** Which members a record has, and of what type. */
function shape(value) {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, shape(value[key])]),
  );
}

scene('a seeded page is signed in without a login, and its token is taken', async (_t, visit) => {
  const config = visit.docspace({ redirectUri: `${visit.app}/callback/docspace` });
  const before = await visit.tab({ config });
  await visit.arrive(before, '/');
  await visit.enter(before);
  const [key, text] = await stored(before);
  const real = JSON.parse(text);
  const [token] = real.tokens;

  const seed = seedSession(createAuth(config), {
    accessToken: token.access_token,
    user: { id: real.user.id, name: 'Ada Lovelace' },
  });
  const seeded = JSON.parse(seed.value);
  assert.equal(seed.key, key, 'the key of the very client');
  assert.equal(seeded.v, real.v, 'the version of the record');
  assert.deepEqual(seeded.metadata, real.metadata);
  const { nonce: _nonce, ...known } = shape(real);
  assert.deepEqual({ ...shape(seeded), user: known.user }, known, 'what the real thing writes');

  const other = await visit.anotherBrowser();
  const page = await other.tab({ config });
  await page.addInitScript({ content: seed.script });
  const mark = await visit.sandbox.mark();
  const outcome = await other.arrive(page, '/rooms/1');
  assert.deepEqual([outcome.status, outcome.via], ['signed-in', 'stored']);
  assert.equal(outcome.session.user.name, 'Ada Lovelace');
  await visit.sandbox.nothingAfter(mark);
  const { status, body } = await page.evaluate(() => window.fetched('/api/2.0/people/@self'));
  assert.deepEqual([status, body.response.id], [200, real.user.id]);
  // A reload keeps what the app made of it, and a sign-out stays one.
  await page.reload();
  assert.equal((await other.outcome(page)).status, 'signed-in');
  await other.call(page, 'logout', { provider: false });
  await page.reload();
  assert.equal((await other.outcome(page)).status, 'signed-out');
});

scene('a seeded session is renewed by its refresh token', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const config = visit.oidc({ redirectUri: `${visit.app}/callback/oidc` });
  const before = await visit.tab({ config });
  await visit.arrive(before, '/');
  await visit.enter(before);
  const [key, text] = await stored(before);
  const real = JSON.parse(text);
  const { authorization, token, jwks, userinfo, revocation, end_session: endSession } = real.metadata;
  const seed = seedSession(createAuth(config), {
    accessToken: real.tokens[0].access_token,
    refreshToken: real.refresh_token,
    user: real.user,
    lifetime: -1,
    endpoints: { authorization, token, jwks, userinfo, revocation, endSession },
  });
  assert.equal(seed.key, key);
  const other = await visit.anotherBrowser();
  const page = await other.tab({ config });
  await page.addInitScript({ content: seed.script });
  const outcome = await other.arrive(page, '/rooms/1');
  assert.deepEqual([outcome.status, outcome.via], ['signed-in', 'refresh']);
  assert.throws(() => seedSession(createAuth(config), { accessToken: 'a-token' }), /endpoints/);
  assert.throws(() => seedSession(fakeAuth().auth, { accessToken: 'a-token' }), /fake/);
});

scene('a seed of Microsoft Entra ID is a session', async (_t, visit) => {
  const doubles = await provider({ apps: [visit.app] });
  const config = { ...doubles.config('entra'), redirectUri: `${visit.app}/callback/entra` };
  const seed = seedSession(createAuth(config), { accessToken: 'a-token', scopes: ['User.Read'] });
  const page = await visit.tab({ config });
  await page.addInitScript({ content: seed.script });
  const outcome = await visit.arrive(page, '/');
  assert.deepEqual([outcome.status, outcome.via], ['signed-in', 'stored']);
});

scene('a seed of another version, client or address is no session', async (_t, visit) => {
  const config = visit.docspace({ redirectUri: `${visit.app}/callback/docspace` });
  const auth = createAuth(config);
  const elsewhere = createAuth({ ...config, clientId: 'another', redirectUri: `${visit.app}/callback/another` });
  const seed = seedSession(auth, { accessToken: 'a-token' });
  const { value: foreign } = seedSession(elsewhere, { accessToken: 'a-token' });
  const changed = (change) => JSON.stringify({ ...JSON.parse(seed.value), ...change });
  const metadata = { ...JSON.parse(seed.value).metadata, token: 'https://evil.example/token' };
  for (const [value, status] of [
    [seed.value, 'signed-in'],
    [changed({ v: 2 }), 'signed-out'],
    [changed({ metadata }), 'signed-out'],
    [foreign, 'signed-out'],
  ]) {
    const page = await visit.tab({ config });
    await page.addInitScript(([key, text]) => sessionStorage.setItem(key, text), [seed.key, value]);
    assert.equal((await visit.arrive(page, '/')).status, status, value);
    await page.close();
  }
});

/** What an app sees of an `Auth` from now on, as text for text; runs in a page and here. */
function watch(auth) {
  const seen = [];
  let last = auth.snapshot();
  const look = (what) => {
    const now = auth.snapshot();
    const same = now === last ? 'same snapshot' : now.session === last.session ? 'same session' : 'new';
    const frozen = Object.isFrozen(now) && (now.session === null || Object.isFrozen(now.session));
    seen.push(`${what}; ${now.status}, ${now.error?.code ?? 'no error'}, ${same}${frozen ? '' : ', not frozen'}`);
    last = now;
  };
  auth.subscribe(({ type, reason, snapshot }) => {
    look([type, reason, snapshot === auth.snapshot() ? undefined : 'another snapshot'].filter(Boolean).join(' '));
  });
  const call = async (name, ...values) => {
    const outcome = await auth[name](...values).then(
      (value) => value?.via ?? value?.error?.code ?? value?.status ?? 'done',
      (error) => `${error.name} ${error.code}`,
    );
    look(`${name}: ${outcome}`);
  };
  return { seen, call };
}

/** The same in a page. */
async function watchThere(page) {
  await page.evaluate(`window.watched = (${watch})(window.auth)`);
  return {
    call: (name, ...values) => page.evaluate(([of, given]) => window.watched.call(of, ...given), [name, values]),
    seen: () => page.evaluate(() => window.watched.seen),
  };
}

scene('the fake Auth shows and tells what the real one does, at a provider without renewal', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace(), calls: [] });
  await page.clock.install({ time: Date.now() });
  await visit.load(page, '/');
  const real = await watchThere(page);
  await real.call('ready');
  const callback = async () => (await visit.authorize(await visit.loginUrl(page, { retry: true }))).href;
  await real.call('complete', await callback());
  const lifetime = await page.evaluate(() => window.auth.session.expiresAt - Date.now());
  await page.clock.runFor(lifetime - 200 * SECOND);
  await page.clock.runFor(201 * SECOND);
  await real.call('getAccessToken');
  await page.clock.setSystemTime(Date.now());
  await real.call('complete', await callback());
  await real.call('logout', { provider: false });
  await real.call('complete', `${visit.app}/callback/docspace?code=x&state=unknown`);
  await real.call('getAccessToken');

  const clock = virtualClock();
  const { auth, control } = fakeAuth({ start: 'loading', clock, session: { lifetime } });
  const fake = watch(auth);
  control.settle('signed-out');
  await fake.call('ready');
  await fake.call('complete', await auth.loginUrl());
  clock.advance(lifetime - 200 * SECOND);
  clock.advance(201 * SECOND);
  await fake.call('getAccessToken');
  await fake.call('complete', await auth.loginUrl());
  await fake.call('logout', { provider: false });
  await fake.call('complete', 'https://app.test/callback?code=x&state=unknown');
  await fake.call('getAccessToken');

  assert.deepEqual(fake.seen, await real.seen());
  assert.ok(fake.seen.length > 12, fake.seen.join('\n'));
  const names = () => Object.keys(window.auth).sort();
  assert.deepEqual(Object.keys(auth).sort(), await page.evaluate(names), 'the same methods');
});

scene('the fake Auth shows and tells what the real one does, at a provider that renews', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc(), calls: [] });
  await visit.load(page, '/');
  const real = await watchThere(page);
  await real.call('ready');
  await real.call('complete', (await visit.authorize(await visit.loginUrl(page, { retry: true }))).href);
  await real.call('getAccessToken', { fresh: true });
  await visit.sandbox.expire('refresh');
  await real.call('getAccessToken', { fresh: true });
  await real.call('getAccessToken');
  await real.call('logout', { provider: false });

  const clock = virtualClock();
  const { auth, control } = fakeAuth({ start: 'loading', clock, renewable: true });
  const fake = watch(auth);
  control.settle('signed-out');
  await fake.call('ready');
  await fake.call('complete', await auth.loginUrl());
  clock.advance(SECOND);
  await fake.call('getAccessToken', { fresh: true });
  control.failRenewals('grant_refused');
  await fake.call('getAccessToken', { fresh: true });
  await fake.call('getAccessToken');
  await fake.call('logout', { provider: false });

  assert.deepEqual(fake.seen, await real.seen());
});

scene(
  'the scripted provider has a config for each provider that works without a relay',
  async (t, visit) => {
    const doubles = await provider({ apps: [visit.app] });
    await doubles.route(visit.context);
    for (const id of ['docspace', 'oidc', 'entra', 'doccentrum', 'business-central']) {
      await step(t, id, async () => {
        const page = await visit.tab({ config: doubles.config(id) });
        assert.equal((await visit.arrive(page, '/')).status, 'signed-out');
        const callback = await doubles.walk((await visit.loginUrl(page, { returnTo: '/rooms/1' })).href);
        const outcome = await visit.arrive(page, callback);
        assert.deepEqual([outcome.status, outcome.error?.code, outcome.returnTo], ['signed-in', undefined, '/rooms/1']);
        await visit.call(page, 'logout', { provider: false });
        await page.close();
      });
    }
  },
  { timeout: 180_000 },
);

scene('the scripted provider behind a Playwright page: a whole login, and no server', async (_t, visit) => {
  const doubles = await provider({ apps: [visit.app] });
  const page = await visit.tab({ config: doubles.config('docspace') });
  await doubles.route(visit.context);
  assert.equal((await visit.arrive(page, '/rooms/1')).status, 'signed-out');
  await page.evaluate(() => setTimeout(() => void window.settled(() => window.auth.login())));
  await page.click('#user-grace');
  await page.click('#consent-allow');
  const outcome = await visit.outcome(page);
  assert.deepEqual([outcome.status, outcome.via, outcome.returnTo], ['signed-in', 'callback', '/rooms/1']);
  const { status, body } = await page.evaluate(() => window.fetched('/api/2.0/people/@self'));
  assert.deepEqual([status, body.response.firstName], [200, 'Grace']);
  const [exchange] = doubles.requests.filter(({ path }) => path.endsWith('/oauth2/token'));
  assert.deepEqual([exchange.method, exchange.form.grant_type], ['POST', 'authorization_code']);
  doubles.switches({ docspace: { api_fault: { kind: 'empty', status: 401 } } });
  await page.evaluate(() => window.fetched('/api/2.0/people/@self'));
  assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'expired');
});
