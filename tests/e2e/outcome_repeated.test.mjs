/** Design, section 3: the same callback again (reload, Back, bookmark, StrictMode), with and without a session. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

scene('a reload after the callback stays signed in and sends nothing', async (t, visit) => {
  serves(t, 'A-17', 'reload after the callback: one token request ever');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const { session } = await visit.signIn(page);
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'stored');
  assert.deepEqual(outcome.session, session);
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
});

scene('Back after the callback finds the session, not the callback', async (t, visit) => {
  serves(t, 'A-17', 'Back after the callback: one token request ever');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await visit.signIn(page, { returnTo: '/rooms/2' });
  await page.goBack();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'stored');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
});

scene('a bookmarked callback with a session: signed in, with what is known of the login', async (t, visit) => {
  serves(t, 'R-026', 'the same callback a second time sends no token request');
  serves(t, 'A-17', 'bookmark: signed in from the store');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1', appState: ['kept'] });
  assert.equal((await visit.arrive(page, callback.href)).via, 'callback');
  const mark = await visit.sandbox.mark();

  await page.goto('about:blank');
  const outcome = await visit.arrive(page, callback.href);

  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'stored');
  assert.equal(outcome.returnTo, '/rooms/1');
  assert.deepEqual(outcome.appState, ['kept']);
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark);
});

scene('a bookmarked callback without a session: callback_already_used, with returnTo', async (t, visit) => {
  serves(t, 'R-026', 'a used callback with no session is refused without a request');
  serves(t, 'A-17', 'bookmark after sign-out: refused');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  await visit.arrive(page, callback.href);
  await visit.call(page, 'logout');
  const mark = await visit.sandbox.mark();

  await page.goto('about:blank');
  const outcome = await visit.arrive(page, callback.href);

  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'callback_already_used');
  assert.equal(outcome.returnTo, '/rooms/1');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

scene("a reloaded callback with persist: 'memory' is used up, and says so", async (t, visit) => {
  serves(t, 'A-17', 'reload of the callback with memory persistence: no second request');
  const page = await visit.tab({
    config: visit.docspace({ persist: 'memory', shareTabs: false, afterCallback: 'leave' }),
  });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  assert.equal((await visit.arrive(page, callback.href)).via, 'callback');
  await page.goto('about:blank');
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'callback_already_used');
  assert.equal(outcome.returnTo, '/rooms/1');
  await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
});

scene(
  'StrictMode: made, started, disposed of and made again on the callback page: one token request',
  async (t, visit) => {
    serves(t, 'A-17', 'double effects of a framework: one token request, both answered');
    serves(t, 'R-026', 'two instances of one config finish one callback once');
    const config = visit.docspace();
    const page = await visit.tab({ config });
    await visit.arrive(page, '/rooms/1');
    const callback = await visit.callback(page, { returnTo: '/rooms/1' });
    await visit.replan(page, {});
    await visit.load(page, callback.href);
    const outcomes = await page.evaluate(async (given) => {
      const first = window.make(given);
      const one = window.settled(first.ready());
      first.dispose();
      const second = window.make(given);
      const two = window.settled(second.ready());
      const third = window.make(given);
      const three = window.settled(third.ready());
      return await Promise.all([one, two, three]);
    }, config);
    assert.equal(outcomes[1].value?.status, 'signed-in', JSON.stringify(outcomes[1]));
    assert.equal(outcomes[2].value?.status, 'signed-in', JSON.stringify(outcomes[2]));
    await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
    assert.equal(page.url(), `${visit.app}/rooms/1`);
  },
);
