/** Entra with a registration of the type Web, whose secret the relay has: login, renewal, challenges, sign-out. */
import assert from 'node:assert/strict';
import { claimsOf } from './support/entra_visit.mjs';
import { relayScene, serves } from './support/relay_scene.mjs';

const status = (page) => page.evaluate(() => window.auth.snapshot().status);
const renewals = async (visit) =>
  (await visit.sandbox.requests(visit.at('token'))).filter(({ form }) => form.grant_type === 'refresh_token');

relayScene('login: redeemed with the secret and without an origin, checked in the page', async (t, visit) => {
  const page = await visit.fresh(visit.relayedEntra());
  const outcome = await visit.signIn(page, { returnTo: '/rooms/1' });
  assert.deepEqual([outcome.status, outcome.returnTo], ['signed-in', '/rooms/1'], JSON.stringify(outcome.error));
  assert.equal(outcome.session.user.name, 'Ada Lovelace');
  const [exchange] = await visit.sandbox.exactly(1, visit.at('token'));
  assert.deepEqual([exchange.headers.origin, exchange.cookies, exchange.status], [undefined, [], 200]);
  assert.ok(exchange.form.client_secret === 'sandbox-secret' || exchange.authorization?.scheme === 'Basic');
  const keys = await visit.sandbox.requests({ double: 'entra', path: /discovery.*keys$/ });
  assert.ok(keys.length > 0 && keys.every(({ headers }) => headers.origin === visit.app), 'fetched by the page');
  assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(!/refresh_token\W/.test(stored));
  serves(t, 'R-140', 'a registration of the type Web: its secret and refresh token stay at the relay');
});

relayScene('an ID token of nobody: refused in the page', async (_t, visit) => {
  const page = await visit.fresh(visit.relayedEntra());
  await visit.sandbox.switches({ entra: { id_token: { signature: 'corrupt' } } });
  const outcome = await visit.signIn(page);
  assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'id_token_invalid']);
});

relayScene('renewal by one of two tabs: once for each expiry, checked in the page', async (t, visit) => {
  const config = visit.relayedEntra();
  const tabs = [await visit.signedIn(config), await visit.tab({ config })];
  assert.equal((await visit.arrive(tabs[1], '/2')).via, 'tab');
  const { value: before } = await visit.call(tabs[0], 'getIdToken');
  for (const round of [1, 2]) {
    await visit.sandbox.expire('access');
    const answers = await Promise.all(tabs.map((page) => visit.fetch(page, '/v1.0/me')));
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 200],
    );
    assert.equal((await renewals(visit)).length, round);
  }
  const sent = await renewals(visit);
  assert.deepEqual(
    sent.map((entry) => [entry.status, entry.headers.origin]),
    Array(2).fill([200, undefined]),
  );
  assert.ok(sent.every(({ form }) => form.scope.includes('User.Read')));
  const { value: after } = await visit.call(tabs[1], 'getIdToken');
  assert.deepEqual([claimsOf(after).aud, claimsOf(after).sub], ['demo-entra-web', claimsOf(before).sub]);
  await visit.sandbox.switches({ entra: { refreshed_id_token: { set: { sub: 'someone-else' } } } });
  assert.equal((await visit.call(tabs[0], 'getAccessToken', { fresh: true })).error?.code, 'login_required');
  serves(t, 'R-150', 'two tabs at Entra through the relay: one renewal for each expiry');
});

relayScene('a claims challenge of the API: the relay asks with those claims', async (_t, visit) => {
  const page = await visit.signedIn(visit.relayedEntra({ claimsChallenges: true }));
  const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
  await visit.sandbox.switches({ entra: { challenge: { kind: 'claims', claims } } });
  assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
  const [sent] = await renewals(visit);
  assert.deepEqual(JSON.parse(sent.form.claims).access_token.acrs, claims.access_token.acrs);
  await visit.sandbox.switches({ entra: { claims_need_interaction: true } });
  const wish = { access_token: { acrs: { essential: true, value: 'c9' } } };
  await visit.sandbox.switches({ entra: { challenge: { kind: 'claims', claims: wish } } });
  const { error } = await visit.fetch(page, '/v1.0/me');
  assert.equal(error?.code, 'interaction_required', JSON.stringify(error));
  assert.deepEqual(error.errorCodes, [50076]);
  assert.deepEqual(JSON.parse(error.claims).access_token.acrs.value, 'c9');
  assert.equal(await status(page), 'signed-in');
});

relayScene('a refresh token that has ended: one clean end', async (t, visit) => {
  const page = await visit.signedIn(visit.relayedEntra());
  await visit.sandbox.expire('refresh');
  const { error } = await visit.call(page, 'getAccessToken', { fresh: true });
  assert.equal(error.code, 'login_required', JSON.stringify(error));
  assert.equal(await status(page), 'expired');
  assert.equal((await renewals(visit)).length, 1);
  serves(t, 'R-176', 'Entra through the relay: a refused renewal is one clean end');
});

relayScene('a wrong secret at the relay: client_refused with Entra’s own number', async (t, visit) => {
  const { entra } = await visit.sandbox.state();
  const client = entra.clients.find(({ id }) => id === 'demo-entra-web');
  await visit.sandbox.client('entra', { ...client, secret: 'another-secret' });
  const page = await visit.fresh(visit.relayedEntra());
  const { status: found, error, returnTo } = await visit.signIn(page, { returnTo: '/rooms/1' });
  assert.deepEqual([found, error?.code, returnTo], ['failed', 'client_refused', '/rooms/1'], JSON.stringify(error));
  assert.deepEqual(error.errorCodes, [7000215]);
  assert.ok(!JSON.stringify(error).includes('sandbox-secret'));
  serves(t, 'R-146', 'a refused secret is told by the provider’s number, and is itself in no word of the error');
});

relayScene('sign-out: the cookie is gone, then Entra’s page; another login begins anew', async (t, visit) => {
  const page = await visit.signedIn(visit.relayedEntra({ postLogoutRedirectUri: '/' }));
  visit.taken(page, 'result');
  await page.evaluate(() => setTimeout(() => void window.settled(() => window.auth.logout({ returnTo: '/bye' }))));
  const { query } = await visit.sandbox.arrived(visit.at('logout')).then(async () => {
    const [request] = await visit.sandbox.requests(visit.at('logout'));
    return request;
  });
  assert.equal(query.client_id, 'demo-entra-web');
  await visit.sandbox.exactly(0, { path: /revoke/ });
  assert.deepEqual(await visit.context.cookies(`http://${visit.relayHost}`), []);
  // The page stays there; until then it is still moving.
  await page.waitForURL(/\/oauth2\/v2\.0\/logout\?/);
  serves(t, 'R-150', 'a sign-out where nothing can be revoked: the sealed session is gone from the browser');
});
