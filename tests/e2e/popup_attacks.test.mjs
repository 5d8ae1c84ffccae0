/** Who else can get or give the answer of a popup login (R-110, R-111; ). */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';
import { gone, holdTime, opener, stateOf } from './support/windows.mjs';

/** A page whose popup is at the provider's sign-in page, and the state that it waits for. */
async function waiting(visit) {
  await visit.sandbox.switches({ oidc: { auto_login: null } });
  const page = await opener(visit, { config: visit.oidc() });
  const popup = await visit.press(page);
  await popup.waitForSelector('#user-ada');
  return { page, popup, state: stateOf(popup) };
}

/** Nothing of what was sent had any effect, and the genuine answer still has. */
async function unmoved(visit, { page, popup }) {
  assert.deepEqual(visit.taken(page, 'pressed'), []);
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
  await popup.click('#user-ada');
  assert.equal((await visit.next(page, 'pressed')).value.provider, 'oidc');
  await gone(popup);
  await visit.sandbox.exactly(1, { path: visit.path('oidc', 'token') });
}

/** In the page: counts the messages that reach it. */
function count() {
  window.reached = 0;
  addEventListener('message', () => {
    window.reached += 1;
  });
}

scene('a foreign page that opens the callback gets no message', async (t, visit) => {
  serves(t, 'A-14', 'a foreign opener of the callback receives 0 messages');
  serves(t, 'R-111', 'the callback posts to its own origin only, whatever opened it');
  await visit.planAll({ config: visit.oidc() });
  await holdTime(visit);
  const evil = await visit.context.newPage();
  await evil.goto(`${visit.stranger}/`);
  await evil.evaluate(count);
  const mark = await visit.sandbox.mark();
  for (const marker of ['dg1p', 'dg1f']) {
    const opened = visit.context.waitForEvent('page');
    await evil.evaluate((address) => {
      window.opened = window.open(address);
    }, `${visit.app}/callback/oidc?code=stolen&state=${marker}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`);
    const popup = await opened;
    assert.deepEqual(await visit.outcome(popup), { status: 'popup' });
    // Until it gives up.
    await popup.clock.runFor(6000);
    await gone(popup);
  }
  assert.equal(await evil.evaluate(() => window.reached), 0);
  await visit.sandbox.nothingAfter(mark);
});

scene('a frame of the page cannot answer, not even with the right state', async (t, visit) => {
  const scenes = await waiting(visit);
  const { page, state } = scenes;
  await page.evaluate(count);
  const url = `${visit.app}/callback/oidc?code=evil&state=${state}`;
  const frames = [
    ['of another site', `${visit.stranger}/`, null],
    ['without an origin', `${visit.app}/elsewhere`, 'allow-scripts'],
    ['of this origin, which is not the window that was opened', `${visit.app}/elsewhere`, null],
  ];
  for (const [at, [who, src, restrictions]] of frames.entries()) {
    await step(t, who, async (part) => {
      serves(part, 'A-15', `a frame ${who} sends a fake answer: ignored`);
      serves(part, 'R-110', `event.origin and event.source are compared: a frame ${who} is not heard`);
      const handle = await page.evaluateHandle(
        ([address, sandbox]) => {
          const frame = document.createElement('iframe');
          if (sandbox !== null) frame.setAttribute('sandbox', sandbox);
          frame.src = address;
          const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
          document.body.append(frame);
          return loaded.then(() => frame);
        },
        [src, restrictions],
      );
      const frame = await handle.asElement().contentFrame();
      await frame.evaluate((message) => parent.postMessage(message, '*'), { docgate: 'callback', state, url });
      await page.waitForFunction((reached) => window.reached > reached, at);
    });
  }
  await unmoved(visit, scenes);
});

scene('another page of the origin without the state cannot answer over the channel', async (t, visit) => {
  serves(t, 'A-16', 'squatted channels without the state, and the right channel with a wrong one: ignored');
  serves(t, 'R-110', 'the channel has the state in its name, and the state in the message is compared');
  const scenes = await waiting(visit);
  const { state } = scenes;
  const squatter = await visit.tab({});
  await visit.load(squatter, '/elsewhere');
  const url = `${visit.app}/callback/oidc?code=evil&state=${state}`;
  const acknowledged = await squatter.evaluate(
    async ([right, address]) => {
      let count = 0;
      const post = (name, message) => {
        const channel = new BroadcastChannel(name);
        channel.onmessage = ({ data }) => {
          if (data?.docgate === 'heard' && data.url === undefined) count += 1;
        };
        channel.postMessage(message);
      };
      const forged = (state) => ({ docgate: 'callback', state, url: address });
      for (const name of ['docgate:callback:', 'docgate:callback', `docgate:callback:${right.slice(0, -1)}`])
        post(name, forged(right));
      const own = `docgate:callback:${right}`;
      for (const message of [
        forged(''),
        forged(`${right}A`),
        forged(right.toLowerCase()),
        forged(undefined),
        { ...forged(right), docgate: 'heard' },
        { ...forged(right), url: 7 },
        { state: right, url: address },
        null,
        'callback',
        [right],
      ]) {
        post(own, message);
      }
      // What is posted after them comes after them.
      const last = new BroadcastChannel(own);
      await new Promise((resolve) => {
        const witness = new BroadcastChannel(own);
        witness.onmessage = ({ data }) => data === 'last' && resolve();
        last.postMessage('last');
      });
      return count;
    },
    [state, url],
  );
  assert.equal(acknowledged, 0);
  await unmoved(visit, scenes);
});

/** A state that differs in its last character alone. */
const another = (state) => state.slice(0, -1) + (state.endsWith('_') ? '-' : '_');

scene('an address of another login is no answer to this one', async (t, visit) => {
  serves(t, 'A-16', 'the right channel with the address of another state: refused, nothing exchanged');
  const { page, popup, state } = await waiting(visit);
  const other = await visit.tab({ config: visit.oidc() });
  await visit.arrive(other);
  await other.evaluate(
    ([right, address]) => {
      new BroadcastChannel(`docgate:callback:${right}`).postMessage({
        docgate: 'callback',
        state: right,
        url: address,
      });
    },
    [state, `${visit.app}/callback/oidc?code=evil&state=${another(state)}`],
  );
  const { error } = await visit.next(page, 'pressed');
  assert.equal(error.code, 'callback_invalid');
  await gone(popup);
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
});

scene('the window that forwards does nothing else', async (t, visit) => {
  serves(t, 'R-111', 'the callback of a popup keeps to itself: no request, no store, no navigation');
  const config = visit.oidc();
  const page = await visit.tab({ config });
  await visit.arrive(page);
  const mark = await visit.sandbox.mark();
  const state = 'dg1pAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const outcome = await visit.arrive(page, `/callback/oidc?code=some&state=${state}`);
  assert.deepEqual(outcome, { status: 'popup' });
  const address = `${visit.app}${config.redirectUri}`;
  assert.equal(page.url(), address);
  const { value: snapshot } = await visit.call(page, 'snapshot');
  assert.deepEqual(snapshot, { status: 'signed-out', session: null, error: null });
  for (const [name, ...values] of [
    ['login'],
    ['login', { display: 'popup' }],
    ['login', { display: 'iframe' }],
    ['login', { retry: true, prompt: 'login' }],
    ['loginUrl'],
    ['complete', `${address}?code=some&state=${state}`],
    ['getAccessToken'],
    ['fetch', '/x'],
    ['fetchProfile'],
    ['logout'],
  ]) {
    const { error } = await visit.call(page, name, ...values);
    assert.equal(error?.code, 'popup_window', name);
  }
  assert.deepEqual((await visit.call(page, 'ready')).value, { status: 'popup' });
  assert.equal(page.url(), address);
  assert.equal(visit.context.pages().length, 1);
  assert.deepEqual(await page.evaluate(() => [Object.keys(sessionStorage), Object.keys(localStorage)]), [[], []]);
  await visit.sandbox.nothingAfter(mark);
});

scene('an app that only calls login() is not sent round in its popup', async (t, visit) => {
  serves(t, 'R-111', 'login() on load, in the popup itself: popup_window, no navigation');
  await visit.planAll({ config: visit.docspace(), calls: [['login']] });
  const page = await visit.tab({ config: visit.docspace(), press: { display: 'popup' } });
  await visit.arrive(page);
  const popup = await visit.press(page);
  assert.equal((await visit.next(page, 'pressed')).value.provider, 'docspace');
  await gone(popup);
  await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
});
