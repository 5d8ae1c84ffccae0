/** Design, section 3: the server answered with an error, or the token request failed. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

scene('Deny at DocSpace: authorization_denied, with returnTo and appState; then a click signs in', async (t, visit) => {
  serves(t, 'R-030', 'the server error is data of a typed error');
  serves(t, 'R-034', 'after a denial a login works');
  await visit.sandbox.switches({ docspace: { deny_consent: true, auto_consent: false } });
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const outcome = await visit.signIn(page, { appState: { n: 1 } });
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'authorization_denied');
  assert.equal(outcome.error.error, 'access_denied');
  assert.equal(outcome.error.provider, 'docspace');
  assert.equal(outcome.returnTo, '/rooms/1');
  assert.deepEqual(outcome.appState, { n: 1 });
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.exactly(0, { path: visit.path('docspace', 'token') });

  await visit.sandbox.switches({ docspace: { deny_consent: false, auto_consent: true } });
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

scene('a scope that the app is not registered for: scope_refused', async (_t, visit) => {
  const redirect = `${visit.app}/callback/docspace`;
  await visit.sandbox.client('docspace', {
    id: 'modest',
    public: true,
    redirect_uris: [redirect],
    scopes: ['accounts.self:read'],
    allowed_origins: [visit.app],
  });
  const page = await visit.tab({ config: visit.docspace({ clientId: 'modest' }) });
  await visit.arrive(page, '/rooms/1');
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'failed', JSON.stringify(outcome));
  assert.equal(outcome.error.code, 'scope_refused');
  assert.equal(outcome.error.error, 'invalid_scope');
  assert.equal(outcome.returnTo, '/rooms/1');
  await visit.sandbox.exactly(0, { path: visit.path('docspace', 'token') });
});

const ERRORS = [
  ['access_denied', 'authorization_denied'],
  ['invalid_scope', 'scope_refused'],
  ['server_error', 'authorization_failed'],
  ['temporarily_unavailable', 'authorization_failed'],
  ['something_of_their_own', 'authorization_failed'],
];

scene('errors of the server: a code of ours, the server’s own as evidence', async (t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  for (const [error, code] of ERRORS) {
    await step(t, `${error}: ${code}`, async (part) => {
      serves(part, 'R-045', `${error} kept as evidence`);
      await visit.sandbox.switches({ oidc: { authorize_error: error } });
      const outcome = await visit.signIn(page, { appState: 'kept' });
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, code);
      assert.equal(outcome.error.error, error);
      assert.equal(outcome.returnTo, '/rooms/1');
      assert.equal(outcome.appState, 'kept');
      assert.equal(page.url(), `${visit.app}/rooms/1`);
    });
  }
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
});

scene('login_required after prompt=none: signed-out, and no failure', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { authorize_error: 'login_required' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  const outcome = await visit.signIn(page, { prompt: 'none', appState: 'kept' });
  assert.equal(outcome.status, 'signed-out');
  assert.equal(outcome.reason, 'login-required');
  assert.equal(outcome.returnTo, '/rooms/1');
  assert.equal(outcome.appState, 'kept');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
});

scene('login_required without prompt=none is a failure', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { authorize_error: 'login_required' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'failed');
});

const FAULTS = [
  ['the connection is cut', { kind: 'close' }, 'network', {}],
  [
    '429 with a readable wait',
    { kind: 'custom', status: 429, headers: { 'retry-after': '7', 'access-control-expose-headers': 'Retry-After' } },
    'rate_limited',
    { status: 429, retryAfter: 7 },
  ],
  ['the empty 429 of DocSpace', { kind: 'empty', status: 429 }, 'rate_limited', { status: 429 }],
  ['500 with a problem document', { kind: 'problem', status: 500 }, 'http_status', { status: 500 }],
];

for (const [what, fault, code, evidence] of FAULTS) {
  scene(
    `the token request fails (${what}): ${code}, with returnTo; a session that exists is not touched`,
    async (t, visit) => {
      serves(t, 'R-034', `${what}: no stuck flag, the next login works`);
      serves(t, 'R-053', `${what}: the exchange is not repeated`);
      const page = await visit.tab({ config: visit.docspace() });
      await visit.arrive(page, '/rooms/1');
      await visit.sandbox.switches({ docspace: { token_fault: fault } });
      const outcome = await visit.signIn(page, { appState: 'kept' });
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, code);
      for (const [key, value] of Object.entries(evidence)) assert.equal(outcome.error[key], value, key);
      assert.equal(outcome.returnTo, '/rooms/1');
      assert.equal(outcome.appState, 'kept');
      assert.equal(page.url(), `${visit.app}/rooms/1`);
      await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('docspace', 'token') });

      await visit.sandbox.switches({ docspace: { token_fault: null } });
      const again = await visit.signIn(page);
      assert.equal(again.status, 'signed-in');
      assert.equal(again.returnTo, '/rooms/1');
    },
  );
}

scene('a failed callback leaves the session of this tab alone', async (_t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  const second = await visit.callback(page, { returnTo: '/second' });
  const { session } = await visit.signIn(page);
  await visit.sandbox.switches({ oidc: { token_fault: { kind: 'problem' } } });
  const outcome = await visit.arrive(page, second.href);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'http_status');
  const snapshot = await page.evaluate(() => window.plain(window.auth.snapshot()));
  assert.equal(snapshot.status, 'signed-in');
  assert.equal(snapshot.session.user.id, session.user.id);
  await page.reload();
  assert.equal((await visit.outcome(page)).status, 'signed-in');
});
