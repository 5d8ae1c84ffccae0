/** `login({ display: 'popup' })`: the page stays, the window comes and goes. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';
import { gone, holdTime, opener, pendingLogins } from './support/windows.mjs';

const START = '/rooms/42?tab=files#top';

for (const id of ['docspace', 'oidc']) {
  scene(`${id}: a popup signs in, closes, and leaves the page as it was`, async (t, visit) => {
    serves(t, 'R-110', 'the answer of the window that was opened signs in');
    serves(t, 'R-113', 'the window opens in the click and is closed again');
    const page = await opener(visit, { config: visit[id](), at: START });
    visit.taken(page, 'event');
    const popup = await visit.press(page);
    const { value, error } = await visit.next(page, 'pressed');
    assert.equal(error, undefined, error?.message);
    assert.equal(value.provider, id);
    await gone(popup);
    assert.equal(page.url(), `${visit.app}${START}`);
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
    assert.deepEqual(
      visit.taken(page, 'event').map(({ type }) => type),
      ['signed-in'],
    );
    await visit.sandbox.exactly(1, { method: 'POST', path: visit.path(id, 'token') });
    assert.deepEqual(await pendingLogins(page), []);
    assert.equal(visit.context.pages().length, 1);
  });
}

scene('the window opens before anything is awaited, and is not kept where someone is signed in', async (t, visit) => {
  serves(t, 'R-113', 'opened synchronously in the call, closed if it was not needed');
  const page = await opener(visit, { config: visit.docspace() });
  await visit.enter(page);
  await visit.replan(page, { config: visit.docspace(), calls: [], press: { display: 'popup' } });
  await visit.load(page);
  const mark = await visit.sandbox.mark();
  // Before ready() has its answer nobody knows yet.
  const opened = visit.context.waitForEvent('page');
  const calls = await page.evaluate(() => {
    const genuine = window.open;
    let count = 0;
    window.open = (...values) => {
      count += 1;
      return genuine.apply(window, values);
    };
    void window
      .settled(() => window.auth.login({ display: 'popup' }))
      .then((result) => {
        window.tell(JSON.stringify({ kind: 'called', value: result }));
      });
    return count;
  });
  assert.equal(calls, 1);
  assert.equal((await visit.next(page, 'called')).value.provider, 'docspace');
  await gone(await opened);
  // Now it is known, and no window opens.
  await page.click('#press');
  assert.equal((await visit.next(page, 'pressed')).value.provider, 'docspace');
  assert.equal(visit.context.pages().length, 1);
  await visit.sandbox.nothingAfter(mark);
});

scene('what the provider refuses, the login rejects with; another click signs in', async (t, visit) => {
  serves(t, 'R-113', 'a denial in the window settles the login');
  await visit.sandbox.switches({ docspace: { deny_consent: true, auto_consent: false } });
  const page = await opener(visit, { config: visit.docspace() });
  const popup = await visit.press(page);
  const { error } = await visit.next(page, 'pressed');
  assert.equal(error.code, 'authorization_denied');
  assert.equal(error.error, 'access_denied');
  await gone(popup);
  assert.deepEqual(await pendingLogins(page), []);
  assert.equal((await visit.call(page, 'snapshot')).value.error.code, 'authorization_denied');
  await visit.sandbox.exactly(0, { path: visit.path('docspace', 'token') });

  await visit.sandbox.switches({ docspace: { deny_consent: false, auto_consent: true } });
  await gone(await visit.press(page));
  assert.equal((await visit.next(page, 'pressed')).error, undefined);
  assert.equal((await visit.call(page, 'snapshot')).value.error, null);
});

scene('a browser that opens no window: popup_blocked, and nothing has begun', async (t, visit) => {
  const page = await opener(visit, { config: visit.oidc() });
  for (const how of ['null', 'an exception', 'a window that is closed']) {
    await step(t, how, async (part) => {
      serves(part, 'R-113', `blocked, told by ${how}: typed error, nothing stored, nothing sent`);
      const mark = await visit.sandbox.mark();
      const { error } = await page.evaluate(async (kind) => {
        window.open = () => {
          if (kind === 'an exception') throw new Error('no');
          return kind === 'null' ? null : { closed: true, close() {} };
        };
        return await window.settled(() => window.auth.login({ display: 'popup' }));
      }, how);
      assert.equal(error.code, 'popup_blocked');
      assert.deepEqual(await pendingLogins(page), []);
      assert.equal((await visit.call(page, 'snapshot')).value.error, null);
      await visit.sandbox.nothingAfter(mark);
    });
  }
});

scene('two clicks share one window and one result', async (t, visit) => {
  serves(t, 'R-113', 'a second login while a window is open is the same login');
  await visit.sandbox.switches({ oidc: { auto_login: null } });
  const page = await opener(visit, { config: visit.oidc() });
  const popup = await visit.press(page);
  await page.click('#press');
  await page.evaluate(() => {
    // One that would leave the page shares it too.
    void window
      .settled(() => window.auth.login())
      .then((result) => {
        window.tell(JSON.stringify({ kind: 'pressed', value: result }));
      });
  });
  await popup.click('#user-ada');
  for (let count = 0; count < 3; count += 1) {
    const { value, error } = await visit.next(page, 'pressed');
    assert.equal(error, undefined, error?.message);
    assert.equal(value.provider, 'oidc');
  }
  await gone(popup);
  assert.equal(page.url(), `${visit.app}/`);
  await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('oidc', 'token') });
  await visit.sandbox.exactly(1, { path: visit.path('oidc', 'authorize') });
});

scene('another tab signs in meanwhile: the login resolves and the window goes', async (t, visit) => {
  serves(t, 'R-113', 'a session that comes another way settles the login');
  await visit.sandbox.switches({ oidc: { auto_login: null } });
  const page = await opener(visit, { config: visit.oidc() });
  const popup = await visit.press(page);
  await popup.waitForSelector('#user-ada');
  await visit.sandbox.switches({ oidc: { auto_login: 'ada' } });
  const sibling = await visit.tab({ config: visit.oidc() });
  await visit.arrive(sibling);
  await visit.enter(sibling);
  assert.equal((await visit.next(page, 'pressed')).value.provider, 'oidc');
  await gone(popup);
  assert.deepEqual(await pendingLogins(page), []);
  await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('oidc', 'token') });
});

scene('after a reload nothing says that a login is under way', async (t, visit) => {
  serves(t, 'R-113', 'no state of "interaction in progress" outlives the page');
  serves(t, 'R-112', 'a window whose opener is gone says popup, exchanges nothing and closes');
  await visit.sandbox.switches({ oidc: { auto_login: null } });
  await holdTime(visit);
  const page = await opener(visit, { config: visit.oidc() });
  const orphan = await visit.press(page);
  await orphan.waitForSelector('#user-ada');
  await visit.arrive(page);
  await orphan.click('#user-ada');
  assert.deepEqual(await visit.outcome(orphan), { status: 'popup' });
  const popup = await visit.press(page);
  assert.equal((await visit.next(page, 'pressed')).error, undefined);
  await gone(popup);
  // Nobody hears it, so it gives up.
  await orphan.clock.runFor(6000);
  await gone(orphan);
  await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('oidc', 'token') });
});

scene('loginUrl() has no display', async (_t, visit) => {
  const page = await opener(visit, { config: visit.oidc() });
  const { error } = await visit.call(page, 'loginUrl', { display: 'popup' });
  assert.equal(error.code, 'config_unknown_key');
  assert.equal(error.field, 'display');
});
