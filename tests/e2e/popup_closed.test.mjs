/** A window that does not come back: closed for certain, cut off and perhaps closed, too slow. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';
import { comeBack, gone, holdTime, opener, pendingLogins } from './support/windows.mjs';

/** A page with a popup at the provider's sign-in page, and time in the test's hands. */
async function waiting(visit, changes = {}) {
  await visit.sandbox.switches({ oidc: { auto_login: null, ...changes } });
  await holdTime(visit);
  const page = await opener(visit, { config: visit.oidc() });
  const popup = await visit.press(page);
  await popup.waitForSelector('#user-ada');
  return { page, popup };
}

async function stillWaiting(visit, page) {
  assert.deepEqual(visit.taken(page, 'pressed'), []);
  assert.equal((await pendingLogins(page)).length, 1);
}

scene('closed by the person at the provider: popup_closed, and another click signs in', async (t, visit) => {
  serves(t, 'R-113', 'a window that was closed settles the login within seconds');
  const { page, popup } = await waiting(visit);
  await page.clock.runFor(1000);
  await stillWaiting(visit, page);
  await popup.close();
  await page.clock.runFor(2000);
  const { error } = await visit.next(page, 'pressed');
  assert.equal(error.code, 'popup_closed');
  const { value } = await visit.call(page, 'snapshot');
  assert.deepEqual([value.status, value.error], ['signed-out', null]);

  const next = await visit.press(page);
  await next.click('#user-ada');
  assert.equal((await visit.next(page, 'pressed')).error, undefined);
  await gone(next);
  assert.deepEqual(await pendingLogins(page), []);
});

scene('closed before it went anywhere: popup_closed, nothing is left', async (t, visit) => {
  serves(t, 'R-113', 'a window that is closed while the metadata is fetched: nothing stored');
  const page = await opener(visit, { config: visit.oidc() });
  let free;
  const closed = new Promise((resolve) => {
    free = resolve;
  });
  await page.route(/openid-configuration$/, async (route) => {
    await closed;
    await route.continue();
  });
  const asked = page.waitForRequest(/openid-configuration$/);
  const popup = await visit.press(page);
  await asked;
  await popup.close();
  free();
  assert.equal((await visit.next(page, 'pressed')).error.code, 'popup_closed');
  assert.deepEqual(await pendingLogins(page), []);
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'authorize') });
});

scene('an error page of the provider that never comes back: the person closes it', async (t, visit) => {
  serves(t, 'R-113', 'the provider keeps the window on its own error page: closed by the person, typed error');
  await holdTime(visit);
  const page = await opener(visit, { config: visit.oidc({ redirectUri: '/callback/unregistered' }) });
  const popup = await visit.press(page);
  await popup.waitForSelector('#oauth-error');
  await page.clock.runFor(60_000);
  await stillWaiting(visit, page);
  await popup.close();
  await page.clock.runFor(2000);
  assert.equal((await visit.next(page, 'pressed')).error.code, 'popup_closed');
});

scene('nobody does anything for ten minutes: timeout, and the window is closed', async (t, visit) => {
  serves(t, 'R-113', 'a window that never answers: timeout after ten minutes');
  const { page, popup } = await waiting(visit);
  await page.clock.runFor(9 * 60_000);
  await stillWaiting(visit, page);
  await page.clock.runFor(61_000);
  assert.equal((await visit.next(page, 'pressed')).error.code, 'timeout');
  await gone(popup);
  // Nobody hears a late answer after a sign-out, so nothing is kept for one.
  await visit.call(page, 'logout');
  assert.deepEqual(await pendingLogins(page), []);
});

scene('cut off by the provider’s policy: says closed at once, and is not', async (t, visit) => {
  serves(t, 'R-112', 'closed alone is no end: an open window that says so is waited for');
  const { page, popup } = await waiting(visit, { coop: 'same-origin' });
  await page.clock.runFor(5 * 60_000);
  await stillWaiting(visit, page);
  await popup.click('#user-ada');
  assert.equal((await visit.next(page, 'pressed')).value.provider, 'oidc');
  await gone(popup);
  assert.deepEqual(await pendingLogins(page), []);
});

scene('cut off, and then closed: popup_closed once somebody is back', async (t, visit) => {
  serves(t, 'R-112', 'a window that was cut off counts as closed only some time after somebody came back');
  const { page, popup } = await waiting(visit, { coop: 'same-origin' });
  await popup.close();
  await page.clock.runFor(5 * 60_000);
  await stillWaiting(visit, page);
  await comeBack(page, 2000);
  await stillWaiting(visit, page);
  await page.clock.runFor(2000);
  assert.equal((await visit.next(page, 'pressed')).error.code, 'popup_closed');
});

scene('somebody came back too early: the late answer still signs in, with an event', async (t, visit) => {
  serves(t, 'R-112', 'an answer after popup_closed is accepted');
  const { page, popup } = await waiting(visit, { coop: 'same-origin' });
  await comeBack(page, 5000);
  assert.equal((await visit.next(page, 'pressed')).error.code, 'popup_closed');
  visit.taken(page, 'event');
  await popup.click('#user-ada');
  const event = await visit.next(page, 'event');
  assert.equal(event.type, 'signed-in');
  assert.equal(event.snapshot.session.provider, 'oidc');
  await gone(popup);
  await visit.sandbox.exactly(1, { method: 'POST', path: visit.path('oidc', 'token') });
  assert.deepEqual(await pendingLogins(page), []);
});

scene('of two windows that came too late only the latest is heard', async (t, visit) => {
  serves(t, 'R-112', 'a late answer is waited for until the next login, not for ever');
  const { page, popup: first } = await waiting(visit, { coop: 'same-origin' });
  await comeBack(page, 5000);
  assert.equal((await visit.next(page, 'pressed')).error.code, 'popup_closed');
  const second = await visit.press(page);
  await second.waitForSelector('#user-ada');
  assert.equal((await pendingLogins(page)).length, 1);
  await first.click('#user-ada');
  assert.deepEqual(await visit.outcome(first), { status: 'popup' });
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
  await stillWaiting(visit, page);
  await second.click('#user-ada');
  assert.equal((await visit.next(page, 'pressed')).value.provider, 'oidc');
  await gone(second);
});

scene('dispose() ends what waits for a window', async (t, visit) => {
  serves(t, 'R-113', 'a disposed instance settles its login, and keeps nothing');
  const { page, popup } = await waiting(visit);
  await page.evaluate(() => window.auth.dispose());
  await page.clock.runFor(1);
  assert.equal((await visit.next(page, 'pressed')).error.code, 'disposed');
  await gone(popup);
  assert.deepEqual(await pendingLogins(page), []);
});
