/** No promise stays open, and no login bars the next one: not after dispose(), not beside itself, not when a page stays. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

scene('complete() twice at once, of a login that nobody knows: both calls are answered', async (t, visit) => {
  serves(t, 'R-034', 'two looks at what is stored, at the same time, both end');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const codes = await page.evaluate(async () => {
    const url = `${location.origin}/callback/docspace?code=x&state=dg1runknown`;
    const outcomes = await Promise.all([window.auth.complete(url), window.auth.complete(url)]);
    return outcomes.map(({ error }) => error.code);
  });
  assert.deepEqual(codes, ['pending_login_missing', 'pending_login_missing']);
});

scene('dispose() in the middle of a renewal: its answer is kept, and the call is answered', async (t, visit) => {
  serves(t, 'R-087', 'a renewal whose instance is disposed of loses no token');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await visit.later(page, 2 * 3_600_000);
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const asked = new Promise((resolve) => {
    page.route(/\/token$/, async (route) => {
      resolve();
      await held;
      await route.continue();
    });
  });
  const call = page.evaluate(() => window.settled(() => window.auth.getAccessToken()));
  await asked;
  await page.evaluate(() => window.auth.dispose());
  release();
  const { value, error } = await call;
  assert.ok(typeof value === 'string' || error.code === 'disposed', error?.code);
  await page.unroute(/\/token$/);
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'stored', 'with the new token, and no further request');
});

scene('a page that was told to go and stayed: the next click starts again', async (t, visit) => {
  serves(t, 'R-034', 'a login whose page stays does not bar the next one');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await page.route(/\/oauth2\/authorize/, (route) => route.fulfill({ status: 204 }));
  const answered = page.waitForResponse(/\/oauth2\/authorize/);
  await page.evaluate(() => {
    window.first = window.settled(() => window.auth.login());
  });
  await answered;
  // A login that stays counts as abandoned three seconds after it was to go.
  await page.waitForTimeout(3500);
  await page.unroute(/\/oauth2\/authorize/);
  await page.evaluate(() => {
    // The first one is told, once somebody tries again.
    window.first.then(({ error }) => window.tell(JSON.stringify({ kind: 'first', value: error.code })));
  });
  const signedIn = visit.signIn(page);
  assert.equal(await visit.next(page, 'first'), 'navigation_abandoned');
  assert.equal((await signedIn).status, 'signed-in');
});

scene('a shell that comes back with a refusal: its login() is told, and the next one works', async (t, visit) => {
  serves(t, 'R-034', 'a login that a shell ended by complete() does not stay open');
  const page = await visit.tab({ config: visit.docspace(), keepNavigation: false });
  await visit.arrive(page, '/rooms/1');
  const seen = await page.evaluate(async () => {
    const login = window.settled(() => window.auth.login());
    while (window.navigations.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const state = new URL(window.navigations[0]).searchParams.get('state');
    const url = `${location.origin}/callback/docspace?error=access_denied&state=${state}`;
    const outcome = await window.auth.complete(url);
    const told = await login;
    void window.auth.login({ retry: true }).catch(() => undefined);
    while (window.navigations.length === 1) await new Promise((resolve) => setTimeout(resolve, 10));
    return [outcome.status, outcome.error.code, told.error.code];
  });
  assert.deepEqual(seen, ['failed', 'authorization_denied', 'authorization_denied']);
});

scene('a call for one person is not repeated with the token of the next', async (t, visit) => {
  serves(t, 'R-093', 'a 401 that comes after another person signed in is given back, not replayed as them');
  const config = visit.docspace();
  const [one, two] = [await visit.tab({ config }), await visit.tab({ config })];
  await visit.arrive(one, '/1');
  await visit.enter(one);
  const first = await one.evaluate(() => window.auth.session.user.id);
  await visit.arrive(two, '/2');
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  let calls = 0;
  const asked = new Promise((resolve) => {
    one.route(/\/api\/2\.0\//, async (route) => {
      calls += 1;
      resolve();
      await held;
      await route.fulfill({ status: 401, headers: { 'access-control-allow-origin': '*' } });
    });
  });
  const call = one.evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
  await asked;
  await visit.sandbox.switches({ docspace: { auto_login: 'linus', auto_consent: true } });
  const url = await visit.loginUrl(two, { retry: true });
  const callback = await visit.authorize(url);
  assert.equal((await visit.call(two, 'complete', callback.href)).value.status, 'signed-in');
  await one.waitForFunction((user) => window.auth.session?.user.id !== user, first);
  release();
  assert.equal(await call, 401);
  assert.equal(calls, 1);
});
