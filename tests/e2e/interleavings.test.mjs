/**
 * Two logins whose steps (start, authorize, callback) mix in every order: in two tabs both succeed, in one tab
 * each ends by its own state. There are twenty orders; each comes twice (five times with
 * `DOCGATE_ROUNDS=long`), in a seeded shuffle. The provider's
 * pages are walked from here, and `complete()` takes the callback without leaving the page.
 *
 * And one login in two tabs that are copies of each other: at most one exchange, both usable.
 */
import assert from 'node:assert/strict';
import { rounds } from './support/rounds.mjs';
import { scene, serves } from './support/scene.mjs';
import { merges, shuffled } from './support/shuffle.mjs';

const SEED = Number(process.env.DOCGATE_SEED ?? 20);
const ORDERS = shuffled(Array.from({ length: rounds(2, 5) }, () => merges(3, 3)).flat(), SEED);

/** One login, step by step, in `page`. */
function login(visit, page, name) {
  let url;
  let callback;
  const steps = [
    async () => {
      url = await visit.loginUrl(page, { retry: true, appState: name, returnTo: `/${name}` });
    },
    async () => {
      callback = await visit.authorize(url);
    },
    async () => {
      const { value, error } = await visit.call(page, 'complete', callback.href);
      assert.equal(error, undefined, `${name}: ${error?.code}`);
      assert.equal(value.status, 'signed-in', `${name}: ${JSON.stringify(value.error)}`);
      assert.equal(value.via, 'callback', name);
      assert.equal(value.appState, name);
      assert.equal(value.returnTo, `/${name}`);
    },
  ];
  return () => steps.shift()();
}

for (const [where, row, how] of [
  ['two tabs', 'A-18', 'both succeed with tokens of their own exchange'],
  ['one tab', 'A-19', 'each ends by its own state'],
]) {
  scene(`two logins in ${where}, ${ORDERS.length} interleavings: ${how}`, async (t, visit) => {
    serves(t, row, `${ORDERS.length} interleavings of two logins in ${where}: ${how}`);
    const config = visit.oidc();
    const first = await visit.tab({ config });
    await visit.arrive(first, '/1');
    const second = where === 'one tab' ? first : await visit.tab({ config });
    if (second !== first) await visit.arrive(second, '/2');
    for (const [round, order] of ORDERS.entries()) {
      const next = { a: login(visit, first, `a${round}`), b: login(visit, second, `b${round}`) };
      try {
        for (const letter of order) await next[letter]();
      } catch (error) {
        error.message = `round ${round}, order ${order}, seed ${SEED}: ${error.message}`;
        throw error;
      }
    }
    const posts = await visit.sandbox.exactly(2 * ORDERS.length, { method: 'POST', path: visit.path('oidc', 'token') });
    assert.deepEqual([...new Set(posts.map(({ status }) => status))], [200]);
    assert.equal(new Set(posts.map(({ form }) => form.code_verifier)).size, 2 * ORDERS.length);
    for (const page of new Set([first, second])) {
      const { value, error } = await visit.call(page, 'getAccessToken');
      assert.equal(typeof value, 'string', error?.code);
    }
    t.diagnostic(
      `${ORDERS.length} of ${ORDERS.length} interleavings in ${where}, ${new Set(ORDERS).size} orders, seed ${SEED}`,
    );
  });
}

/** A tab that is a copy of `page`, its session storage included. */
async function cloned(visit, page) {
  const [clone] = await Promise.all([
    visit.context.waitForEvent('page'),
    page.evaluate(() => void window.open('/clone')),
  ]);
  assert.equal((await visit.outcome(clone)).status, 'signed-out');
  return clone;
}

for (const id of ['docspace', 'oidc']) {
  for (const order of ['the original first', 'the copy first', 'both at once']) {
    scene(`${id}: a tab copied in the middle of a login, the callback in both, ${order}`, async (t, visit) => {
      serves(t, 'A-20', `${id}, copied tab, ${order}: one success, the other typed or signed in by it`);
      serves(t, 'R-104', `${id}, copied tab, ${order}: one exchange, both end usable`);
      const config = visit[id]();
      await visit.planAll({ config });
      const page = await visit.tab({ config });
      await visit.arrive(page, '/1');
      const url = await visit.loginUrl(page, { returnTo: '/rooms/1' });
      const clone = await cloned(visit, page);
      const callback = await visit.authorize(url);
      const tabs = order === 'the copy first' ? [clone, page] : [page, clone];
      const outcomes = [];
      const arrive = async (tab) => outcomes.push(await visit.arrive(tab, callback.href));
      if (order === 'both at once') await Promise.all(tabs.map(arrive));
      else for (const tab of tabs) await arrive(tab);
      await visit.sandbox.exactly(1, { method: 'POST', path: visit.path(id, 'token') });
      assert.equal(outcomes.filter(({ via }) => via === 'callback').length, 1, JSON.stringify(outcomes));
      const other = outcomes.find(({ via }) => via !== 'callback');
      const usable = other.status === 'signed-in' && ['tab', 'stored'].includes(other.via);
      const typed = other.status === 'failed' && other.error.code === 'callback_already_used';
      assert.ok(usable || typed, JSON.stringify(other));
      assert.equal(other.returnTo, '/rooms/1');
      for (const tab of tabs) {
        const { value, error } = await visit.call(tab, 'login', { retry: true });
        assert.ok(value?.user, error?.code);
        const answer = await visit.call(tab, 'getAccessToken');
        assert.equal(typeof answer.value, 'string', answer.error?.code);
      }
      await visit.sandbox.exactly(1, { method: 'POST', path: visit.path(id, 'token') });
    });
  }
}
