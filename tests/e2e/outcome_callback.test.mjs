/** Design, section 3, first row of the table: a callback of this tab's own login, all good. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

const START = '/rooms/42?tab=files#top';

for (const id of ['docspace', 'oidc']) {
  scene(
    `${id}: a callback signs in, cleans the address at once and gives back where the login began`,
    async (t, visit) => {
      serves(t, 'R-027', 'the address is clean when ready() has been called, before it has answered');
      serves(t, 'R-028', 'the redirect path is a callback');
      const page = await visit.tab({ config: visit[id]() });
      const before = await visit.arrive(page, START);
      assert.equal(before.status, 'signed-out');
      assert.equal(before.reason, null);
      assert.equal(page.url(), `${visit.app}${START}`);
      visit.taken(page, 'address');

      const outcome = await visit.signIn(page, { appState: { draft: 7 } });

      assert.equal(outcome.status, 'signed-in');
      assert.equal(outcome.via, 'callback');
      assert.equal(outcome.returnTo, START);
      assert.deepEqual(outcome.appState, { draft: 7 });
      assert.equal(page.url(), `${visit.app}${START}`);
      const address = await visit.next(page, 'address');
      assert.equal(address.href, `${visit.app}${START}`);
      await visit.sandbox.exactly(1, { method: 'POST', path: visit.path(id, 'token') });
      const session = outcome.session;
      assert.equal(session.provider, id);
      assert.deepEqual(session.missingScopes, []);
      assert.ok(Math.abs(session.expiresAt - Date.now() - 3_599_000) < 30_000, `expiresAt ${session.expiresAt}`);
      assert.ok(session.user.id.length > 0);
    },
  );

  scene(`${id}: afterCallback 'leave' cleans the address and stays on the redirect path`, async (_t, visit) => {
    const config = visit[id]({ afterCallback: 'leave' });
    const page = await visit.tab({ config });
    await visit.arrive(page, START);
    const outcome = await visit.signIn(page);
    assert.equal(outcome.via, 'callback');
    assert.equal(outcome.returnTo, START);
    assert.equal(page.url(), `${visit.app}${config.redirectUri}`);
  });

  scene(`${id}: an own returnTo wins over the present address`, async (_t, visit) => {
    const page = await visit.tab({ config: visit[id]() });
    await visit.arrive(page, START);
    const outcome = await visit.signIn(page, { returnTo: '/elsewhere?a=1#b' });
    assert.equal(outcome.returnTo, '/elsewhere?a=1#b');
    assert.equal(page.url(), `${visit.app}/elsewhere?a=1#b`);
  });
}

scene('login() where someone is signed in resolves at once and sends nothing', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const { session } = await visit.signIn(page);
  const mark = await visit.sandbox.mark();
  const { value } = await visit.call(page, 'login');
  assert.deepEqual(value, session);
  await visit.sandbox.nothingAfter(mark);
});

scene('the session has no token in it, and cannot be changed', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  await visit.signIn(page);
  const seen = await page.evaluate(async () => {
    const { auth } = window;
    const token = await auth.getAccessToken();
    const text = JSON.stringify([auth.session, auth.snapshot(), String(auth), Object.keys(auth)]);
    let changed = true;
    try {
      auth.snapshot().status = 'signed-out';
      changed = auth.snapshot().status === 'signed-out';
    } catch {
      changed = false;
    }
    return { leaks: text.includes(token), changed, same: auth.snapshot() === auth.snapshot() };
  });
  assert.deepEqual(seen, { leaks: false, changed: false, same: true });
});

scene('an answer in the fragment is read and cleaned like one in the query', async (t, visit) => {
  serves(t, 'R-029', 'response in the fragment, with parameters that nobody knows: read');
  await visit.sandbox.switches({
    oidc: { callback: { fragment: true, set: { session_state: 'abc.def', unknown: 'x' } } },
  });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, START);
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(page.url(), `${visit.app}${START}`);
});
