/** Signing out at the provider: Entra's page, and tokens given back and RP-initiated logout at a standard server. */
import assert from 'node:assert/strict';
import { claimsOf, entraScene, serves, step } from './support/entra_scene.mjs';

/** The page calls `logout()`, leaves, and comes back: what `ready()` found. */
async function leave(visit, page, options = {}) {
  visit.taken(page, 'result');
  await page.evaluate((given) => {
    setTimeout(() => void window.settled(() => window.auth.logout(given)));
  }, options);
  return await visit.outcome(page);
}

/** Calls `logout()` without leaving the page: the address that it wanted to go to. */
async function address(visit, page, options = {}) {
  const { error } = await visit.call(page, 'logout', options);
  assert.equal(error, undefined, error?.code);
  const [url] = await page.evaluate(() => window.navigations.splice(0));
  return url === undefined ? null : new URL(url);
}

const status = async (visit, page) => (await visit.call(page, 'snapshot')).value.status;
const registered = { postLogoutRedirectUri: '/' };

async function signedInBrowser(visit, config) {
  const page = await visit.fresh(config, '/rooms/1');
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  visit.taken(page, 'event');
  return page;
}

for (const echoed of [true, false]) {
  entraScene(`sign-out at Entra, back ${echoed ? 'with' : 'without'} state`, async (t, visit) => {
    if (echoed)
      serves(t, 'R-122', 'logout_hint, client_id, a registered address and a fresh state; no token in the address');
    serves(
      t,
      'R-123',
      echoed ? 'the state that was sent: confirmed' : 'no state: signed out all the same, unconfirmed',
    );
    await visit.sandbox.switches({ entra: { logout_state: echoed } });
    const config = visit.entra(registered);
    const page = await signedInBrowser(visit, config);
    const other = await visit.tab({ config });
    assert.equal((await visit.arrive(other, '/2')).via, 'tab');
    const hint = claimsOf((await visit.call(page, 'getIdToken')).value).login_hint;
    const outcome = await leave(visit, page, { returnTo: '/goodbye?x=1#y' });
    assert.equal(outcome.status, 'signed-out');
    assert.deepEqual([outcome.via, outcome.confirmed, outcome.returnTo], ['logout', echoed, '/goodbye?x=1#y']);
    assert.equal(page.url(), `${visit.app}/goodbye?x=1#y`);
    const { query } = (await visit.sandbox.exactly(1, visit.at('logout')))[0];
    assert.equal(query.logout_hint, hint);
    assert.equal(query.post_logout_redirect_uri, `${visit.app}/`);
    assert.ok(query.state.length >= 32);
    assert.deepEqual(Object.keys(query).sort(), ['client_id', 'logout_hint', 'post_logout_redirect_uri', 'state']);
    assert.equal(await status(visit, other), 'signed-out');
    await other.reload();
    assert.equal((await visit.outcome(other)).status, 'signed-out');
    // Entra has no revocation, and the sign-out was one navigation.
    await visit.sandbox.exactly(0, { double: 'entra', path: /revoke/ });
    assert.deepEqual((await visit.sandbox.state()).entra.state.sessions, []);
    // A reload is no second return.
    await page.reload();
    const again = await visit.outcome(page);
    assert.deepEqual([again.status, again.via], ['signed-out', null]);
  });
}

entraScene('an address that looks like the return of a sign-out, which nobody began, is any page', async (t, visit) => {
  serves(t, 'R-123', 'a return that nobody began signs nobody out');
  const page = await signedInBrowser(visit, visit.entra(registered));
  for (const path of ['/?state=x', '/', `/?state=dg1o${'A'.repeat(32)}`]) {
    const outcome = await visit.arrive(page, path);
    assert.equal(outcome.status, 'signed-in', path);
    assert.equal(page.url(), `${visit.app}${path}`);
  }
});

entraScene('a state that is not the one that was sent: signed out, unconfirmed', async (t, visit) => {
  serves(t, 'R-123', 'another state: signed out all the same, unconfirmed');
  const page = await visit.signedIn(visit.oidc({ ...registered, scopes: ['openid', 'email'] }));
  for (const logout_state of ['other', 'none', 'echo']) {
    await visit.sandbox.switches({ oidc: { logout_state } });
    await visit.enter(page);
    const outcome = await leave(visit, page, { returnTo: '/bye' });
    assert.deepEqual(
      [outcome.status, outcome.via, outcome.confirmed, outcome.returnTo],
      ['signed-out', 'logout', logout_state === 'echo', '/bye'],
      logout_state,
    );
    assert.equal(page.url(), `${visit.app}/bye`);
  }
});

entraScene(
  'provider: false goes nowhere and tells nobody; without a registered address neither by default',
  async (_t, visit) => {
    for (const [config, options] of [
      [visit.entra(registered), { provider: false }],
      [visit.entra(), {}],
      [visit.oidc(registered), { provider: false }],
    ]) {
      const page = await visit.signedIn(config);
      const mark = await visit.sandbox.mark();
      const { error } = await visit.call(page, 'logout', options);
      assert.equal(error, undefined);
      assert.equal(await status(visit, page), 'signed-out');
      assert.equal(page.url(), `${visit.app}/`);
      await visit.sandbox.nothingAfter(mark);
      await page.close();
    }
  },
);

entraScene('provider: true goes to the sign-out page in any case', async (t, visit) => {
  const page = await signedInBrowser(visit, visit.entra());
  await page.evaluate(() => setTimeout(() => void window.settled(window.auth.logout({ provider: true }))));
  await page.waitForSelector('[data-testid=signed-out]');
  const [{ query }] = await visit.sandbox.exactly(1, visit.at('logout'));
  assert.deepEqual(Object.keys(query).sort(), ['client_id', 'logout_hint']);
  serves(t, 'R-120', 'a provider that does not bring anybody back: signed out here before the page was left');
  const outcome = await visit.arrive(page, '/');
  assert.deepEqual([outcome.status, outcome.via], ['signed-out', null]);
});

for (const id of ['entra', 'oidc']) {
  entraScene(
    `${id}: logout() as the first call on its page: signed out, and the provider is told`,
    async (t, visit) => {
      serves(t, 'R-120', `${id}: logout() before ready(): what is stored is signed out at the provider too`);
      await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
      const config = visit[id](registered);
      const page = await signedInBrowser(visit, config);
      await page.addInitScript(
        (plan) => {
          if (location.pathname === '/leave') window.plan = plan;
        },
        { config, calls: [['logout', { returnTo: '/bye' }]] },
      );
      await page.goto(`${visit.app}/leave`);
      await page.waitForURL((url) => url.pathname === '/bye');
      let outcome;
      do outcome = await visit.outcome(page);
      while (outcome?.status === undefined);
      assert.deepEqual([outcome.status, outcome.via, outcome.confirmed], ['signed-out', 'logout', true]);
      if (id === 'entra') {
        const [{ query }] = await visit.sandbox.exactly(1, visit.at('logout'));
        assert.equal(typeof query.logout_hint, 'string');
      } else {
        await visit.sandbox.exactly(2, { path: visit.path(id, 'revoke') });
        await visit.sandbox.exactly(1, { path: visit.path(id, 'end_session') });
      }
    },
  );
}

entraScene('a sign-out page that is dead: signed out all the same', async (t, visit) => {
  serves(t, 'R-120', 'the sign-out page answers nothing: signed out here, in every tab');
  await visit.sandbox.switches({ entra: { logout_fault: { kind: 'html', status: 500 } } });
  const config = visit.entra(registered);
  const page = await signedInBrowser(visit, config);
  const other = await visit.tab({ config });
  await visit.arrive(other, '/2');
  await page.evaluate(() => setTimeout(() => void window.settled(window.auth.logout({ returnTo: '/bye' }))));
  await page.waitForURL((url) => url.pathname.endsWith('/logout'));
  assert.equal(await status(visit, other), 'signed-out');
  assert.equal((await visit.arrive(page, '/2')).status, 'signed-out');
});

entraScene('logout({ account }) with two people: the hint names that one', async (t, visit) => {
  serves(t, 'R-122', 'logout_hint names the account that signs out');
  const config = visit.entra(registered);
  const page = await visit.tab({ config, keepNavigation: false });
  await visit.arrive(page, '/1');
  await visit.enter(page);
  const ada = (await visit.call(page, 'getIdToken')).value;
  await visit.sandbox.switches({ entra: { auto_login: 'grace' } });
  await visit.enter(page, { prompt: 'select_account' });
  const grace = (await visit.call(page, 'getIdToken')).value;
  const [current, other] = (await visit.call(page, 'accounts')).value;
  assert.equal(other.current, false);
  const first = await address(visit, page, { account: other.id });
  assert.equal(first.searchParams.get('logout_hint'), claimsOf(ada).login_hint);
  assert.equal(await status(visit, page), 'signed-in');
  const second = await address(visit, page, { account: current.id });
  assert.equal(second.searchParams.get('logout_hint'), claimsOf(grace).login_hint);
  assert.equal(await status(visit, page), 'signed-out');
});

entraScene('a standard server: tokens are given back, then its page, in this order', async (t, visit) => {
  serves(t, 'R-120', 'signed out here first, then revocation, then the sign-out page');
  serves(t, 'R-121', 'refresh and access token are given back by POST, each with its hint');
  serves(t, 'R-122', 'client_id, the registered address and a fresh state; no ID token in the address');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.signedIn(visit.oidc(registered));
  const token = await visit.token(page);
  const outcome = await leave(visit, page, { returnTo: '/bye' });
  assert.deepEqual([outcome.via, outcome.confirmed, outcome.returnTo], ['logout', true, '/bye']);
  const revocations = await visit.sandbox.exactly(2, { path: visit.path('oidc', 'revoke') });
  assert.deepEqual(new Set(revocations.map(({ method }) => method)), new Set(['POST']));
  assert.deepEqual(revocations.map(({ form }) => form.token_type_hint).sort(), ['access_token', 'refresh_token']);
  assert.ok(revocations.some(({ form }) => form.token === token));
  for (const { form, status: answered } of revocations) {
    assert.equal(form.client_id, 'demo-oidc');
    assert.equal(answered, 200);
  }
  const [left] = await visit.sandbox.exactly(1, { path: visit.path('oidc', 'end_session') });
  assert.deepEqual(Object.keys(left.query).sort(), ['client_id', 'post_logout_redirect_uri', 'state']);
  assert.ok(left.number > Math.max(...revocations.map(({ number }) => number)));
});

entraScene(
  'revocation that fails in whatever way: signed out all the same, and the page is gone to',
  async (t, visit) => {
    await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
    const faults = {
      'the connection is cut': { revocation_fault: { kind: 'close' } },
      'no answer': { revocation_fault: { kind: 'hang' } },
      'status 503': { revocation_fault: { kind: 'empty', status: 503 } },
      'status 401 for a public client': { public_revocation: false },
      unsupported_token_type: { revocable_types: ['refresh_token'] },
      'no CORS': { cors: false },
    };
    for (const [name, switches] of Object.entries(faults)) {
      await step(t, name, async (part) => {
        serves(part, 'R-121', `revocation, ${name}: no throw, signed out, sign-out page reached`);
        serves(part, 'R-120', `revocation, ${name}: the app never stays signed in`);
        const page = await visit.signedIn(visit.oidc({ ...registered, timeout: 3000 }));
        await visit.sandbox.switches({ oidc: { revocation_fault: null, public_revocation: true, ...switches } });
        const outcome = await leave(visit, page, { returnTo: '/bye' });
        assert.deepEqual([outcome.status, outcome.via, outcome.confirmed], ['signed-out', 'logout', true]);
        await visit.sandbox.switches({
          oidc: {
            revocation_fault: null,
            public_revocation: true,
            revocable_types: ['access_token', 'refresh_token'],
            cors: true,
          },
        });
        await page.close();
      });
    }
  },
);

entraScene('idTokenHint: the ID token stands in the address only where the app says so', async (t, visit) => {
  serves(t, 'R-122', 'id_token_hint only with idTokenHint');
  for (const [config, idTokenHint] of [
    [visit.oidc(registered), true],
    [visit.oidc(registered), false],
    [visit.entra(registered), true],
  ]) {
    const page = await visit.tab({ config, keepNavigation: false });
    await visit.arrive(page, '/1');
    await visit.enter(page);
    const idToken = (await visit.call(page, 'getIdToken')).value;
    const url = await address(visit, page, { idTokenHint });
    assert.equal(url.searchParams.get('id_token_hint'), idTokenHint ? idToken : null);
    assert.equal(await status(visit, page), 'signed-out');
    await page.close();
  }
});

entraScene('the server asks the person first: back after the button, confirmed', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { logout_confirm: true } });
  const page = await visit.fresh(visit.oidc(registered), '/rooms/1');
  await visit.signIn(page);
  visit.taken(page, 'result');
  await page.evaluate(() => setTimeout(() => void window.settled(window.auth.logout({ returnTo: '/bye' }))));
  await page.click('#logout-confirm');
  const outcome = await visit.outcome(page);
  assert.deepEqual([outcome.status, outcome.via, outcome.confirmed], ['signed-out', 'logout', true]);
});
