/** ready() and login() called a hundred times at once, mixed; several instances; calls from within callbacks. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

for (const id of ['docspace', 'oidc']) {
  scene(
    `${id}: a hundred calls at once on the callback page: one token request, one answer for all`,
    async (t, visit) => {
      serves(t, 'R-026', '100 mixed calls of ready() and login() on one callback: one POST');
      serves(t, 'A-17', '100 concurrent calls: one POST ever');
      const config = visit[id]();
      const page = await visit.tab({ config });
      await visit.arrive(page);
      const callback = await visit.callback(page, { returnTo: '/rooms/1' });
      await visit.replan(page, {});
      await visit.load(page, callback.href);
      const seen = await page.evaluate(async (given) => {
        const auth = window.make(given);
        const calls = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? auth.ready() : auth.login()));
        const results = await Promise.all(calls.map((call) => window.settled(call)));
        return {
          failed: results.filter(({ error }) => error).map(({ error }) => error.code),
          outcomes: new Set(results.filter((_, i) => i % 2 === 0).map((each) => JSON.stringify(each))).size,
          sessions: new Set(results.filter((_, i) => i % 2 === 1).map((each) => JSON.stringify(each))).size,
          samePromise: auth.ready() === auth.ready(),
          via: results[0].value.via,
        };
      }, config);
      assert.deepEqual(seen, { failed: [], outcomes: 1, sessions: 1, samePromise: true, via: 'callback' });
      await visit.sandbox.exactly(1, { method: 'POST', path: visit.path(id, 'token') });
    },
  );
}

scene(
  'a hundred logins at once on a page where nobody is signed in: one pending login, one departure',
  async (_t, visit) => {
    const page = await visit.tab({ config: visit.docspace() });
    await visit.arrive(page, '/rooms/1');
    const mark = await visit.sandbox.mark();
    await page.evaluate(() => {
      setTimeout(() => {
        for (let index = 0; index < 100; index += 1) void window.settled(window.auth.login());
      });
    });
    assert.equal((await visit.outcome(page)).status, 'signed-in');
    const authorize = await visit.sandbox.requests({ path: '/oauth2/authorize' });
    const states = new Set(authorize.filter(({ number }) => number > mark).map(({ query }) => query.state));
    assert.equal(states.size, 1);
    await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
  },
);

scene('calls from within a listener, and methods taken off the object, work', async (t, visit) => {
  serves(t, 'R-165', 're-entrant calls from a listener and from the log hook are no trap');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const callback = await visit.callback(page);
  await visit.replan(page, {});
  await visit.load(page, callback.href);
  const seen = await page.evaluate(async (given) => {
    const statuses = [];
    let auth;
    const touch = () => {
      if (!auth) return;
      statuses.push(auth.snapshot().status);
      void window.settled(auth.ready());
      void window.settled(auth.getAccessToken());
      void auth.session;
    };
    auth = window.createAuth({ ...given, onLog: touch });
    const { ready, subscribe, snapshot, getAccessToken } = auth;
    const stop = subscribe(() => {
      touch();
      subscribe(() => {})();
    });
    subscribe(() => {
      throw new Error('a listener of the app that throws');
    });
    const outcome = await ready();
    const token = await getAccessToken();
    stop();
    return { outcome: outcome.status, status: snapshot().status, token: typeof token, told: statuses.length > 0 };
  }, visit.docspace());
  assert.deepEqual(seen, { outcome: 'signed-in', status: 'signed-in', token: 'string', told: true });
  await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
});

scene('nothing but login() and logout() ever leaves the page', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const mark = await visit.sandbox.mark();
  const codes = await page.evaluate(async () => {
    const { auth } = window;
    const calls = [auth.ready(), auth.getAccessToken(), auth.fetch('/api/2.0/people/@self'), auth.fetchProfile()];
    return (await Promise.all(calls.map((call) => window.settled(call)))).map(({ error }) => error?.code ?? null);
  });
  assert.deepEqual(codes, [null, 'login_required', 'login_required', 'login_required']);
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark);
});
