/** What the adapters have in common, without a framework: the state, the guards, and a page that there is not. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { bundled } from './bundled.mjs';
import { ADA, closePage, FakeAuth, openPage, session } from './fake_auth.mjs';

const { sessionOf, stateOf, watch } = await bundled('adapters/state');
const { enter } = await bundled('adapters/enter');
const { shared } = await bundled('adapters/shared');
const { fakeAuth } = await bundled('testing/fake_auth');
const vue = await bundled('adapters/vue_guard');
const svelte = await bundled('adapters/svelte_guard');

const APP = 'https://app.example/';
const failure = (code) => Object.assign(new Error(code), { name: 'AuthError', code });
const rejects = (error) => () => Promise.reject(error);

afterEach(closePage);

test('the state: one object while it says the same, whatever a renewal changes', async () => {
  openPage(APP);
  const auth = new FakeAuth();
  const heard = [];
  const end = watch(auth, () => heard.push(stateOf(auth)));
  assert.deepEqual(stateOf(auth), { status: 'loading', user: null, error: null, outcome: null });
  const first = session(1);
  auth.show('signed-in', first);
  auth.answer({ status: 'signed-in', via: 'stored' });
  await pause(0);
  const before = stateOf(auth);
  assert.deepEqual([before.status, before.user, before.outcome.via], ['signed-in', ADA, 'stored']);
  auth.show('signed-in', session(2));
  assert.equal(stateOf(auth), before);
  assert.notEqual(sessionOf(auth), first);
  auth.show('expired', session(2));
  assert.deepEqual([stateOf(auth).status, stateOf(auth).user === before.user], ['expired', true]);
  auth.show('signed-in', session(3, { ...ADA, name: 'Ada L.' }));
  assert.equal(stateOf(auth).user.name, 'Ada L.');
  const count = heard.length;
  end();
  auth.show('signed-out');
  assert.equal(heard.length, count);
  assert.equal(auth.listeners.size, 0);
  assert.equal(auth.asked, 1);
});

test('signals that everybody shares: made once, one subscription, also after a dispose()', async () => {
  openPage(APP);
  const auth = new FakeAuth();
  const made = [];
  const signalsOf = shared((of) => {
    const signals = { status: stateOf(of).status };
    made.push(signals);
    const update = () => {
      signals.status = stateOf(of).status;
    };
    return { signals, update };
  });
  for (let times = 0; times < 5; times += 1) assert.equal(signalsOf(auth), made[0]);
  assert.deepEqual([made.length, auth.listeners.size], [1, 1]);
  auth.show('signed-in', session(1));
  assert.equal(made[0].status, 'signed-in');
  auth.listeners.clear();
  auth.answer({ status: 'signed-in', via: 'stored' });
  auth.show('signed-out');
  signalsOf(auth);
  await pause(0);
  assert.equal(made[0].status, 'signed-out');
  auth.show('signed-in', session(2));
  assert.equal(made[0].status, 'signed-in');
  signalsOf(new FakeAuth());
  assert.equal(made.length, 2);
});

test('nobody hears of an answer that comes after they have left', async () => {
  openPage(APP);
  const auth = new FakeAuth();
  const end = watch(auth, () => assert.fail('it has left'));
  end();
  auth.answer({ status: 'signed-out' });
  await pause(0);
});

test('a popup window: neither signed in nor signed out, and no guard starts anything', async () => {
  openPage(`${APP}callback?code=1`);
  const auth = new FakeAuth();
  const end = watch(auth, () => undefined);
  auth.show('signed-out');
  auth.answer({ status: 'popup' });
  await pause(0);
  assert.deepEqual(stateOf(auth), { status: 'loading', user: null, error: null, outcome: { status: 'popup' } });
  assert.equal(sessionOf(auth), null);
  end();
  const popup = () => {
    const fresh = new FakeAuth();
    fresh.show('signed-out');
    fresh.answer({ status: 'popup' });
    return fresh;
  };
  const [one, other] = [popup(), popup()];
  assert.equal(await vue.authGuard(one)({ fullPath: '/callback?code=1' }), false);
  const load = svelte.authGuard(other, { redirect: assert.fail })({ url: new URL(location.href) });
  assert.equal(await Promise.race([load, pause(20, 'nothing')]), 'nothing');
  assert.deepEqual([one.logins, other.logins], [[], []]);
});

test('a page that cannot ask: signed out, with the reason', async () => {
  openPage(APP);
  const auth = new FakeAuth();
  const end = watch(auth, () => undefined);
  const error = failure('internal_error');
  auth.refuse(error);
  await pause(0);
  assert.deepEqual([stateOf(auth).status, stateOf(auth).error], ['signed-out', error]);
  end();
});

test('on a server: loading, nothing is asked, every guard lets in', async () => {
  const auth = new FakeAuth();
  watch(auth, () => assert.fail('there is nothing to hear'))();
  assert.equal(stateOf(auth).status, 'loading');
  assert.equal(await vue.authGuard(auth)({ fullPath: '/rooms' }), true);
  const load = svelte.authGuard(auth, { redirect: assert.fail });
  assert.deepEqual(await load({ url: new URL('/rooms', APP) }), { session: null });
  assert.deepEqual([auth.asked, auth.logins, auth.listeners.size], [0, [], 0]);
});

test('a guard: who is signed in passes, the others are asked to sign in and come back to the route', async () => {
  openPage(`${APP}base/`);
  const auth = new FakeAuth();
  const guard = vue.authGuard(auth, { scopes: ['files:write'], retry: true, display: 'popup' });
  auth.answer({ status: 'signed-out' });
  auth.show('signed-out');
  const waiting = guard({ fullPath: '/rooms?a=1#b', href: '/base/rooms?a=1#b' });
  assert.equal(await Promise.race([waiting, pause(20, 'leaving')]), 'leaving');
  const asked = { scopes: ['files:write'], returnTo: '/base/rooms?a=1#b', display: 'redirect', retry: false };
  assert.deepEqual(auth.logins, [asked]);
  auth.show('signed-in', session(1));
  assert.equal(await guard({ fullPath: '/rooms', href: '/base/rooms' }), true);
  assert.equal(auth.logins.length, 1);
});

test('a failed sign-in: guards say so and ask for nothing, whoever clicks; those of a later visit leave it to core', async () => {
  openPage(`${APP}rooms`);
  const error = failure('authorization_denied');
  const auth = new FakeAuth({ login: rejects(error) });
  auth.answer({ status: 'failed', error });
  auth.show('signed-out', null, error);
  const failed = (why, to) => `/sorry?why=${why.code}&from=${to.fullPath}`;
  const sorry = '/sorry?why=authorization_denied&from=/rooms';
  const twice = [vue.authGuard(auth), vue.authGuard(auth, { failed })].map((guard) => guard({ fullPath: '/rooms' }));
  await assert.rejects(twice[0], error);
  assert.equal(await twice[1], sorry);
  assert.deepEqual(auth.logins, []);
  await pause(1);
  await assert.rejects(vue.authGuard(auth)({ fullPath: '/rooms' }), error);
  assert.equal(auth.logins.length, 1);
});

test('a failure that a sign-in has made good stops nobody', async () => {
  openPage(`${APP}rooms`);
  const auth = new FakeAuth();
  auth.answer({ status: 'failed', error: failure('network') });
  auth.show('signed-in', session(1));
  assert.equal(await vue.authGuard(auth)({ fullPath: '/rooms' }), true);
  auth.show('signed-out');
  assert.equal(await Promise.race([vue.authGuard(auth)({ fullPath: '/rooms' }), pause(20, 'leaving')]), 'leaving');
  assert.equal(auth.logins.length, 1);
});

test('a guard for some routes alone starts nothing on the others', async () => {
  openPage(APP);
  const auth = new FakeAuth();
  const guard = vue.authGuard(auth, { when: (to) => to.meta.requiresAuth === true });
  assert.equal(await guard({ fullPath: '/', meta: {} }), true);
  assert.deepEqual([auth.asked, auth.logins], [1, []]);
});

test('a router that has read the address of a callback is sent where the person wanted to go, once', async () => {
  for (const make of [
    (auth) => {
      const guard = vue.authGuard(auth, { when: () => false });
      return (path) => guard({ fullPath: path.slice(5), href: path });
    },
    (auth) => {
      const redirect = (status, to) => {
        throw Object.assign(new Error('redirect'), { status, to });
      };
      const load = svelte.authGuard(auth, { redirect });
      return (path) =>
        load({ url: new URL(path, APP) }).then(
          () => true,
          ({ to }) => to.slice(5),
        );
    },
  ]) {
    openPage(`${APP}base/callback?code=1&iss=https%3A%2F%2Fid.example`);
    const auth = new FakeAuth({ place: '/base/rooms/42' });
    const go = make(auth);
    // As Angular's router would write it: the same query in other letters.
    const sent = go('/base/callback?code=1&iss=https:%2F%2Fid.example');
    auth.show('signed-in', session(1));
    auth.answer({ status: 'signed-in', via: 'callback' });
    assert.equal(await sent, '/rooms/42');
    assert.equal(await go('/base/rooms/42'), true);
    assert.equal(await go('/base/callback?code=1&iss=https%3A%2F%2Fid.example'), true);
    assert.deepEqual(auth.logins, []);
  }
});

test("docgate/testing's Auth is one to the adapters: a guard signs in, and a component sees the session end", async () => {
  openPage(`${APP}rooms`);
  const { auth, control } = fakeAuth({ start: 'signed-out' });
  const heard = [];
  const end = watch(auth, () => heard.push(stateOf(auth).status));
  assert.equal(await enter(auth, { returnTo: '/rooms' }), auth.session);
  assert.equal(control.logins[0].returnTo, '/rooms');
  const { user } = stateOf(auth);
  assert.equal(user.name, 'Ada Lovelace');
  control.expire();
  assert.deepEqual([stateOf(auth).status, stateOf(auth).user], ['expired', user]);
  assert.deepEqual([heard[0], heard.at(-1)], ['signed-out', 'expired']);
  end();
});

test('a guard that is a component comes back to the address that its router puts into the bar after it has drawn', async () => {
  openPage(APP);
  const left = [];
  const auth = new FakeAuth({ login: async () => left.push(location.pathname) });
  auth.answer({ status: 'signed-out' });
  auth.show('signed-out');
  const waiting = enter(auth, {});
  for (let turn = 0; turn < 8; turn += 1) await null;
  openPage(`${APP}rooms`);
  await waiting;
  assert.deepEqual(left, ['/rooms']);
});
