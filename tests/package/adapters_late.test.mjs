/** A router that has read the redirect path before the core came is told, once, that the address is another now. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { bundled } from './bundled.mjs';
import { closePage, FakeAuth, openPage, session } from './fake_auth.mjs';

const { beginRouted, tellRouter } = await bundled('adapters/look_again');
const { tellUnlessNext } = await bundled('adapters/next_router');

const error = Object.assign(new Error('wasm_refused'), { name: 'AuthError', code: 'wasm_refused' });

/** What routers hear on a page with such a state in its history. */
function listening(state = null) {
  const heard = [];
  globalThis.history = { state };
  globalThis.PopStateEvent = class extends Event {
    constructor(type, { state }) {
      super(type);
      this.state = state;
    }
  };
  globalThis.dispatchEvent = (event) => heard.push([event.type, event.state, location.pathname]);
  return heard;
}

afterEach(() => {
  closePage();
  for (const name of ['history', 'PopStateEvent', 'dispatchEvent']) delete globalThis[name];
});

/** An `Auth` without a core on its callback; `come()` is the core with the address that the person wanted. */
function late(place = '/callback', tell = tellRouter) {
  openPage('https://app.example/callback?code=1&state=2');
  const auth = new FakeAuth({ place });
  beginRouted(auth, tell);
  beginRouted(auth, tell);
  return {
    auth,
    async come(status, outcome, own = null) {
      openPage('https://app.example/rooms/42');
      auth.show(status, own);
      auth.answer(outcome);
      await pause(0);
    },
  };
}

test('the core comes after the router: it hears of the address once', async () => {
  const heard = listening({ idx: 3 });
  const { auth, come } = late();
  await come('signed-in', { status: 'signed-in', via: 'callback', returnTo: '/rooms/42' }, session(1));
  auth.show('signed-out');
  assert.deepEqual(heard, [['popstate', { idx: 3 }, '/rooms/42']]);
});

test('no core at first: it hears once somebody has asked again', async () => {
  const heard = listening();
  const { auth } = late();
  auth.answer({ status: 'failed', error });
  await pause(0);
  assert.equal(auth.listeners.size, 1);
  openPage('https://app.example/rooms/42');
  auth.show('signed-in', session(1));
  assert.deepEqual(heard, [['popstate', null, '/rooms/42']]);
  assert.equal(auth.listeners.size, 0);
});

test("nobody is told where the address was there in time, in a popup window, and of Next's routers", async () => {
  const heard = listening();
  const intime = late('/rooms/7');
  await intime.come('signed-in', { status: 'signed-in', via: 'callback', returnTo: '/rooms/42' }, session(1));
  await late().come('signed-out', { status: 'popup' });
  assert.deepEqual(heard, []);
  for (const mark of ['__NA', '__N']) {
    const next = listening({ [mark]: true });
    await late('/callback', tellUnlessNext).come(
      'signed-in',
      { status: 'signed-in', via: 'callback', returnTo: '/rooms/42' },
      session(1),
    );
    assert.deepEqual(next, []);
  }
  const other = listening({ idx: 0 });
  await late('/callback', tellUnlessNext).come(
    'signed-in',
    { status: 'signed-in', via: 'callback', returnTo: '/rooms/42' },
    session(1),
  );
  assert.equal(other.length, 1);
});

test('a router that goes on by itself, from a redirect path that is a page of the app, is not told', async () => {
  const heard = listening();
  const { come } = late();
  await come('signed-in', { status: 'signed-in', via: 'callback', returnTo: '/callback' }, session(1));
  const failed = late();
  await failed.come('signed-out', { status: 'failed', error: { code: 'authorization_denied' }, returnTo: '/callback' });
  openPage('https://app.example/rooms/43');
  failed.auth.show('signed-in', session(1));
  assert.deepEqual(heard, []);
});
