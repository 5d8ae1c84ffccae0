/** How a DocSpace session ends before its time, and what a page can tell of why: evicted, revoked, disabled, deleted, hidden. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const ME = '/api/2.0/people/@self';
const LOGIN = /\/oauth2\/(authorize|token)$/;

/** A page with a session. */
async function signedIn(visit, changes) {
  const page = await visit.tab({ config: visit.docspace(changes) });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  return page;
}

/** A call of the API: its status, or the error; and what the snapshot says then. */
const called = (page, path = ME, init = {}) =>
  page.evaluate(
    async ([route, given]) => {
      const { value, error } = await window.settled(async () => (await window.auth.fetch(route, given)).status);
      return { answer: value ?? error.code, error, status: window.auth.snapshot().status };
    },
    [path, init],
  );

const answers = ({ answer, status }) => [answer, status];

/** Leaves for the provider's pages, which do not come back by themselves. */
async function leave(page, options = {}) {
  await page.evaluate((given) => {
    setTimeout(() => void window.settled(() => window.auth.login(given)));
  }, options);
}

/** The app as its owner has set it up now. */
const setUp = (visit, changes) =>
  visit.sandbox.client('docspace', {
    id: 'demo-docspace',
    redirect_uris: [`${visit.app}/callback/docspace`],
    allowed_origins: [visit.app],
    ...changes,
  });

scene(
  'evicted by a second device: two tabs hear of it once, and neither device signs in by itself',
  async (t, visit) => {
    serves(
      t,
      'R-176',
      'evicted by a second device: one expiry in each tab, no login by itself, no reload that revives it',
    );
    const first = await signedIn(visit);
    const second = await visit.tab({ config: visit.docspace() });
    assert.equal((await visit.arrive(second, '/rooms/2')).via, 'tab');
    const elsewhere = await visit.anotherBrowser();
    const other = await elsewhere.tab({ config: elsewhere.docspace() });
    await elsewhere.arrive(other);
    await elsewhere.enter(other);
    const mark = await visit.sandbox.mark();
    for (const page of [first, second]) visit.taken(page, 'event');

    assert.deepEqual(answers(await called(first)), [401, 'expired']);
    await visit.event(second, 'expired');
    for (const page of [first, second, first, second]) {
      assert.deepEqual(answers(await called(page)), ['login_required', 'expired']);
    }
    const heard = [first, second].flatMap((page) => visit.taken(page, 'event').map(({ type }) => type));
    assert.deepEqual(heard, ['expired'], 'once in the first tab, and no second time in the other');
    for (const page of [first, second]) {
      await page.reload();
      const outcome = await visit.outcome(page);
      assert.deepEqual([outcome.status, outcome.reason], ['signed-out', 'expired']);
    }
    await visit.sandbox.nothingAfter(mark, { path: LOGIN });
    const calls = (await visit.sandbox.requests({ path: ME })).filter(({ number }) => number > mark);
    assert.equal(calls.length, 1, 'a dead token is tried once');
    assert.deepEqual(answers(await called(other)), [200, 'signed-in'], 'the second device goes on');

    // Coming back evicts the other one; it hears of that at its next call, and stays where it is.
    await visit.enter(first);
    const after = await visit.sandbox.mark();
    assert.deepEqual(answers(await called(other)), [401, 'expired']);
    assert.deepEqual(answers(await called(first)), [200, 'signed-in']);
    await visit.sandbox.nothingAfter(after, { path: LOGIN });
  },
);

scene('Deny after an earlier, smaller consent: signed in, and what is missing is told', async (t, visit) => {
  serves(t, 'R-177', 'a denial that comes back as the smaller grant of an earlier consent shows in missingScopes');
  const page = await signedIn(visit, { scopes: ['files:read'] });
  await visit.sandbox.switches({ docspace: { deny_consent: true, auto_consent: false } });
  const { status, session } = await visit.signIn(page, { scopes: ['rooms:read'] });
  assert.equal(status, 'signed-in');
  assert.deepEqual([session.scopes, session.missingScopes], [['files:read'], ['rooms:read']]);
  assert.deepEqual(answers(await called(page, '/api/2.0/files/rooms')), [403, 'signed-in']);
  assert.deepEqual(answers(await called(page, '/api/2.0/files/@root')), [200, 'signed-in']);
});

scene('revoked by the user: expired, and the next login asks for consent again', async (t, visit) => {
  serves(t, 'R-176', 'revoked by the user: one expiry, then a login with consent');
  const page = await signedIn(visit);
  await visit.sandbox.switches({ docspace: { auto_consent: false } });
  await visit.sandbox.revoke();
  assert.deepEqual(answers(await called(page)), [401, 'expired']);
  visit.taken(page, 'result');
  await leave(page);
  await page.click('#consent-allow');
  assert.equal((await visit.outcome(page)).status, 'signed-in');
});

scene('disabled by its owner: expired; a login ends on an error page that never comes back', async (t, visit) => {
  serves(t, 'R-034', 'left on an error page of the provider that never comes back: the next login works');
  const page = await signedIn(visit);
  await setUp(visit, { disabled: true });
  assert.deepEqual(answers(await called(page)), [401, 'expired']);
  visit.taken(page, 'result');
  await leave(page);
  await page.waitForSelector('#oauth-error');
  assert.equal(await page.textContent('#oauth-error'), 'client_disabled_error');
  await page.goto(`${visit.app}/rooms/1`);
  assert.equal((await visit.outcome(page)).status, 'signed-out');
  await setUp(visit, {});
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

scene('disabled or deleted while the person signs in: client_refused', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  for (const [what, end] of [
    ['disabled', () => setUp(visit, { disabled: true })],
    ['deleted', () => visit.sandbox.removeClient('docspace', 'demo-docspace')],
  ]) {
    await step(t, what, async () => {
      await setUp(visit, {});
      const callback = await visit.callback(page, { retry: true });
      await end();
      const { value: outcome } = await visit.call(page, 'complete', callback.href);
      assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'client_refused']);
    });
  }
});

/** Both leave a call without an answer that the page may read. */
const HIDDEN = [
  ['no allowed origin', (visit) => setUp(visit, { allowed_origins: [] }), { active: true, executed: 200 }],
  [
    'another allowed origin',
    (visit) => setUp(visit, { allowed_origins: [visit.stranger] }),
    { active: true, executed: 200 },
  ],
  [
    'a deleted app',
    (visit) => visit.sandbox.removeClient('docspace', 'demo-docspace'),
    { active: false, executed: 500 },
  ],
];

scene(
  'an answer that is hidden: the error says why that may be, and introspect() tells which it is',
  async (t, visit) => {
    for (const [what, change, { active, executed }] of HIDDEN) {
      await step(t, what, async (part) => {
        await setUp(visit, {});
        const page = await signedIn(visit, { scopes: ['accounts.self:read', 'files:write'] });
        await change(visit);
        const route = '/api/2.0/files/@my/file';
        const mark = await visit.sandbox.mark();
        const seen = await called(page, route, { method: 'POST', body: '{}' });
        assert.deepEqual(answers(seen), ['network', 'signed-in']);
        assert.match(seen.error.message, /carried out.*allowed origins/);
        assert.equal(seen.error.cause.name, 'TypeError', 'what fetch threw');
        const sent = (await visit.sandbox.requests({ path: route })).filter(({ number }) => number > mark);
        assert.deepEqual(
          sent.map(({ status }) => status),
          [executed],
          'sent once, and never again by itself',
        );

        const { value: told } = await visit.call(page, 'introspect');
        assert.equal(told.active, active);
        const { value: snapshot } = await visit.call(page, 'snapshot');
        assert.equal(snapshot.status, active ? 'signed-in' : 'expired');
        serves(part, 'R-139', `${what}: introspection on demand tells whether the token is still good`);
        await page.close();
      });
    }
  },
);

scene(
  'ten POSTs a minute, then an odd 429: rate_limited, the session stays, and a minute later all is well',
  async (t, visit) => {
    serves(t, 'R-054', 'DocSpace’s 429 without Retry-After: rate_limited, and nothing is sent again by itself');
    await visit.sandbox.switches({ docspace: { rate_limit: true } });
    const page = await signedIn(visit);
    for (let number = 2; number <= 10; number += 1) {
      const { value, error } = await visit.call(page, 'introspect');
      assert.equal(value?.active, true, `POST number ${number}: ${error?.code}`);
    }
    const { error } = await visit.call(page, 'introspect');
    assert.deepEqual([error?.code, error?.status], ['rate_limited', 429]);
    const callback = await visit.callback(page, { scopes: ['rooms:read'] });
    const { value: outcome } = await visit.call(page, 'complete', callback.href);
    assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'rate_limited']);
    await visit.sandbox.exactly(12, { method: 'POST', path: /^\/oauth2\// });
    const { value: snapshot } = await visit.call(page, 'snapshot');
    assert.equal(snapshot.status, 'signed-in');

    await visit.later(page, 61_000);
    const again = await visit.enter(page, { scopes: ['rooms:read'] });
    assert.equal(again.status, 'signed-in');
  },
);
