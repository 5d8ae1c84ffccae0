/** Several accounts, and tabs that sleep while somebody signs out, switches, or signs in beside them. */
import assert from 'node:assert/strict';
import { claimsOf, entraScene, serves } from './support/entra_scene.mjs';
import { back, freeze } from './support/own_browser.mjs';
import { accounts, join, two } from './support/people.mjs';

/** What happens while the second tab sleeps: who is left there afterwards, the current one with a star. */
const EVENTS = {
  'logout()': {
    act: (visit, page) => visit.call(page, 'logout'),
    left: () => [],
  },
  'logout({ account }) of the current one': {
    act: (visit, page, { grace }) => visit.call(page, 'logout', { account: grace }),
    left: ({ ada }) => [ada],
  },
  'logout({ account }) of the other': {
    act: (visit, page, { ada }) => visit.call(page, 'logout', { account: ada }),
    left: ({ grace }) => [`*${grace}`],
  },
  'switchAccount()': {
    act: (visit, page, { ada }) => visit.call(page, 'switchAccount', ada),
    left: ({ ada, grace }) => [`*${ada}`, grace],
  },
};

/** The page says, without being asked for a token, that these people are there. */
async function comesTo(page, expected) {
  const settled = ([wanted]) => {
    const here = window.auth.accounts().map(({ id, current }) => (current ? `*${id}` : id));
    return JSON.stringify(here) === JSON.stringify(wanted);
  };
  await page.waitForFunction(settled, [expected], { polling: 20 });
}

/** Whoever is current has a token of that person, and nobody else's is given out. */
async function assertToken(visit, page, expected) {
  const current = expected.find((id) => id.startsWith('*'))?.slice(1);
  const { value, error } = await visit.call(page, 'getAccessToken');
  if (current === undefined) assert.equal(error?.code, 'login_required');
  else assert.equal(claimsOf(value).oid, current.split('.')[0]);
}

for (const [name, { act, left }] of Object.entries(EVENTS)) {
  entraScene(
    `frozen during ${name}: knows it on waking`,
    async (t, visit) => {
      serves(t, 'R-124', `a frozen tab learns of ${name} when it wakes`);
      const people = await two(visit);
      const wake = await freeze(people.second);
      await act(visit, people.first, people);
      await wake();
      const expected = left(people);
      for (const page of [people.second, people.first]) {
        await comesTo(page, expected);
        await assertToken(visit, page, expected);
      }
    },
    { sleep: true },
  );

  entraScene(
    `kept in the back-forward cache during ${name}, or loaded anew: knows it when it comes back`,
    async (t, visit) => {
      serves(t, 'A-40', `a page that was left and comes back knows of ${name}`);
      const people = await two(visit);
      await people.second.goto(`${visit.stranger}/pages/elsewhere.html`);
      await act(visit, people.first, people);
      await back(people.second);
      const expected = left(people);
      await comesTo(people.second, expected);
      await assertToken(visit, people.second, expected);
    },
    { sleep: true },
  );
}

entraScene(
  'frozen while grace signs in beside ada: both are there on waking',
  async (t, visit) => {
    serves(t, 'R-093', 'a frozen tab gets no token of the earlier person after waking');
    const config = visit.entra();
    const first = await visit.fresh(config, '/1');
    const ada = await join(visit, first, 'ada');
    const second = await visit.tab({ config });
    await visit.arrive(second, '/2');
    const wake = await freeze(second);
    const grace = await join(visit, first, 'grace');
    await wake();
    const expected = [`*${grace}`, ada];
    for (const page of [second, first]) {
      await comesTo(page, expected);
      await assertToken(visit, page, expected);
    }
    assert.deepEqual(await accounts(visit, second), expected);
  },
  { sleep: true },
);
