/** Two logins in one tab, in two tabs, and one login in two tabs that are copies of each other. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { scene, serves } from './support/scene.mjs';

for (const order of ['ab', 'ba']) {
  scene(`two logins in one tab, finished in the order ${order}: each by its own state`, async (t, visit) => {
    serves(t, 'A-19', `started a, b, finished ${order}: both succeed, each with its own returnTo`);
    const page = await visit.tab({ config: visit.oidc() });
    await visit.arrive(page);
    const callbacks = {
      a: await visit.callback(page, { returnTo: '/a', appState: 'a' }),
      b: await visit.callback(page, { returnTo: '/b', appState: 'b' }),
    };
    for (const name of order) {
      const outcome = await visit.arrive(page, callbacks[name].href);
      assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
      assert.equal(outcome.via, 'callback');
      assert.equal(outcome.returnTo, `/${name}`);
      assert.equal(outcome.appState, name);
      assert.equal(page.url(), `${visit.app}/${name}`);
    }
    const exchanges = await visit.sandbox.exactly(2, { method: 'POST', path: visit.path('oidc', 'token') });
    assert.equal(new Set(exchanges.map(({ form }) => form.code_verifier)).size, 2);
  });
}

for (const order of ['12', '21', 'at once']) {
  scene(`two logins in two tabs (${order}): both succeed`, async (t, visit) => {
    serves(t, 'A-18', `two tabs, finished ${order}: both signed in`);
    const tabs = [];
    for (const name of ['1', '2']) {
      const page = await visit.tab({ config: visit.oidc() });
      await visit.arrive(page, `/${name}`);
      tabs.push({ name, page, callback: await visit.callback(page, { appState: name }) });
    }
    const finish = async ({ name, page, callback }) => {
      const outcome = await visit.arrive(page, callback.href);
      assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
      assert.equal(outcome.appState, name);
      assert.equal(page.url(), `${visit.app}/${name}`);
    };
    if (order === 'at once') await Promise.all(tabs.map(finish));
    else for (const digit of order) await finish(tabs[Number(digit) - 1]);
    await visit.sandbox.exactly(2, { method: 'POST', path: visit.path('oidc', 'token') });
    for (const { page } of tabs) {
      const { value, error } = await visit.call(page, 'getAccessToken');
      assert.equal(typeof value, 'string', error?.code);
    }
  });
}

scene(
  'DocSpace keeps one authorization: of two logins in two tabs the later one counts, in both tabs',
  async (t, visit) => {
    serves(t, 'A-18', 'a server that keeps one authorization: both tabs end signed in with a live token');
    const first = await visit.tab({ config: visit.docspace() });
    await visit.arrive(first, '/1');
    const second = await visit.tab({ config: visit.docspace() });
    await visit.arrive(second, '/2');
    assert.equal((await visit.signIn(first)).status, 'signed-in');
    const callback = await visit.callback(second).catch(() => null);
    const outcome = callback === null ? null : await visit.arrive(second, callback.href);
    assert.ok(outcome === null || outcome.status === 'signed-in', JSON.stringify(outcome));
    // What the second tab tells the first one is on its way for a moment.
    const token = async (page) => (await visit.call(page, 'getAccessToken')).value;
    const newest = await token(second);
    for (const until = Date.now() + 20_000; (await token(first)) !== newest && Date.now() < until; ) await pause(20);
    for (const page of [first, second]) {
      const status = await page.evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
      assert.equal(status, 200);
    }
  },
);

scene('a tab that was cloned in the middle of a login: one exchange, both tabs usable', async (t, visit) => {
  serves(t, 'R-104', 'a clone of sessionStorage: at most one token request, both tabs end usable');
  serves(t, 'A-20', 'the same callback in two clones: one success, the other typed or signed in by it');
  const config = visit.oidc();
  await visit.planAll({ config });
  const page = await visit.tab({ config });
  await visit.arrive(page);
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  const [clone] = await Promise.all([
    visit.context.waitForEvent('page'),
    page.evaluate((href) => void window.open(href), callback.href),
  ]);
  const [one, two] = await Promise.all([visit.arrive(page, callback.href), visit.outcome(clone)]);
  await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('oidc', 'token') });
  const won = [one, two].filter(({ via }) => via === 'callback');
  assert.equal(won.length, 1, JSON.stringify([one, two]));
  const other = one.via === 'callback' ? two : one;
  assert.ok(
    (other.status === 'signed-in' && ['tab', 'stored'].includes(other.via)) ||
      (other.status === 'failed' && other.error.code === 'callback_already_used'),
    JSON.stringify(other),
  );
  for (const each of [page, clone]) {
    const { value, error } = await visit.call(each, 'login', { retry: true });
    assert.ok(value?.user, error?.code);
  }
  await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('oidc', 'token') });
});

scene('a tab that was cloned after the login uses the same session, without a new one', async (t, visit) => {
  serves(t, 'A-20', 'a clone of a signed-in tab stays signed in');
  const config = visit.docspace();
  await visit.planAll({ config });
  const page = await visit.tab({ config });
  await visit.arrive(page);
  const { session } = await visit.signIn(page);
  const mark = await visit.sandbox.mark();
  const [clone] = await Promise.all([
    visit.context.waitForEvent('page'),
    page.evaluate(() => void window.open('/rooms/2')),
  ]);
  const outcome = await visit.outcome(clone);
  assert.equal(outcome.status, 'signed-in');
  assert.deepEqual(outcome.session, session);
  await visit.sandbox.nothingAfter(mark);
});

scene('a flood of starts keeps at most five pending logins, and the latest works', async (t, visit) => {
  serves(t, 'R-018', '300 logins started: at most five records');
  serves(t, 'A-46', '300 starts and 300 junk callbacks: bounded storage, no growing cost');
  serves(t, 'R-012', '300 states, no two alike');
  serves(t, 'A-09', 'every start makes a new state; none takes over an existing record');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const seen = await page.evaluate(async () => {
    const states = new Set();
    // Work is counted in calls to the storage: a busy machine makes times mean nothing.
    let calls = 0;
    for (const name of ['getItem', 'setItem', 'removeItem', 'key']) {
      const own = Storage.prototype[name];
      Storage.prototype[name] = function (...given) {
        calls += 1;
        return own.apply(this, given);
      };
    }
    const counted = async (work) => {
      const before = calls;
      await work();
      return calls - before;
    };
    const start = async () => {
      for (let index = 0; index < 100; index += 1) {
        states.add(new URL(await window.auth.loginUrl({ retry: true })).searchParams.get('state'));
      }
    };
    const junk = async () => {
      for (let index = 0; index < 100; index += 1) {
        await window.auth.complete(`${location.origin}/callback/docspace?code=junk${index}&state=junk${index}`);
      }
    };
    const work = [];
    for (const part of [start, junk, start, junk, start, junk]) work.push(await counted(part));
    const bytes = JSON.stringify([{ ...sessionStorage }, { ...localStorage }]).length;
    const logins = Object.keys(sessionStorage).filter((key) => sessionStorage.getItem(key).includes('verifier')).length;
    return { states: states.size, logins, bytes, work };
  });
  assert.equal(seen.states, 300);
  assert.ok(seen.logins <= 5, `${seen.logins} pending logins`);
  assert.ok(seen.bytes < 64_000, `${seen.bytes} bytes stored`);
  const [, junk, , , starts, lateJunk] = seen.work;
  assert.ok(junk > 0 && starts > 0, `nothing was counted: ${seen.work}`);
  assert.ok(starts <= 100 * 60, `a start costs more than a bounded store explains: ${seen.work}`);
  assert.equal(starts, seen.work[2], `starts became slower: ${seen.work}`);
  assert.equal(lateJunk, seen.work[3], `junk became slower: ${seen.work}`);
  const callback = await visit.callback(page, { retry: true });
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
});
