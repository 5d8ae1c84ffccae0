/** A confidential client of an OpenID Connect server, with the secret at the relay: login, renewal, tabs, sign-out. */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';
import { gone, opener, pendingLogins } from './support/windows.mjs';

const at = (visit, endpoint) => ({ path: visit.path('oidc', endpoint) });
const status = (page) => page.evaluate(() => window.auth.snapshot().status);
const renewals = async (visit) =>
  (await visit.sandbox.requests(at(visit, 'token'))).filter(({ form }) => form.grant_type === 'refresh_token');

/** A tab in which ada is signed in; the server gives refresh tokens. */
async function entered(visit, changes = {}) {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  return await visit.signedIn(visit.relayedOidc(changes));
}

relayScene('login: the relay redeems with its secret, the page checks the ID token', async (t, visit) => {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.fresh(visit.relayedOidc());
  const outcome = await visit.signIn(page, { returnTo: '/rooms/1', appState: { n: 1 } });
  assert.deepEqual([outcome.status, outcome.returnTo, outcome.appState], ['signed-in', '/rooms/1', { n: 1 }]);
  assert.equal(outcome.session.user.email, 'ada@example.test');
  const [exchange] = await visit.sandbox.exactly(1, at(visit, 'token'));
  assert.deepEqual(
    [exchange.authorization?.scheme, exchange.headers.origin, exchange.headers['docgate-relay'], exchange.cookies],
    ['Basic', undefined, undefined, []],
  );
  assert.equal(exchange.form.client_secret, undefined);
  assert.equal(typeof exchange.form.code_verifier, 'string');
  const keys = await visit.sandbox.requests(at(visit, 'jwks'));
  assert.ok(keys.length > 0 && keys.every(({ headers }) => headers.origin === visit.app), 'fetched by the page');
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(!/refresh_token\W/.test(stored));
  serves(t, 'R-140', 'a code of this browser’s own login is redeemed; secret and refresh token stay at the relay');
});

relayScene('an ID token that does not hold: nobody is signed in, and nothing is left to renew', async (t, visit) => {
  const page = await visit.fresh(visit.relayedOidc());
  for (const [name, id_token, field] of [
    ['a signature of nobody', { signature: 'corrupt' }, undefined],
    ['another nonce', { set: { nonce: 'another' } }, 'nonce'],
    ['another audience', { set: { aud: 'demo-oidc' } }, 'aud'],
  ]) {
    await step(t, name, async (part) => {
      await visit.sandbox.switches({ oidc: { id_token } });
      const { error } = await visit.signIn(page, { retry: true });
      assert.equal(error?.code, 'id_token_invalid', JSON.stringify(error));
      if (field) assert.equal(error.field, field);
      assert.equal((await visit.call(page, 'getAccessToken')).error?.code, 'login_required');
      serves(part, 'R-148', `an ID token with ${name}, by the relay: refused in the page`);
    });
  }
});

relayScene('renewal: by one of three tabs, through reloads, each time with another refresh token', async (t, visit) => {
  const changes = { apiBase: `${visit.issuer}/api/` };
  const tabs = [await entered(visit, changes)];
  for (const path of ['/2', '/3']) {
    const tab = await visit.tab({ config: visit.relayedOidc(changes) });
    assert.equal((await visit.arrive(tab, path)).via, 'tab');
    tabs.push(tab);
  }
  const seen = new Set([await visit.token(tabs[0])]);
  for (const tab of tabs) {
    await visit.sandbox.expire('access');
    const answers = await Promise.all(tabs.map((each) => visit.fetch(each, 'me')));
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 200, 200],
    );
    const tokens = await Promise.all(tabs.map((each) => visit.token(each)));
    assert.equal(new Set(tokens).size, 1);
    seen.add(tokens[0]);
    await tab.reload();
    assert.equal((await visit.outcome(tab)).status, 'signed-in');
  }
  assert.equal(seen.size, 4);
  const sent = await renewals(visit);
  assert.deepEqual(
    sent.map((entry) => [entry.status, entry.authorization.scheme]),
    Array(3).fill([200, 'Basic']),
  );
  assert.equal(new Set(sent.map(({ form }) => form.refresh_token)).size, 3);
  for (const tab of tabs) assert.equal(await status(tab), 'signed-in');
  serves(t, 'R-150', 'three tabs renew through one sealed session: once for each expiry, rotated, none signed out');
});

relayScene('a renewal that the server refuses: one clean end, and a click signs in again', async (_t, visit) => {
  const page = await entered(visit);
  await visit.sandbox.expire('refresh');
  const { error } = await visit.call(page, 'getAccessToken', { fresh: true });
  assert.deepEqual([error.code, error.error ?? 'invalid_grant'], ['login_required', 'invalid_grant']);
  assert.equal(await status(page), 'expired');
  assert.equal((await renewals(visit)).length, 1);
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

relayScene('sign-out: revoked by the relay, the cookie gone, then the provider’s own page', async (t, visit) => {
  const page = await entered(visit, { postLogoutRedirectUri: '/' });
  const [first] = await visit.sandbox.requests(at(visit, 'token'));
  visit.taken(page, 'result');
  await page.evaluate(() => setTimeout(() => void window.settled(() => window.auth.logout({ returnTo: '/bye' }))));
  const outcome = await visit.outcome(page);
  assert.deepEqual([outcome.status, outcome.via, outcome.returnTo], ['signed-out', 'logout', '/bye']);
  await visit.sandbox.exactly(1, at(visit, 'end_session'));
  const revoked = (await visit.sandbox.requests(at(visit, 'revoke'))).filter(({ headers }) => !headers.origin);
  assert.equal(revoked.length, 1);
  assert.deepEqual(
    [revoked[0].form.token_type_hint, revoked[0].status, revoked[0].authorization.token_hash],
    ['refresh_token', 200, first.authorization.token_hash],
  );
  const names = (await visit.context.cookies(`http://${visit.relayHost}`)).map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => name.startsWith('__Host-dg')),
    [],
  );
  assert.equal((await visit.call(page, 'getAccessToken')).error.code, 'login_required');
  serves(t, 'R-150', 'a sign-out revokes upstream what the relay held, and its cookie is gone');
});

relayScene('a server that cannot revoke now: signed out all the same', async (t, visit) => {
  const page = await entered(visit);
  await visit.sandbox.switches({ oidc: { revocation_fault: { kind: 'custom', status: 500, body: {} } } });
  assert.equal((await visit.call(page, 'logout')).error, undefined);
  assert.equal(await status(page), 'signed-out');
  assert.deepEqual(await visit.context.cookies(`http://${visit.relayHost}`), []);
  serves(t, 'R-150', 'revocation fails upstream: the sealed session is gone from the browser nevertheless');
});

relayScene('a wrong secret at the relay: client_refused, in the page', async (_t, visit) => {
  const { oidc } = await visit.sandbox.state();
  const client = oidc.clients.find(({ id }) => id === 'demo-oidc-confidential');
  const page = await visit.fresh(visit.relayedOidc());
  await visit.sandbox.client('oidc', { ...client, secret: 'another-secret' });
  const outcome = await visit.signIn(page, { returnTo: '/rooms/1' });
  assert.deepEqual(
    [outcome.status, outcome.error?.code, outcome.error?.error, outcome.returnTo],
    ['failed', 'client_refused', 'invalid_client', '/rooms/1'],
  );
  await visit.sandbox.exactly(1, at(visit, 'token'));
});

relayScene('a popup signs in through the relay', async (t, visit) => {
  const page = await opener(visit, { config: visit.relayedOidc(), at: '/rooms/42' });
  const popup = await visit.press(page);
  const { value, error } = await visit.next(page, 'pressed');
  assert.equal(error, undefined, error?.message);
  assert.equal(value.user.email, 'ada@example.test');
  await gone(popup);
  assert.equal(page.url(), `${visit.app}/rooms/42`);
  assert.deepEqual(await pendingLogins(page), []);
  const [exchange] = await visit.sandbox.exactly(1, at(visit, 'token'));
  assert.equal(exchange.headers.origin, undefined);
  serves(t, 'R-148', 'a login in a popup is completed by the browser that began it');
});
