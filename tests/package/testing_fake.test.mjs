/** `fakeAuth` of `docgate/testing`: an `Auth` that lives as a session does, without wasm, network or storage. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './bundled.mjs';

const { authError, fakeAuth, virtualClock } = await bundled('testing');
const { isAuthError } = await bundled('errors');

const MINUTE = 60_000;
const types = (events) => events.map(({ type, reason }) => (reason === undefined ? type : `${type}: ${reason}`));

/** A fake whose events are written down. */
function heard(options) {
  const fake = fakeAuth(options);
  const events = [];
  fake.auth.subscribe((event) => events.push(event));
  return { ...fake, events };
}

async function rejected(promise, code) {
  const thrown = await promise.then(
    () => assert.fail(`resolved, and not ${code}`),
    (error) => error,
  );
  assert.ok(isAuthError(thrown), String(thrown));
  assert.equal(thrown.code, code);
  return thrown;
}

test('signed in from the beginning, as if ready() had been awaited', async () => {
  const { auth, events } = heard();
  const { status, session } = auth.snapshot();
  assert.equal(status, 'signed-in');
  assert.equal(session.user.name, 'Ada Lovelace');
  assert.equal(auth.session, session);
  assert.ok(Object.isFrozen(auth.snapshot()) && Object.isFrozen(session) && Object.isFrozen(session.user));
  const outcome = await auth.ready();
  assert.deepEqual([outcome.status, outcome.via, outcome.returnTo], ['signed-in', 'stored', null]);
  assert.equal(outcome.session, session);
  assert.equal(await auth.login(), session);
  assert.equal(auth.snapshot(), auth.snapshot());
  assert.deepEqual(events, []);
});

test('the other beginnings', async () => {
  const out = fakeAuth({ start: 'signed-out' }).auth;
  assert.equal(out.snapshot().status, 'signed-out');
  assert.deepEqual((await out.ready()).status, 'signed-out');
  await rejected(out.getAccessToken(), 'login_required');

  const failed = fakeAuth({ start: 'failed', error: 'scope_refused' }).auth;
  const outcome = await failed.ready();
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'scope_refused');
  assert.equal(failed.snapshot().error, outcome.error);

  const over = fakeAuth({ start: 'expired' }).auth;
  assert.equal(over.snapshot().status, 'expired');
  assert.equal(over.session.user.id, 'ada');

  const { auth, control, events } = heard({ start: 'loading' });
  let settled = false;
  const ready = auth.ready().then((found) => {
    settled = true;
    return found;
  });
  const token = auth.getAccessToken();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(settled, false);
  assert.equal(auth.snapshot().status, 'loading');
  control.settle();
  assert.equal((await ready).status, 'signed-in');
  assert.equal(await token, 'fake-access-token-1');
  assert.deepEqual(types(events), ['signed-in']);
});

test('a snapshot stays the same object while it says the same', () => {
  const { auth, control } = heard({ clock: virtualClock(0) });
  const before = auth.snapshot();
  control.stir();
  control.signIn();
  assert.equal(auth.snapshot(), before, 'the same person with the same session');
  control.expire();
  assert.notEqual(auth.snapshot(), before);
  assert.equal(auth.session, before.session, 'who it was');
});

test('login: signs in, fails, or leaves the page', async () => {
  const { auth, control, events } = heard({ start: 'signed-out' });
  const failing = control.nextLogin('authorization_denied');
  assert.equal(failing, undefined);
  const error = await rejected(auth.login(), 'authorization_denied');
  assert.equal(auth.snapshot().error, error);
  const [one, two] = await Promise.all([auth.login({ returnTo: '/a' }), auth.login()]);
  assert.equal(one, two, 'concurrent calls share one result');
  assert.equal(auth.snapshot().error, null);
  assert.deepEqual(types(events), ['failed', 'signed-in']);
  assert.deepEqual(control.logins, [{}, { returnTo: '/a' }, {}]);
  const more = await auth.login({ scopes: ['rooms:read'] });
  assert.ok(more.scopes.includes('rooms:read') && more.scopes.includes('files:read'));
  await auth.logout();
  control.nextLogin('leaves');
  const left = await Promise.race([auth.login(), new Promise((resolve) => setTimeout(resolve, 5, 'pending'))]);
  assert.equal(left, 'pending');
});

test('a session that nothing renews is announced to end, and ends', async () => {
  const clock = virtualClock(1_700_000_000_000);
  const { auth, events } = heard({ clock, session: { lifetime: 60 * MINUTE } });
  assert.equal(auth.session.expiresAt, clock.now() + 60 * MINUTE);
  clock.advance(55 * MINUTE - 1);
  assert.deepEqual(types(events), []);
  clock.advance(1);
  assert.deepEqual(types(events), ['expiring: lifetime']);
  assert.equal(events[0].remaining, 5 * MINUTE);
  clock.advance(5 * MINUTE);
  assert.deepEqual(types(events), ['expiring: lifetime', 'expired']);
  assert.equal(auth.snapshot().status, 'expired');
  await rejected(auth.getAccessToken(), 'login_required');
  assert.equal(clock.pending, 0);
});

test('renewals: on demand, ahead, refused, and while the network fails', async () => {
  const clock = virtualClock(0);
  const demand = heard({ clock, renewable: true });
  clock.advance(61 * MINUTE);
  assert.equal(demand.auth.snapshot().status, 'signed-in');
  assert.equal(await demand.auth.getAccessToken(), 'fake-access-token-2');
  assert.equal(demand.auth.session.expiresAt, clock.now() + 60 * MINUTE);
  assert.notEqual(await demand.auth.getAccessToken({ fresh: true }), 'fake-access-token-2');
  assert.deepEqual(types(demand.events), ['renewed', 'renewed']);

  const ahead = heard({ clock, renewable: true, renew: 'ahead' });
  clock.advance(59 * MINUTE);
  assert.deepEqual(types(ahead.events), ['renewed']);

  const offline = heard({ clock, renewable: true });
  offline.control.failRenewals('network');
  clock.advance(61 * MINUTE);
  await rejected(offline.auth.getAccessToken(), 'network');
  assert.equal(offline.auth.snapshot().status, 'signed-in');
  offline.control.failRenewals(null);
  await offline.auth.getAccessToken();
  assert.deepEqual(types(offline.events), ['degraded: network', 'renewed']);

  const refused = heard({ clock, renewable: true });
  refused.control.failRenewals('grant_refused');
  clock.advance(61 * MINUTE);
  await rejected(refused.auth.getAccessToken(), 'login_required');
  assert.deepEqual(types(refused.events), ['login-required']);
  assert.equal(refused.auth.snapshot().status, 'expired');
});

test('idle people are signed out, and who does something is not', () => {
  const clock = virtualClock(0);
  const { auth, control, events } = heard({ clock, idleTimeout: 120 });
  clock.advance(89_000);
  control.stir();
  clock.advance(89_000);
  assert.deepEqual(types(events), []);
  clock.advance(1000);
  assert.deepEqual(types(events), ['expiring: idle']);
  clock.advance(30_000);
  assert.deepEqual(types(events), ['expiring: idle', 'signed-out: idle']);
  assert.equal(auth.snapshot().status, 'signed-out');
});

test('fetch: the handler sees the token, and only what may get one is asked', async () => {
  const { auth, control, events } = heard({
    session: { apiBase: 'https://api.example.test/v1' },
    allowedOrigins: ['https://other.example.test'],
    fetch: async (request) =>
      Response.json({ url: request.url, token: request.headers.get('authorization'), body: await request.text() }),
  });
  const response = await auth.fetch('/files?x=1', { method: 'POST', body: 'text' });
  assert.deepEqual(await response.json(), {
    url: 'https://api.example.test/v1/files?x=1',
    token: 'Bearer fake-access-token-1',
    body: 'text',
  });
  assert.equal((await auth.fetch('https://other.example.test/x')).status, 200);
  for (const bad of [
    '//evil.example',
    '/\\evil.example',
    '../v2',
    '/%2e%2e/v2',
    'https://api.example.test/v2',
    'x:y',
    'https://evil.example',
  ]) {
    await rejected(auth.fetch(bad), 'origin_not_allowed');
  }
  assert.equal(control.requests.length, 2, 'nothing was sent');
  assert.equal((await fakeAuth().auth.fetch('/x')).status, 404);
  assert.deepEqual(types(events), []);
});

test('fetch: a 401 is answered by one renewal, or is the end', async () => {
  let asked = 0;
  const once = heard({
    renewable: true,
    fetch: () => {
      asked += 1;
      return new Response(null, { status: asked === 1 ? 401 : 200 });
    },
  });
  assert.equal((await once.auth.fetch('/x')).status, 200);
  assert.deepEqual(types(once.events), ['renewed']);
  const [before, after] = once.control.requests.map((request) => request.headers.get('authorization'));
  assert.notEqual(before, after);

  const over = heard({ fetch: () => new Response(null, { status: 401 }) });
  assert.equal((await over.auth.fetch('/x')).status, 401);
  assert.deepEqual(types(over.events), ['expired']);
});

test('sign-out, of everybody or of one', async () => {
  const { auth, control, events } = heard({ others: [{ user: { id: 'grace', name: 'Grace Hopper' } }] });
  assert.deepEqual(
    auth.accounts().map(({ id, current }) => [id, current]),
    [
      ['ada', true],
      ['grace', false],
    ],
  );
  assert.equal(auth.accounts(), auth.accounts());
  const session = await auth.switchAccount('grace');
  assert.equal(session.user.id, 'grace');
  await auth.logout({ account: 'ada' });
  assert.deepEqual(
    auth.accounts().map(({ id }) => id),
    ['grace'],
  );
  await rejected(auth.logout({ account: 'nobody' }), 'config_invalid');
  await auth.logout({ returnTo: '/bye' });
  assert.deepEqual(types(events), ['accounts', 'signed-in', 'accounts', 'signed-out: logout']);
  assert.deepEqual(control.logouts.at(-1), { returnTo: '/bye' });
});

test('failures are real AuthErrors, and come when the test says', async () => {
  const { auth, control, events } = heard();
  const error = control.fail('network', { status: 503, cause: 'x' });
  assert.ok(error instanceof Error && isAuthError(error));
  assert.deepEqual([error.name, error.code, error.status, error.cause], ['AuthError', 'network', 503, 'x']);
  assert.equal(auth.snapshot().error, error);
  assert.equal(auth.snapshot().status, 'signed-in', 'a session that exists is kept');
  assert.deepEqual(types(events), ['failed']);
  const next = control.rejectNext('getAccessToken', 'timeout');
  assert.equal(await rejected(auth.getAccessToken(), 'timeout'), next);
  assert.equal(await auth.getAccessToken(), 'fake-access-token-1');
  assert.ok(isAuthError(authError('login_loop')));
});

test('loginUrl() and complete(), for shells', async () => {
  const { auth, events } = heard({ start: 'signed-out' });
  const url = new URL(await auth.loginUrl({ returnTo: '/rooms', appState: { a: 1 } }));
  const callback = `https://app.test/callback?code=x&state=${url.searchParams.get('state')}`;
  const outcome = await auth.complete(callback);
  assert.deepEqual(
    [outcome.status, outcome.via, outcome.returnTo, outcome.appState],
    ['signed-in', 'callback', '/rooms', { a: 1 }],
  );
  const again = await auth.complete(callback);
  assert.deepEqual([again.status, again.error.code], ['failed', 'pending_login_missing']);
  assert.deepEqual(types(events), ['signed-in', 'failed']);
});

test('methods work detached; a listener may cause the next event; an end is an end', async () => {
  const { auth, control } = fakeAuth();
  const { snapshot, subscribe, getAccessToken } = auth;
  const order = [];
  subscribe(({ type }) => {
    order.push(`first ${type}`);
    if (type === 'expired') control.signOut();
  });
  const stop = subscribe(({ type }) => order.push(`second ${type}`));
  control.expire();
  assert.deepEqual(order, ['first expired', 'second expired', 'first signed-out', 'second signed-out']);
  stop();
  control.signIn();
  assert.equal(order.at(-1), 'first signed-in');
  assert.equal(snapshot().status, 'signed-in');
  assert.equal(await getAccessToken(), 'fake-access-token-2');
  auth.dispose();
  await rejected(auth.getAccessToken(), 'disposed');
  control.expire();
  assert.equal(order.at(-1), 'first signed-in');
});
