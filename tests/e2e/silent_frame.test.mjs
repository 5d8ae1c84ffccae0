/** `login({ display: 'iframe' })`: asks the provider without asking anybody. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';
import { gone, holdTime, opener, pendingLogins } from './support/windows.mjs';

const FRAME = { display: 'iframe' };

/** Nothing of the attempt is left, and nothing failed. */
async function untouched(visit, page) {
  const { value } = await visit.call(page, 'snapshot');
  assert.deepEqual([value.status, value.error], ['signed-out', null]);
  assert.deepEqual(visit.taken(page, 'event'), []);
  assert.equal(await page.evaluate(() => document.querySelectorAll('iframe').length), 0);
  assert.deepEqual(await pendingLogins(page), []);
}

scene('signed in at the provider: a session, nothing seen, the frame gone', async (t, visit) => {
  serves(t, 'R-114', 'a silent login where someone is signed in');
  serves(t, 'R-110', 'the answer of the frame that was made signs in');
  const page = await opener(visit, { config: visit.oidc(), display: 'iframe', at: '/rooms/1' });
  await page.click('#press');
  const { value, error } = await visit.next(page, 'pressed');
  assert.equal(error, undefined, error?.message);
  assert.equal(value.provider, 'oidc');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  assert.equal(await page.evaluate(() => document.querySelectorAll('iframe').length), 0);
  assert.deepEqual(await pendingLogins(page), []);
  assert.equal(visit.context.pages().length, 1);
  const [request] = await visit.sandbox.exactly(1, { path: visit.path('oidc', 'authorize') });
  assert.equal(new URLSearchParams(request.query).get('prompt'), 'none');
  await visit.sandbox.exactly(1, { path: visit.path('oidc', 'token') });
});

scene('refusals are login_required, and no failure of anybody', async (t, visit) => {
  const page = await opener(visit, { config: visit.oidc(), display: 'iframe' });
  visit.taken(page, 'event');
  for (const [how, switches] of [
    ['nobody is signed in there', { auto_login: null }],
    ['interaction_required', { auto_login: 'ada', authorize_error: 'interaction_required' }],
    ['consent_required', { authorize_error: 'consent_required' }],
  ]) {
    await step(t, how, async (part) => {
      serves(part, 'R-114', `${how}: login_required, no failed outcome, frame gone`);
      await visit.sandbox.switches({ oidc: switches });
      await page.click('#press');
      assert.equal((await visit.next(page, 'pressed')).error.code, 'login_required');
      await untouched(visit, page);
    });
  }
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
  await visit.sandbox.switches({ oidc: { auto_login: 'ada', authorize_error: null } });
  assert.equal((await visit.signIn(page)).status, 'signed-in');
});

scene('no answer within ten seconds: login_required, and the frame is gone', async (t, visit) => {
  serves(t, 'R-114', 'a silent login has a deadline of its own');
  await visit.sandbox.switches({ oidc: { authorize_fault: { kind: 'hang' } } });
  await holdTime(visit);
  const page = await opener(visit, { config: visit.oidc(), display: 'iframe' });
  visit.taken(page, 'event');
  await page.click('#press');
  await visit.sandbox.arrived({ path: visit.path('oidc', 'authorize') });
  assert.equal(await page.evaluate(() => document.querySelectorAll('iframe[hidden]').length), 1);
  await page.clock.runFor(9000);
  assert.deepEqual(visit.taken(page, 'pressed'), []);
  await page.clock.runFor(1500);
  assert.equal((await visit.next(page, 'pressed')).error.code, 'login_required');
  await untouched(visit, page);
});

scene('where the provider answers in no frame: not_supported, nothing sent', async (t, visit) => {
  serves(t, 'R-114', 'DocSpace: not supported, no frame, no request');
  const page = await opener(visit, { config: visit.docspace(), display: 'iframe' });
  visit.taken(page, 'event');
  const mark = await visit.sandbox.mark();
  await page.click('#press');
  const { error } = await visit.next(page, 'pressed');
  assert.deepEqual([error.code, error.field], ['not_supported', 'display']);
  await untouched(visit, page);
  await visit.sandbox.nothingAfter(mark);
});

scene('a frame asks nobody, so no other prompt goes with it', async (_t, visit) => {
  const page = await opener(visit, { config: visit.oidc() });
  const { error } = await visit.call(page, 'login', { ...FRAME, prompt: 'login' });
  assert.deepEqual([error.code, error.field], ['config_invalid', 'prompt']);
});

scene('a click does not wait for a silent login', async (t, visit) => {
  serves(t, 'R-114', 'a silent login that hangs is in the way of no other');
  await visit.sandbox.switches({ oidc: { authorize_fault: { kind: 'hang', times: 1 } } });
  const page = await opener(visit, { config: visit.oidc(), display: 'iframe' });
  await page.click('#press');
  await visit.sandbox.arrived({ path: visit.path('oidc', 'authorize') });
  const opened = visit.context.waitForEvent('page');
  const { value } = await visit.call(page, 'login', { display: 'popup' });
  assert.equal(value.provider, 'oidc');
  await gone(await opened);
  // Someone is signed in, so the question has its answer.
  assert.equal((await visit.next(page, 'pressed')).value.provider, 'oidc');
  assert.equal(await page.evaluate(() => document.querySelectorAll('iframe').length), 0);
  assert.deepEqual(await pendingLogins(page), []);
});
