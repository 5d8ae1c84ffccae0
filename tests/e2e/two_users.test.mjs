/**
 * Two people at one browser, in two tabs. Apart (`shareTabs: false`) each tab keeps its own; together the later sign-in
 * counts in both, also while a renewal for the earlier one is on its way. Never is one's token in the other's hands: the
 * server is asked whose each token is.
 */
import assert from 'node:assert/strict';
import { providerScene, serves } from './support/provider_scene.mjs';
import { exchange } from './support/sandbox_control.mjs';

/** Whose token this is, by the server's word. */
async function owner(visit, token) {
  const { status, body } = await exchange(visit.providerPort, {
    host: new URL(visit.issuer).host,
    path: '/me',
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(status, 200, body);
  return JSON.parse(body).sub;
}

/** The page's token, and whom the page shows at the moment when it gets it. */
const held = (page) =>
  page.evaluate(async () => {
    const { value, error } = await window.settled(window.auth.getAccessToken());
    return { token: value, code: error?.code, user: window.auth.session?.user.id ?? null };
  });

/** `page` shows `user` and has a token of `user`. */
async function assertHas(visit, page, user, where) {
  const { token, code, user: shown } = await held(page);
  assert.equal(shown, user, where);
  assert.equal(typeof token, 'string', `${where}: ${code}`);
  assert.equal(await owner(visit, token), user, where);
}

/** Signs `user` in, in a page that may have a session. */
async function become(visit, page, user) {
  const url = await visit.loginUrl(page, { retry: true });
  const callback = await visit.authorize(url, user);
  const { value, error } = await visit.call(page, 'complete', callback.href);
  assert.equal(error, undefined, error?.code);
  assert.equal(value.status, 'signed-in', JSON.stringify(value.error));
}

/** Two tabs of one config, nobody signed in. */
async function twoTabs(visit, changes) {
  const config = visit.oidc(changes);
  const pages = [];
  for (const path of ['/1', '/2']) {
    const page = await visit.tab({ config });
    await visit.arrive(page, path);
    pages.push(page);
  }
  return pages;
}

providerScene(
  'two people in two tabs that share nothing: each keeps their own, through renewals and reloads',
  async (t, visit) => {
    serves(t, 'R-093', 'two people, shareTabs false: every token is of the person that the tab shows');
    const [first, second] = await twoTabs(visit, { shareTabs: false });
    await become(visit, first, 'ada');
    await become(visit, second, 'grace');
    for (let expiry = 1; expiry <= 2; expiry += 1) {
      const where = `expiry ${expiry}`;
      await Promise.all([assertHas(visit, first, 'ada', where), assertHas(visit, second, 'grace', where)]);
      await visit.later([first, second]);
      await Promise.all([assertHas(visit, first, 'ada', where), assertHas(visit, second, 'grace', where)]);
      await visit.control.forget();
      for (const page of [first, second]) {
        await page.reload();
        const outcome = await visit.outcome(page);
        assert.equal(outcome.status, 'signed-in', where);
      }
    }
    assert.deepEqual(await visit.control.renewals(), [], 'a reload renewed a token that was good');
    await assertHas(visit, first, 'ada', 'in the end');
    await assertHas(visit, second, 'grace', 'in the end');
  },
);

providerScene('two people in two tabs that share: the later one counts in both, with an event', async (t, visit) => {
  serves(t, 'R-093', 'two people, shared tabs: after every sign-in both tabs hold tokens of the later person');
  const pages = await twoTabs(visit, {});
  for (const [round, user] of ['ada', 'grace', 'ada', 'grace'].entries()) {
    const [actor, other] = round % 2 === 0 ? pages : [...pages].reverse();
    visit.taken(other, 'event');
    await become(visit, actor, user);
    const where = `round ${round + 1}`;
    const told = await visit.next(other, 'event');
    assert.equal(told.type, 'signed-in', where);
    assert.equal(told.snapshot.session.user.id, user, where);
    await visit.later(pages);
    await Promise.all(pages.map((page) => assertHas(visit, page, user, where)));
  }
});

for (const where of ['before', 'after']) {
  providerScene(
    `someone else signs in while a renewal is held ${where} the server handles it: nobody gets the wrong token`,
    async (t, visit) => {
      serves(t, 'R-093', `another person signs in during a renewal (held ${where}): its answer is dropped`);
      serves(t, 'R-086', `a renewal of a session that was replaced (held ${where}) changes nothing`);
      const pages = await twoTabs(visit, {});
      const people = ['ada', 'grace'];
      await become(visit, pages[0], 'ada');
      for (let round = 1; round <= 4; round += 1) {
        const [renewing, other] = round % 2 === 1 ? pages : [...pages].reverse();
        const next = people[round % 2];
        const place = `round ${round}`;
        await visit.later(pages);
        await visit.control.hold(where);
        const answer = held(renewing);
        await visit.control.waiting(where);
        await become(visit, other, next);
        await visit.control.release();
        const { token, code, user } = await answer;
        // Whoever asked gets the token of whom the page shows by then, or is told to sign in.
        if (token === undefined) assert.equal(code, 'login_required', place);
        else assert.equal(await owner(visit, token), user, place);
        // Both hear of the other person, and the late answer of the first one changes nothing any more.
        for (const page of pages) {
          let told;
          while (told !== next) told = (await visit.event(page, 'signed-in')).event.snapshot.session.user.id;
        }
        await Promise.all(pages.map((page) => assertHas(visit, page, next, place)));
        for (const page of pages) {
          await page.reload();
          assert.equal((await visit.outcome(page)).session?.user.id, next, `${place}, loaded again`);
        }
      }
    },
  );
}
