/**
 * A login that is cut off: at each of eight points, in each of four ways. Whatever came before, the next login by a
 * click works at the first try, and what is left of the one that was cut off does not pile up.
 */
import assert from 'node:assert/strict';
import { kill } from './support/own_browser.mjs';
import { rounds } from './support/rounds.mjs';
import { scene, serves } from './support/scene.mjs';

const press = (page) => page.click('#press', { noWaitAfter: true });

/** The next request at this endpoint goes wrong like this. */
const fault = (visit, endpoint, kind) =>
  visit.sandbox.switches({ oidc: { [`${endpoint}_fault`]: { times: 1, ...kind } } });

/** `reach`: brings the tab, signed out at /rooms/1, to this point. */
const points = [
  { what: 'before login()', reach: async () => {} },
  {
    what: 'with the metadata on its way',
    async reach(visit, page) {
      await fault(visit, 'metadata', { kind: 'hang' });
      await press(page);
      await visit.sandbox.arrived({ path: /openid-configuration$/ });
    },
  },
  {
    what: 'with the login stored and the page not left',
    async reach(visit, page) {
      // An answer that keeps the browser where it is.
      await fault(visit, 'authorize', { kind: 'custom', status: 204 });
      const answered = page.waitForResponse((response) => response.status() === 204);
      await press(page);
      await answered;
    },
  },
  {
    what: 'on the sign-in page',
    async reach(visit, page) {
      await visit.sandbox.switches({ oidc: { auto_login: null } });
      await press(page);
      await page.getByTestId('user-ada').waitFor();
    },
  },
  {
    what: 'on the consent page',
    provider: 'docspace',
    async reach(visit, page) {
      await visit.sandbox.switches({ docspace: { auto_consent: false } });
      await press(page);
      await page.getByTestId('consent-allow').waitFor();
    },
  },
  {
    what: 'with the token request on its way',
    async reach(visit, page) {
      await fault(visit, 'token', { kind: 'hang' });
      await press(page);
      await visit.sandbox.arrived({ method: 'POST', path: visit.path('oidc', 'token') });
    },
  },
  {
    what: 'with the tokens given and the session not recorded',
    async reach(visit, page) {
      // The code is spent, and the answer is being read.
      await fault(visit, 'token', { kind: 'slow' });
      const answering = page.waitForResponse((response) => response.url().endsWith('/token'));
      await press(page);
      await answering;
    },
  },
  {
    what: 'signed in, back where it began',
    async reach(visit, page) {
      visit.taken(page, 'result');
      await press(page);
      assert.equal((await visit.outcome(page)).status, 'signed-in');
      assert.equal(page.url(), `${visit.app}/rooms/1`);
    },
  },
];

/** Each way gives the tab in which the person goes on. */
const ways = {
  async 'the tab is closed'(visit, page, config) {
    await page.close();
    return await another(visit, config);
  },
  async 'its renderer is killed'(visit, page, config) {
    await kill(page);
    await page.close();
    return await another(visit, config);
  },
  async 'it is loaded again'(visit, page) {
    visit.taken(page, 'result');
    // An answer without a page may still be stopping what the browser had begun, and with it the reload.
    const reload = () => page.reload({ waitUntil: 'commit' });
    await reload().catch(reload);
    return await inTheApp(visit, page);
  },
  async 'Back is pressed'(visit, page) {
    visit.taken(page, 'result');
    // A navigation that was under way may end just now, and take the first attempt with it.
    await page.goBack({ waitUntil: 'commit' }).catch(async (error) => {
      if (!/ERR_ABORTED/.test(error.message)) throw error;
      if (page.url() === `${visit.app}/rooms/1`) await page.goBack({ waitUntil: 'commit' });
    });
    return await inTheApp(visit, page);
  },
};

async function another(visit, config) {
  const page = await visit.tab({ config });
  await visit.arrive(page, '/rooms/1');
  return page;
}

/** The tab, once its page has settled; one that still shows a provider's page is brought to the app by its address. */
async function inTheApp(visit, page) {
  if (new URL(page.url()).origin !== visit.app) await page.goto(`${visit.app}/rooms/1`);
  await visit.next(page, 'result');
  return page;
}

/** A click, and nothing else, signs in. */
async function assertClickWorks(visit, page) {
  for (const told of ['result', 'pressed']) visit.taken(page, told);
  // The call's own result where someone is signed in already, else what the way back found.
  const kind = (await page.evaluate(() => window.auth.session !== null)) ? 'pressed' : 'result';
  await press(page);
  const { value, error } = await visit.next(page, kind);
  assert.equal(error, undefined, `${error?.code} ${error?.message}`);
  assert.ok(value.user ?? value.status === 'signed-in', JSON.stringify(value.error ?? value.status));
  const answer = await visit.call(page, 'getAccessToken');
  assert.equal(typeof answer.value, 'string', answer.error?.code);
}

/** The logins that `page` has stored and not finished. */
const pending = (page) =>
  page.evaluate(() => Object.values({ ...sessionStorage }).filter((record) => record.includes('verifier')).length);

for (const [index, { what, reach, provider = 'oidc' }] of points.entries()) {
  for (const [at, [way, interrupt]] of Object.entries(ways).entries()) {
    // Every point and every way each time, and all of their pairs in the long run.
    if ((index + at) % 2 > rounds(0, 1)) continue;
    scene(`point ${index + 1}, ${what}: ${way}, and the next click signs in`, async (t, visit) => {
      serves(t, 'R-034', `${what}, ${way}: the next login works at the first try`);
      serves(t, 'R-018', `${what}, ${way}: at most one stale login stays in the store`);
      const config = visit[provider]();
      const page = await visit.tab({ config });
      if (interrupt === ways['Back is pressed']) await visit.arrive(page, '/before');
      await visit.arrive(page, '/rooms/1');
      await reach(visit, page);
      const next = await interrupt(visit, page, config);
      const faults = { metadata_fault: null, authorize_fault: null, token_fault: null };
      await visit.sandbox.switches({ docspace: { auto_consent: true }, oidc: { auto_login: 'ada', ...faults } });
      await assertClickWorks(visit, next);
      const left = await pending(next);
      assert.ok(left <= 1, `${left} stale logins`);
    });
  }
}
