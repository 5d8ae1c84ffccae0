/**
 * Two apps of one site, three tabs and two people in one browser, at one relay: whoever a page shows, its tokens are
 * theirs, before and after each renewal. The API is asked whose each token is.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { relayScene, serves } from './support/relay_scene.mjs';
import { exchange } from './support/sandbox_control.mjs';

const ADA = 'ada@example.test';
const GRACE = 'grace@example.test';

/** Whose this token is, by the API's word. */
async function owner(visit, token) {
  const { status, body } = await exchange(visit.providerPort, {
    host: new URL(visit.twin('enadoc-api')).host,
    path: '/api/v3/me',
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(status, 200, body);
  return /[a-z]+@example\.test/.exec(body)[0];
}

/** The page's next token, and whom it shows when it gets it. */
const held = (page, fresh) =>
  page.evaluate(
    async (options) => {
      const { value, error } = await window.settled(() => window.auth.getAccessToken(options));
      return { token: value, code: error?.code, email: window.auth.session?.user.email ?? null };
    },
    { fresh },
  );

/** All pages at once: each gets a token of whom it shows, and shows whom it should. */
async function assertOwn(visit, expected, { fresh = true } = {}) {
  const answers = await Promise.all([...expected.keys()].map((page) => held(page, fresh)));
  for (const [at, email] of [...expected.values()].entries()) {
    const { token, code, email: shown } = answers[at];
    assert.equal(shown, email, `tab ${at + 1}`);
    assert.equal(typeof token, 'string', `tab ${at + 1}: ${code}`);
    assert.equal(await owner(visit, token), email, `tab ${at + 1}`);
  }
}

/** Someone signs in in this tab. */
async function become(visit, page, user) {
  await visit.sandbox.switches({ enadoc: { auto_login: user } });
  const url = await visit.loginUrl(page, { retry: true });
  const callback = await visit.authorize(url);
  const { value, error } = await visit.call(page, 'complete', callback.href);
  assert.equal(error, undefined, error?.code);
  assert.equal(value.status, 'signed-in', JSON.stringify(value.error));
}

/** A tab of this app. */
async function tabOf(visit, origin, changes = {}) {
  const page = await visit.tab({ config: visit.enadoc(changes) });
  await visit.arrive(page, `${origin}/`);
  return page;
}

relayScene(
  'two apps, three tabs, two people, one relay: none crossed',
  async (t, visit) => {
    await visit.sandbox.client('enadoc', {
      id: 'demo-enadoc',
      secret: 'sandbox-secret',
      redirect_uris: visit.origins.map((origin) => `${origin}/callback/enadoc`),
    });
    const [own, other] = visit.origins;
    const first = await tabOf(visit, own);
    const third = await tabOf(visit, other);
    await become(visit, first, 'ada');
    await become(visit, third, 'grace');
    const second = await tabOf(visit, own);
    const people = new Map([
      [first, ADA],
      [second, ADA],
      [third, GRACE],
    ]);
    for (let round = 1; round <= 3; round += 1) await assertOwn(visit, people);
    serves(t, 'R-148', 'two apps of one site with two people: each renewal is for whom the page shows');
    // Someone else in one tab of the first app: in both of its tabs, and in no other app.
    visit.taken(first, 'event');
    await become(visit, second, 'grace');
    await visit.event(first, 'signed-in');
    await become(visit, third, 'ada');
    const swapped = new Map([
      [first, GRACE],
      [second, GRACE],
      [third, ADA],
    ]);
    for (let round = 1; round <= 3; round += 1) await assertOwn(visit, swapped);
    // A sign-out of one app leaves the other.
    await visit.call(second, 'logout');
    await visit.event(first, 'signed-out');
    await assertOwn(visit, new Map([[third, ADA]]));
    assert.equal((await held(first, true)).code, 'login_required');
    const cookies = await visit.context.cookies(`http://${visit.relayHost}/`);
    assert.equal(cookies.filter(({ name }) => name.startsWith('__Host-dg-s-')).length, 1);
    serves(t, 'R-150', 'a sign-out of one app ends its own session at the relay, and not the other app');
  },
  { apps: ['app', 'app.app'] },
);

relayScene('two people in two tabs of one app that share nothing: each goes on for themselves', async (t, visit) => {
  const [first, second] = [
    await tabOf(visit, visit.app, { shareTabs: false }),
    await tabOf(visit, visit.app, { shareTabs: false }),
  ];
  await become(visit, first, 'ada');
  await become(visit, second, 'grace');
  // Tokens that are still good stay whose they are.
  const both = new Map([
    [first, ADA],
    [second, GRACE],
  ]);
  await assertOwn(visit, both, { fresh: false });
  for (let round = 1; round <= 2; round += 1) await assertOwn(visit, both);
  serves(t, 'R-148', 'two sessions of one app: each renewal is of the session that it names');
  // A third one takes the place of the one that was used longest ago.
  const third = await tabOf(visit, visit.app, { shareTabs: false });
  // The relay counts uses in seconds.
  await pause(1100);
  await assertOwn(visit, new Map([[second, GRACE]]));
  await become(visit, third, 'ada');
  const mark = await visit.sandbox.mark();
  const { token, code } = await held(first, true);
  assert.deepEqual([token, code], [undefined, 'login_required']);
  await visit.sandbox.nothingAfter(mark);
  await assertOwn(
    visit,
    new Map([
      [second, GRACE],
      [third, ADA],
    ]),
  );
  serves(t, 'R-148', 'a session that the relay has cleared is refused, never answered with a foreign token');
});

relayScene('someone else signs in while a renewal is on its way: nobody gets the wrong token', async (t, visit) => {
  const [first, second] = [await tabOf(visit, visit.app), await tabOf(visit, visit.app)];
  await become(visit, first, 'ada');
  await visit.sandbox.switches({
    enadoc: { token_fault: { kind: 'delay', milliseconds: 1500, times: 1 } },
  });
  const late = held(first, true);
  await visit.sandbox.arrived({ path: '/api/v3/token' });
  await become(visit, second, 'grace');
  const { token, code, email } = await late;
  if (token === undefined) assert.equal(code, 'login_required');
  else assert.equal(await owner(visit, token), email);
  // Whoever the pages show now: a token is theirs, or there is none.
  for (const page of [first, second]) {
    const answer = await held(page, true);
    if (answer.token === undefined) assert.equal(answer.code, 'login_required');
    else assert.equal(await owner(visit, answer.token), answer.email);
    assert.notEqual(answer.email, ADA);
  }
  serves(
    t,
    'R-148',
    'another person signs in during a renewal: its late answer and cookie give nobody a foreign token',
  );
});
