/**
 * The modules of the logout plans that a page can take part in: oidcc-client-rp-initiated-logout-rp-basic and
 * oidcc-client-front-channel-logout-rp-basic.
 */
import assert from 'node:assert/strict';
import { accepts, asked, assertNobody, client, module, PLACE, serve } from './support/modules.mjs';
import { scene, serves } from './support/scene.mjs';

const leaving = { postLogoutRedirectUri: '/' };

/** Signs out by the provider's page, and gives what `ready()` found on the way back. */
async function signOut(visit, page, options = {}) {
  visit.taken(page, 'result');
  await page.evaluate((given) => {
    setTimeout(() => void window.settled(() => window.auth.logout(given)));
  }, options);
  return await visit.outcome(page);
}

/** A session in two tabs, ended by the first one with its provider's page; with the request for that page. */
async function ended(visit, { oidc, options } = {}) {
  const { page } = await accepts(visit, { oidc, config: leaving });
  const other = await visit.tab({ config: client(visit, leaving) });
  assert.equal((await visit.arrive(other, '/rooms/2')).status, 'signed-in');
  const outcome = await signOut(visit, page, { returnTo: '/goodbye', ...options });
  assert.equal(page.url(), `${visit.app}/goodbye`);
  assert.equal((await visit.event(other, 'signed-out')).event.reason, 'other-tab');
  assert.deepEqual(await asked(visit), { token: 1, jwks: 1, userinfo: 0, revoke: 2, api: 0 });
  const order = (await visit.sandbox.requests({ double: 'oidc' })).map(({ path }) => path.split('/').at(-1)).slice(-3);
  assert.deepEqual(order, ['revoke', 'revoke', 'end_session']);
  for (const tab of [page, other]) await assertNobody(visit, tab);
  const [request] = await visit.sandbox.exactly(1, { path: visit.path('oidc', 'end_session') });
  return { page, outcome, request };
}

const signedOut = (confirmed) => ({
  status: 'signed-out',
  reason: null,
  via: 'logout',
  confirmed,
  returnTo: '/goodbye',
});

for (const [module_, logout_state, confirmed, what] of [
  ['oidcc-client-test-rp-init-logout', 'echo', true, 'signed out everywhere, and back'],
  ['oidcc-client-test-rp-init-logout-other-state', 'other', false, 'signed out all the same, unconfirmed'],
  ['oidcc-client-test-rp-init-logout-no-state', 'none', false, 'signed out all the same, unconfirmed'],
]) {
  module(module_, what, async (t, visit) => {
    const { outcome, request } = await ended(visit, { oidc: { logout_state } });
    assert.deepEqual(outcome, signedOut(confirmed));
    const { state, ...rest } = request.query;
    assert.match(state, /^[\w-]{22,}$/);
    assert.deepEqual(rest, { client_id: 'demo-oidc', post_logout_redirect_uri: `${visit.app}/` });
    serves(t, 'R-120', 'signed out here and in the other tab; then refresh and access token revoked, then the page');
    serves(t, 'R-122', 'client_id, the registered address and a state go along');
    serves(t, 'R-123', `state that is ${logout_state}: signed out, confirmed is ${confirmed}`);
    return 'accepted';
  });
}

scene(
  'the sign-out page gets the ID token as a hint where the app wants that, and another state each time',
  async (t, visit) => {
    const states = [];
    const { page, request } = await ended(visit, { options: { idTokenHint: true } });
    const [, claims] = request.query.id_token_hint.split('.');
    assert.equal(JSON.parse(Buffer.from(claims, 'base64url')).aud, 'demo-oidc');
    states.push(request.query.state);
    assert.equal((await visit.signIn(page)).status, 'signed-in');
    assert.deepEqual(await signOut(visit, page, { returnTo: '/goodbye' }), signedOut(true));
    states.push((await visit.sandbox.requests({ path: visit.path('oidc', 'end_session') })).at(-1).query.state);
    assert.notEqual(states[0], states[1]);
    serves(t, 'R-122', 'id_token_hint only where the app asks for it; a fresh state each time');
  },
);

scene('the provider asks first, and the person goes back instead: signed out here all the same', async (t, visit) => {
  const { page } = await accepts(visit, { oidc: { logout_confirm: true }, config: leaving });
  await page.evaluate(() => void setTimeout(() => window.auth.logout({ returnTo: '/goodbye' })));
  await page.getByTestId('logout-confirm').waitFor();
  const outcome = await visit.arrive(page, PLACE);
  assert.equal(outcome.status, 'signed-out');
  await assertNobody(visit, page);
  serves(t, 'R-120', 'the sign-out page is left unanswered: signed out here');
});

for (const [what, fault] of Object.entries({
  'cut connections': { kind: 'close' },
  'no answer': { kind: 'hang' },
  'status 503': { kind: 'empty', status: 503 },
  'status 401': { kind: 'empty', status: 401 },
})) {
  scene(`revocation that ends in ${what}: signed out, and on to the sign-out page`, async (t, visit) => {
    const { page } = await accepts(visit, { config: leaving });
    await visit.sandbox.switches({ oidc: { revocation_fault: fault } });
    assert.deepEqual(await signOut(visit, page, { returnTo: '/goodbye' }), signedOut(true));
    await assertNobody(visit, page);
    await visit.sandbox.exactly(2, { path: visit.path('oidc', 'revoke') });
    serves(t, 'R-120', `revocation: ${what}; signed out all the same`);
    serves(t, 'R-121', `revocation: ${what}; no error, and each token is tried once`);
  });
}

scene(
  'revocation: each token with its hint, the client in the body, and both are dead afterwards',
  async (t, visit) => {
    const { page } = await accepts(visit, { config: leaving });
    await signOut(visit, page, { returnTo: '/goodbye' });
    const sent = await visit.sandbox.exactly(2, { path: visit.path('oidc', 'revoke') });
    // Both are sent at once, and come in as the network has it.
    assert.deepEqual(sent.map(({ form }) => [form.token_type_hint, form.client_id, typeof form.token]).sort(), [
      ['access_token', 'demo-oidc', 'string'],
      ['refresh_token', 'demo-oidc', 'string'],
    ]);
    for (const { method, query, authorization, status } of sent) {
      assert.deepEqual([method, query, authorization, status], ['POST', {}, null, 200]);
    }
    const [grant] = (await visit.sandbox.state()).oidc.state.grants;
    for (const { live } of [...grant.access_tokens, ...grant.refresh_tokens]) assert.ok(grant.revoked || !live);
    serves(t, 'R-121', 'token and hint by POST, the client in the body, nothing in the address');
  },
);

/**
 * A site on which the app and its provider are together, where a frame of the app's inside a page of the provider's sees
 * the app's storage. Across sites browsers keep storage apart, and there a frame can end nothing.
 */
async function sameSite(visit) {
  const app = visit.app.replace('app.', 'app.oidc-double.');
  await visit.sandbox.client('oidc', {
    id: 'demo-oidc',
    public: true,
    redirect_uris: [`${app}/callback/oidc`],
    post_logout_redirect_uris: [`${app}/`],
  });
  await serve(visit);
  const page = await visit.tab({ config: client(visit, leaving) });
  visit.taken(page, 'result');
  await page.goto(app + PLACE);
  await visit.outcome(page);
  const outcome = await visit.signIn(page, { returnTo: PLACE });
  assert.equal(outcome.status, 'signed-in', outcome.error?.code);
  visit.taken(page, 'event');
  return { app, page, sid: outcome.session.claims.sid };
}

/** The provider's page that loads the app's in a frame; what the frame's `frontChannelLogout()` said. */
async function told(visit, app, parameters) {
  const page = await visit.tab({ config: client(visit, leaving), calls: [['frontChannelLogout']] });
  const url = new URL(`${visit.issuer}/frontchannel`);
  url.search = new URLSearchParams({ uri: `${app}/front-channel-logout`, ...parameters });
  await page.goto(url.href);
  const { value, error } = await visit.next(page, 'result');
  assert.equal(error, undefined, error?.code);
  await page.close();
  return value;
}

module(
  'oidcc-client-test-rp-frontchannel-opinitlogout',
  'the provider ends the session by a frame',
  async (t, visit) => {
    const { app, page, sid } = await sameSite(visit);
    assert.equal(await told(visit, app, { iss: visit.issuer, sid }), true);
    assert.equal((await visit.event(page, 'signed-out')).event.type, 'signed-out');
    await assertNobody(visit, page);
    await visit.sandbox.exactly(0, { path: /revoke|end_session/ });
    serves(t, 'R-125', 'iss and sid of the session in a frame of the provider: signed out in every tab');
    return 'accepted';
  },
);

module(
  'oidcc-client-test-rp-frontchannel-rpinitlogout',
  'the app signs out, and the frame finds nobody',
  async (t, visit) => {
    const { app, page, sid } = await sameSite(visit);
    const outcome = await signOut(visit, page, { returnTo: '/goodbye' });
    assert.deepEqual(outcome, signedOut(true));
    assert.equal(await told(visit, app, { iss: visit.issuer, sid }), false);
    await assertNobody(visit, page);
    serves(t, 'R-125', 'a frame after the sign-out: nothing to do, nothing done');
    return 'accepted';
  },
);

scene('a front-channel logout of another issuer or session, or of none: nothing happens', async (t, visit) => {
  const { app, page, sid } = await sameSite(visit);
  const mark = await visit.sandbox.mark();
  for (const parameters of [
    { iss: `${visit.issuer}1`, sid },
    { iss: visit.issuer, sid: `${sid}1` },
    { iss: visit.issuer },
    { sid },
    {},
  ]) {
    assert.equal(await told(visit, app, parameters), false, JSON.stringify(parameters));
  }
  assert.deepEqual(
    visit.taken(page, 'event').map(({ type }) => type),
    [],
  );
  assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'signed-in');
  await visit.sandbox.nothingAfter(mark, { path: /authorize|token|revoke|end_session/ });
  serves(t, 'R-125', 'another issuer, another sid, or none: nothing happens');
});

scene('a front-channel logout across sites, where storage is kept apart: no error and no harm', async (t, visit) => {
  const { page, session } = await accepts(visit, { config: leaving });
  assert.equal(await told(visit, visit.app, { iss: visit.issuer, sid: session.claims.sid }), false);
  assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'signed-in');
  serves(t, 'R-125', 'safe to load across sites');
});
