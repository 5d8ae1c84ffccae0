/** Logins that are cut off at every step: the next one works at the first try, and nothing is stuck. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

scene('Back from the provider’s page: signed out, and a login works', async (t, visit) => {
  serves(t, 'R-034', 'left for the provider and came back: the next login works');
  await visit.sandbox.switches({ docspace: { auto_login: null } });
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await page.evaluate(() => setTimeout(() => void window.settled(window.auth.login())));
  await page.waitForURL((url) => url.origin === visit.portal);
  await page.goBack();
  assert.equal((await visit.outcome(page)).status, 'signed-out');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.switches({ docspace: { auto_login: 'ada' } });
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

scene('a reload in the middle of the token request: no second one, and a login works', async (t, visit) => {
  serves(t, 'R-034', 'reload during the exchange: typed outcome, the next login works');
  serves(t, 'R-026', 'reload during the exchange: the code is not sent a second time');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  await visit.sandbox.switches({ docspace: { token_fault: { kind: 'hang' } } });
  await page.goto(callback.href);
  await visit.sandbox.arrived({ method: 'POST', path: visit.path('docspace', 'token') });
  await page.goto('about:blank');
  await visit.sandbox.switches({ docspace: { token_fault: null } });
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'callback_already_used');
  assert.equal(outcome.returnTo, '/rooms/1');
  await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('docspace', 'token') });
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

scene('a tab that is closed in the middle of the token request holds up nobody', async (t, visit) => {
  serves(t, 'R-034', 'tab closed during the exchange: another tab signs in at the first try');
  await visit.sandbox.switches({ docspace: { token_fault: { kind: 'hang', times: 1 } } });
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page);
  await page.goto(callback.href);
  await visit.sandbox.arrived({ method: 'POST', path: visit.path('docspace', 'token') });
  await page.close();
  const next = await visit.tab({ config: visit.docspace() });
  assert.equal((await visit.arrive(next, '/rooms/1')).status, 'signed-out');
  assert.equal((await visit.signIn(next)).status, 'signed-in');
});

scene('offline at the callback: network, and a click signs in once online', async (t, visit) => {
  serves(t, 'R-034', 'offline during the exchange: typed outcome, the next login works');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  await page.route(/\/token$/, (route) => route.abort('internetdisconnected'));
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'network');
  assert.equal(outcome.returnTo, '/rooms/1');
  await page.unroute(/\/token$/);
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

scene('login() does not resolve before the page is left, and its refusals leave no flag', async (t, visit) => {
  serves(t, 'R-019', 'the promise of a login that leaves never says signed in');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const refused = await visit.call(page, 'login', { nonsense: true });
  assert.equal(refused.error.code, 'config_unknown_key');
  // The provider answers 204: the browser stays where it is.
  await page.route(/\/oauth2\/authorize/, (route) => route.fulfill({ status: 204 }));
  const first = await page.evaluate(async () => {
    const after = new Promise((resolve) => setTimeout(resolve, 400, 'pending'));
    return await Promise.race([window.settled(window.auth.login()), after]);
  });
  assert.equal(first, 'pending');
  assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'signed-out');
  await page.unroute(/\/oauth2\/authorize/);
  await page.reload();
  await visit.outcome(page);
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});
