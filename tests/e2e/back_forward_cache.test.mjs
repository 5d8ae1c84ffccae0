/**
 * Pages that come back from the back-forward cache, as they were: mid-login, after a sign-out, after a renewal that they
 * slept through. Playwright switches the cache off; these scenes have a browser in which it is on, and
 * fail where a page that should have been kept was not.
 *
 * A message on a channel that a kept page listens to makes the browser drop the page; it is then loaded anew. So what
 * happens while a page is kept comes in two ways: told, as it is, and untold, with the message withheld.
 */
import assert from 'node:assert/strict';
import { back } from './support/own_browser.mjs';
import { providerScene, serves } from './support/provider_scene.mjs';

const status = (page) => page.evaluate(() => window.auth.snapshot().status);

/** Back to the app, and the page must be the one that was left. */
async function thaw(page) {
  const { thawed, reasons } = await back(page);
  assert.equal(thawed, true, `the page was not kept in the back-forward cache: ${reasons}`);
}

/** What `work` tells the siblings never leaves `page`. */
async function untold(page, work) {
  const mute = (on) =>
    page.evaluate((muted) => {
      window.post ??= BroadcastChannel.prototype.postMessage;
      BroadcastChannel.prototype.postMessage = muted ? () => {} : window.post;
    }, on);
  await mute(true);
  await work();
  await mute(false);
}

/** The page shows this without being asked for anything. */
const shows = (page, expected) =>
  page.waitForFunction((wanted) => window.auth.snapshot().status === wanted, expected, { polling: 20 });

providerScene(
  'this browser keeps a page without docgate',
  async (_t, visit) => {
    const page = await visit.tab({});
    await visit.load(page, '/1');
    await page.goto(visit.elsewhere);
    await thaw(page);
  },
  { sleep: true },
);

providerScene(
  'Back from the sign-in page: the abandoned login says so, and the next one works at once',
  async (t, visit) => {
    serves(t, 'A-40', 'Back from the sign-in page, page kept: navigation_abandoned, and the next click signs in');
    const page = await visit.tab({ config: visit.oidc() });
    await visit.arrive(page, '/rooms/1');
    await page.click('#press');
    await page.waitForURL((url) => url.origin === visit.issuer);
    await thaw(page);
    assert.equal((await visit.next(page, 'pressed')).error?.code, 'navigation_abandoned');
    assert.equal(await status(page), 'signed-out');
    const outcome = await visit.clickIn(page);
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    assert.equal(page.url(), `${visit.app}/rooms/1`);
  },
  { sleep: true },
);

providerScene(
  'Back after signing out, with five tabs: every one is signed out, the kept page too',
  async (t, visit) => {
    serves(t, 'A-40', 'Back after signing out: the kept page shows signed out');
    serves(t, 'R-124', 'five tabs and a kept page: all signed out by one logout');
    const pages = await visit.tabs(5);
    const [page] = pages;
    // A second document in the same tab: the first one is kept, the sign-out happens in the second.
    await page.goto(`${visit.app}/again`);
    await visit.outcome(page);
    const { error } = await visit.call(page, 'logout');
    assert.equal(error, undefined, error?.code);
    for (const other of pages.slice(1)) {
      assert.deepEqual((await visit.next(other, 'event')).reason, 'other-tab');
      assert.equal(await status(other), 'signed-out');
    }
    await thaw(page);
    assert.equal(page.url(), `${visit.app}/1`);
    await shows(page, 'signed-out');
    for (const each of pages) {
      assert.equal((await visit.call(each, 'getAccessToken')).error?.code, 'login_required');
    }
  },
  { sleep: true },
);

providerScene(
  'kept through a renewal by a later page of the same tab: has the newer token, and renews on',
  async (t, visit) => {
    const [page] = await visit.tabs(1);
    await page.goto(`${visit.app}/again`);
    assert.equal((await visit.outcome(page)).via, 'stored');
    await visit.later([page]);
    const renewed = await visit.call(page, 'getAccessToken');
    assert.equal(typeof renewed.value, 'string', renewed.error?.code);
    await thaw(page);
    await visit.tell(page);
    assert.equal((await visit.call(page, 'getAccessToken')).value, renewed.value);
    serves(t, 'A-40', 'kept through a renewal by its own tab: takes over what is stored');
    await visit.later([page]);
    const next = await visit.call(page, 'getAccessToken');
    assert.equal(typeof next.value, 'string', next.error?.code);
    assert.notEqual(next.value, renewed.value);
    const sent = await visit.control.renewals();
    assert.deepEqual(
      sent.map((entry) => [entry.status, entry.reused]),
      [
        [200, false],
        [200, false],
      ],
    );
    serves(t, 'R-086', 'a page that was kept through a renewal by its own tab never sends the spent token');
    await page.reload();
    assert.equal((await visit.outcome(page)).status, 'signed-in');
  },
  { sleep: true },
);

// Where the provider's page was in a process of its own, Chromium 156 shows a kept page the sessionStorage of when it was
// left, and goes on with that after a reload; pages without docgate see the same.
providerScene(
  'Back after a login, to the page that it began on: shows what the browser lets it see, and signs in by a click',
  async (t, visit) => {
    serves(t, 'A-40', 'Back after a login: the kept page shows whom its storage has, and a click signs in');
    const page = await visit.tab({ config: visit.oidc(), press: { returnTo: '/rooms/2' } });
    await visit.arrive(page, '/rooms/1');
    assert.equal((await visit.clickIn(page)).status, 'signed-in');
    await page.evaluate(() => void setTimeout(() => history.go(2 - history.length)));
    await page.waitForURL((url) => url.pathname === '/rooms/1', { waitUntil: 'commit' });
    const stored = await page.evaluate(() =>
      Object.keys(sessionStorage).some((name) => name.startsWith('docgate:session:')),
    );
    await shows(page, stored ? 'signed-in' : 'signed-out');
    if (!stored) {
      assert.equal((await visit.call(page, 'getAccessToken')).error?.code, 'login_required');
      assert.equal((await visit.clickIn(page)).status, 'signed-in');
    }
    assert.equal(typeof (await visit.call(page, 'getAccessToken')).value, 'string');
    assert.equal((await visit.control.tokenRequests()).length, stored ? 1 : 2);
  },
  { sleep: true },
);

for (const way of ['told', 'untold']) {
  const during = (page, work) => (way === 'untold' ? untold(page, work) : work());

  providerScene(
    `kept through a renewal by another tab (${way}): the newer token, and the old one is not spent`,
    async (t, visit) => {
      serves(t, 'A-40', `kept through a renewal, ${way}: takes the newer session from its sibling`);
      serves(t, 'R-086', `a page that slept through a renewal, ${way}, does not spend its old token`);
      const [kept, other] = await visit.tabs(2);
      await kept.goto(visit.elsewhere);
      await visit.later([other]);
      let renewed;
      await during(other, async () => {
        renewed = await visit.call(other, 'getAccessToken');
      });
      assert.equal(typeof renewed.value, 'string', renewed.error?.code);
      await thaw(kept);
      await visit.tell(kept);
      const { value, error } = await visit.call(kept, 'getAccessToken');
      assert.equal(value, renewed.value, error?.code);
      assert.deepEqual(
        (await visit.control.renewals()).map((entry) => entry.status),
        [200],
      );
      for (const page of [kept, other]) assert.equal(await status(page), 'signed-in');
    },
    { sleep: true },
  );

  providerScene(
    `kept through a sign-out in another tab (${way}): signed out when it comes back`,
    async (t, visit) => {
      serves(t, 'A-40', `kept through a sign-out, ${way}: shows signed out`);
      serves(t, 'R-124', `a page that was kept while another tab signed out, ${way}, is signed out`);
      const [kept, other] = await visit.tabs(2);
      await kept.goto(visit.elsewhere);
      await during(other, () => visit.call(other, 'logout'));
      assert.equal(await status(other), 'signed-out');
      await thaw(kept);
      await shows(kept, 'signed-out');
      assert.equal((await visit.call(kept, 'getAccessToken')).error?.code, 'login_required');
      const stored = await kept.evaluate(() => JSON.stringify({ ...sessionStorage }));
      assert.ok(!stored.includes('access_token'), 'the session stayed in the store');
    },
    { sleep: true },
  );
}
