// The fake `Auth`, where there is no page at all, and Vitest's own timers.
import { isAuthError } from 'docgate';
import { fakeAuth, virtualClock } from 'docgate/testing';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.useRealTimers());

test('signed in, and out after an hour of faked time', async () => {
  vi.useFakeTimers();
  const { auth } = fakeAuth({ session: { user: { id: 'grace', name: 'Grace Hopper' } } });
  const events = [];
  auth.subscribe(({ type }) => events.push(type));
  expect(auth.session.user.name).toBe('Grace Hopper');
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(events).toEqual(['expiring', 'expired']);
  const error = await auth.getAccessToken().catch((thrown) => thrown);
  expect(isAuthError(error)).toBe(true);
  expect(error.code).toBe('login_required');
});

test('the same by a clock of its own', () => {
  const clock = virtualClock();
  const { auth } = fakeAuth({ clock, idleTimeout: 600 });
  clock.advance(600_000);
  expect(auth.snapshot().status).toBe('signed-out');
});

test('the API is answered here', async () => {
  const { auth, control } = fakeAuth({ fetch: () => Response.json({ response: [] }) });
  expect(await (await auth.fetch('/api/2.0/files/rooms')).json()).toEqual({ response: [] });
  expect(control.requests[0].url).toBe('https://docs.example.com/api/2.0/files/rooms');
});

test('ready() is one promise, and what is left undefined asks for nothing', async () => {
  const { auth, control } = fakeAuth({ login: 'leaves' });
  expect(auth.ready()).toBe(auth.ready());
  const session = await auth.login({ claims: undefined, scopes: undefined });
  expect(session).toBe(auth.session);
  expect(control.logins).toHaveLength(1);
});
