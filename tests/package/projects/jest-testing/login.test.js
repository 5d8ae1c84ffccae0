/** @jest-environment ./page.js */
// A whole login of the real docgate, with the provider inside of the test.
const { createAuth } = require('docgate');
const { provider, seedSession } = require('docgate/testing');

let doubles;
let remove;
beforeAll(async () => {
  doubles = await provider();
  remove = doubles.install();
});
afterAll(() => remove());

let auth;
beforeEach(() => {
  doubles.reset();
  sessionStorage.clear();
  localStorage.clear();
  auth = createAuth(doubles.config('docspace'));
});
afterEach(() => auth.dispose());

async function signIn(person) {
  const url = await auth.loginUrl({ returnTo: '/rooms/42', retry: true });
  return auth.complete(await doubles.walk(url, { person }));
}

test('signs in, and calls the API', async () => {
  const outcome = await signIn('grace');
  expect(outcome).toMatchObject({ status: 'signed-in', via: 'callback', returnTo: '/rooms/42' });
  const me = await (await auth.fetch('/api/2.0/people/@self')).json();
  expect(me.response.firstName).toBe('Grace');
  expect(doubles.requests.map(({ path }) => path)).toContain('/oauth2/token');
  await auth.logout();
  expect(auth.snapshot().status).toBe('signed-out');
});

test('a refusal at the token endpoint is an outcome', async () => {
  doubles.switches({ docspace: { token_fault: { kind: 'empty', status: 429 } } });
  const outcome = await signIn('ada');
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'rate_limited' } });
});

test('the end of the session, without waiting for it', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  try {
    await signIn('ada');
    const events = [];
    auth.subscribe(({ type }) => events.push(type));
    jest.advanceTimersByTime(auth.session.expiresAt - Date.now() + 1000);
    expect(events).toEqual(['expiring', 'expired']);
    await expect(auth.getAccessToken()).rejects.toMatchObject({ code: 'login_required' });
  } finally {
    jest.useRealTimers();
  }
});

test('others may wrap fetch afterwards, and come to the one that was there before', async () => {
  const standing = globalThis.fetch;
  globalThis.fetch = (...given) => standing(...given);
  try {
    await expect(fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ name: 'TypeError' });
    expect((await signIn('grace')).status).toBe('signed-in');
  } finally {
    globalThis.fetch = standing;
  }
});

test('a seeded session, whatever an earlier test left', async () => {
  await signIn('ada');
  await auth.logout();
  auth.dispose();
  await new Promise((resolve) => setTimeout(resolve, 20));
  auth = createAuth(doubles.config('docspace'));
  seedSession(auth, { accessToken: 'a-token' }).into(sessionStorage);
  expect(await auth.ready()).toMatchObject({ status: 'signed-in', via: 'stored' });
  expect(await auth.getAccessToken()).toBe('a-token');
});
