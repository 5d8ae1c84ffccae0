/**
 * What comes back from Enadoc without a `state`: only the one login that was begun last in this browser can be meant,
 * and everything else is refused before anything is sent.
 */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';
import { gone } from './support/windows.mjs';

const QUARTER = 15 * 60_000;
const REDEMPTIONS = { path: '/api/v3/token' };

/** A tab in which nobody is signed in. */
async function tab(visit, changes = {}, plan = {}) {
  const page = await visit.tab({ config: visit.enadoc(changes), ...plan });
  await visit.arrive(page, '/');
  return page;
}

/** `address` is refused with this code, and nothing goes to anybody. */
async function assertRefused(visit, page, address, code) {
  const mark = await visit.sandbox.mark();
  const outcome = await visit.arrive(page, address);
  assert.deepEqual([outcome.status, outcome.error?.code], ['failed', code]);
  await visit.sandbox.nothingAfter(mark);
  return outcome;
}

relayScene('a callback that nobody asked for is refused', async (t, visit) => {
  const page = await tab(visit);
  for (const query of ['code=made-up-by-somebody', 'oauth_code=made-up-by-somebody', 'error=access_denied']) {
    await assertRefused(visit, page, `/callback/enadoc?${query}`, 'pending_login_missing');
    assert.equal(page.url(), `${visit.app}/callback/enadoc`);
  }
  serves(t, 'R-174', 'a callback with no open login: refused, nothing sent');
});

relayScene(
  "a code of somebody else's login: refused in a browser with none, and good where it was begun",
  async (t, visit) => {
    const attacker = await visit.anotherBrowser();
    const theirs = await tab(attacker);
    await visit.sandbox.switches({ enadoc: { auto_login: 'grace' } });
    const callback = await attacker.callback(theirs);
    const page = await tab(visit);
    await assertRefused(visit, page, callback.href, 'pending_login_missing');
    // The same, where somebody is signed in: they stay.
    await visit.sandbox.switches({ enadoc: { auto_login: 'ada' } });
    await visit.enter(page);
    await page.goto('about:blank');
    const mark = await visit.sandbox.mark();
    const outcome = await visit.arrive(page, callback.href);
    assert.notEqual(outcome.session?.user.email, 'grace@example.test');
    await visit.sandbox.nothingAfter(mark);
    assert.equal((await visit.call(page, 'snapshot')).value.session.user.email, 'ada@example.test');
    assert.equal((await attacker.arrive(theirs, callback.href)).session?.user.email, 'grace@example.test');
    serves(t, 'A-07', 'a started login opened in another browser: refused, nothing sent');
    serves(t, 'R-174', "another person's code, no login open: refused, and a session that is there stays");
  },
);

relayScene("a code of somebody else in the middle of one's own login: the app sees who it is", async (t, visit) => {
  const attacker = await visit.anotherBrowser();
  const theirs = await tab(attacker);
  await visit.sandbox.switches({ enadoc: { auto_login: 'grace' } });
  const callback = await attacker.callback(theirs);
  await visit.sandbox.switches({ enadoc: { auto_login: 'ada' } });
  const page = await tab(visit, {}, { confirm: 'no' });
  await visit.callback(page);
  const outcome = await visit.arrive(page, callback.href);
  // Nothing that Enadoc sends tells the two apart; what is left is to ask.
  assert.equal((await visit.next(page, 'confirm')).email, 'grace@example.test');
  assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'user_not_confirmed']);
  assert.equal((await visit.call(page, 'snapshot')).value.session, null);
  serves(
    t,
    'R-174',
    'the residual risk: a foreign code in an open login is shown to the app before anybody is signed in',
  );
});

relayScene('a login that another tab has superseded is refused, and the newer one is good', async (t, visit) => {
  const [older, newer] = [await tab(visit), await tab(visit)];
  const first = await visit.callback(older, { returnTo: '/first' });
  const second = await visit.callback(newer, { returnTo: '/second' });
  await assertRefused(visit, older, first.href, 'pending_login_missing');
  const outcome = await visit.arrive(newer, second.href);
  assert.deepEqual([outcome.status, outcome.returnTo], ['signed-in', '/second']);
  await visit.sandbox.exactly(1, REDEMPTIONS);
  serves(t, 'R-174', 'a second login in another tab supersedes the first: its callback is refused, nothing sent');
});

for (const [name, wait, status] of [
  ['a minute before the end', QUARTER - 60_000, 'signed-in'],
  ['a second after the end', QUARTER + 1000, 'failed'],
]) {
  relayScene(`a login lasts a quarter of an hour: ${name}`, async (t, visit) => {
    await visit.sandbox.switches({ enadoc: { code_lifetime: 7200 } });
    const page = await tab(visit);
    const callback = await visit.callback(page, { returnTo: '/documents/7', appState: { draft: 1 } });
    await visit.later(page, wait);
    const mark = await visit.sandbox.mark();
    const outcome = await visit.arrive(page, callback.href);
    assert.deepEqual([outcome.status, outcome.returnTo], [status, '/documents/7'], JSON.stringify(outcome.error));
    if (status === 'failed') {
      assert.equal(outcome.error.code, 'pending_login_expired');
      await visit.sandbox.nothingAfter(mark);
      assert.equal((await visit.signIn(page)).status, 'signed-in');
    }
    serves(t, 'R-174', `a login lasts fifteen minutes, ${name}: ${status}`);
  });
}

relayScene('the same callback again: reload, Back and a bookmark', async (t, visit) => {
  const page = await tab(visit);
  const callback = await visit.callback(page, { returnTo: '/documents', appState: ['kept'] });
  assert.equal((await visit.arrive(page, callback.href)).via, 'callback');
  const mark = await visit.sandbox.mark();
  visit.taken(page, 'result');
  await page.reload();
  assert.deepEqual([(await visit.outcome(page)).via, page.url()], ['stored', `${visit.app}/documents`]);
  await page.goto('about:blank');
  const kept = await visit.arrive(page, callback.href);
  assert.deepEqual([kept.status, kept.via, kept.returnTo], ['signed-in', 'stored', '/documents']);
  assert.deepEqual([kept.appState, page.url()], [['kept'], `${visit.app}/documents`]);
  await page.goto('about:blank');
  visit.taken(page, 'result');
  await page.goBack();
  assert.equal((await visit.outcome(page)).via, 'stored');
  await visit.sandbox.nothingAfter(mark);
  await visit.call(page, 'logout');
  await page.goto('about:blank');
  const used = await assertRefused(visit, page, callback.href, 'callback_already_used');
  assert.deepEqual([used.returnTo, page.url()], ['/documents', `${visit.app}/documents`]);
  await visit.sandbox.exactly(1, REDEMPTIONS);
  serves(t, 'R-026', 'no state comes back, and a callback is still redeemed once: reload, Back, bookmark');
});

relayScene('storage that is cleared between: refused, and a new login works', async (t, visit) => {
  for (const area of ['sessionStorage', 'localStorage']) {
    await step(t, area, async (part) => {
      const page = await tab(visit);
      const callback = await visit.callback(page);
      await page.evaluate((name) => window[name].clear(), area);
      await assertRefused(visit, page, callback.href, 'pending_login_missing');
      assert.equal((await visit.signIn(page)).status, 'signed-in');
      await visit.call(page, 'logout');
      await page.close();
      serves(part, 'R-174', `${area} cleared in the middle of a login: the callback fits none, nothing sent`);
    });
  }
});

relayScene('localStorage that is blocked: no login begins, and the page is not left', async (t, visit) => {
  await visit.context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  const page = await tab(visit);
  const { error } = await visit.call(page, 'login', { retry: true });
  assert.equal(error?.code, 'storage_unavailable');
  assert.equal(page.url(), `${visit.app}/`);
  assert.deepEqual(
    await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('docgate:login'))),
    [],
  );
  await visit.sandbox.exactly(0, { path: '/login' });
  serves(t, 'R-174', 'the record of the open login cannot be kept: no login begins');
});

relayScene('neither a window nor a frame: what comes back could not be told apart there', async (t, visit) => {
  const page = await tab(visit);
  for (const display of ['popup', 'iframe']) {
    const mark = await visit.sandbox.mark();
    const { error } = await visit.call(page, 'login', { display, retry: true });
    assert.deepEqual([error?.code, error?.field], ['not_supported', 'display'], display);
    // A window is opened in the click, before anything is known.
    for (const other of visit.context.pages()) if (other !== page) await gone(other);
    assert.equal(await page.evaluate(() => document.querySelectorAll('iframe').length), 0);
    await visit.sandbox.nothingAfter(mark);
  }
  serves(t, 'R-174', 'logins in a window or a frame are refused');
});
