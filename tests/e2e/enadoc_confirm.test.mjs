/**
 * `provider.confirm` of Enadoc: whoever came back is shown to the app, and until it says yes nobody is signed in, in this
 * tab or in any other. A no clears the page and the relay.
 */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';
import { tellLate } from './support/tell_late.mjs';

/** A tab whose app asks, and a login that is on its way back to it. */
async function asking(visit, confirm, changes = {}) {
  const page = await visit.tab({ config: visit.enadoc(changes), confirm });
  await visit.arrive(page, '/');
  const callback = await visit.callback(page, { returnTo: '/documents', retry: true });
  return { page, callback };
}

/** Opens the callback; gives whom the app is shown. It is still asking then. */
async function ask(visit, page, callback) {
  visit.taken(page, 'result');
  await page.goto(callback.href);
  return await visit.next(page, 'confirm');
}

/** The app says this; what `ready()` gives then. */
async function answered(visit, page, said) {
  await page.evaluate((answer) => window.answer(answer), said);
  return await visit.outcome(page);
}

const stored = (page, kind) =>
  page.evaluate((prefix) => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix)), `docgate:${kind}:`);

/** The relay's session cookies in this browser. */
async function sessionCookies(visit) {
  const cookies = await visit.context.cookies(`http://${visit.relayHost}/`);
  return cookies.filter(({ name }) => name.startsWith('__Host-dg-s-'));
}

/** Nobody is signed in, nothing is left that could sign in or renew, and nothing was sent since. */
async function assertCleared(visit, page, mark) {
  assert.deepEqual([await stored(page, 'session'), await stored(page, 'unconfirmed')], [[], []]);
  assert.deepEqual(await sessionCookies(visit), []);
  await visit.sandbox.nothingAfter(mark);
}

for (const [said, confirm] of [
  ['no', 'no'],
  ['nothing, as it fails', 'throw'],
]) {
  relayScene(`the app says ${said}: page and relay are cleared`, async (t, visit) => {
    const { page, callback } = await asking(visit, confirm);
    const person = await ask(visit, page, callback);
    assert.equal(person.email ?? person.user?.email, 'ada@example.test', JSON.stringify(person));
    const outcome = await visit.outcome(page);
    assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'user_not_confirmed']);
    assert.deepEqual([outcome.returnTo, page.url()], ['/documents', `${visit.app}/documents`]);
    const mark = await visit.sandbox.mark();
    await assertCleared(visit, page, mark);
    // The failed outcome stays one of this document: nothing loops.
    const again = await page.evaluate(() => window.settled(() => window.auth.ready()));
    assert.equal(again.value.error.code, 'user_not_confirmed');
    // The same code, opened again: used, and nobody asks.
    visit.taken(page, 'confirm');
    await page.goto('about:blank');
    const used = await visit.arrive(page, callback.href);
    assert.deepEqual([used.status, used.error?.code], ['failed', 'callback_already_used']);
    assert.deepEqual(visit.taken(page, 'confirm'), []);
    await visit.sandbox.nothingAfter(mark);
    await visit.replan(page, { config: visit.enadoc(), confirm: 'yes' });
    await visit.arrive(page, '/');
    assert.equal((await visit.signIn(page)).status, 'signed-in');
    serves(t, 'R-174', `the app says ${said} to who came back: nobody is signed in, page and relay are cleared`);
    serves(t, 'R-150', 'who is not confirmed is signed out at the relay: the cookie is gone');
  });
}

relayScene('login() after a no rejects, and a click begins anew', async (t, visit) => {
  const { page, callback } = await asking(visit, 'no');
  const calls = [['ready'], ['login']];
  await visit.replan(page, { config: visit.enadoc(), confirm: 'no', calls, press: { returnTo: '/again' } });
  await tellLate(page);
  await ask(visit, page, callback);
  assert.equal((await visit.outcome(page)).error?.code, 'user_not_confirmed');
  const mark = await visit.sandbox.mark();
  assert.equal((await visit.next(page, 'result')).error?.code, 'user_not_confirmed');
  await visit.sandbox.nothingAfter(mark);
  await visit.replan(page, { config: visit.enadoc(), confirm: 'yes' });
  await page.click('#press');
  const outcome = await visit.outcome(page);
  assert.deepEqual([outcome.status, outcome.returnTo], ['signed-in', '/again']);
  serves(t, 'R-174', 'after a no only a click begins a login');
});

relayScene(
  'until the app says yes: no token, no view, no word to other tabs, and a reload asks again',
  async (t, visit) => {
    const sibling = await visit.tab({ config: visit.enadoc(), confirm: 'no' });
    await visit.arrive(sibling, '/sibling');
    const { page, callback } = await asking(visit, 'wait');
    visit.taken(sibling, 'event');
    const mark = await visit.sandbox.mark();
    await ask(visit, page, callback);
    await visit.sandbox.arrived({ double: 'enadoc', path: '/api/v3/token' });
    const before = await visit.sandbox.mark();
    const view = () => page.evaluate(() => [window.auth.snapshot().status, window.auth.session ?? null]);
    assert.deepEqual(await view(), ['loading', null]);
    const token = await page.evaluate(() =>
      Promise.race([
        window.settled(() => window.auth.getAccessToken()),
        new Promise((resolve) => setTimeout(resolve, 300, 'none yet')),
      ]),
    );
    assert.equal(token, 'none yet');
    assert.deepEqual(await stored(page, 'session'), []);
    assert.equal((await stored(page, 'unconfirmed')).length, 1);
    const shared = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(!/"session"/.test(shared.replaceAll('\\', '')), 'the shared record names the session');
    // Another tab, there before or new, hears of nobody.
    assert.equal((await visit.call(sibling, 'snapshot')).value.status, 'signed-out');
    const late = await visit.tab({ config: visit.enadoc(), confirm: 'no' });
    assert.equal((await visit.arrive(late, '/late')).status, 'signed-out');
    assert.deepEqual(visit.taken(sibling, 'event'), []);
    serves(t, 'R-174', 'who is not confirmed has no token, no view, no record, and is told to no other tab');
    // A reload asks again, and sends nothing.
    visit.taken(page, 'confirm');
    await page.reload();
    await visit.next(page, 'confirm');
    assert.deepEqual(await stored(page, 'session'), []);
    await visit.sandbox.nothingAfter(before, { path: '/api/v3/token' });
    const outcome = await answered(visit, page, true);
    assert.deepEqual([outcome.status, outcome.session.user.email], ['signed-in', 'ada@example.test']);
    assert.equal((await stored(page, 'session')).length, 1);
    assert.deepEqual(await stored(page, 'unconfirmed'), []);
    assert.equal((await visit.event(sibling, 'signed-in')).event.snapshot.session.user.email, 'ada@example.test');
    assert.equal((await visit.fetch(page, '/api/v3/libraries')).status, 200);
    assert.equal((await visit.sandbox.requests({ path: '/api/v3/token' })).length, 1);
    assert.ok((await visit.sandbox.mark()) > mark);
    serves(t, 'R-174', 'a reload while the app is asked: it is asked again, no second exchange');
  },
);

relayScene('a sign-out while the app is asked: a late yes signs nobody in', async (t, visit) => {
  for (const [where, persist] of [
    ['kept in the tab', 'tab'],
    ['kept in memory', 'memory'],
  ]) {
    await step(t, where, async (part) => {
      const { page, callback } = await asking(visit, 'wait', { persist });
      await ask(visit, page, callback);
      assert.equal((await sessionCookies(visit)).length, 1);
      await page.evaluate(() => {
        window.left = window.settled(() => window.auth.logout());
      });
      await page.waitForTimeout(200);
      const outcome = await answered(visit, page, true);
      const left = await page.evaluate(() => window.left);
      assert.equal(left.error, undefined, left.error?.code);
      assert.notEqual(outcome.status, 'signed-in');
      assert.equal((await visit.call(page, 'snapshot')).value.session, null);
      assert.deepEqual([await stored(page, 'session'), await stored(page, 'unconfirmed')], [[], []]);
      assert.deepEqual(await sessionCookies(visit), []);
      serves(part, 'R-174', `signed out before the app says yes, ${where}: nobody is signed in, the relay is cleared`);
      await page.close();
    });
  }
});

relayScene('two tabs ask at once: the later login counts, and nobody gets the token of another', async (t, visit) => {
  const first = await asking(visit, 'wait');
  const shown = [await ask(visit, first.page, first.callback)];
  await visit.sandbox.switches({ enadoc: { auto_login: 'grace' } });
  const second = await asking(visit, 'wait');
  shown.push(await ask(visit, second.page, second.callback));
  assert.deepEqual(
    shown.map((person) => person.email ?? person.user?.email),
    ['ada@example.test', 'grace@example.test'],
  );
  const outcome = await answered(visit, second.page, true);
  assert.equal(outcome.session?.user.email, 'grace@example.test');
  // A no to the earlier one takes nothing from the later one.
  const refused = await answered(visit, first.page, false);
  assert.equal(refused.error?.code, 'user_not_confirmed');
  assert.equal((await sessionCookies(visit)).length, 1);
  await visit.token(second.page, { fresh: true });
  const profile = await visit.call(second.page, 'fetchProfile');
  assert.equal(profile.value?.fullName, 'Grace Hopper', JSON.stringify(profile));
  const { value } = await visit.call(first.page, 'snapshot');
  assert.equal(value.session?.user.email ?? 'grace@example.test', 'grace@example.test');
  serves(t, 'R-174', 'two tabs ask: a no in the one leaves the session of the other and its cookie');
});

relayScene(
  'login() while the app is asked waits for the answer, and leaves the page only after a no',
  async (t, visit) => {
    for (const said of [true, false]) {
      await step(t, said ? 'yes' : 'no', async (part) => {
        const { page, callback } = await asking(visit, 'wait');
        await ask(visit, page, callback);
        const mark = await visit.sandbox.mark();
        await page.evaluate(() => {
          window.again = window.settled(() => window.auth.login());
        });
        await visit.sandbox.nothingAfter(mark);
        if (said) {
          assert.equal((await answered(visit, page, said)).status, 'signed-in');
          const again = await page.evaluate(() => window.again);
          assert.equal(again.value?.user.email, 'ada@example.test', JSON.stringify(again));
          assert.equal(page.url(), `${visit.app}/documents`);
          await visit.sandbox.nothingAfter(mark, { path: '/login' });
          await visit.call(page, 'logout');
        } else {
          // It was called by a click, so it begins anew; and what comes back is asked for again.
          visit.taken(page, 'confirm');
          assert.equal((await answered(visit, page, said)).error?.code, 'user_not_confirmed');
          await visit.next(page, 'confirm');
          assert.equal((await answered(visit, page, true)).status, 'signed-in');
        }
        await page.close();
        serves(part, 'R-174', `login() while the app is asked, which then says ${said ? 'yes' : 'no'}`);
      });
    }
  },
);
